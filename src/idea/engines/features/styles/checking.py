"""Checks layers an expert wrote against a safe part of the MapLibre Style Specification, version 8.

The part: six kinds of layer, the properties below, expressions of bounded depth and size, no
address of anything outside. What each operator takes is for the browser's own check.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.features.styles.reading import wrong
from idea.kernel.errors import Issue

MOST_LAYERS: Final = 30
MOST_BYTES: Final = 60_000
DEEPEST: Final = 12
MOST_PARTS: Final = 2_000
_MEMBERS: Final = frozenset(
    {"id", "type", "filter", "layout", "paint", "minzoom", "maxzoom", "metadata", "source"}
    | {"source-layer"}
)
_LAYOUT: Final = {
    "fill": "fill-sort-key visibility",
    "line": "line-cap line-join line-miter-limit line-round-limit line-sort-key visibility",
    "circle": "circle-sort-key visibility",
    "fill-extrusion": "visibility",
    "heatmap": "visibility",
    "symbol": "symbol-avoid-edges symbol-placement symbol-sort-key symbol-spacing symbol-z-order "
    "text-allow-overlap text-anchor text-field text-font text-ignore-placement text-justify "
    "text-keep-upright text-letter-spacing text-line-height text-max-angle text-max-width "
    "text-offset text-optional text-overlap text-padding text-pitch-alignment text-radial-offset "
    "text-rotate text-rotation-alignment text-size text-transform text-variable-anchor "
    "text-writing-mode visibility",
}
_PAINT: Final = {
    "fill": "fill-antialias fill-color fill-opacity fill-outline-color fill-translate "
    "fill-translate-anchor",
    "line": "line-blur line-color line-dasharray line-gap-width line-offset line-opacity "
    "line-translate line-translate-anchor line-width",
    "circle": "circle-blur circle-color circle-opacity circle-pitch-alignment circle-pitch-scale "
    "circle-radius circle-stroke-color circle-stroke-opacity circle-stroke-width "
    "circle-translate circle-translate-anchor",
    "fill-extrusion": "fill-extrusion-base fill-extrusion-color fill-extrusion-height "
    "fill-extrusion-opacity fill-extrusion-translate fill-extrusion-translate-anchor "
    "fill-extrusion-vertical-gradient",
    "heatmap": "heatmap-color heatmap-intensity heatmap-opacity heatmap-radius heatmap-weight",
    "symbol": "text-color text-halo-blur text-halo-color text-halo-width text-opacity "
    "text-translate text-translate-anchor",
}
_OPERATORS: Final = """
    ! != % * + - / < <= == > >= ^ abs all any array at boolean case ceil coalesce concat downcase
    e floor format geometry-type get has heatmap-density id in index-of interpolate
    interpolate-hcl interpolate-lab length let literal ln ln2 log10 log2 match max min number
    number-format object pi properties rgb rgba round slice sqrt step string to-boolean to-color
    to-number to-string typeof upcase var zoom
