"""The OpenAPI 3.0 definition of what stands under /ogc (OGC 17-069r4, conformance class oas30)."""

from typing import Any

from django.utils.translation import gettext as _

from idea.engines.features.conf import features_settings
from idea.engines.features.crs import SUPPORTED
from idea.engines.features.http.answers import GEOJSON, JSON, OPENAPI, SCHEMA
from idea.engines.features.matrices import MATRIX_SETS
from idea.engines.features.types import CRS84

_SVG = "image/svg+xml"
_PNG, _JPEG = "image/png", "image/jpeg"
_DRAWN = (
    "bbox", "bbox-crs", "center", "center-crs", "subset", "subset-crs", "crs", "width", "height",
    "scale-denominator", "bgcolor", "transparent", "void-color", "void-transparent", "datetime",
)  # fmt: skip
_MVT = "application/vnd.mapbox-vector-tile"


def definition(title: str, address: str, version: str) -> dict[str, Any]:
    """Return the definition for a site of this title whose landing page is at `address`."""
    layer = "/collections/{collectionId}"
    here = ["collectionId"]
    paged = [
        "limit", "bbox", "bbox-crs", "datetime", "after", "properties", "crs", "filter",
        "filter-lang", "filter-crs", "sortby",
    ]  # fmt: skip
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
            "/api": _get("getApi", _("This definition"), "object", media=OPENAPI),
            "/collections": _get(
                "getCollections", _("The layers"), "collections", ["collectionsLimit", "after"]
            ),
            layer: _get("describeCollection", _("A layer"), "collection", here),
            f"{layer}/queryables": _get(
                "getQueryables", _("What filters may ask about"), "object", here, media=SCHEMA
            ),
            f"{layer}/items": _get(
                "getFeatures", _("Features"), "featureCollection", here + paged, media=GEOJSON
            ),
            f"{layer}/items/{{featureId}}": _get(
                "getFeature", _("A feature"), "feature", [*here, "featureId", "crs"], media=GEOJSON
            ),
            f"{layer}/map.svg": _get(
                "getMap", _("A map"), "text", [*here, "width", "height", "datetime"], media=_SVG
            ),
            f"{layer}/map": _get(
                "getCollectionMap", _("A map"), "binary", [*here, *_DRAWN], media=_PNG
            ),
            "/map": _get(
                "getDatasetMap", _("A map"), "binary", ["collections", *_DRAWN], media=_PNG
            ),
            f"{layer}/map/tiles.json": _get("getMapTileJson", "TileJSON", "object", here),
            f"{layer}/map/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}.png": (
                _get(
                    "getMapTile",
                    _("A map"),
                    "binary",
                    [*here, "tileMatrixSetId", "tileMatrix", "tileRow", "tileCol", "v"],
                    media=_PNG,
                )
            ),
            "/tileMatrixSets": _get("getTileMatrixSets", _("How tiles are cut"), "object"),
            "/tileMatrixSets/{tileMatrixSetId}": _get(
                "getTileMatrixSet", _("A tile matrix set"), "object", ["tileMatrixSetId"]
            ),
            f"{layer}/tiles": _get("getTileSets", _("Vector tiles"), "object", here),
            f"{layer}/tiles.json": _get("getTileJson", "TileJSON", "object", [*here, "datetime"]),
            f"{layer}/tiles/{{tileMatrixSetId}}": _get(
                "getTileSet", _("A set of vector tiles"), "object", [*here, "tileMatrixSetId"]
            ),
            f"{layer}/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _get(
                "getTileOfSet",
                _("A vector tile"),
                "binary",
                [*here, "tileMatrixSetId", "tileMatrix", "tileRow", "tileCol", "v", "datetime"],
                media=_MVT,
            ),
            f"{layer}/tiles/{{z}}/{{x}}/{{y}}.mvt": _get(
                "getTile",
                _("A vector tile"),
                "binary",
                [*here, "z", "x", "y", "v", "datetime"],
                media=_MVT,
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
    media: str = JSON,
) -> dict[str, Any]:
    names = [*(parameters or []), "as" if media == _PNG else "f", "lang"]
    bad = {"description": _("What is wrong"), "content": {"application/problem+json": {}}}
    answers = {
        "200": {
            "description": summary,
            "content": {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
            | ({_JPEG: {}} if media == _PNG else {})
            | (
                {} if media in (_SVG, _MVT, _PNG) else {"text/html": {"schema": {"type": "string"}}}
            ),
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
    pair = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}}
    text = {"type": "string"}
    system = {"type": "string", "format": "uri", "enum": list(SUPPORTED), "default": CRS84.uri}
    made = {
        "collectionId": _parameter("collectionId", text, path=True),
        "featureId": _parameter("featureId", number, path=True),
        "z": _parameter("z", {**number, "maximum": 22}, path=True),
        "x": _parameter("x", number, path=True),
        "y": _parameter("y", number, path=True),
        "tileMatrixSetId": _parameter(
            "tileMatrixSetId", {"type": "string", "enum": list(MATRIX_SETS)}, path=True
        ),
        "tileMatrix": _parameter("tileMatrix", number, path=True),
        "tileRow": _parameter("tileRow", number, path=True),
        "tileCol": _parameter("tileCol", number, path=True),
        "v": _parameter("v", text),
        "limit": _parameter("limit", limit),
        "collectionsLimit": _parameter("limit", {"type": "integer", "minimum": 1}),
        "bbox": _parameter("bbox", box),
        "datetime": _parameter("datetime", text),
        "after": _parameter("after", text),
        "properties": _parameter("properties", {"type": "array", "items": text}),
        "crs": _parameter("crs", system),
        "bbox-crs": _parameter("bbox-crs", system),
        "filter": _parameter("filter", text),
        "filter-lang": _parameter(
            "filter-lang",
            {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
        ),
        "filter-crs": _parameter("filter-crs", system),
        "sortby": _parameter("sortby", {"type": "array", "items": text}),
        "width": _parameter("width", {**number, "minimum": 1, "maximum": 2560}),
        "height": _parameter("height", {**number, "minimum": 1, "maximum": 2560}),
        "collections": _parameter("collections", {"type": "array", "items": text}),
        "center": _parameter("center", pair),
        "center-crs": _parameter("center-crs", system),
        "subset": _parameter("subset", {"type": "array", "items": text}),
        "subset-crs": _parameter("subset-crs", system),
        "scale-denominator": _parameter("scale-denominator", {"type": "number", "minimum": 1}),
        "bgcolor": _parameter("bgcolor", text),
        "void-color": _parameter("void-color", text),
        "transparent": _parameter("transparent", {"type": "boolean"}),
        "void-transparent": _parameter("void-transparent", {"type": "boolean"}),
        "f": _parameter("f", {"type": "string", "enum": ["json", "geojson", "html"]}),
        "as": _parameter("f", {"type": "string", "enum": ["png", "jpeg"]}),
        "lang": _parameter("lang", {"type": "string", "enum": ["zh-hant", "en"]}),
    }
    for name in (
        "bbox",
        "properties",
        "sortby",
        "collections",
        "center",
        "subset",
    ):  # 1,2,3,4 and not bbox=1&bbox=2 …
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
                "storageCrs": text,
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
