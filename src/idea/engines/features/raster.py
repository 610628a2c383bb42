"""Draws layers as a PNG picture of a box in any reference system, each with the look of its style.

Lines and areas are drawn as SVG by resvg, points are stamped beside it, which is ten times as
fast where there are many. Pictures know pixels and places; what may be asked is for `http/`.
"""
# ruff: noqa: S608  names are quoted, values are parameters

import math
import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from idea.engines.features import store
from idea.engines.features.cells import LEVELS, cells
from idea.engines.features.limits import limited
from idea.engines.features.matrices import degrees, transformer
from idea.engines.features.rasters import drawing
from idea.engines.features.styles.painting import PLAIN, Ink, Look
from idea.engines.features.types import CRS84, Bounds, Collection, Crs

MEDIA_TYPE = "image/png"
_HALO = 1.0
_MARGIN = 8  # pixels around the picture whose marks reach into it
_WIDEST = 80  # radius in pixels of the largest circle there is
_MOST_SHAPES = 10_000
_NEAR = "(geometry IS NOT NULL AND geometry && ST_MakeEnvelope(?, ?, ?, ?))"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """What a picture shows: `bounds` in the units of `crs`, east (longitude) first."""

    crs: Crs
    bounds: Bounds
    width: int
    height: int

    def around(self, margin: float = _MARGIN) -> Bounds:
        """Return the box in degrees that holds the picture and `margin` pixels around it."""
        west, south, east, north = self.bounds
        across, up = (east - west) / self.width * margin, (north - south) / self.height * margin
        return degrees((west - across, south - up, east + across, north + up), self.crs)

    def at(self, column: float, row: float, reach: float) -> Bounds:
        """Return the box in degrees of the pixels within `reach` of one."""
        west, south, east, north = self.bounds
        across, up = (east - west) / self.width, (north - south) / self.height
        x, y = west + (column + 0.5) * across, north - (row + 0.5) * up
        box = (x - reach * across, y - reach * up, x + reach * across, y + reach * up)
        return degrees(box, self.crs)

    def pixels(self, lon: Floats, lat: Floats) -> Floats:
        """Return rows of (column, row) of places in degrees."""
        west, south, east, north = self.bounds
        xs, ys = lon, lat
        if self.crs.projected:
            xs, ys = transformer(CRS84.code, self.crs.code).transform(lon, lat)
        columns = (np.asarray(xs) - west) / (east - west) * self.width
        rows = (north - np.asarray(ys)) / (north - south) * self.height
        return np.column_stack([columns, rows])


def picture(
    layers: Sequence[Collection], view: View, background: str = "", looks: Sequence[Look] = ()
) -> bytes:
    """Return a PNG of the layers, the first undermost; `background` "#rrggbb", "" for none.

    `looks` has one for each layer; those it lacks are plain. Raises TooLong where it takes longer
    than the setting says.
    """
    dressed = zip_longest(layers, looks, fillvalue=PLAIN)
    marks = [mark for layer, look in dressed for mark in _marks(layer, view, look)]  # type: ignore[arg-type]  # as many layers at least
    if background:
        marks.insert(0, f'<rect width="100%" height="100%" fill="{background}"/>')
    return _drawn(marks, view.width, view.height)


def legend(kind: str, width: int, height: int, ink: Ink = PLAIN.inks[0]) -> bytes:
    """Return a PNG of how a layer of `kind` is drawn in one ink."""
    middle, edge = height / 2, min(width, height) * 0.2
    areas = f'<path d="M{edge},{edge}H{width - edge}V{height - edge}H{edge}Z" {_area(ink)}/>'
    lines = f'<path d="M{edge},{height - edge}L{width - edge},{edge}" {_line(ink)}/>'
    dot = _Dots(np.array([[width / 2, middle]]), ink.color, min(ink.radius, middle))
    points = _stamped([dot], width, height)
    single = kind.removeprefix("Multi")
    marks = {"Point": [points], "LineString": [lines], "Polygon": [areas]}
    return _drawn(marks.get(single, [areas, lines, points]), width, height)


