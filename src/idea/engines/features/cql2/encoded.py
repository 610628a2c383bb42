"""Reads CQL2-JSON (OGC 21-065r2, clause 8) into the tree that `text` makes of CQL2-Text."""

from typing import Any

import orjson
import shapely
from django.utils.translation import gettext as _

from idea.engines.features.cql2.tree import (
    ARITHMETIC,
    COMPARISONS,
    FUNCTIONS,
    LOGICAL,
    MAX_DEPTH,
    MAX_LENGTH,
    Call,
    Interval,
    Many,
    Node,
    Property,
    bad,
    box,
    day,
    instant,
    moment,
    number,
    shape,
    too_deep,
)

_OPERATORS = LOGICAL | COMPARISONS | ARITHMETIC | FUNCTIONS | {"like", "between", "in", "isnull"}


def parse(text: str) -> Node:
    """Return the tree of a filter in CQL2-JSON or raise BadFilter."""
    if len(text) > MAX_LENGTH:
        raise bad(_("The filter is longer than %(most)d characters.") % {"most": MAX_LENGTH})
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise bad(_("The filter is no JSON.")) from None
    return _node(said, 0)


def _node(said: Any, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise too_deep()
    if isinstance(said, bool | str):
        return said
    if isinstance(said, int | float):
        return number(repr(said))
    if isinstance(said, list):
        return Many(tuple(_node(each, depth + 1) for each in said))
    if isinstance(said, dict):
        return _object(said, depth)
    raise _unknown(said)


def _object(said: dict[str, Any], depth: int) -> Node:  # noqa: PLR0911  one for each kind
    match said:
        case {"op": str(op), "args": list(args)} if op.lower() in _OPERATORS:
            made = tuple(_node(each, depth + 1) for each in args)
            return Call("isNull" if op.lower() == "isnull" else op.lower(), made)
        case {"property": str(name)}:
            return Property(name)
        case {"date": str(text)}:
            return day(text)
        case {"timestamp": str(text)}:
            return moment(text)
        case {"interval": [begin, end]}:
            return Interval(_end(begin, depth), _end(end, depth))
        case {"bbox": list(numbers)} if all(type(each) in (int, float) for each in numbers):
            return box([float(each) for each in numbers])
        case {"type": str(), "coordinates": list()} | {"type": str(), "geometries": list()}:
            return _shape(said)
    raise _unknown(said)


def _end(said: Any, depth: int) -> Node | None:
    return instant(said) if isinstance(said, str) else _node(said, depth + 1)


def _shape(said: dict[str, Any]) -> Node:
    if _depth(said) > MAX_DEPTH:
        raise too_deep()
    try:
        return shape(shapely.from_geojson(orjson.dumps(said)))
    except shapely.errors.GEOSException:
        raise _unknown(said) from None


def _depth(said: Any) -> int:
    """Return how deep lists and objects are nested; no deeper than JSON itself was let be."""
    level, depth = [said], 0
    while level:
        level = [
            part
            for each in level
            if isinstance(each, dict | list)
            for part in (each.values() if isinstance(each, dict) else each)
            if isinstance(part, dict | list)
        ]
        depth += 1
    return depth


def _unknown(said: Any) -> Exception:
    shown = orjson.dumps(said).decode()[:60]
    return bad(_("The filter holds what CQL2 does not know: %(shown)s") % {"shown": shown})
