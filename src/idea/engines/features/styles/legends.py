"""Draws legends: rows of a picture as SVG, a whole legend as SVG, PNG or JSON."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.features.styles import classing, compiling, palettes
from idea.engines.features.styles.types import Entry, Legend, Method, Style
from idea.engines.features.types import Collection

ROW: Final = 22  # pixels
_PAD: Final = 10
_SIGN: Final = 34  # where words begin
_FONT: Final = "Noto Sans TC, Noto Sans CJK TC, PingFang TC, Microsoft JhengHei, sans-serif"
_WIDE: Final = 13.0  # pixels a Chinese character takes; a Latin one about 0.56 of it
_MOST_WORDS: Final = 24


def legend(style: Style, layer: Collection, *, counted: bool = True) -> Legend:
    """Return the legend of a style; of layers an expert wrote, the style's name alone."""
    if style.symbology is None:
        return Legend("", "area", (Entry(style.title, _first_color(style.layers)),))
    title = style.title if style.number else layer.title
    return classing.legend(style.symbology, layer, title, counted=counted)


def as_json(style: Style, layer: Collection) -> dict[str, Any]:
    found = legend(style, layer)
    return {
        "style": style.id,
        "title": found.title,
        "sign": found.sign,
        "entries": [
            {k: v for k, v in
             (("label", e.words), ("color", e.color), ("count", e.count), ("radius", e.radius))
             if v is not None}
            for e in found.entries
        ],
    }  # fmt: skip


def svg(style: Style, layer: Collection, *, counts: bool = True) -> str:
    """Return the legend as an SVG as large as it needs to be, on paper of its own."""
    found = legend(style, layer)
    rows, width, height = drawn(found, counts=counts)
    heading = _("Legend of %(title)s") % {"title": layer.title}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(heading)}" '
        f'font-family="{_FONT}"><rect width="{width}" height="{height}" fill="#fff"/>{rows}</svg>'
    )


def size(style: Style, layer: Collection) -> tuple[int, int]:
    """Return the room a legend takes in pixels, without a look at the data."""
    _rows, width, height = drawn(legend(style, layer, counted=False), counts=False)
    return width, height


def drawn(found: Legend, *, counts: bool) -> tuple[str, int, int]:
    """Return the rows of a legend as SVG, and their width and height."""
    made, y, widest = [], float(_PAD), 0.0
    if found.title:
        made.append(_text(_PAD, y + 14, _cut(found.title), bold=True))
        widest = _length(_cut(found.title)) - _SIGN + _PAD
        y += ROW
    for each in found.entries:
        tall = max(ROW, 2 * (each.radius or 0) + 6)
        words = _cut(each.words)
        if counts and each.count is not None:
            words += f"  {each.count:,}"
        made.append(_sign(found.sign, each, y + tall / 2))
        made.append(_text(_at(each), y + tall / 2 + 5, words))
        widest = max(widest, _length(words) + _at(each) - _SIGN)
        y += tall
    return "".join(made), round(_SIGN + widest + _PAD), round(y + _PAD)


def _at(each: Entry) -> float:
    return max(_SIGN, _PAD + 2 * (each.radius or 0) + 12)


def _sign(sign: str, each: Entry, y: float) -> str:
    if sign == "point":
        radius = each.radius or 6
        return (
            f'<circle cx="{_PAD + max(radius, 7):g}" cy="{y:g}" r="{radius:g}" '
            f'fill="{each.color}" stroke="#fff"/>'
        )
    if sign == "line":
        return f'<path d="M{_PAD},{y:g}h16" stroke="{each.color}" stroke-width="4"/>'
    return (
        f'<rect x="{_PAD}" y="{y - 7:g}" width="16" height="14" fill="{each.color}" '
        'stroke="#8d9492" stroke-width="0.6"/>'
    )


def _text(x: float, y: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="13" fill="#2f3437" xml:space="preserve"{weight}>'
        f"{escape(words)}</text>"
    )


def _cut(words: str) -> str:
    clean = "".join(each if each.isprintable() else " " for each in words)
    return clean if len(clean) <= _MOST_WORDS else clean[: _MOST_WORDS - 1] + "…"


def _length(words: str) -> float:
    return sum(_WIDE if ord(each) > 0x2E80 else 0.58 * _WIDE for each in words)  # noqa: PLR2004


def _first_color(layers: tuple[Mapping[str, Any], ...]) -> str:
    for each in layers:
        for name, value in each.get("paint", {}).items():
            if name.endswith("-color") and isinstance(value, str) and value.startswith("#"):
                return value
    return "#0b5d6b"


def drawable(style: Style) -> bool:
    """Return whether the server can draw it; what an expert wrote is for browsers alone."""
    return style.symbology is not None


def warnings(style: Style) -> list[str]:
    """Return what makes a style hard to read."""
    of = style.symbology
    if of is None:
        return []
    shown = compiling.class_colors(of)
    said = []
    if pale := palettes.faint(shown):
        said.append(
            _("Hard to see on the map's land: %(colors)s. Choose darker ones.")
            % {"colors": ", ".join(pale)}
        )
    if of.method in (Method.CATEGORIES, Method.GRADUATED) and palettes.alike(shown):
        said.append(_("Two classes look alike: take fewer classes or another palette."))
    if of.opacity < 0.2:  # noqa: PLR2004
        said.append(_("The fill is so clear that its color can hardly be told."))
    return said
