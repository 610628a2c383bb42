"""Takes values out of foreign JSON without believing its shape."""

from collections.abc import Iterator, Mapping
from typing import Any


def text(value: Any, *names: str) -> str:
    """Return a text, of a language map or an object's `names` too; "" where there is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return next(filter(None, (text(item, *names) for item in value)), "")
    return _of(value, names) if isinstance(value, Mapping) else ""


def _of(value: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in (*names, "@value", "name", "title", "fn", "prefLabel", "label", "@id"):
        found = value.get(name)
        if isinstance(found, str | int | float) and str(found).strip():
            return str(found)
    return next((found for found in value.values() if isinstance(found, str)), "")


def texts(value: Any, *names: str) -> tuple[str, ...]:
    """Return the texts of a list, or the one text there is."""
    found = value if isinstance(value, list) else [value]
    return tuple(filter(None, (text(item, *names).strip() for item in found)))


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list, or the one object there is."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            yield item
