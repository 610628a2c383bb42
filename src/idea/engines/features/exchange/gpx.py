"""Writes features as GPX 1.1 (Topografix): points as way points, lines and outlines as tracks.

GPX has no areas: their outlines are told to be such by `type`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import shapely

from idea.engines.features.exchange.types import About, Shown
from idea.engines.features.exchange.words import attribute, name_of, text, told


def write(features: Iterable[Shown], about: About) -> bytes:
    marks: list[str] = []
    tracks: list[str] = []
    for each in features:
        if each.shape is None or each.shape.is_empty:
            continue
        words = each.words()
        said = f"<name>{text(name_of(words, each.id))}</name><desc>{text(told(words))}</desc>"
        points, lines, areas = _parts(each.shape)
        marks += [f"<wpt {_at(x, y)}>{said}</wpt>\n" for x, y in points]
        for kind, drawn in (("", lines), ("<type>area</type>", areas)):
            if drawn:
                tracks.append(f"<trk>{said}{kind}{''.join(map(_segment, drawn))}</trk>\n")
    return "".join([*_head(about), *marks, *tracks, "</gpx>\n"]).encode()


def _head(about: About) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gpx version="1.1" creator="ide@" xmlns="http://www.topografix.com/GPX/1/1">\n'
    said = f"{about.attribution} · {about.license}" if about.license else about.attribution
    yield (
        f"<metadata><name>{text(about.title)}</name><desc>{text(said)}</desc>"
        f"<copyright author={attribute(about.attribution)}/>"
        f"<link href={attribute(about.url)}/></metadata>\n"
    )


def _parts(shape: Any) -> tuple[list[tuple[float, float]], list[Any], list[Any]]:
    """Return the points, lines and outlines of a shape."""
    points: list[tuple[float, float]] = []
    lines: list[Any] = []
    areas: list[Any] = []
    for part in shapely.get_parts(shapely.get_parts([shape])):
        if part.geom_type == "Point":
            points.append((part.x, part.y))
        elif part.geom_type == "Polygon":
            areas += [part.exterior, *part.interiors]
        else:
            lines.append(part)
    return points, lines, areas


def _segment(line: Any) -> str:
    places = shapely.get_coordinates(line).tolist()
    return f"<trkseg>{''.join(f'<trkpt {_at(x, y)}/>' for x, y in places)}</trkseg>"


def _at(lon: float, lat: float) -> str:
    return f'lat="{lat:.7f}" lon="{lon:.7f}"'
