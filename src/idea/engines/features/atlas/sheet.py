"""Draws layers one over the other as an SVG map: for print, and for readers without scripts.

Draws and keeps what it drew; which layers, and what stands around the map, others say.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idea.engines.features.atlas.stack import Laid
from idea.engines.features.drawing import Frame, scale_bar
from idea.engines.features.drawn import drawn
from idea.engines.features.errors import TooLong
from idea.engines.features.picture import PAPER, land, marks, names, styled
from idea.engines.features.styles import api as styles
from idea.engines.features.styles.painting import Look
from idea.engines.features.types import Bounds, Collection
from idea.kernel import boundaries

TAIWAN: Bounds = (119.3, 21.75, 122.2, 25.4)
_DRAWING = "2"  # goes up when sheets are drawn differently: older copies lapse
_LINES = 5  # of the grid, about, across the map
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sheet shows. `language` is "zh-hant" or "en"; `grid`: lines of longitude, latitude."""

    layers: tuple[tuple[Laid, Collection], ...]  # the topmost first
    frame: Frame
    language: str = "zh-hant"
    grid: bool = False


def fitting(layers: Sequence[Collection]) -> Bounds:
    """Return the bounds that hold all of `layers`; Taiwan where there are none.

    What lies on the other side of the Earth would make everything a speck: of a layer that goes
    far beyond Taiwan and touches it, only the part around Taiwan counts.
    """
    boxes = [_around_here(layer.layer.bbox) for layer in layers]
    if not boxes:
        return TAIWAN
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _around_here(box: Bounds) -> Bounds:
    west, south, east, north = box
    held = (
        max(west, TAIWAN[0] - 1),
        max(south, TAIWAN[1] - 1),
        min(east, TAIWAN[2] + 1),
        min(north, TAIWAN[3] + 1),
    )
    return held if held[0] < held[2] and held[1] < held[3] else box


def sheet(asked: Asked) -> bytes:
    """Return the map as SVG; a layer that takes too long is left out, and the map says so."""
    shown = [(laid, layer) for laid, layer in asked.layers if laid.shown]
    looks = _looks([layer for _laid, layer in shown])
    versions = [
        (laid, layer.lake_key, layer.title, layer.title_en, looks[layer.id].key)
        for laid, layer in shown
    ]
    key = repr(
        (_DRAWING, versions, asked.frame, asked.language, asked.grid, boundaries.available())
    )
    return drawn(key, lambda: _draw(asked, shown, looks))


def _looks(layers: Sequence[Collection]) -> dict[str, Look]:
    """Return the look of each layer's own style; one without a key where nobody gave it one."""
    found = styles.of_all(layers)
    return {layer.id: styles.look_of(layer, found[layer.id][0]) for layer in layers}


def _draw(asked: Asked, shown: list[tuple[Laid, Collection]], looks: dict[str, Look]) -> bytes:
    frame = asked.frame
    with translation.override(asked.language):
        bodies, missing = [], []
        for laid, layer in reversed(shown):
            try:
                look = looks[layer.id]
                own = bool(look.key)
                body = (styled(layer, frame, look) if own else marks(layer, frame, laid.ink)).svg
            except TooLong:
                missing.append(_title(layer))
                continue
            bodies.append(f'<g opacity="{laid.opacity / 100:g}">{body}</g>')
        titles = [_title(layer) for _laid, layer in shown]
        count = ngettext("Map of %(n)d layer", "Map of %(n)d layers", len(titles))
        said = " · ".join(titles)
        if missing:
            said += " — " + _("not drawn, because it took too long: %(names)s") % {
                "names": ", ".join(missing)
            }
        tag = "en" if asked.language == "en" else "zh-Hant"
        body = f"{land(frame)}{''.join(bodies)}{names(frame, asked.language)}"
        over = f"{_scale(frame)}{_north(frame)}{_left_out(missing)}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" '
            f'width="{frame.width}" height="{frame.height}" role="img" '
            f'aria-labelledby="title desc" xml:lang="{tag}"'
            ' font-family="Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif">'
            f'<title id="title">{escape(count % {"n": len(titles)})}</title>'
            f'<desc id="desc">{escape(said)}</desc>'
            f'<rect width="{frame.width}" height="{frame.height}" fill="{PAPER["sea"]}"/>'
            f"{body}{_grid(frame) if asked.grid else ''}{over}</svg>"
        ).encode()


def _title(layer: Collection) -> str:
    return (translation.get_language() == "en" and layer.title_en) or layer.title


def _left_out(names_: list[str]) -> str:
    if not names_:
        return ""
    words = _("Not drawn: %(names)s") % {"names": ", ".join(names_)}
    return f'<text x="12" y="24" font-size="13" fill="{PAPER["ink"]}">{escape(words)}</text>'


def _scale(frame: Frame) -> str:
    length, words = scale_bar(frame)
    left, base = 14, frame.height - 14
    return (
        f'<g><rect x="{left - 6}" y="{base - 24}" width="{length + 12:.1f}" height="30" '
        f'fill="#fff" fill-opacity="0.8"/>'
        f'<path d="M{left},{base - 6}v6h{length:.1f}v-6" fill="none" stroke="{PAPER["ink"]}" '
        f'stroke-width="1.5"/><text x="{left}" y="{base - 10}" font-size="11" '
        f'fill="{PAPER["ink"]}">{words}</text></g>'
    )


def _north(frame: Frame) -> str:
    """Draw where north is: maps of this projection have it above everywhere."""
    x, y = frame.width - 26, 44
    return (
        f'<g fill="{PAPER["ink"]}"><path d="M{x},{y - 30}l8,26l-8,-6l-8,6z"/>'
        f'<text x="{x}" y="{y + 12}" font-size="13" font-weight="700" '
        'text-anchor="middle">N</text></g>'
    )


def _grid(frame: Frame) -> str:
    west, south, east, north = frame.bounds
    step = _step(max(east - west, north - south) / _LINES)
    places = max(0, -math.floor(math.log10(step)))
    marks_ = []
    for at in _multiples(west, east, step):
        x = (at - frame.west) * frame.across
        marks_.append(
            f'<path d="M{x:.1f},0V{frame.height}"/>'
            f'<text x="{x + 3:.1f}" y="11" stroke="none">'
            f"{abs(at):.{places}f}°{'E' if at >= 0 else 'W'}</text>"
        )
    for at in _multiples(south, north, step):
        y = (frame.north - at) * frame.down
        marks_.append(
            f'<path d="M0,{y:.1f}H{frame.width}"/>'
            f'<text x="3" y="{y - 3:.1f}" stroke="none">'
            f"{abs(at):.{places}f}°{'N' if at >= 0 else 'S'}</text>"
        )
    return (
        f'<g stroke="{PAPER["ink"]}" stroke-width="0.5" stroke-opacity="0.5" font-size="10" '
        f'fill="{PAPER["ink"]}" aria-hidden="true">{"".join(marks_)}</g>'
    )


def _step(wanted: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(wanted))
    return max(step * power for step in _STEPS if step * power <= wanted)


def _multiples(least: float, most: float, step: float) -> list[float]:
    first = math.ceil(least / step)
    return [round(at * step, 9) for at in range(first, math.floor(most / step) + 1)]
