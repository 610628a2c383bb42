"""Draws a collection as an SVG map on the server, for readers without JavaScript and for cards.

No style attribute and no style element: the picture is safe under any content security policy.
It brings its own paper, so it reads the same on light and dark pages.
"""
# ruff: noqa: S608  names are quoted, values are parameters

from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
import shapely
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idea.engines.features import store
from idea.engines.features.drawing import Frame, dots, scale_bar
from idea.engines.features.queries import collection
from idea.engines.features.reading import intersects
from idea.engines.features.types import Collection
from idea.kernel import boundaries

_PAPER = {
    "sea": "#e9edee",
    "land": "#fbfaf6",
    "line": "#a9aeab",
    "ink": "#2f3437",
    "name": "#5b6264",
}
_DATA = "#0b5d6b"  # 7 : 1 on the land
_MOST_DOTS = 2500
_MOST_SHAPES = 2500
_TOWNS_BELOW = 1.2  # degrees of latitude: from here on, town lines help
_NAMES_OF_TOWNS_BELOW = 0.5
_LEGEND = 30  # pixels under the map


@dataclass(frozen=True, slots=True)
class _Marks:
    svg: str
    joined: bool = False  # near points were drawn as one
    left_out: bool = False  # small shapes were not drawn


def picture(
    collection_id: str, width: int = 800, height: int = 600, language: str = "zh-hant"
) -> str:
    """Return an SVG of `width` x `height` pixels; `language` is "zh-hant" or "en".

    Raises NoCollection.
    """
    layer = collection(collection_id)
    frame = Frame.around(layer.layer.bbox, width, height - _LEGEND)
    with translation.override(language):
        marks = _marks(layer, frame)
        title = (language == "en" and layer.title_en) or layer.title
        heading = _("Map of %(title)s") % {"title": title}
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
            f'xml:lang="{"en" if language == "en" else "zh-Hant"}" '
            'font-family="Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif">'
            f'<title id="title">{escape(heading)}</title>'
            f'<desc id="desc">{escape(_describe(layer))}</desc>'
            f'<rect width="{width}" height="{height}" fill="{_PAPER["sea"]}"/>'
            f"{_land(frame)}{_names(frame, language)}{marks.svg}"
            f"{_legend(layer, frame, marks)}</svg>"
        )


def _land(frame: Frame) -> str:
    counties = _outlines("county", frame)
    land = (
        f'<path d="{counties}" fill="{_PAPER["land"]}" stroke="{_PAPER["line"]}" '
        'stroke-width="0.8" fill-rule="evenodd" stroke-linejoin="round"/>'
    )
    if frame.height * frame.pixel > _TOWNS_BELOW:
        return land
    return (
        f'{land}<path d="{_outlines("town", frame)}" fill="none" stroke="{_PAPER["line"]}" '
        'stroke-width="0.6" stroke-opacity="0.6" stroke-dasharray="3 2"/>'
    )


def _outlines(kind: str, frame: Frame) -> str:
    view = shapely.box(*frame.bounds)
    return "".join(frame.path(s) for _area, s in boundaries.shapes(kind) if view.intersects(s))


def _names(frame: Frame, language: str) -> str:
    """Write the names of the areas whose middle is in view, those that would overlap left out."""
    view = shapely.box(*frame.bounds)
    kind = "town" if frame.height * frame.pixel < _NAMES_OF_TOWNS_BELOW else "county"
    english = language == "en"
    taken: list[tuple[float, float]] = []
    words = []
    for area, shape in boundaries.shapes(kind):
        seen = view.intersection(shape) if view.intersects(shape) else None
        if seen is None or seen.area < view.area * 0.002:
            continue
        x, y = frame.project(shapely.get_coordinates(shapely.point_on_surface(seen)))[0]
        name = area.name_en if english else area.name
        half = len(name) * (3.5 if english else 6)
        apart = all(abs(x - a) > half * 2 or abs(y - b) > 14 for a, b in taken)  # noqa: PLR2004  a line
        if apart and half < x < frame.width - half:
            taken.append((x, y))
            words.append(f'<text x="{x:.1f}" y="{y:.1f}">{escape(name)}</text>')
    return (
        f'<g font-size="12" fill="{_PAPER["name"]}" text-anchor="middle" paint-order="stroke" '
        f'stroke="{_PAPER["land"]}" stroke-width="3" stroke-linejoin="round" '
        f'aria-hidden="true">{"".join(words)}</g>'
    )


def _marks(layer: Collection, frame: Frame) -> _Marks:
    kind = layer.layer.kind
    if kind in ("Point", "MultiPoint"):
        return _dots(layer, frame, only_points=False)
    shapes = _shapes(layer, frame)
    if kind == "Mixed":
        points = _dots(layer, frame, only_points=True)
        return replace(points, svg=shapes.svg + points.svg, left_out=shapes.left_out)
    return shapes


