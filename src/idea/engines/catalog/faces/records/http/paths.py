"""The OpenAPI 3.0 definition of the records' addresses, beside those of the layers."""

from typing import Any

from django.utils.translation import gettext as _

from idea.engines.catalog.faces.records.plugin import ID
from idea.engines.catalog.faces.records.search import SORTABLE
from idea.engines.features.http.answers import GEOJSON, JSON, SCHEMA

_HERE = f"/collections/{ID}"
_TEXT = {"type": "string"}
_LIST = {"type": "array", "items": _TEXT}
MOST = 1000
DEFAULT = 10


def paths() -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0}
    limit = {**number, "minimum": 1, "maximum": MOST, "default": DEFAULT}
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    keys = {"type": "array", "items": {"type": "string", "pattern": f"[+-]?({'|'.join(SORTABLE)})"}}
    asked = [
        *(_parameter(name, _LIST) for name in ("q", "type", "ids", "externalIds")),
        _parameter("bbox", box),
        _parameter("sortby", keys),
        *(
            _parameter(name, _TEXT)
            for name in ("datetime", "bbox-crs", "filter", "filter-crs", "f", "lang")
        ),
        _parameter("filter-lang", {"type": "string", "enum": ["cql2-text", "cql2-json"]}),
        _parameter("limit", limit),
        _parameter("offset", number),
    ]
    one = {"name": "recordId", "in": "path", "required": True, "schema": _TEXT}
    return {
        _HERE: _get("describeRecords", _("The catalog of data sets"), JSON),
        f"{_HERE}/queryables": _get("getRecordQueryables", _("What filters may ask about"), SCHEMA),
        f"{_HERE}/sortables": _get("getRecordSortables", _("What records are sorted by"), SCHEMA),
        f"{_HERE}/items": _get("getRecords", _("Records"), GEOJSON, asked),
        f"{_HERE}/items/{{recordId}}": _get("getRecord", _("A record"), GEOJSON, [one]),
    }


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    made = {"name": name, "in": "query", "required": False, "schema": schema}
    return made | ({"style": "form", "explode": False} if schema["type"] == "array" else {})


def _get(
    operation: str, summary: str, media: str, parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    bad = {"description": _("What is wrong"), "content": {"application/problem+json": {}}}
    ok = {
        "description": summary,
        "content": {media: {"schema": {"type": "object"}}, "text/html": {}},
    }
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "tags": ["records"],
            "parameters": parameters or [],
            "responses": {"200": ok, "400": bad, "404": bad},
        }
    }