def from_svg(svg: str) -> bytes:
    """Return an SVG as a PNG, a pixel for each of its units."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=1, ppi=72))


@dataclass(frozen=True, slots=True)
class _Dots:
    """Points of one color and size; `pixels` shape (n, 2)."""

    pixels: Floats
    color: str
    radius: float


def _line(ink: Ink) -> str:
    dash = " ".join(f"{part * ink.width:g}" for part in ink.dash)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    cap = "butt" if dash else "round"
    return (
        f'fill="none" stroke="{ink.color}" stroke-width="{ink.width:g}" stroke-linecap="{cap}" '
        f'stroke-linejoin="round"{dashed}'
    )


def _area(ink: Ink) -> str:
    return (
        f'fill="{ink.color}" fill-opacity="{ink.opacity:g}" fill-rule="evenodd" '
        f'stroke="{ink.color}" stroke-width="{ink.outline:g}" stroke-linejoin="round"'
    )


def _drawn(marks: Sequence[str], width: int, height: int) -> bytes:
    return from_svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{"".join(marks)}</svg>'
    )


def _marks(layer: Collection, view: View, look: Look) -> list[str]:
    margin = _WIDEST if look.radius else _MARGIN + max(ink.radius for ink in look.inks)
    around = view.around(margin)
    west, south, east, north = layer.layer.bbox
    if around[0] > east or around[2] < west or around[1] > north or around[3] < south:
        return []
    if layer.layer.raster is not None:
        drawn = drawing.pixels(
            layer.layer.raster, view.bounds, view.crs.code, view.width, view.height
        )
        return [_image(np.moveaxis(drawn, 0, -1), view.width, view.height)]
    fine = min((around[2] - around[0]) / view.width, (around[3] - around[1]) / view.height)
    if layer.layer.kind == "Point":
        return [_stamped(_points(layer, view, around, fine, look), view.width, view.height)]
    shapes, ranks = _shapes(layer, around, fine / 2, look)
    flat = shapely.get_dimensions(shapes) == 0
    marks = [
        _path(shape, look.inks[rank], area=area)
        for shape, area, rank in _placed(shapes[~flat], ranks[~flat], view)
    ]
    dots = []
    for rank, ink in enumerate(look.inks):
        of_class = shapes[flat & (ranks == rank)]
        if len(of_class):
            lon, lat = shapely.get_coordinates(of_class).T
            dots.append(_Dots(view.pixels(lon, lat), ink.color, ink.radius))
    return [*marks, _stamped(dots, view.width, view.height)] if dots else marks


def _points(layer: Collection, view: View, around: Bounds, fine: float, look: Look) -> list[_Dots]:
    """Return the points by color and size, those less than `fine` degrees apart joined."""
    ink = look.inks[0]
    coarse = fine / 360 >= 2.0 ** -LEVELS[0] and layer.layer.rows > 20_000  # noqa: PLR2004  few
    if coarse and look.plain:
        found = cells(layer, around, fine / 360)
        return [_Dots(view.pixels(found.lon, found.lat), ink.color, ink.radius)]
    radius = f"round({look.radius})" if look.radius else "0"
    with store.reader() as cursor, limited(cursor):
        rows = cursor.execute(
            f"SELECT avg(ST_X(geometry)) AS lon, avg(ST_Y(geometry)) AS lat, {look.rank} AS rank, "
            f"{radius} AS radius FROM {store.table(layer)} WHERE {_NEAR} "
            f"GROUP BY floor(ST_X(geometry) / {fine!r}), floor(ST_Y(geometry) / {fine!r}), 3, 4",
            around,
        ).fetchnumpy()
    lon, lat = (np.asarray(rows[name], dtype=np.float64) for name in ("lon", "lat"))
    rank, size = (np.asarray(rows[name], dtype=np.int64) for name in ("rank", "radius"))
    pixels = view.pixels(lon, lat)
    # What has no class lies undermost, then the commonest; small circles stand on large ones.
    kinds = sorted(set(zip(size.tolist(), rank.tolist(), strict=True)), reverse=True)
    kinds.sort(key=lambda kind: (-kind[0], kind[1] != len(look.inks) - 1))
    return [
        _Dots(pixels[(size == s) & (rank == r)], look.inks[r].color, s or look.inks[r].radius)
        for s, r in kinds
    ]


def _shapes(
    layer: Collection, around: Bounds, fine: float, look: Look
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """Return what is wider than `fine` degrees, the widest first, and the class of each."""
    wide = "greatest(ST_XMax(geometry) - ST_XMin(geometry), ST_YMax(geometry) - ST_YMin(geometry))"
    with store.reader() as cursor, limited(cursor):
        rows = cursor.execute(
            f"SELECT ST_AsWKB(ST_Simplify(geometry, {fine!r}))::BLOB, {look.rank} "
            f"FROM {store.table(layer)} "
            f"WHERE {_NEAR} AND ({wide} >= {fine!r} OR ST_Dimension(geometry) = 0) "
            f"ORDER BY {wide} DESC LIMIT {_MOST_SHAPES}",
            around,
        ).fetchall()
    read = shapely.from_wkb([bytes(row[0]) for row in rows], on_invalid="fix")
    parts, index = shapely.get_parts(read, return_index=True)
    ranks = np.array([int(row[1]) for row in rows], dtype=np.int64)[index]
    made: npt.NDArray[np.object_] = parts
    return made, ranks


def _placed(
    shapes: npt.NDArray[np.object_], ranks: npt.NDArray[np.int64], view: View
) -> list[tuple[Any, bool, int]]:
    """Return shapes in pixels, cut off outside the picture; whether each is an area; its class."""
    moved = shapely.transform(shapes, lambda points: view.pixels(points[:, 0], points[:, 1]))
    valid = np.where(shapely.is_valid(moved), moved, shapely.make_valid(moved))
    sides = (-_MARGIN, -_MARGIN, view.width + _MARGIN, view.height + _MARGIN)
    cut = shapely.clip_by_rect(valid, *sides)
    return [
        (part, shapely.get_dimensions(part) == 2, int(rank))  # noqa: PLR2004  an area
        for shape, rank in zip(cut, ranks, strict=True)
        for part in shapely.get_parts(shapely.get_parts(shape))
        if not shapely.is_empty(part)
    ]


def _path(shape: Any, ink: Ink, *, area: bool) -> str:
    lines = shapely.get_rings(shape) if area else [shape]
    d = "".join(
        "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(line))
        for line in lines
    )
    return f'<path d="{d}Z" {_area(ink)}/>' if area else f'<path d="{d}" {_line(ink)}/>'


def _stamped(groups: Sequence[_Dots], width: int, height: int) -> str:
    """Return an SVG image with a dot at each of the pixels, smooth at its edge, haloed."""
    rgba = np.zeros((height, width, 4), dtype=np.float32)
    for group in groups:
        _stamp(rgba, group)
    if not rgba[..., 3].any():
        return ""
    return _image(np.round(rgba).astype(np.uint8), width, height)


def _image(rgba: npt.NDArray[np.uint8], width: int, height: int) -> str:
    href = b64encode(_png(rgba)).decode()
    return f'<image width="{width}" height="{height}" href="data:image/png;base64,{href}"/>'


def _stamp(rgba: npt.NDArray[np.float32], group: _Dots) -> None:
    """Lay the dots of one group over what is there; `rgba` shape (height, width, 4), 0 to 255."""
    height, width, _four = rgba.shape
    margin = math.ceil(group.radius + _HALO)
    places = group.pixels[np.isfinite(group.pixels).all(axis=1)]
    near = (places > -margin).all(axis=1) & (places < (width + margin, height + margin)).all(axis=1)
    if not near.any():
        return
    inner, outer = (np.zeros((height, width), dtype=np.uint8) for _ in range(2))
    columns, rows = np.floor(places[near]).astype(np.int64).T + margin
    taken = np.zeros((height + 2 * margin, width + 2 * margin), dtype=bool)
    taken[rows, columns] = True  # a dot a pixel
    ys, xs = np.nonzero(taken)
    for layer, radius in ((inner, group.radius), (outer, group.radius + _HALO)):
        for dx, dy, cover in _disc(radius):
            x, y = xs - margin + dx, ys - margin + dy
            seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            layer[y[seen], x[seen]] = cover
    touched = outer > 0
    ink = np.array([int(group.color[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.float32)
    color = 255 + (ink - 255) * (inner[touched] / np.float32(255))[:, None]
    over = (outer[touched] / np.float32(255))[:, None]
    under = rgba[touched]
    below = under[:, 3:] / 255 * (1 - over)
    whole = over + below
    under[:, :3] = (color * over + under[:, :3] * below) / whole
    under[:, 3:] = whole * 255
    rgba[touched] = under


@lru_cache(maxsize=128)
def _disc(radius: float) -> list[tuple[int, int, int]]:
    """Return (dx, dy, cover of 255) of a disc's pixels, so ordered that the fullest is set last."""
    reach = range(-math.ceil(radius), math.ceil(radius) + 1)
    covers = [
        (dx, dy, round(255 * max(0.0, min(1.0, radius + 0.5 - math.hypot(dx, dy)))))
        for dx in reach
        for dy in reach
    ]
    return sorted((each for each in covers if each[2]), key=lambda each: each[2])


def _png(rgba: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG (ISO/IEC 15948) of rows of red, green, blue and cover."""
    height, width, _four = rgba.shape
    lines = np.zeros((height, 1 + width * 4), dtype=np.uint8)  # each begins with "no filter"
    lines[:, 1:] = rgba.reshape(height, -1)

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(lines.tobytes(), 1))
        + chunk(b"IEND", b"")
    )
