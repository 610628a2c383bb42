"""A data set in the words of others: DCAT 3 (DCAT-AP terms), schema.org, Table Schema.

Each function returns plain JSON values; addresses are absolute.
"""

from typing import Any
from urllib.parse import quote

from django.conf import settings

from idea.engines.catalog import labels
from idea.engines.catalog.downloads import formats
from idea.engines.catalog.outward import page_path
from idea.engines.catalog.types import Dataset, Download, Version
from idea.engines.sources.types import Column, Role

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "adms": "http://www.w3.org/ns/adms#",
    "locn": "http://www.w3.org/ns/locn#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "http://www.iana.org/assignments/media-types"


def page_url(slug: str) -> str:
    return f"{settings.IDEA_SITE_URL}{page_path(slug)}"


def api_url(slug: str, rest: str = "") -> str:
    return f"{settings.IDEA_SITE_URL}/api/v1/datasets/{quote(slug)}{rest}"


def feed_url(slug: str) -> str:
    return f"{settings.IDEA_SITE_URL}/feeds/datasets/{quote(slug)}.atom"


def features_url(slug: str) -> str:
    return f"{settings.IDEA_SITE_URL}/ogc/collections/{quote(slug)}"


def download_url(slug: str, format_: Download, number: int | None = None) -> str:
    return f"{settings.IDEA_SITE_URL}{download_path(slug, format_, number)}"


def download_path(slug: str, format_: Download, number: int | None = None) -> str:
    """Return the path of a download, of one version if a number is given."""
    name = quote(slug)
    version = f"v{number}/" if number is not None else ""
    last = "original" if format_ is Download.ORIGINAL else f"{name}.{format_}"
    return f"/download/{name}/{version}{last}"


def dcat(dataset: Dataset) -> dict[str, Any]:
    """Return the data set as JSON-LD in DCAT 3, with the properties DCAT-AP 3 asks for."""
    current = dataset.current
    node: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": page_url(dataset.slug),
        "@type": "dcat:Dataset",
        "dct:identifier": str(dataset.id),
        "dct:title": _texts(dataset.title, dataset.title_en),
        "dct:description": _texts(dataset.description, dataset.description_en),
        "dct:issued": _moment(dataset.published_at.isoformat()),
        "dct:modified": _moment(dataset.modified_at.isoformat()),
        "dct:publisher": {
            "@id": f"urn:uuid:{dataset.organization_id}",
            "@type": "foaf:Agent",
            "foaf:name": _texts(dataset.organization, dataset.organization_en),
        },
        "dct:accrualPeriodicity": {
            "@id": labels.FREQUENCY_URIS[dataset.frequency],
            "@type": "dct:Frequency",
        },
        "dcat:version": str(current.number),
        "dcat:keyword": [{"@language": "zh-Hant", "@value": word} for word in dataset.keywords],
        "dcat:distribution": [
            _distribution(dataset, current, format_) for format_ in formats(current)
        ],
    }
    if dataset.theme:
        node["dcat:theme"] = {"@id": labels.theme_uri(dataset.theme), "@type": "skos:Concept"}
        node["@context"] = _CONTEXT | {"skos": "http://www.w3.org/2004/02/skos/core#"}
    if dataset.landing_page:
        node["dcat:landingPage"] = {"@id": dataset.landing_page, "@type": "foaf:Document"}
    if current.layer is not None:
        west, south, east, north = current.layer.bbox
        node["dct:spatial"] = {
            "@type": "dct:Location",
            "dcat:bbox": {
                "@type": "http://www.opengis.net/ont/geosparql#wktLiteral",
                "@value": f"POLYGON(({west} {south},{east} {south},{east} {north},"
                f"{west} {north},{west} {south}))",
            },
        }
    return node


def jsonld(dataset: Dataset, url: str) -> dict[str, Any]:
    """Return the data set as schema.org/Dataset, for its page at `url`."""
    current = dataset.current
    node: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "identifier": str(dataset.id),
        "name": dataset.title,
        "description": dataset.description,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": dataset.organization},
        "datePublished": dataset.published_at.isoformat(),
        "dateModified": dataset.modified_at.isoformat(),
        "version": str(current.number),
        "keywords": list(dataset.keywords),
        "variableMeasured": [column.title or column.name for column in current.columns[:100]],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": _media_type(current, format_),
                "contentUrl": download_url(dataset.slug, format_),
            }
            for format_ in formats(current)
        ],
    }
    if dataset.title_en:
        node["alternateName"] = dataset.title_en
    if dataset.license in labels.LICENSE_URLS:
        node["license"] = labels.LICENSE_URLS[dataset.license]
    if current.layer is not None:
        west, south, east, north = current.layer.bbox
        node["spatialCoverage"] = {
            "@type": "Place",
            "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"},
        }
    return node


def table_schema(version: Version) -> dict[str, Any]:
    """Return the columns as a Frictionless Table Schema (v1) descriptor."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column) for column in version.columns],
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": str(column.type)}
    if column.title and column.title != column.name:
        field["title"] = column.title
    if column.note:
        field["description"] = column.note
    if column.example:
        field["example"] = column.example
    if column.role is not Role.NONE:
        field["idea:role"] = str(column.role)
    return field


def _distribution(dataset: Dataset, version: Version, format_: Download) -> dict[str, Any]:
    url = download_url(dataset.slug, format_)
    media = _media_type(version, format_).partition(";")[0]
    node: dict[str, Any] = {
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": f"{dataset.title} ({format_.upper()})",
        "dcat:accessURL": {"@id": page_url(dataset.slug)},
        "dcat:downloadURL": {"@id": url},
        "dcat:mediaType": {"@id": f"{_MEDIA}/{media}", "@type": "dct:MediaType"},
        "dct:modified": _moment(version.created_at.isoformat()),
    }
    if dataset.license in labels.LICENSE_URLS:
        node["dct:license"] = {
            "@id": labels.LICENSE_URLS[dataset.license],
            "@type": "dct:LicenseDocument",
        }
    if format_ is Download.PARQUET:
        node["dcat:byteSize"] = {"@type": "xsd:nonNegativeInteger", "@value": str(version.size)}
    if format_ is Download.ORIGINAL:
        node["dcat:byteSize"] = {
            "@type": "xsd:nonNegativeInteger",
            "@value": str(version.payload_size),
        }
        node["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": version.sha256},
        }
    return node


def _media_type(version: Version, format_: Download) -> str:
    if format_ is not Download.ORIGINAL:
        return labels.MEDIA_TYPES[format_]
    return ORIGINAL_MEDIA.get(version.format, labels.MEDIA_TYPES[Download.ORIGINAL])


ORIGINAL_MEDIA = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xlsx": labels.MEDIA_TYPES[Download.XLSX],
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "shp.zip": "application/zip",
    "geoparquet": "application/vnd.apache.parquet",
    "parquet": "application/vnd.apache.parquet",
}


def _texts(text: str, english: str) -> list[dict[str, str]]:
    texts = [{"@language": "zh-Hant", "@value": text}]
    return texts + ([{"@language": "en", "@value": english}] if english else [])


def _moment(text: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": text}
