"""What the OpenAPI definition says of styles: lists, documents, legends, saving and removing."""

from typing import Any, Final

from django.utils.translation import gettext as _

_LAYER: Final = "/collections/{collectionId}"
_MAPBOX: Final = "application/vnd.mapbox.style+json"
_BODIES: Final = (_MAPBOX, "application/json")


def with_styles(definition: dict[str, Any]) -> dict[str, Any]:
    """Return the definition with the addresses of styles added."""
    every, one = f"{_LAYER}/styles", f"{_LAYER}/styles/{{styleId}}"
    style = _("A style for MapLibre, of the layer's own tiles")
    definition["paths"] |= {
        every: {
            "get": _operation("getStyles", _("Styles of the map"), "application/json"),
            "post": _operation("addStyle", _("Add a style"), status="201"),
        },
        one: {
            "get": _operation("getStyle", style, _MAPBOX, one=True),
            "put": _operation("saveStyle", _("Save a style"), status="204", one=True),
            "delete": _operation(
                "removeStyle", _("Take a style away"), status="204", one=True, body=False
            ),
        },
        f"{one}/metadata": {
            "get": _operation(
                "getStyleMetadata", _("What is known of a style"), "application/json", one=True
            )
        },
    }
    for ending, media in (
        ("json", "application/json"),
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
    ):
        name = f"getLegend{ending.capitalize()}"
        legend = _operation(name, _("The legend of a style"), media, one=True)
        definition["paths"][f"{one}/legend.{ending}"] = {"get": legend}
    definition["components"]["parameters"]["styleId"] = {
        "name": "styleId",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }
    return definition


def _operation(
    name: str,
    summary: str,
    media: str = "",
    *,
    status: str = "200",
    one: bool = False,
    body: bool = True,
) -> dict[str, Any]:
    bad = {"description": _("What is wrong"), "content": {"application/problem+json": {}}}
    refused = ["404"] if media else ["401", "403", "404", "409", "422"]
    names = ["collectionId", *(["styleId"] if one else [])]
    made: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "tags": ["features"],
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in names],
        "responses": {
            status: {"description": summary} | ({"content": {media: {}}} if media else {}),
            **dict.fromkeys(refused, bad),
        },
    }
    if not media:
        made["security"] = [{"token": []}]
    if not media and body:
        made["requestBody"] = {"required": True, "content": {kind: {} for kind in _BODIES}}
    return made
