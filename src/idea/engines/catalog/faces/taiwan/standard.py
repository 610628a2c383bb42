"""The 38 fields of the metadata standard of July 2015, and a data set in them.

The standard describes a data set and its resources in one flat list; resources are repeated.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from idea.engines.catalog.faces.taiwan import writing
from idea.engines.catalog.faces.taiwan.values import fields_text
from idea.engines.catalog.faces.taiwan.words import FREE
from idea.engines.catalog.faces.ways import ways, web_page
from idea.engines.catalog.types import Dataset, Distribution


class Field(NamedTuple):
    """A field of the standard. `need`: M mandatory, R recommended, O optional."""

    name: str
    need: str
    resource: bool = False  # repeated for each resource


FIELDS: Final = (
    Field("categoryCode", "M"),
    Field("identifier", "M"),
    Field("title", "M"),
    Field("description", "M"),
    Field("fieldDescription", "M"),
    Field("type", "M"),
    Field("license", "M"),
    Field("licenseURL", "M"),
    Field("cost", "M"),
    Field("costURL", "O"),
    Field("costLaw", "O"),  # needed where a cost is charged
    Field("organization", "M"),
    Field("organizationContactName", "M"),
    Field("organizationContactPhone", "M"),
    Field("organizationContactEmail", "M"),
    Field("publisher", "M"),
    Field("publisherContactName", "M"),
    Field("publisherContactPhone", "M"),
    Field("publisherContactEmail", "M"),
    Field("accrualPeriodicity", "M"),
    Field("temporalCoverageFrom", "R"),
    Field("temporalCoverageTo", "R"),
    Field("issued", "R"),
    Field("modified", "R"),
    Field("spatial", "R"),
    Field("language", "R"),
    Field("landingPage", "R"),
    Field("keyword", "R"),
    Field("numberOfData", "O"),
    Field("notes", "O"),
    Field("resourceID", "M", resource=True),
    Field("resourceDescription", "M", resource=True),
    Field("format", "M", resource=True),
    Field("resourceModified", "R", resource=True),
    Field("accessURL", "R", resource=True),  # this one or the next is needed
    Field("downloadURL", "R", resource=True),
    Field("metadataSourceOfData", "R"),
    Field("characterSetCode", "M", resource=True),
)


def standard(dataset: Dataset, publisher: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the record of the standard; every mandatory field is there, if only empty.

    `publisher` are name, phone and email of the agency that runs this site's entry; the agency
    that provides the data where it is not given. Resource fields are lists, one value a resource.
    """
    said = publisher or {}
    resources = ways(dataset)
    rows = next((item.rows for item in resources if item.rows is not None), None)
    values: dict[str, Any] = {
        "categoryCode": writing.category(dataset),
        "identifier": dataset.identifier or str(dataset.id),
        "title": dataset.title,
        "description": dataset.description,
        "fieldDescription": fields_text(writing.all_fields(dataset)),
        "type": writing.kind(dataset),
        "license": writing.license_words(dataset),
        "licenseURL": writing.license_url(dataset),
        "cost": dataset.fee or FREE,
        "costURL": dataset.fee_url,
        "costLaw": dataset.fee_law,
        "organization": dataset.organization,
        "organizationContactName": dataset.contact_name,
        "organizationContactPhone": dataset.contact_phone,
        "organizationContactEmail": dataset.contact_email,
        "publisher": said.get("name") or dataset.organization,
        "publisherContactName": said.get("name") or dataset.contact_name,
        "publisherContactPhone": said.get("phone") or dataset.contact_phone,
        "publisherContactEmail": said.get("email") or dataset.contact_email,
        "accrualPeriodicity": writing.frequency_words(dataset),
        "temporalCoverageFrom": dataset.start.isoformat() if dataset.start else "",
        "temporalCoverageTo": dataset.end.isoformat() if dataset.end else "",
        "issued": writing.issued(dataset),
        "modified": writing.modified(dataset),
        "spatial": dataset.place,
        "language": dataset.language,
        "landingPage": ";".join(web_page(dataset)),
        "keyword": ";".join(dataset.keywords),
        "numberOfData": "" if rows is None else str(rows),
        "notes": dataset.notes,
        "metadataSourceOfData": str(dataset.extra.get("source", "")),
        **{name: [take(item) for item in resources] for name, take in _RESOURCE.items()},
    }
    return {
        field.name: values[field.name]
        for field in FIELDS
        if field.need == "M" or values[field.name] not in ("", [])
    }


def _modified(item: Distribution) -> str:
    return item.modified.isoformat() if item.modified else ""


_RESOURCE: Final[dict[str, Callable[[Distribution], str]]] = {
    "resourceID": lambda item: item.identifier or (str(item.id) if item.id else ""),
    "resourceDescription": lambda item: item.title or item.description,
    "format": lambda item: item.format.upper(),
    "resourceModified": _modified,
    "accessURL": lambda item: item.access_url,
    "downloadURL": lambda item: item.download_url,
    "characterSetCode": lambda item: item.encoding,
}
