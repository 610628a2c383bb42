"""What features lie at a pixel of a picture: GetFeatureInfo of WMS and WMTS, in four formats."""

from html import escape
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import reading
from idea.engines.features.http.services import gml
from idea.engines.features.raster import View
from idea.engines.features.types import Collection, Query

FORMATS = ("application/json", "text/html", "text/plain", gml.MEDIA_TYPE)
MOST = 50
_REACH = 5.0  # pixels a finger or a mouse may miss a point or a line by
_NO_REACH = 0.01


def features_at(
    layers: list[Collection], view: View, column: int, row: int, most: int
) -> list[tuple[Collection, list[dict[str, Any]]]]:
    """Return each layer's features there, at most `most` of each, as GeoJSON."""
    found = []
    for layer in layers:
        reach = _NO_REACH if layer.layer.kind.endswith("Polygon") else _REACH
        west, south, east, north = view.at(column, row, reach)
        features: list[dict[str, Any]] = []
        if west <= east and south <= north:
            features = reading.read(
                layer, Query(bbox=(west, south, east, north), limit=most)
            ).features
        found.append((layer, features))
    return found


def answer(found: list[tuple[Collection, list[dict[str, Any]]]], media_type: str) -> HttpResponse:
    body = _WRITERS[media_type](found)
    kind = media_type if media_type == FORMATS[0] else f"{media_type}; charset=utf-8"
    made = HttpResponse(body, content_type=kind)
    made["X-Content-Type-Options"] = "nosniff"
    return made


def _json(found: list[tuple[Collection, list[dict[str, Any]]]]) -> bytes:
    features = [
        {**each, "id": f"{layer.id}.{each['id']}"} for layer, features in found for each in features
    ]
    body = {"type": "FeatureCollection", "features": features, "numberReturned": len(features)}
    return orjson.dumps(body)


def _gml(found: list[tuple[Collection, list[dict[str, Any]]]]) -> bytes:
    return gml.collection((layer.id, each) for layer, features in found for each in features)


def _html(found: list[tuple[Collection, list[dict[str, Any]]]]) -> str:
    parts = []
    for layer, features in found:
        for each in features:
            rows = "".join(
                f"<tr><th>{escape(name)}</th><td>{escape(_text(value))}</td></tr>"
                for name, value in each["properties"].items()
            )
            parts.append(f"<table><caption>{escape(layer.title)}</caption>{rows}</table>")
    words = "".join(parts) or f"<p>{escape(_('Nothing is here.'))}</p>"
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{escape(_('What is here'))}"
        f"</title></head><body>{words}</body></html>"
    )


def _plain(found: list[tuple[Collection, list[dict[str, Any]]]]) -> str:
    lines = []
    for layer, features in found:
        for each in features:
            lines.append(f"{layer.title} ({layer.id}) {each['id']}")
            lines += [f"  {name} = {_text(value)}" for name, value in each["properties"].items()]
    return "\n".join(lines or [_("Nothing is here.")]) + "\n"


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


_WRITERS = {FORMATS[0]: _json, FORMATS[1]: _html, FORMATS[2]: _plain, FORMATS[3]: _gml}
