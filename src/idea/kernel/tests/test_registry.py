"""A key is registered once; asking for an unknown one names those there are."""

import pytest

from idea.kernel.registry import Registry


def test_keeps_the_order_of_registration():
    registry = Registry("color")
    for name in ("red", "green", "blue"):
        assert registry.register(name, name.upper()) == name.upper()
    assert registry.keys() == ["red", "green", "blue"]
    assert list(registry) == ["RED", "GREEN", "BLUE"]
    assert len(registry) == 3
    assert registry["green"] == "GREEN"


def test_a_second_registration_is_refused_and_the_first_stays():
    registry = Registry("color")
    registry.register("red", 1)
    with pytest.raises(ValueError, match="color 'red'"):
        registry.register("red", 2)
    assert registry["red"] == 1


def test_an_unknown_key_names_the_known_ones():
    registry = Registry("color")
    with pytest.raises(KeyError, match="none"):
        registry["red"]
    registry.register("green", 1)
    registry.register("blue", 2)
    with pytest.raises(KeyError, match="blue, green"):
        registry["red"]
    assert "red" not in registry
    assert "green" in registry


def test_unregistered_is_gone():
    registry = Registry("color")
    registry.register("red", 1)
    registry.unregister("red")
    assert "red" not in registry
    with pytest.raises(KeyError):
        registry.unregister("red")
