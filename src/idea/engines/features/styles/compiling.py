"""Turns a symbology into MapLibre layers (MapLibre Style Specification, version 8).

Pure: what classes there are was found before. Every layer is drawn of the source's one layer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from idea.engines.features.styles import palettes
from idea.engines.features.styles.types import FLOOR, OTHER, Method, Style, Symbology, Unit
from idea.engines.features.tiles import LAYER

SOURCE: Final = "features"
_FONT: Final = "Noto Sans TC"
Json = Any


def layers(style: Style, kind: str) -> list[dict[str, Any]]:
    """Return the layers of a style for features of `kind`: Point, LineString, Polygon, Mixed."""
    if style.symbology is None:
        found = [dict(each) for each in style.layers]
    else:
        found = _of(style.symbology, kind.removeprefix("Multi"))
    for each in found:
        if each["type"] != "background":
            each |= {"source": SOURCE, "source-layer": LAYER}
    return found


def document(style: Style, kind: str, tile_json: str) -> dict[str, Any]:
    """Return the whole style document; `tile_json` is the address its tiles are told at."""
    return {
        "version": 8,
        "name": style.title,
        "sources": {SOURCE: {"type": "vector", "url": tile_json}},
        "layers": layers(style, kind),
    }


def class_colors(of: Symbology) -> list[str]:
    """Return the color of each class; of one alone where the data make no classes."""
    if of.method is Method.CATEGORIES:
        name = of.palette or palettes.QUALITATIVE
        return palettes.colors(name, len(of.values), reverse=of.reverse)
    if of.method is Method.GRADUATED:
        name = of.palette or palettes.SEQUENTIAL
        return palettes.colors(name, len(of.starts), reverse=of.reverse)
    return [of.color]


def has_extrusion(found: Sequence[Mapping[str, Any]]) -> bool:
    return any(each["type"] == "fill-extrusion" for each in found)


def _of(of: Symbology, kind: str) -> list[dict[str, Any]]:
    color = _color(of)
    made: list[dict[str, Any]] = []
    if kind in ("Polygon", "Mixed"):
        if of.height:
            made.append(_extrusion(of, color))
        else:
            made.append(
                _layer("area", "fill", "Polygon", {"fill-color": color, "fill-opacity": of.opacity})
            )
            made.append(_line("outline", "Polygon", of, color))
    if kind in ("LineString", "Mixed"):
        made.append(_line("line", "LineString", of, color))
    if kind in ("Point", "Mixed"):
        made.append(_circle(of, color))
    if of.label:
        made.append(_label(of))
    return made


def _layer(name: str, kind: str, shape: str, paint: dict[str, Json]) -> dict[str, Any]:
    return {"id": name, "type": kind, "filter": ["==", ["geometry-type"], shape], "paint": paint}


def _line(name: str, shape: str, of: Symbology, color: Json) -> dict[str, Any]:
    paint: dict[str, Json] = {"line-color": color, "line-width": of.width}
    if of.dash:
        paint["line-dasharray"] = list(of.dash)
    return _layer(name, "line", shape, paint)


def _circle(of: Symbology, color: Json) -> dict[str, Any]:
    radius: Json = of.radius
    if of.method is Method.PROPORTIONAL:
        share = ["/", ["max", 0, ["to-number", ["get", of.column], 0]], of.greatest or 1]
        radius = ["max", 1.5, ["*", of.largest, ["sqrt", share]]]
    paint = {
        "circle-color": color,
        "circle-opacity": of.opacity,
        "circle-radius": radius,
        "circle-stroke-color": "#ffffff",
        "circle-stroke-width": 1,
    }
    made = _layer("point", "circle", "Point", paint)
    if of.method is Method.PROPORTIONAL:  # the small ones stand on the large ones
        value = ["to-number", ["get", of.column], 0]
        made["layout"] = {"circle-sort-key": ["-", 0, value]}
    return made


def _extrusion(of: Symbology, color: Json) -> dict[str, Any]:
    factor = of.factor * (FLOOR if of.unit is Unit.FLOORS else 1)
    tall = ["*", ["max", 0, ["to-number", ["get", of.height], 0]], factor]
    return _layer(
        "building",
        "fill-extrusion",
        "Polygon",
        {
            "fill-extrusion-color": color,
            "fill-extrusion-height": tall,
            "fill-extrusion-opacity": max(of.opacity, 0.6),
        },
    )


def _label(of: Symbology) -> dict[str, Any]:
    return {
        "id": "label",
        "type": "symbol",
        "layout": {
            "text-field": ["to-string", ["get", of.label]],
            "text-font": [_FONT],
            "text-size": 12,
            "text-max-width": 8,
            "text-offset": [0, 0.9],
            "text-anchor": "top",
        },
        "paint": {"text-color": "#2f3437", "text-halo-color": "#fbfaf6", "text-halo-width": 1.5},
    }


def _color(of: Symbology) -> Json:
    shown = class_colors(of)
    if of.method is Method.CATEGORIES and of.values:
        pairs = [part for pair in zip(of.values, shown, strict=True) for part in pair]
        return ["match", ["to-string", ["get", of.column]], *pairs, OTHER]
    if of.method is Method.GRADUATED and of.starts:
        value = ["get", of.column]
        steps = [part for pair in zip(of.starts[1:], shown[1:], strict=True) for part in pair]
        stepped = ["step", value, shown[0], *steps] if steps else shown[0]
        return ["case", ["==", ["typeof", value], "number"], stepped, OTHER]
    return of.color
