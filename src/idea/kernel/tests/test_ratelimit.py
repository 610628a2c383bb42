"""The window slides, refusal does not count, and nobody waits longer than told."""

import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from idea.kernel import ratelimit
from idea.kernel.errors import TooMany


class Clock:
    def __init__(self):
        self.now = 1_000_000_020.0  # the start of a minute's window

    def time(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    cache.clear()
    clock = Clock()
    clock.now -= clock.now % 60
    monkeypatch.setattr(ratelimit, "time", clock)
    return clock


def refused(key="k", count=5, seconds=60):
    try:
        ratelimit.limit(key, count, seconds)
    except TooMany as problem:
        return problem.retry_after
    return 0


def test_lets_through_the_count_and_no_more(clock):
    assert [refused() for _ in range(5)] == [0] * 5
    assert refused() > 0
    assert refused("another key") == 0


def test_a_burst_across_the_border_of_two_windows_is_refused(clock):
    clock.now += 59
    for _ in range(5):
        assert not refused()
    clock.now += 2  # a fixed window would forget everything here
    assert refused()


def test_the_wait_that_is_told_is_enough_and_asking_early_does_not_lengthen_it(clock):
    for _ in range(5):
        refused()
    wait = refused()
    for _ in range(20):
        refused()
    assert refused() == wait
    clock.now += wait
    assert not refused()


def test_keys_are_not_stored_in_the_clear(clock):
    refused("login:lin@example.gov")
    assert not [key for key in cache._cache if "lin@" in key]


def test_the_message_names_the_wait(clock):
    ratelimit.limit("k", 1, 60)
    with pytest.raises(TooMany) as caught:
        ratelimit.limit("k", 1, 60)
    assert str(caught.value.retry_after) in caught.value.detail
    assert caught.value.status == 429


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 20),
    seconds=st.integers(1, 600),
    steps=st.lists(st.floats(0, 300), max_size=60),
)
def test_waiting_as_told_always_helps(count, seconds, steps):
    cache.clear()
    clock = Clock()
    original, ratelimit.time = ratelimit.time, clock
    try:
        for step in steps:
            clock.now += step
            wait = refused("k", count, seconds)
            if wait:
                assert 0 < wait <= 2 * seconds + 1
                clock.now += wait
                assert not refused("k", count, seconds)
    finally:
        ratelimit.time = original
