import threading
import time
import uuid

from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import ids


def test_an_id_is_a_uuid_of_version_7():
    made = ids.uuid7()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert abs((made.int >> 80) / 1000 - time.time()) < 1


def test_ids_sort_by_time_of_making():
    made = [ids.uuid7() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert [m.hex for m in made] == sorted(m.hex for m in made), "as text too"


@given(st.lists(st.integers(1_700_000_000 * 10**9, 1_900_000_000 * 10**9), min_size=2, max_size=20))
def test_a_clock_that_stands_still_or_goes_back_does_not_matter(moments):
    left, real = list(moments), ids.time.time_ns
    try:
        ids.time.time_ns = lambda: left.pop(0)
        made = [ids.uuid7() for _ in moments]
    finally:
        ids.time.time_ns = real
        ids._last = 0
    assert made == sorted(set(made))
    assert all(m.version == 7 and m.variant == uuid.RFC_4122 for m in made)


def test_threads_share_one_order():
    made, gate = [[] for _ in range(8)], threading.Barrier(8)

    def make(mine):
        gate.wait()
        mine.extend(ids.uuid7() for _ in range(500))

    threads = [threading.Thread(target=make, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == sorted(mine) for mine in made)
    assert len({m for mine in made for m in mine}) == 4000