def _dots(layer: Collection, frame: Frame, *, only_points: bool) -> _Marks:
    """Draw points; many are joined in DuckDB on a grid of one pixel, so that few come here."""
    where = intersects(layer, frame.bounds)
    kinds = "ST_GeometryType(geometry)::VARCHAR IN ('POINT', 'MULTIPOINT')"
    place = "geometry" if layer.layer.kind == "Point" else "ST_Centroid(geometry)"
    sql = (
        "SELECT floor(x) + 0.5, floor(y) + 0.5, count(*) FROM ("
        f"SELECT (ST_X({place}) - {frame.west!r}) * {frame.across!r} AS x, "
        f"({frame.north!r} - ST_Y({place})) * {frame.down!r} AS y FROM {store.table(layer)} "
        f"WHERE {where.sql} AND {kinds if only_points else 'true'}) GROUP BY ALL"
    )
    with store.reader() as cursor:
        rows = cursor.execute(sql, where.values).fetchall()
    if not rows:
        return _Marks("")
    pixels = np.array(rows, dtype=np.float64)
    joined = dots(pixels, _MOST_DOTS)
    thin = len(joined) > _MOST_DOTS // 3
    marks = "".join(
        f'<circle cx="{x:g}" cy="{y:g}" r="{_radius(n, thin=thin):g}"/>'
        for x, y, n in sorted(joined, key=lambda dot: -dot[2])
    )
    group = f'<g fill="{_DATA}" fill-opacity="0.75" stroke="#fff" stroke-width="0.5">{marks}</g>'
    return _Marks(group, joined=len(joined) < pixels[:, 2].sum())


def _radius(count: int, *, thin: bool) -> float:
    return round(min(9.0, (1.6 if thin else 3.0) * float(count**0.2)), 1)


def _shapes(layer: Collection, frame: Frame) -> _Marks:
    """Draw lines and polygons, the largest first; those too small to see are left out."""
    where = intersects(layer, frame.bounds)
    size = "greatest(ST_XMax(geometry) - ST_XMin(geometry), ST_YMax(geometry) - ST_YMin(geometry))"
    sql = (
        f"SELECT ST_AsWKB(ST_Simplify(geometry, {frame.pixel * 0.7!r})), ST_Dimension(geometry) "
        f"FROM {store.table(layer)} WHERE {where.sql} AND {size} > 0 "
        f"AND ST_GeometryType(geometry)::VARCHAR NOT IN ('POINT', 'MULTIPOINT') "
        f"ORDER BY {size} DESC LIMIT {_MOST_SHAPES}"
    )
    with store.reader() as cursor:
        rows = cursor.execute(sql, where.values).fetchall()
    paths: dict[bool, list[str]] = {True: [], False: []}
    for wkb, dimension in rows:
        shape: Any = shapely.from_wkb(bytes(wkb), on_invalid="ignore")
        paths[dimension == 2].append(frame.path(shape))  # noqa: PLR2004  an area
    areas, lines = ("".join(paths[flag]) for flag in (True, False))
    svg = (
        f'<path d="{areas}" fill="{_DATA}" fill-opacity="0.28" fill-rule="evenodd" '
        f'stroke="{_DATA}" stroke-width="1" stroke-linejoin="round"/>'
        f'<path d="{lines}" fill="none" stroke="{_DATA}" stroke-width="1.6" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )
    return _Marks(svg, left_out=layer.layer.kind != "Mixed" and layer.layer.count > len(rows))


def _legend(layer: Collection, frame: Frame, marks: _Marks) -> str:
    top = frame.height
    words = _count(layer)
    if marks.joined:
        words += _(" (near points drawn as one, larger where there are more)")
    if marks.left_out:
        words += _(" (the smallest are not drawn)")
    if layer.synthetic:
        words += " · " + _("made-up data")
    length, scale = scale_bar(frame)
    right = frame.width - 12
    return (
        f'<rect y="{top}" width="{frame.width}" height="{_LEGEND}" fill="#fff"/>'
        f'<circle cx="16" cy="{top + 15}" r="4.5" fill="{_DATA}"/>'
        f'<text x="28" y="{top + 20}" font-size="13" fill="{_PAPER["ink"]}">{escape(words)}</text>'
        f'<path d="M{right - length:.1f},{top + 9}v6h{length:.1f}v-6" fill="none" '
        f'stroke="{_PAPER["ink"]}"/>'
        f'<text x="{right}" y="{top + 27}" font-size="11" text-anchor="end" '
        f'fill="{_PAPER["ink"]}">{scale}</text>'
    )


def _count(layer: Collection) -> str:
    count = layer.layer.count
    kinds = {
        "Point": ngettext("%(n)s point", "%(n)s points", count),
        "LineString": ngettext("%(n)s line", "%(n)s lines", count),
        "Polygon": ngettext("%(n)s area", "%(n)s areas", count),
    }
    words = kinds.get(layer.layer.kind.removeprefix("Multi"))
    return (words or ngettext("%(n)s feature", "%(n)s features", count)) % {"n": f"{count:,}"}


def _describe(layer: Collection) -> str:
    west, south, east, north = layer.layer.bbox
    return _(
        "%(count)s between longitudes %(west).3f and %(east).3f and latitudes %(south).3f and "
        "%(north).3f, on the outlines of Taiwan's counties."
    ) % {"count": _count(layer), "west": west, "east": east, "south": south, "north": north}
