"""The OpenAPI 3.0 definition of what stands under /ogc (OGC 17-069r4, conformance class oas30)."""

from typing import Any

from django.utils.translation import gettext as _

from idea.engines.features.conf import features_settings

_JSON = "application/json"
_GEOJSON = "application/geo+json"
_SVG = "image/svg+xml"
_MVT = "application/vnd.mapbox-vector-tile"


def definition(title: str, address: str, version: str) -> dict[str, Any]:
    """Return the definition for a site of this title whose landing page is at `address`."""
    layer = "/collections/{collectionId}"
    here = ["collectionId"]
    paged = ["limit", "bbox", "datetime", "after", "properties"]
    return {
        "openapi": "3.0.3",
        "info": {
            "title": title,
            "version": version,
            "description": _("Every data set with places, as features (OGC API Features)."),
            "license": {"name": "Apache-2.0"},
        },
        "servers": [{"url": address}],
        "tags": [{"name": "features"}],
        "paths": {
            "/": _get("getLandingPage", _("The landing page"), "object"),
            "/conformance": _get("getConformance", _("Standards it conforms to"), "conformance"),
            "/api": _get("getApi", _("This definition"), "object"),
            "/collections": _get("getCollections", _("The layers"), "collections"),
            layer: _get("describeCollection", _("A layer"), "collection", here),
            f"{layer}/items": _get(
                "getFeatures", _("Features"), "featureCollection", here + paged, media=_GEOJSON
            ),
            f"{layer}/items/{{featureId}}": _get(
                "getFeature", _("A feature"), "feature", [*here, "featureId"], media=_GEOJSON
            ),
            f"{layer}/map.svg": _get(
                "getMap", _("A map"), "text", [*here, "width", "height"], media=_SVG
            ),
            f"{layer}/tiles/{{z}}/{{x}}/{{y}}.mvt": _get(
                "getTile", _("A vector tile"), "binary", [*here, "z", "x", "y"], media=_MVT
            ),
        },
        "components": {"parameters": _parameters(), "schemas": _schemas()},
    }


def _get(
    operation: str,
    summary: str,
    schema: str,
    parameters: list[str] | None = None,
    *,
    media: str = _JSON,
) -> dict[str, Any]:
    names = [*(parameters or []), "f", "lang"]
    bad = {"description": _("What is wrong"), "content": {"application/problem+json": {}}}
    answers = {
        "200": {
            "description": summary,
            "content": {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
        },
        "400": bad,
    }
    if parameters:
        answers["404"] = bad
    operation_object: dict[str, Any] = {
        "operationId": operation,
        "summary": summary,
        "tags": ["features"],
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
        "responses": answers,
    }
    if operation == "getFeatures":  # a property of the collection may stand as a filter
        operation_object["parameters"].append(
            {
                "name": "filters",
                "in": "query",
                "style": "form",
                "explode": True,
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
                "description": _("Properties of the layer and the values they must have."),
            }
        )
    return {"get": operation_object}


def _parameters() -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0}
    most = features_settings().features_page
    limit = {"type": "integer", "minimum": 1, "maximum": most, "default": 10}
    box = {
        "type": "array",
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        "items": {"type": "number"},
    }
    text = {"type": "string"}
    made = {
        "collectionId": _parameter("collectionId", text, path=True),
        "featureId": _parameter("featureId", number, path=True),
        "z": _parameter("z", {**number, "maximum": 22}, path=True),
        "x": _parameter("x", number, path=True),
        "y": _parameter("y", number, path=True),
        "limit": _parameter("limit", limit),
        "bbox": _parameter("bbox", box),
        "datetime": _parameter("datetime", text),
        "after": _parameter("after", number),
        "properties": _parameter("properties", {"type": "array", "items": text}),
        "width": _parameter("width", {**number, "minimum": 200, "maximum": 2000}),
        "height": _parameter("height", {**number, "minimum": 200, "maximum": 2000}),
        "f": _parameter("f", {"type": "string", "enum": ["json", "geojson"]}),
        "lang": _parameter("lang", {"type": "string", "enum": ["zh-hant", "en"]}),
    }
    for name in ("bbox", "properties"):  # 1,2,3,4 and not bbox=1&bbox=2 …
        made[name] |= {"style": "form", "explode": False}
    return made


def _parameter(name: str, schema: dict[str, Any], *, path: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "path" if path else "query", "required": path, "schema": schema}


def _schemas() -> dict[str, Any]:
    links = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
    whole = {"type": "integer", "minimum": 0}
    text = {"type": "string"}
    layer = {"$ref": "#/components/schemas/collection"}
    return {
        "object": {"type": "object"},
        "text": text,
        "binary": {"type": "string", "format": "binary"},
        "link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": {"href": text, "rel": text, "type": text, "title": text},
        },
        "conformance": {
            "type": "object",
            "required": ["conformsTo"],
            "properties": {"conformsTo": {"type": "array", "items": text}},
        },
        "collection": {
            "type": "object",
            "required": ["id", "links"],
            "properties": {
                "id": text,
                "title": text,
                "description": text,
                "links": links,
                "extent": {"type": "object"},
                "itemType": text,
                "crs": {"type": "array", "items": text},
            },
        },
        "collections": {
            "type": "object",
            "required": ["links", "collections"],
            "properties": {"links": links, "collections": {"type": "array", "items": layer}},
        },
        "feature": {
            "type": "object",
            "required": ["type", "geometry", "properties"],
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": whole,
                "geometry": {"type": "object", "nullable": True},
                "properties": {"type": "object", "nullable": True},
                "links": links,
            },
        },
        "featureCollection": {
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/feature"},
                },
                "links": links,
                "numberMatched": whole,
                "numberReturned": whole,
            },
        },
    }
