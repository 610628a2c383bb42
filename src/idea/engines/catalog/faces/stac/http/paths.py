"""The OpenAPI 3.0 paths of the STAC API."""

from typing import Any, Final

from idea.engines.features.http.answers import GEOJSON, JSON, OPENAPI

_TEXT: Final = {"type": "string"}
_ASKED: Final[dict[str, dict[str, Any]]] = {
    "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
    "datetime": _TEXT,
    "limit": {"type": "integer", "minimum": 1},
    "offset": {"type": "integer", "minimum": 0},
    "ids": {"type": "array", "items": _TEXT},
    "collections": {"type": "array", "items": _TEXT},
    "intersects": {"type": "object"},
}
_PAGE: Final = ("bbox", "datetime", "limit", "offset")


def paths() -> dict[str, Any]:
    one = "/collections/{collectionId}"
    found = {"description": "Items", "content": {GEOJSON: {}}}
    body = {"content": {JSON: {"schema": {"type": "object", "properties": _ASKED}}}}
    asked = tuple(name for name in _ASKED if name != "intersects")
    search = _get("searchItems", GEOJSON, asked)
    search["post"] = {
        "operationId": "searchItemsByBody",
        "requestBody": body,
        "responses": {"200": found},
    }
    return {
        "/": _get("getLandingPage", JSON),
        "/conformance": _get("getConformance", JSON),
        "/api": _get("getApi", OPENAPI),
        "/collections": _get("getCollections", JSON),
        one: _get("describeCollection", JSON, ("collectionId",)),
        f"{one}/items": _get("getItems", GEOJSON, ("collectionId", *_PAGE)),
        f"{one}/items/{{itemId}}": _get("getItem", GEOJSON, ("collectionId", "itemId")),
        "/search": search,
    }


def _get(operation: str, media: str, names: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "get": {
            "operationId": operation,
            "parameters": [_parameter(name) for name in names],
            "responses": {"200": {"description": operation, "content": {media: {}}}},
        }
    }


def _parameter(name: str) -> dict[str, Any]:
    if name not in _ASKED:
        return {"name": name, "in": "path", "required": True, "schema": _TEXT}
    made = {"name": name, "in": "query", "required": False, "schema": _ASKED[name]}
    return made | ({"style": "form", "explode": False} if "items" in _ASKED[name] else {})
