"""A cache never weighs more than it may, and forgets what was used longest ago."""

from idea.engines.features.kept import Kept


def test_the_oldest_gives_way():
    kept = Kept(10)
    kept.put("a", 1, 4)
    kept.put("b", 2, 4)
    assert kept.get("a") == 1
    kept.put("c", 3, 4)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_what_is_too_heavy_is_not_kept_and_a_new_value_replaces_the_old():
    kept = Kept(10)
    kept.put("a", 1, 11)
    assert kept.get("a") is None
    for _ in range(5):
        kept.put("b", 2, 8)
    assert kept.get("b") == 2
