"""Writes features as OpenStreetMap XML 0.6 and JSON (its wiki: OSM XML, OSM JSON).

Ids are negative, as of things OpenStreetMap has not. The data keep their own license, which stands
in the head of the file: such a file is for editors and routing programs, not a gift to
OpenStreetMap.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
import shapely
from django.utils.translation import gettext as _

from idea.engines.features.exchange.types import About, Shown
from idea.engines.features.exchange.words import attribute, text

_DIGITS: Final = 7  # decimals of a degree in OpenStreetMap's database
_MOST_NODES: Final = 2000  # of a way (API 0.6)
_CORNERS: Final = 4
_ENDS: Final = 2
# Whose terms ask nothing that OpenStreetMap's could not give (OSMF, Import/Guidelines).
_FREE: Final = frozenset({"CC0-1.0", "PDDL-1.0", "public-domain"})
_GENERATOR: Final = "ide@"

Tags = dict[str, str]


@dataclass(slots=True)
class Elements:
    """Nodes, ways and relations as they gather; corners at one place are one node."""

    nodes: list[tuple[int, float, float, Tags]] = field(default_factory=list)
    ways: list[tuple[int, list[int], Tags]] = field(default_factory=list)
    relations: list[tuple[int, list[tuple[int, str]], Tags]] = field(default_factory=list)
    _corners: dict[tuple[float, float], int] = field(default_factory=dict)

    def add(self, shape: Any, tags: Tags) -> None:
        kind = shape.geom_type
        if kind == "Point":
            self._node(shape.x, shape.y, tags)
        elif kind in ("LineString", "LinearRing"):
            self._line(shape, tags)
        elif kind == "Polygon":
            self._area([shape], tags)
        elif kind == "MultiPolygon":
            self._area(list(shape.geoms), tags)
        else:  # parts of one thing are things with the same words, as in OpenStreetMap itself
            for part in shape.geoms:
                self.add(part, tags)

    def _node(self, lon: float, lat: float, tags: Tags) -> int:
        number = -1 - len(self.nodes)
        self.nodes.append((number, round(lon, _DIGITS), round(lat, _DIGITS), tags))
        return number

    def _way(self, refs: list[int], tags: Tags) -> int:
        number = -1 - len(self.ways)
        self.ways.append((number, refs, tags))
        return number

    def _refs(self, line: Any) -> list[int]:
        """Return the nodes of a line; two that fall together when rounded are one."""
        refs: list[int] = []
        for lon, lat in shapely.get_coordinates(line).round(_DIGITS).tolist():
            found = self._corners.get((lon, lat))
            if found is None:
                found = self._corners[lon, lat] = self._node(lon, lat, {})
            if not refs or refs[-1] != found:
                refs.append(found)
        return refs

    def _line(self, line: Any, tags: Tags) -> None:
        for refs in _pieces(self._refs(line)):
            if len(refs) >= _ENDS:
                self._way(refs, tags)

    def _area(self, areas: Sequence[Any], tags: Tags) -> None:
        rings = [
            (refs, role)
            for area in areas
            for role, lines in (("outer", [area.exterior]), ("inner", area.interiors))
            for line in lines
            if len(refs := self._refs(line)) >= _CORNERS
        ]
        if len(rings) == 1 and len(rings[0][0]) <= _MOST_NODES:
            self._way(rings[0][0], {**_freed(tags, "area"), "area": "yes"})
        elif rings:
            members = [
                (self._way(piece, {}), role) for refs, role in rings for piece in _pieces(refs)
            ]
            number = -1 - len(self.relations)
            self.relations.append(
                (number, members, {**_freed(tags, "type"), "type": "multipolygon"})
            )


def elements(features: Iterable[Shown]) -> Elements:
    made = Elements()
    for each in features:
        if each.shape is not None and not each.shape.is_empty:
            made.add(each.shape, each.words())
    return made


def write_xml(features: Iterable[Shown], about: About) -> bytes:
    return "".join(_lines(elements(features), about)).encode()


def write_json(features: Iterable[Shown], about: About) -> bytes:
    """Return `license`, `attribution` and `note` beside the elements."""
    made = elements(features)
    listed: list[dict[str, Any]] = [
        {"type": "node", "id": number, "lat": lat, "lon": lon, **({"tags": tags} if tags else {})}
        for number, lon, lat, tags in made.nodes
    ]
    listed += [
        {"type": "way", "id": number, "nodes": refs, **({"tags": tags} if tags else {})}
        for number, refs, tags in made.ways
    ]
    listed += [
        {
            "type": "relation",
            "id": number,
            "members": [{"type": "way", "ref": ref, "role": role} for ref, role in members],
            "tags": tags,
        }
        for number, members, tags in made.relations
    ]
    return orjson.dumps(
        {
            "version": 0.6,
            "generator": _GENERATOR,
            "license": about.license,
            "attribution": about.attribution,
            "note": note(about),
            "url": about.url,
            "elements": listed,
        }
    )


def note(about: About) -> str:
    """Return what whoever opens the file has to know of its license."""
    if about.license in _FREE:
        return _("“%(title)s” by %(who)s is free of rights (%(license)s). Source: %(url)s") % {
            "title": about.title,
            "who": about.attribution,
            "license": about.license,
            "url": about.url,
        }
    return _(
        "“%(title)s” by %(who)s stands under its own license (%(license)s), not under the ODbL of "
        "OpenStreetMap. Do not upload it to OpenStreetMap unless that license, or its owner, "
        "permits it. Source: %(url)s"
    ) % {
        "title": about.title,
        "who": about.attribution,
        "license": about.license or _("not told"),
        "url": about.url,
    }


def _lines(made: Elements, about: About) -> Iterator[str]:
    upload = "" if about.license in _FREE else ' upload="never"'  # JOSM heeds it
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        f'<osm version="0.6" generator="{_GENERATOR}" license={attribute(about.license)} '
        f"attribution={attribute(about.attribution)}{upload}>\n<note>{text(note(about))}</note>\n"
    )
    for number, lon, lat, tags in made.nodes:
        said = _tags(tags)
        close = f">{said}</node>" if said else "/>"
        yield f'<node id="{number}" visible="true" lat="{_short(lat)}" lon="{_short(lon)}"{close}\n'
    for number, refs, tags in made.ways:
        drawn = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        yield f'<way id="{number}" visible="true">{drawn}{_tags(tags)}</way>\n'
    for number, members, tags in made.relations:
        drawn = "".join(f'<member type="way" ref="{r}" role="{role}"/>' for r, role in members)
        yield f'<relation id="{number}" visible="true">{drawn}{_tags(tags)}</relation>\n'
    yield "</osm>\n"


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={attribute(k)} v={attribute(v)}/>" for k, v in tags.items())


def _short(number: float) -> str:
    return f"{number:.7f}".rstrip("0").rstrip(".")


def _freed(tags: Tags, key: str) -> Tags:
    """Return the tags with a column moved aside that has the name of a tag with a meaning."""
    return {(f"data:{k}" if k == key else k): v for k, v in tags.items()}


def _pieces(refs: list[int]) -> Iterator[list[int]]:
    """Cut a line where a way may not go on; the pieces share their ends."""
    for start in range(0, max(1, len(refs) - 1), _MOST_NODES - 1):
        yield refs[start : start + _MOST_NODES]
