"""A data set as an entry of data.json (DCAT-US 1.1, Project Open Data).

The fields that only a United States agency has (bureauCode, programCode) are not there.
"""

from typing import Any, Final

from django.conf import settings

from idea.engines.catalog import labels
from idea.engines.catalog.faces.ways import media_of, ways
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.types import Access, Dataset, Distribution, Frequency

_SCHEMA: Final = "https://project-open-data.cio.gov/v1.1/schema"
LEVELS: Final = {
    Access.OPEN: "public",
    Access.RESTRICTED: "restricted public",
    Access.CLOSED: "non-public",
}
RHYTHMS: Final = {  # ISO 8601 repeating durations
    Frequency.CONTINUOUS: "R/PT1S",
    Frequency.HOURLY: "R/PT1H",
    Frequency.DAILY: "R/P1D",
    Frequency.WEEKLY: "R/P1W",
    Frequency.FORTNIGHTLY: "R/P2W",
    Frequency.MONTHLY: "R/P1M",
    Frequency.BIMONTHLY: "R/P2M",
    Frequency.QUARTERLY: "R/P3M",
    Frequency.HALF_YEARLY: "R/P6M",
    Frequency.YEARLY: "R/P1Y",
    Frequency.BIENNIAL: "R/P2Y",
    Frequency.TRIENNIAL: "R/P3Y",
    Frequency.IRREGULAR: "irregular",
}


def head() -> dict[str, Any]:
    """Return the catalog's own members; `dataset` follows."""
    return {
        "@context": f"{_SCHEMA}/catalog.jsonld",
        "@id": f"{settings.IDEA_SITE_URL}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": _SCHEMA,
        "describedBy": f"{_SCHEMA}/catalog.json",
    }


def entry(dataset: Dataset) -> dict[str, Any]:
    """Return one data set; empty members are left out, but for what the schema requires."""
    layer = dataset.current.layer if dataset.current else None
    bounds = dataset.bbox or (layer.bbox if layer else None)
    said: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "identifier": page_url(dataset.slug),
        "title": dataset.title,
        "description": dataset.description or dataset.title,
        "keyword": list(dataset.keywords) or [labels.theme_label(dataset.theme) or dataset.title],
        "modified": dataset.modified_at.isoformat(),
        "issued": dataset.published_at.isoformat(),
        "publisher": {"@type": "org:Organization", "name": dataset.organization},
        "contactPoint": _contact(dataset),
        "accessLevel": LEVELS[dataset.access],
        "rights": dataset.access_why,
        "license": dataset.license_url or labels.LICENSE_URLS.get(dataset.license, ""),
        "accrualPeriodicity": RHYTHMS.get(dataset.frequency, ""),
        "temporal": _time(dataset),
        "spatial": ",".join(str(number) for number in bounds) if bounds else dataset.place,
        "language": [dataset.language] if dataset.language else [],
        "theme": [labels.theme_label(dataset.theme)] if dataset.theme else [],
        "landingPage": dataset.landing_page or page_url(dataset.slug),
        "references": list(dataset.related),
        "conformsTo": dataset.conforms_to if "://" in dataset.conforms_to else "",
        "distribution": [_distribution(item) for item in ways(dataset)],
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def _contact(dataset: Dataset) -> dict[str, str]:
    contact = {"@type": "vcard:Contact", "fn": dataset.contact_name or dataset.organization}
    if dataset.contact_email:
        contact["hasEmail"] = f"mailto:{dataset.contact_email}"
    return contact


def _time(dataset: Dataset) -> str:
    if dataset.start and dataset.end:
        return f"{dataset.start.isoformat()}/{dataset.end.isoformat()}"
    return dataset.start.isoformat() if dataset.start else ""


def _distribution(item: Distribution) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "title": item.title,
        "description": item.description,
        "accessURL": item.access_url if item.access_url != item.download_url else "",
        "downloadURL": item.download_url,
        "mediaType": media_of(item) or ("application/octet-stream" if item.download_url else ""),
        "format": item.format.upper(),
    }
    return {name: value for name, value in said.items() if value}
