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
from idea.engines.features.conditions import intersects
from idea.engines.features.drawing import Frame, dots, scale_bar
from idea.engines.features.limits import limited
from idea.engines.features.queries import collection
from idea.engines.features.styles import api as styles
from idea.engines.features.styles.legends import drawn as legend_rows
from idea.engines.features.styles.painting import Ink, Look
from idea.engines.features.styles.types import OTHER, Style
from idea.engines.features.types import Collection, Interval
from idea.engines.features.validity.cutting import during
from idea.kernel import boundaries

PAPER = {
    "sea": "#e9edee",
    "land": "#fbfaf6",
    "line": "#a9aeab",
    "ink": "#2f3437",
    "name": "#5b6264",
}
_DATA = "#0b5d6b"  # 7 : 1 on the land
_MOST_DOTS = 2500
_MOST_SHAPES = 2500
_FEW = 60  # dots that can be large without hiding one another
_TOWNS_BELOW = 1.2  # degrees of latitude: from here on, town lines help
_NAMES_OF_TOWNS_BELOW = 0.5
_LEGEND = 30  # pixels under the map


@dataclass(frozen=True, slots=True)
class Marks:
    """What a layer looks like in a frame, as SVG."""

    svg: str
    joined: bool = False  # near points were drawn as one
    left_out: bool = False  # small shapes were not drawn


def picture(
    collection_id: str,
    width: int = 800,
    height: int = 600,
    language: str = "zh-hant",
    *,
    style: Style | None = None,
    interval: Interval | None = None,
) -> str:
    """Return an SVG of `width` x `height` pixels; `language` is "zh-hant" or "en".

    Drawn in `style`, in the collection's default one where none is given; of what is valid in
    `interval`, where the collection tells time.

    Raises NoCollection.
    """
    layer = during(collection(collection_id), interval)
    frame = Frame.around(layer.layer.bbox, width, height - _LEGEND)
    with translation.override(language):
        style = style or styles.style(layer)
        look = styles.look_of(layer, style)
        drawn = styled(layer, frame, look)
        title = (language == "en" and layer.title_en) or layer.title
        heading = _("Map of %(title)s") % {"title": title}
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
            f'xml:lang="{"en" if language == "en" else "zh-Hant"}" '
            'font-family="Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif">'
            f'<title id="title">{escape(heading)}</title>'
            f'<desc id="desc">{escape(_describe(layer))}</desc>'
            f'<rect width="{width}" height="{height}" fill="{PAPER["sea"]}"/>'
            f"{land(frame)}{names(frame, language)}{drawn.svg}"
            f"{_classes(layer, style, frame)}{_legend(layer, frame, drawn, look)}</svg>"
        )


def land(frame: Frame) -> str:
    """Return the outlines of counties and, near enough, of towns."""
    counties = _outlines("county", frame)
    whole = (
        f'<path d="{counties}" fill="{PAPER["land"]}" stroke="{PAPER["line"]}" '
        'stroke-width="0.8" fill-rule="evenodd" stroke-linejoin="round"/>'
    )
    if frame.height * frame.pixel > _TOWNS_BELOW:
        return whole
    return (
        f'{whole}<path d="{_outlines("town", frame)}" fill="none" stroke="{PAPER["line"]}" '
        'stroke-width="0.6" stroke-opacity="0.6" stroke-dasharray="3 2"/>'
    )


def _outlines(kind: str, frame: Frame) -> str:
    view = shapely.box(*frame.bounds)
    return "".join(frame.path(s) for _area, s in boundaries.shapes(kind) if view.intersects(s))


def names(frame: Frame, language: str) -> str:
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
        f'<g font-size="12" fill="{PAPER["name"]}" text-anchor="middle" paint-order="stroke" '
        f'stroke="{PAPER["land"]}" stroke-width="3" stroke-linejoin="round" '
        f'aria-hidden="true">{"".join(words)}</g>'
    )


def marks(layer: Collection, frame: Frame, ink: str = _DATA) -> Marks:
    """Draw a layer in the color `ink`; raise TooLong where that takes longer than it may."""
    return styled(layer, frame, Look((Ink(ink, outline=1.0, width=1.6),)))


def styled(layer: Collection, frame: Frame, look: Look) -> Marks:
    """Draw a layer with the look of a style; raise TooLong where that takes longer than it may."""
    kind = layer.layer.kind
    if kind in ("Point", "MultiPoint"):
        return _dots(layer, frame, look, only_points=False)
    shapes = _shapes(layer, frame, look)
    if kind == "Mixed":
        points = _dots(layer, frame, look, only_points=True)
        return replace(points, svg=shapes.svg + points.svg, left_out=shapes.left_out)
    return shapes


