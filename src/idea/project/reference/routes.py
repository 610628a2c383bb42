"""The page of API routes: the OpenAPI description, read out."""

from pathlib import Path
from typing import Any

from idea.project.api import api
from idea.project.reference.markdown import code, heading, table

ELSEWHERE = (
    ("GET /ogc/", "OGC API - Features parts 1 to 3 with CQL2; start at this page."),
    ("GET /ogc/wms", "WMS 1.3.0 and 1.1.1; of one data set: /ogc/collections/{slug}/wms."),
    ("GET /ogc/wmts", "WMTS 1.0.0 by parameters; of one data set: /ogc/collections/{slug}/wmts."),
    ("GET /ogc/wmts/1.0.0/WMTSCapabilities.xml", "WMTS 1.0.0 by addresses."),
    ("GET /ogc/collections/{slug}/tiles", "OGC API Tiles 1.0: vector tiles."),
    ("GET /ogc/collections/{slug}/tiles.json", "TileJSON 3."),
    ("GET /ogc/collections/{slug}/tiles.pmtiles", "PMTiles 3."),
    ("GET /feeds/changes.atom", "What was published and changed, newest first (Atom)."),
    ("GET /feeds/datasets/{slug}.atom", "The versions of one data set."),
    ("GET /download/{slug}/{slug}.{format}", "The newest version as a file."),
    ("GET /download/{slug}/v{number}/{slug}.{format}", "One version as a file, for good."),
    ("GET /download/{slug}/original", "The file as it came; /v{number}/original too."),
    ("GET /healthz", "200 while the process lives."),
    ("GET /readyz", "200 when database, lake and migrations are in order; 503 and which is not."),
    ("GET /metrics", "Prometheus text format."),
)


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Return (method, path, operation) of every route, by path."""
    schema = api.get_openapi_schema()
    return sorted(
        (
            (method.upper(), path, operation)
            for path, methods in schema["paths"].items()
            for method, operation in methods.items()
        ),
        key=lambda row: (row[1], row[0]),
    )


def page(_docs: Path) -> str:
    text = heading(
        "API routes",
        "Reads need no key. Writes take `Authorization: Bearer TOKEN` (`./idea token EMAIL`). A "
        "running site serves the machine-readable description at `/api/v1/openapi.json` and pages "
        "to try it at `/api/v1/docs`.",
    )
    for method, path, operation in operations():
        text += (
            f"## {method} {path}\n\n{operation['summary']}. {operation.get('description', '')}\n\n"
        )
        rows = [
            (
                code(p["name"]),
                p["in"] + (", required" if p.get("required") else ""),
                _kind(p["schema"]),
                p.get("description", ""),
            )
            for p in operation.get("parameters", [])
        ]
        if rows:
            text += table(("parameter", "in", "type", "meaning"), rows)
    text += "## Outside the API\n\n"
    text += table(("address", "answer"), [(code(a), words) for a, words in ELSEWHERE])
    return text


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(part) for part in schema["anyOf"] if part.get("type") != "null")
    if "enum" in schema:
        return ", ".join(code(value) for value in schema["enum"])
    words = str(schema.get("type", schema.get("$ref", "").rpartition("/")[2]))
    default = schema.get("default")
    return words + (f", default {code(default)}" if default not in (None, "", []) else "")
