"""What a feature of a collection holds, as JSON Schema: what is given, and what may be sent.

OGC API Features part 5, Schemas (23-058r1, draft), "Returnables and receivables".
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features import queries, store
from idea.engines.features.cql2.spatial import GEOMETRY
from idea.engines.features.http.answers import SCHEMA, entrance
from idea.engines.features.http.ogc import GEOMETRIES, root, say, title_of, trail
from idea.engines.features.http.pages import Page
from idea.engines.features.live.fields import json_schema
from idea.engines.features.live.queries import live_collection
from idea.engines.features.live.types import serves
from idea.engines.features.types import Collection


@entrance()
def schema(request: HttpRequest, collection_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    required, properties = _properties(layer)
    shape = GEOMETRIES.get(layer.layer.kind, "any")
    body = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{root(request)}/collections/{layer.id}/schema",
        "type": "object",
        "title": title_of(layer),
        "properties": {
            "id": {"type": "integer", "readOnly": True, "x-ogc-role": "id"},
            GEOMETRY: {"x-ogc-role": "primary-geometry", "format": f"geometry-{shape}"},
            **properties,
        },
        "required": required,
        "additionalProperties": False,
    }
    rows = [
        ("", [name, each.get("format", each["type"]), _("yes") if name in required else ""])
        for name, each in properties.items()
    ]
    return say(
        request,
        body,
        lambda: Page(
            _("What features hold"),
            trail=trail(request, layer),
            columns=[_("Property"), _("Type"), _("Must be given")],
            rows=rows,
        ),
        media_type=SCHEMA,
    )


def _properties(layer: Collection) -> tuple[list[str], dict[str, dict[str, Any]]]:
    if not serves(layer.lake_key):
        told = store.schema(layer).properties
        return [], {
            each.name: {"type": each.type} | ({"format": each.format} if each.format else {})
            for each in told
        }
    english = get_language() == "en"
    fields = live_collection(layer.id).fields
    required = [GEOMETRY, *(field.name for field in fields if field.required)]
    titles = {field.name: (english and field.title_en) or field.title for field in fields}
    return required, {field.name: json_schema(field, titles[field.name]) for field in fields}
