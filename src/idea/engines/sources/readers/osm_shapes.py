"""Makes shapes of OpenStreetMap's nodes, ways and relations, as its wiki says what is an area.

Pure: nothing is read or written here. A closed way is an area by its tags (wiki: Key:area; Area),
a relation by its type (Relation:multipolygon, Relation:boundary).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _

from idea.engines.sources.readers.osm_elements import Map, Relation, Way

Ring = list[int]  # node numbers, the first again at the end

_CORNERS: Final = 4  # of a ring, the first counted twice
_ENDS: Final = 2  # of a line
# Keys of areas, and the values of each that are lines all the same.
_AREAS: Final[Mapping[str, frozenset[str]]] = {
    key: frozenset(lines.split())
    for key, lines in {
        "building": "no", "building:part": "no", "landuse": "", "landcover": "", "amenity": "",
        "shop": "", "office": "", "craft": "", "tourism": "", "place": "", "boundary": "",
        "historic": "citywalls", "military": "trench", "club": "", "healthcare": "",
        "emergency": "", "cemetery": "", "allotments": "", "public_transport": "", "sport": "",
        "natural": "coastline cliff ridge arete tree_row valley gully earth_bank",
        "leisure": "track slipway", "aeroway": "taxiway runway parking_position jet_bridge",
        "man_made": "cutline embankment pipeline breakwater groyne dyke pier goods_conveyor",
        "power": "line minor_line cable", "golf": "hole path cartpath",
        "waterway": "river stream canal drain ditch fairway weir lock_gate tidal_channel",
        "railway": "rail light_rail subway tram narrow_gauge monorail preserved disused abandoned "
        "construction funicular miniature razed",
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    id: str  # node/1, way/2, relation/3
    tags: Mapping[str, str]
    shape: Any  # of shapely; None where it cannot be made
    lost: str = ""  # why it is none, or not all of it


def shaped(found: Map) -> Iterator[Made]:
    """Yield what a file draws: nodes, then ways, then relations, each in the file's order.

    Nodes and ways without words that only make up something else are not things of their own.
    """
    used = {node for way in found.ways.values() for node in way.nodes}
    used |= {
        ref for each in found.relations.values() for kind, ref, _r in each.members if kind == "node"
    }
    for node in found.nodes():
        tags = found.tagged.get(node, {})
        if tags or node not in used:
            yield Made(f"node/{node}", tags, shapely.Point(found.places((node,))[0]))
    spoken, parts = _outlines(found)
    for way in found.ways.values():
        if way.id not in parts:
            yield _of_way(found, way)
    for relation in found.relations.values():
        kind = relation.tags.get("type")
        if kind in ("multipolygon", "boundary"):
            yield _of_area(found, relation, spoken.get(relation.id, relation.tags))
        elif kind in ("route", "waterway"):
            yield _of_route(found, relation)


def is_area(tags: Mapping[str, str]) -> bool:
    """Tell whether a closed way with these tags is an area."""
    if tags.get("area") in ("yes", "no"):
        return tags["area"] == "yes"
    if "highway" in tags or "barrier" in tags:
        return False
    return any(key in tags and tags[key] not in lines for key, lines in _AREAS.items())


def _outlines(found: Map) -> tuple[dict[int, Mapping[str, str]], set[int]]:
    """Return the tags of areas that are told on their outline, and the ways that are only parts."""
    spoken: dict[int, Mapping[str, str]] = {}
    parts: set[int] = set()
    for relation in found.relations.values():
        if relation.tags.get("type") not in ("multipolygon", "boundary", "route", "waterway"):
            continue
        ways = [
            found.ways[ref] for kind, ref, _role in relation.members if _is_way(found, kind, ref)
        ]
        parts |= {way.id for way in ways if not way.tags}
        if relation.tags.get("type") == "multipolygon" and set(relation.tags) <= {"type", "source"}:
            outer = next((way for way in _outer(found, relation) if way.tags), None)
            if outer is not None:
                spoken[relation.id] = {**outer.tags, **relation.tags}
                parts.add(outer.id)
    return spoken, parts


def _is_way(found: Map, kind: str, ref: int) -> bool:
    return kind == "way" and ref in found.ways


def _outer(found: Map, relation: Relation) -> list[Way]:
    return [
        found.ways[ref]
        for kind, ref, role in relation.members
        if _is_way(found, kind, ref) and role in ("outer", "")
    ]


def _of_way(found: Map, way: Way) -> Made:
    known = found.places(way.nodes)
    missing = len(way.nodes) - len(known)
    lost = ""
    if missing:
        lost = _("{count} of its {all} points are not in the file.").format(
            count=missing, all=len(way.nodes)
        )
    if len(known) < _ENDS:
        lost = lost or _("A line needs two points; this one is kept without a place.")
        return Made(f"way/{way.id}", way.tags, None, lost)
    closed = way.nodes[0] == way.nodes[-1] and len(known) >= _CORNERS and not missing
    shape = shapely.Polygon(known) if closed and is_area(way.tags) else shapely.LineString(known)
    return Made(f"way/{way.id}", way.tags, shape, lost)


def _of_route(found: Map, relation: Relation) -> Made:
    pieces, missing = [], 0
    for kind, ref, _role in relation.members:
        if kind != "way":
            continue
        nodes = found.ways[ref].nodes if ref in found.ways else ()
        known = found.places(nodes)
        if len(known) >= _ENDS:
            pieces.append(known)
        missing += len(known) < max(_ENDS, len(nodes))
    shape = shapely.MultiLineString(pieces) if pieces else None
    return Made(f"relation/{relation.id}", relation.tags, shape, _missing(missing))


def _of_area(found: Map, relation: Relation, tags: Mapping[str, str]) -> Made:
    ways: dict[bool, list[tuple[int, ...]]] = {True: [], False: []}
    missing = 0
    for kind, ref, role in relation.members:
        if kind != "way":
            continue  # labels and sub-areas
        nodes = found.ways[ref].nodes if ref in found.ways else ()
        if len(nodes) < _ENDS or any(found.place(node) is None for node in nodes):
            missing += 1
        else:
            ways[role != "inner"].append(nodes)
    name = f"relation/{relation.id}"
    outer, broken = _rings(ways[True])
    inner, torn = _rings(ways[False])
    if not outer:
        return Made(name, tags, None, _missing(missing) or _("Its outline is not closed."))
    lost = _missing(missing) or (_("Its outline is not closed.") if broken or torn else "")
    return Made(name, tags, _filled(found, outer, inner), lost)


def _rings(ways: Sequence[Sequence[int]]) -> tuple[list[Ring], bool]:
    """Join ways end to end into closed rings; tell whether some were left over."""
    ends: dict[int, list[int]] = {}
    for at, way in enumerate(ways):
        ends.setdefault(way[0], []).append(at)
        ends.setdefault(way[-1], []).append(at)
    used: set[int] = set()
    rings: list[Ring] = []
    left = False
    for at, way in enumerate(ways):
        if at in used:
            continue
        used.add(at)
        ring = list(way)
        while ring[0] != ring[-1] and (follows := _next(ends, ring[-1], used)) is not None:
            more = ways[follows]
            ring.extend(more[1:] if more[0] == ring[-1] else more[-2::-1])
        if ring[0] == ring[-1] and len(ring) >= _CORNERS:
            rings.append(ring)
        else:
            left = True
    return rings, left


def _next(ends: dict[int, list[int]], node: int, used: set[int]) -> int | None:
    """Take a way that ends at a node and is not used yet; None where there is none."""
    waiting = ends.get(node, [])
    while waiting:
        at = waiting.pop()
        if at not in used:
            used.add(at)
            return at
    return None


def _filled(found: Map, outer: list[Ring], inner: list[Ring]) -> Any:
    """Return the area inside the outer rings and outside the inner ones."""

    def areas(rings: list[Ring]) -> Any:
        shapes = [shapely.Polygon(found.places(ring)) for ring in rings]
        return shapely.make_valid(shapes)

    whole = shapely.union_all(areas(outer))
    return shapely.difference(whole, shapely.union_all(areas(inner))) if inner else whole


def _missing(count: int) -> str:
    if not count:
        return ""
    return _("{count} of its parts are not whole in the file.").format(count=count)
