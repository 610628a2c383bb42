"""Cards come urgent first, then near; a failing one does not take the others with it."""

import pytest

from idea.kernel import near
from idea.kernel.geometry import Place
from idea.kernel.registry import Registry

HERE = Place(120.97, 24.8)


@pytest.fixture
def registry(monkeypatch):
    fresh = Registry("near-me card")
    monkeypatch.setattr(near, "near_cards", fresh)
    return fresh


def put(registry, key, **fields):
    registry.register(key, lambda *_: near.Card(key, key, "1", **fields))


def test_urgent_first_then_near_then_unplaced(registry):
    put(registry, "unplaced")
    put(registry, "far", distance_m=900)
    put(registry, "near", distance_m=20)
    put(registry, "alert", urgency=3, distance_m=5000)
    assert [card.key for card in near.cards(HERE, "en")] == ["alert", "near", "far", "unplaced"]


def test_a_failing_card_is_left_out(registry):
    def broken(place, language):
        raise ZeroDivisionError

    registry.register("broken", broken)
    put(registry, "fine")
    assert [card.key for card in near.cards(HERE, "en")] == ["fine"]


def test_nothing_to_say_is_no_card_and_the_language_is_passed_on(registry):
    heard = []
    registry.register("quiet", lambda place, language: heard.append((place, language)))
    assert near.cards(HERE, "zh-hant") == []
    assert heard == [(HERE, "zh-hant")]