def _dots(layer: Collection, frame: Frame, look: Look, *, only_points: bool) -> Marks:
    """Draw points; many are joined in DuckDB on a grid of one pixel, so that few come here."""
    where = intersects(layer, frame.bounds)
    kinds = "ST_GeometryType(geometry)::VARCHAR IN ('POINT', 'MULTIPOINT')"
    place = "geometry" if layer.layer.kind == "Point" else "ST_Centroid(geometry)"
    sql = (
        "SELECT floor(x) + 0.5, floor(y) + 0.5, count(*), rank, max(radius) FROM ("
        f"SELECT (ST_X({place}) - {frame.west!r}) * {frame.across!r} AS x, "
        f"({frame.north!r} - ST_Y({place})) * {frame.down!r} AS y, {look.rank} AS rank, "
        f"{look.radius or 0} AS radius FROM {store.table(layer)} "
        f"WHERE {where.sql} AND {kinds if only_points else 'true'}) GROUP BY 1, 2, rank"
    )
    with store.reader() as cursor, limited(cursor):
        rows = cursor.execute(sql, where.values).fetchall()
    if not rows:
        return Marks("")
    pixels = np.array(rows, dtype=np.float64)
    groups, shown = [], 0
    for rank in sorted(set(pixels[:, 3].astype(int)), reverse=True):
        of_class = pixels[pixels[:, 3] == rank]
        if look.radius and len(of_class) <= _MOST_DOTS:  # sizes tell: nothing is joined
            drawn = [(x, y, r) for x, y, _n, _rank, r in of_class]
        else:
            joined = dots(of_class[:, :3], _MOST_DOTS)
            base = 1.6 if len(joined) > _MOST_DOTS // 3 else 3.0 if len(joined) > _FEW else 5.0
            drawn = [(x, y, _radius(n, base)) for x, y, n in joined]
        shown += len(drawn)
        circles = "".join(
            f'<circle cx="{x:g}" cy="{y:g}" r="{r:.3g}"/>'
            for x, y, r in sorted(drawn, key=lambda dot: -dot[2])
        )
        groups.append(
            f'<g fill="{look.inks[rank].color}" fill-opacity="0.75" stroke="#fff" '
            f'stroke-width="0.5">{circles}</g>'
        )
    return Marks("".join(groups), joined=shown < pixels[:, 2].sum())


def _radius(count: int, base: float) -> float:
    return round(min(9.0, base * float(count**0.2)), 1)


def _shapes(layer: Collection, frame: Frame, look: Look) -> Marks:
    """Draw lines and polygons, the largest first; those too small to see are left out."""
    where = intersects(layer, frame.bounds)
    size = "greatest(ST_XMax(geometry) - ST_XMin(geometry), ST_YMax(geometry) - ST_YMin(geometry))"
    sql = (
        f"SELECT ST_AsWKB(ST_Simplify(geometry, {frame.pixel * 0.7!r})), ST_Dimension(geometry), "
        f"{look.rank} FROM {store.table(layer)} WHERE {where.sql} AND {size} > 0 "
        f"AND ST_GeometryType(geometry)::VARCHAR NOT IN ('POINT', 'MULTIPOINT') "
        f"ORDER BY {size} DESC LIMIT {_MOST_SHAPES}"
    )
    with store.reader() as cursor, limited(cursor):
        rows = cursor.execute(sql, where.values).fetchall()
    paths: dict[tuple[bool, int], list[str]] = {}
    for wkb, dimension, rank in rows:
        shape: Any = shapely.from_wkb(bytes(wkb), on_invalid="ignore")
        paths.setdefault((dimension == 2, rank), []).append(frame.path(shape))  # noqa: PLR2004  an area
    made = [
        _path("".join(found), look.inks[rank], area=area)
        for (area, rank), found in sorted(paths.items(), key=lambda each: not each[0][0])
    ]
    left_out = layer.layer.kind != "Mixed" and layer.layer.count > len(rows)
    return Marks("".join(made), left_out=left_out)


def _path(d: str, ink: Ink, *, area: bool) -> str:
    if area:
        return (
            f'<path d="{d}" fill="{ink.color}" fill-opacity="{ink.opacity:g}" '
            f'fill-rule="nonzero" stroke="{ink.color}" stroke-width="{ink.outline:g}" '
            'stroke-linejoin="round"/>'
        )
    dash = " ".join(f"{part * ink.width:g}" for part in ink.dash)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{d}" fill="none" stroke="{ink.color}" stroke-width="{ink.width:g}" '
        f'stroke-linecap="{"butt" if dash else "round"}" stroke-linejoin="round"{dashed}/>'
    )


def _classes(layer: Collection, style: Style, frame: Frame) -> str:
    """Return the legend of a style's classes in a corner; none where one color stands for all."""
    if styles.look_of(layer, style).plain:
        return ""
    rows, width, height = legend_rows(styles.legend(style, layer), counts=True)
    return (
        f'<g transform="translate(10 {frame.height - height - 10})"><rect width="{width}" '
        f'height="{height}" rx="4" fill="#fff" fill-opacity="0.92"/>{rows}</g>'
    )


def _legend(layer: Collection, frame: Frame, marks: Marks, look: Look) -> str:
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
    one = look.rank == "0"  # where there are classes, the dot stands for all of them
    return (
        f'<rect y="{top}" width="{frame.width}" height="{_LEGEND}" fill="#fff"/>'
        f'<circle cx="16" cy="{top + 15}" r="4.5" fill="{look.inks[0].color if one else OTHER}"/>'
        f'<text x="28" y="{top + 20}" font-size="13" fill="{PAPER["ink"]}">{escape(words)}</text>'
        f'<path d="M{right - length:.1f},{top + 9}v6h{length:.1f}v-6" fill="none" '
        f'stroke="{PAPER["ink"]}"/>'
        f'<text x="{right}" y="{top + 27}" font-size="11" text-anchor="end" '
        f'fill="{PAPER["ink"]}">{scale}</text>'
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