"""
_KNOWN: Final = frozenset(_OPERATORS.split())
_SETTINGS: Final = frozenset({"linear", "exponential", "cubic-bezier"})  # of interpolations
_OUTSIDE: Final = re.compile(
    r"^\s*(?://|[a-z][a-z0-9+.-]*://|data:|javascript:|blob:)|://", re.IGNORECASE
)
_COLOR: Final = re.compile(
    r"#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([0-9., %/deg]{3,60}\)|[a-z]{3,24}", re.IGNORECASE | re.ASCII
)
_IN_NUMBERS: Final = re.compile(r"-(?:width|radius|opacity|size|height|base|blur|intensity|key)$")
_ZOOMS: Final = (0, 24)


def checked(said: object) -> tuple[dict[str, Any], ...]:
    """Return the layers of a style document, or a bare list of layers, without their sources.

    BadStyle names every fault by its place in what was sent.
    """
    issues, layers, at = list(_document(said)), said, ""
    if isinstance(said, Mapping):
        layers, at = said.get("layers"), "/layers"
    if not isinstance(layers, list) or not 0 < len(layers) <= MOST_LAYERS:
        words = _("A style has from 1 to %(most)d layers.") % {"most": MOST_LAYERS}
        raise wrong([*issues, _issue(at, words)])
    if _depth(layers) > DEEPEST + 6:
        raise wrong([_issue(at, _too_deep())])
    if len(json.dumps(layers)) > MOST_BYTES:
        raise wrong([_issue(at, _("The style is too large."))])
    names = [each.get("id") if isinstance(each, dict) else None for each in layers]
    for number, layer in enumerate(layers):
        issues += _layer(layer, f"{at}/{number}")
        if names[number] is not None and names[number] in names[:number]:
            issues.append(_issue(f"{at}/{number}/id", _("Another layer has this id.")))
    if issues:
        raise wrong(issues)
    kept = _MEMBERS - {"source", "source-layer", "metadata"}
    return tuple({k: v for k, v in each.items() if k in kept} for each in layers)


def _document(said: object) -> Iterator[Issue]:
    if not isinstance(said, Mapping):
        return
    for name in ("sprite", "glyphs", "imports", "terrain", "projection", "sky"):
        if name in said:
            yield _issue(f"/{name}", _("A style of this site may not have it."))
    if said.get("version", 8) != 8:  # noqa: PLR2004  the only one there is
        yield _issue("/version", _("The version of a style is 8."))


def _layer(layer: Any, at: str) -> Iterator[Issue]:
    if not isinstance(layer, dict):
        yield _issue(at, _("A layer is an object."))
        return
    for name in layer.keys() - _MEMBERS:
        yield _issue(f"{at}/{_part(name)}", _("There is no such member."))
    name = layer.get("id")
    if not isinstance(name, str) or not 0 < len(name) <= 80:  # noqa: PLR2004
        yield _issue(f"{at}/id", _("A layer has an id of at most 80 letters."))
    kind = layer.get("type")
    if not isinstance(kind, str) or kind not in _PAINT:
        words = _("It must be one of: %(names)s.") % {"names": ", ".join(_PAINT)}
        yield _issue(f"{at}/type", words)
        return
    for zoom in ("minzoom", "maxzoom"):
        if zoom in layer and not _is_number(layer[zoom], *_ZOOMS):
            yield _issue(f"{at}/{zoom}", _("A zoom is a number from 0 to 24."))
    if "filter" in layer:
        yield from _value(layer["filter"], f"{at}/filter")
    for group, known in (("layout", _LAYOUT), ("paint", _PAINT)):
        yield from _group(layer.get(group, {}), f"{at}/{group}", known[kind].split())


def _group(found: Any, at: str, known: list[str]) -> Iterator[Issue]:
    if not isinstance(found, dict):
        yield _issue(at, _("It must be an object."))
        return
    for name, value in found.items():
        here = f"{at}/{_part(name)}"
        if name not in known:
            yield _issue(here, _("This kind of layer has no such property here."))
        elif isinstance(value, dict):
            yield _issue(here, _("Functions of old styles are not taken: write an expression."))
        elif name.endswith("-color") and isinstance(value, str) and not _COLOR.fullmatch(value):
            yield _issue(here, _("A color is written like #0b5d6b."))
        elif _IN_NUMBERS.search(name) and not isinstance(value, list) and not _is_number(value):
            yield _issue(here, _("It must be a number or an expression."))
        else:
            yield from _value(value, here)


def _value(value: Any, at: str) -> Iterator[Issue]:
    if _depth(value) > DEEPEST or _parts(value) > MOST_PARTS:
        yield _issue(at, _too_deep())
        return
    yield from _expression(value, at)


def _expression(value: Any, at: str) -> Iterator[Issue]:
    if isinstance(value, str):
        if len(value) > 500 or _OUTSIDE.search(value) or "\0" in value:  # noqa: PLR2004
            yield _issue(at, _("Addresses and long texts have no place in a style."))
    elif isinstance(value, list):
        yield from _call(value, at)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _expression(each, f"{at}/{_part(name)}")


def _call(value: list[Any], at: str) -> Iterator[Issue]:
    """Check a list: an operator and what it takes, or texts as they stand."""
    head = value[0] if value else None
    if at.endswith(("text-font", "text-variable-anchor", "text-writing-mode")):
        yield from _texts(value, at)
        return
    if isinstance(head, str) and head not in _SETTINGS and head not in _KNOWN:
        words = _("“%(name)s” is no operator that is taken here.") % {"name": head[:40]}
        yield _issue(f"{at}/0", words)
        return
    for number, each in enumerate(value):
        label = head == "match" and 0 < number - 1 < len(value) - 2 and number % 2 == 0
        if head == "literal" or label:
            yield from _texts(each, f"{at}/{number}")
        elif number or not isinstance(each, str):
            yield from _expression(each, f"{at}/{number}")


def _texts(value: Any, at: str) -> Iterator[Issue]:
    """Check what is taken as it stands: lists of it may begin with any text."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, f"{at}/{number}")
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, f"{at}/{_part(name)}")
    else:
        yield from _expression(value, at)


def _depth(value: Any) -> int:
    """Return how deep lists and objects lie within one another, without recursion."""
    deepest, level = 0, [value]
    while level:
        level = [
            inner
            for each in level
            if isinstance(each, list | dict)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        deepest += 1
        if deepest > DEEPEST + 10:
            break
    return deepest - 1


def _parts(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_parts, value.values()))
    return 1 + sum(map(_parts, value)) if isinstance(value, list) else 1


def _is_number(value: Any, least: float = -1e6, most: float = 1e6) -> bool:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return good and least <= value <= most


def _too_deep() -> str:
    return _("The expression is too deep or too long.")


def _part(name: object) -> str:
    return str(name)[:80].replace("~", "~0").replace("/", "~1")


def _issue(at: str, message: str) -> Issue:
    return Issue("bad-style", message, column=at)
