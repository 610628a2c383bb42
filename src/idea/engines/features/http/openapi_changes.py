"""What the OpenAPI definition says of creating, replacing, changing and deleting features."""

from typing import Any

from django.utils.translation import gettext as _

from idea.engines.features.http.answers import GEOJSON

_MERGE_PATCH = "application/merge-patch+json"
_LAYER = "/collections/{collectionId}"
_TOKEN: dict[str, list[str]] = {"token": []}


def with_changes(definition: dict[str, Any]) -> dict[str, Any]:
    """Return the definition of what is read, with what live collections take added."""
    paths, parts = definition["paths"], definition["components"]
    paths[f"{_LAYER}/items"]["post"] = _operation(
        "createFeature", _("Create a feature of a live layer"), {"201": _made()}, body=GEOJSON
    )
    one = paths[f"{_LAYER}/items/{{featureId}}"]
    done = {"204": {"description": _("Done"), "headers": {"ETag": _header()}}}
    one["put"] = _operation(
        "replaceFeature", _("Replace a feature"), done, body=GEOJSON, existing=True
    )
    one["patch"] = _operation(
        "updateFeature", _("Change a feature"), done, body=_MERGE_PATCH, existing=True
    )
    one["delete"] = _operation(
        "deleteFeature",
        _("Delete a feature"),
        {"204": {"description": _("Done")}},
        existing=True,
    )
    paths[f"{_LAYER}/schema"] = {"get": _schema(paths[f"{_LAYER}/queryables"]["get"])}
    parts["parameters"]["why"] = {
        "name": "why",
        "in": "query",
        "description": _("Why it is changed; kept in its history."),
        "schema": {"type": "string", "maxLength": 500},
    }
    for name in ("If-Match", "Content-Crs"):
        parts["parameters"][name] = {"name": name, "in": "header", "schema": {"type": "string"}}
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return definition


def _operation(
    name: str,
    summary: str,
    done: dict[str, Any],
    *,
    body: str = "",
    existing: bool = False,
) -> dict[str, Any]:
    problem = {"description": _("What is wrong"), "content": {"application/problem+json": {}}}
    refused = ["400", "401", "403", "404", "405", "429"]
    refused += ["413", "415", "422"] if body else []
    refused += ["412"] if existing else ["409"]
    parameters = ["collectionId", *(["featureId", "If-Match"] if existing else []), "why"]
    parameters += ["Content-Crs"] if body else []
    told: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "tags": ["features"],
        "security": [_TOKEN],
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in parameters],
        "responses": done | dict.fromkeys(sorted(refused), problem),
    }
    if body:
        kind = "feature" if body == GEOJSON else "object"
        shape = {"$ref": f"#/components/schemas/{kind}"}
        told["requestBody"] = {"required": True, "content": {body: {"schema": shape}}}
    return told


def _made() -> dict[str, Any]:
    return {
        "description": _("The feature that was created"),
        "headers": {"Location": _header(), "ETag": _header()},
        "content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/feature"}}},
    }


def _header() -> dict[str, Any]:
    return {"schema": {"type": "string"}}


def _schema(like: dict[str, Any]) -> dict[str, Any]:
    summary = _("What features hold")
    answer = like["responses"]["200"] | {"description": summary}
    return like | {
        "operationId": "getSchema",
        "summary": summary,
        "responses": like["responses"] | {"200": answer},
    }
