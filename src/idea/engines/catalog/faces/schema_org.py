"""A data set as schema.org/Dataset, as search engines read it inside a page."""

from typing import Any, Final

from django.conf import settings

from idea.engines.catalog import labels
from idea.engines.catalog.faces.ways import columns_of, media_of, ways
from idea.engines.catalog.linked import series_url
from idea.engines.catalog.types import Access, Dataset, Distribution

_LONGEST: Final = 5000  # what search engines take of a description
_VARIABLES: Final = 100


def jsonld(dataset: Dataset, url: str) -> dict[str, Any]:
    """Return the data set for its page at `url`; empty members are left out."""
    node: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "identifier": [*filter(None, (str(dataset.id), dataset.identifier))],
        "name": dataset.title,
        "alternateName": dataset.title_en,
        "description": (dataset.description or dataset.title)[:_LONGEST],
        "isAccessibleForFree": not dataset.fee,
        "conditionsOfAccess": _conditions(dataset),
        "license": dataset.license_url or labels.LICENSE_URLS.get(dataset.license, ""),
        "creator": _agency(dataset),
        "publisher": {"@type": "Organization", "name": dataset.organization},
        "datePublished": dataset.published_at.isoformat(),
        "dateModified": dataset.modified_at.isoformat(),
        "temporalCoverage": _time(dataset),
        "spatialCoverage": _place(dataset),
        "keywords": list(dataset.keywords),
        "inLanguage": dataset.language or "zh-Hant",
        "version": str(dataset.current.number) if dataset.current else "",
        "variableMeasured": [name for name, _words in columns_of(dataset)[:_VARIABLES]],
        "distribution": [_download(item) for item in ways(dataset)],
        "sameAs": [*filter(None, (dataset.landing_page, dataset.origin_url))],
        "isPartOf": _series(dataset),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": settings.IDEA_SITE_NAME["zh-hant"],
            "url": f"{settings.IDEA_SITE_URL}/",
        },
    }
    return {name: value for name, value in node.items() if value not in ("", [], {}, None)}


def _conditions(dataset: Dataset) -> str:
    if dataset.access is Access.OPEN and not dataset.fee:
        return ""
    return " ".join(filter(None, (labels.access_label(dataset.access), dataset.fee)))


def _agency(dataset: Dataset) -> dict[str, Any]:
    agency: dict[str, Any] = {"@type": "Organization", "name": dataset.organization}
    if dataset.organization_en:
        agency["alternateName"] = dataset.organization_en
    contact = {
        "name": dataset.contact_name,
        "email": dataset.contact_email,
        "telephone": dataset.contact_phone,
    }
    said = {name: value for name, value in contact.items() if value}
    if said:
        agency["contactPoint"] = {"@type": "ContactPoint", "contactType": "data", **said}
    return agency


def _time(dataset: Dataset) -> str:
    if not (dataset.start or dataset.end):
        return ""
    start = dataset.start.isoformat() if dataset.start else ".."
    return f"{start}/{dataset.end.isoformat() if dataset.end else '..'}"


def _place(dataset: Dataset) -> dict[str, Any]:
    layer = dataset.current.layer if dataset.current else None
    bounds = dataset.bbox or (layer.bbox if layer else None)
    place: dict[str, Any] = {"@type": "Place", "name": dataset.place} if dataset.place else {}
    if bounds:
        west, south, east, north = bounds
        shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
        place = {"@type": "Place", **place, "geo": shape}
    return place


def _series(dataset: Dataset) -> dict[str, str]:
    if not dataset.series:
        return {}
    name, url = dataset.series_title, series_url(dataset.series)
    return {"@type": "Dataset", "@id": url, "name": name, "description": name}


def _download(item: Distribution) -> dict[str, Any]:
    said = {
        "@type": "DataDownload",
        "name": item.title,
        "encodingFormat": media_of(item) or item.format.upper(),
        "contentUrl": item.url,
        "contentSize": str(item.size) if item.size is not None else "",
    }
    return {name: value for name, value in said.items() if value}
