"""A data set as a Frictionless Data Package: its files, their hashes and columns."""

import re
from typing import Any, Final

from idea.engines.catalog import labels
from idea.engines.catalog.faces.table_schema import table_schema
from idea.engines.catalog.faces.ways import media_of, ways
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.types import Dataset, Distribution

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def datapackage(dataset: Dataset) -> dict[str, Any]:
    """Return the descriptor (datapackage.json); empty members are left out."""
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": _name(dataset.slug, f"dataset-{dataset.id}"),
        "id": str(dataset.id),
        "title": dataset.title,
        "description": dataset.description,
        "homepage": page_url(dataset.slug),
        "version": f"{dataset.current.number}.0.0" if dataset.current else "",
        "created": dataset.published_at.isoformat(),
        "keywords": list(dataset.keywords),
        "licenses": [_license(dataset)],
        "contributors": [_agency(dataset)],
        "sources": [{"title": dataset.origin_url, "path": dataset.origin_url}]
        if dataset.origin_url
        else [],
        "resources": [_resource(dataset, item, at) for at, item in enumerate(ways(dataset), 1)],
    }
    return {name: value for name, value in package.items() if value not in ("", [])}


def _resource(dataset: Dataset, item: Distribution, at: int) -> dict[str, Any]:
    own = item.id is None and dataset.current is not None
    token = item.format or "file"
    resource: dict[str, Any] = {
        "name": _name(f"{at}-{token}", f"resource-{at}"),
        "title": item.title,
        "description": item.description,
        "path": item.url,
        "format": token,
        "mediatype": media_of(item),
        "encoding": (item.encoding or "").casefold(),
        "bytes": item.size,
        "hash": item.checksum,
    }
    if own and item.format == "csv" and item.encoding == "UTF-8":
        resource["type"] = "table"
        resource["schema"] = table_schema(dataset.current, dataset.declared)
    return {name: value for name, value in resource.items() if value not in ("", None)}


def _license(dataset: Dataset) -> dict[str, str]:
    url = dataset.license_url or labels.LICENSE_URLS.get(dataset.license, "")
    terms = {
        "name": re.sub(r"[^A-Za-z0-9._-]", "-", str(dataset.license)),
        "title": dataset.license_given or labels.license_label(dataset.license),
        "path": url,
    }
    return {name: value for name, value in terms.items() if value}


def _agency(dataset: Dataset) -> dict[str, Any]:
    agency: dict[str, Any] = {"title": dataset.organization, "roles": ["publisher"]}
    if dataset.contact_email:
        agency["email"] = dataset.contact_email
    return agency


def _name(wanted: str, otherwise: str) -> str:
    """Return a name the specification takes: lower-case ASCII, figures, `.`, `_`, `-`."""
    return wanted if re.fullmatch(r"[-a-z0-9._]+", wanted) else otherwise
