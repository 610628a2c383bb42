"""Draws areas shaded by class as an SVG map, with its legend. Knows shades, not statistics.

Sequential shades of one hue, from light to dark, told apart in gray as well; areas without a
value stay land, withheld ones are hatched.
"""

from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any, Final

import numpy as np
import shapely

from idea.engines.features.drawing import Frame, scale_bar
from idea.kernel import boundaries

_LIGHT, _DARK = (0xD9, 0xEE, 0xEA), (0x07, 0x3B, 0x4C)
_SEA, _LAND, _LINE, _INK = "#e9edee", "#fbfaf6", "#8d9492", "#2f3437"
_ROW: Final = 22  # pixels a line of the legend
_COLUMN: Final = 250


def choropleth(
    areas: Sequence[tuple[str, Any]],
    ranks: Mapping[str, int],
    legend: Sequence[tuple[int | None, str]],
    *,
    title: str,
    description: str,
    language: str,
    hidden: Collection[str] = (),
    width: int = 800,
    height: int = 640,
) -> str:
    """Return an SVG of `areas`, codes and shapely geometries (CRS84), over the counties' outlines.

    `ranks` is the class of an area by its code, 0 the lightest.

    `legend` holds (class, words); class None is what stands for withheld areas.
    """
    classes = max(ranks.values(), default=0) + 1
    columns = max(1, width // _COLUMN)
    below = _ROW * (-(-len(legend) // columns)) + 16
    told = [shape for code, shape in areas if code in ranks or code in hidden]
    counties = boundaries.shapes("county")
    shown = told or [s for _a, s in areas] or [s for _a, s in counties]
    bounds = shapely.total_bounds(np.array(shown, dtype=object))
    west, south, east, north = map(float, bounds)
    frame = Frame.around((west, south, east, north), width, height - below)
    view = shapely.box(*frame.bounds)
    paths = []
    for code, shape in areas:
        if not view.intersects(shape):
            continue
        fill = "url(#few)" if code in hidden else _fill(ranks.get(code), classes)
        paths.append(f'<path d="{frame.path(shape)}" fill="{fill}"/>')
    outlines = "".join(frame.path(shape) for _area, shape in counties if view.intersects(shape))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
        f'xml:lang="{"en" if language == "en" else "zh-Hant"}" '
        'font-family="Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif">'
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(description)}</desc>'
        '<defs><pattern id="few" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{_LAND}"/><path d="M0 6L6 0" stroke="{_LINE}"/>'
        f'</pattern></defs><rect width="{width}" height="{height}" fill="{_SEA}"/>'
        f'<g stroke="{_LINE}" stroke-width="0.4" stroke-linejoin="round" fill-rule="evenodd">'
        f"{''.join(paths)}</g>"
        f'<path d="{outlines}" fill="none" stroke="{_INK}" stroke-width="0.7"/>'
        f"{_legend(legend, classes, frame, columns, below)}</svg>"
    )


def _fill(rank: int | None, classes: int) -> str:
    if rank is None:
        return _LAND
    part = (rank + 0.5) / classes if classes > 1 else 0.6
    mixed = (round(a + (b - a) * part) for a, b in zip(_LIGHT, _DARK, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _legend(
    legend: Sequence[tuple[int | None, str]], classes: int, frame: Frame, columns: int, below: int
) -> str:
    marks = [f'<rect y="{frame.height}" width="{frame.width}" height="{below}" fill="#fff"/>']
    for number, (rank, words) in enumerate(legend):
        x, y = 12 + (number % columns) * _COLUMN, frame.height + 10 + (number // columns) * _ROW
        fill = "url(#few)" if rank is None else _fill(rank, classes)
        marks.append(
            f'<rect x="{x}" y="{y}" width="18" height="14" fill="{fill}" stroke="{_LINE}"/>'
            f'<text x="{x + 26}" y="{y + 12}" font-size="13" fill="{_INK}">{escape(words)}</text>'
        )
    length, scale = scale_bar(frame)
    right, top = frame.width - 12, frame.height - 14
    marks.append(
        f'<path d="M{right - length:.1f},{top}v6h{length:.1f}v-6" fill="none" stroke="{_INK}"/>'
        f'<text x="{right - length / 2:.1f}" y="{top - 3}" font-size="11" text-anchor="middle" '
        f'fill="{_INK}">{scale}</text>'
    )
    return "".join(marks)
