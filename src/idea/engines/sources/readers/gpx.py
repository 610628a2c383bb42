"""Reads GPX 1.0 and 1.1 (Topografix): way points, routes and tracks as one table, in that order.

A track's own points, with their times and heights, are the layer `track_points`; so are
`waypoints`, `routes`, `tracks` and `route_points`, under the names that GDAL gives them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

import shapely
from django.utils.translation import gettext as _

from idea.engines.sources.readers import parts
from idea.engines.sources.readers.markup import Document, text_in
from idea.engines.sources.readers.placed import Placed, Spot, spot
from idea.engines.sources.reading.raw import Raw
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import Hints

_KINDS: Final = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
_POINTS: Final = {"rte": "route_points", "trk": "track_points"}
_LAYERS: Final = [*_KINDS.values(), *_POINTS.values()]
_WORDS: Final = {  # GPX 1.1, wptType, rteType and trkType
    "name": "name", "desc": "description", "cmt": "comment", "type": "type", "sym": "symbol",
    "src": "source", "number": "number",
}  # fmt: skip
_LINE: Final = 2


def read(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    layer = parts.layer_of(hints, _LAYERS)
    table, tracks = Placed(context), False
    for record in Document(path, context.log):
        kind = _KINDS.get(record.tag)
        if kind is None:
            continue  # metadata and extensions
        tracks = tracks or record.tag == "trk"
        if layer and layer == _POINTS.get(record.tag):
            _points(table, record)
        elif layer in ("", kind):
            _whole(table, record, kind)
    if tracks and not layer:
        context.log.note(
            _("Tracks were read as lines. The layer “track_points” has each point, with its time.")
        )
    return table.raw(), "utf-8"


def _whole(table: Placed, record: Element, kind: str) -> None:
    words: dict[str, Any] = {"kind": kind.removesuffix("s"), **_words(record)}
    if record.tag == "wpt":
        place = _place(
            table, record, _("The place cannot be read. The row is kept without a place.")
        )
        words |= {"time": text_in(record, "time"), "elevation": text_in(record, "ele")}
        table.add(words, None if place is None else shapely.Point(place))
        return
    pieces = [list(_marks(table, piece)) for piece in _pieces(record)]
    marks = [mark for piece in pieces for mark in piece]
    times = [time for _spot, mark in marks if (time := text_in(mark, "time"))]
    heights = [height for _spot, mark in marks if (height := _number(mark)) is not None]
    words |= {
        "time": times[0] if times else "",
        "ended": times[-1] if times else "",
        "points": len(marks),
        "lowest": min(heights, default=None),
        "highest": max(heights, default=None),
    }
    table.add(words, _line(table, [[place for place, _mark in piece] for piece in pieces]))


def _points(table: Placed, record: Element) -> None:
    """Add the points of a route or track, each as a row."""
    for segment, piece in enumerate(_pieces(record), 1):
        for number, (place, mark) in enumerate(_marks(table, piece), 1):
            table.add(
                {
                    "of": text_in(record, "name"), "segment": segment, "point": number,
                    "time": text_in(mark, "time"), "elevation": text_in(mark, "ele"),
                    **_words(mark),
                },
                shapely.Point(place),
            )  # fmt: skip


def _pieces(record: Element) -> list[list[Element]]:
    """Return the points of a route, or of each segment of a track."""
    if record.tag == "rte":
        return [record.findall("rtept")]
    return [segment.findall("trkpt") for segment in record.findall("trkseg")]


def _marks(table: Placed, marks: Sequence[Element]) -> Iterator[tuple[Spot, Element]]:
    lost = _("The longitude and latitude of a point cannot be read; it was left out.")
    for mark in marks:
        if (place := _place(table, mark, lost)) is not None:
            yield place, mark


def _place(table: Placed, mark: Element, lost: str) -> Spot | None:
    place = spot(mark.get("lon"), mark.get("lat"))
    if place is None:
        table.log.add(
            "coordinates-unreadable",
            lost,
            row=table.row,
            value=f"{mark.get('lon')}, {mark.get('lat')}",
            severity="warning",
        )
    return place


def _line(table: Placed, pieces: list[list[Spot]]) -> Any:
    """Return the line of a route or track; None, and an issue, where no piece has two points."""
    lines = [piece for piece in pieces if len(piece) >= _LINE]
    if not lines:
        table.log.add(
            "line-too-short",
            _("A line needs two points; this one is kept without a place."),
            row=table.row,
            severity="warning",
        )
        return None
    return shapely.LineString(lines[0]) if len(lines) == 1 else shapely.MultiLineString(lines)


def _words(record: Element) -> dict[str, str]:
    words = {title: text_in(record, name) for name, title in _WORDS.items()}
    link = record.find("link")  # GPX 1.0 has `url`
    words["link"] = link.get("href", "") if link is not None else text_in(record, "url")
    return words


def _number(mark: Element) -> float | None:
    found = spot(text_in(mark, "ele"), "0")
    return found[0] if found else None
