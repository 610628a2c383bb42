"""The JSON of the data-set API, as OpenAPI describes it.

Plain pydantic models: ninja's Schema looks into each dictionary as if it were a row of Django's.
"""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from idea.engines.catalog import linked
from idea.engines.catalog.downloads import formats
from idea.engines.catalog.types import Dataset, Distribution, Listing, Version
from idea.kernel.jobs.api import JobInfo


class ColumnOut(BaseModel):
    name: str
    title: str
    type: str = Field(description="A type of Frictionless Table Schema.")
    role: str = Field("", description="What the column is for, where its name and values tell.")
    note: str = ""
    nulls: int = 0
    example: str = ""


class VersionOut(BaseModel):
    id: UUID
    number: int
    created_at: datetime
    note: str
    filename: str
    format: str
    encoding: str
    source_url: str
    sha256: str = Field(description="Of the file as it came.")
    rows: int
    rejected: int = Field(description="Rows left out, each with an issue.")
    issue_count: int
    has_map: bool
    bbox: list[float] | None = Field(None, description="West, south, east, north; CRS84 degrees.")
    downloads: dict[str, str] = Field(description="Address by format.")


class Summary(BaseModel):
    id: UUID
    slug: str
    title: str
    title_en: str
    description: str
    description_en: str
    described: bool = Field(description="False: the description was made from the columns.")
    organization: str
    organization_en: str
    organization_slug: str
    license: str = Field(description="SPDX identifier.")
    frequency: str
    theme: str = Field(description="A code of the EU data-theme authority table.")
    keywords: list[str]
    landing_page: str
    synthetic: bool = Field(description="Made up for a demonstration.")
    published_at: datetime
    modified_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    format: str
    formats: list[str]
    rows: int | None = Field(description="None: its files are elsewhere.")
    version: int | None
    access: str = Field("open", description="open, restricted or closed (classes 甲, 乙, 丙).")
    origin: str = Field("", description="The harvest source it came by; empty: published here.")
    has_map: bool
    url: str = Field(description="The page for people.")
    api: str = Field(description="This data set in the API.")


class DistributionOut(BaseModel):
    """A file or service elsewhere (dcat:Distribution)."""

    title: str
    description: str
    url: str
    format: str
    media_type: str
    encoding: str
    size: int | None
    service: bool
    modified: datetime | None


class DeclaredOut(BaseModel):
    """What the publisher promises of a column."""

    name: str
    title: str
    title_en: str
    description: str
    type: str
    unit: str
    codes: list[tuple[str, str]]
    required: bool
    unique: bool
    pattern: str
    minimum: str
    maximum: str
    personal: bool


class DatasetOut(Summary):
    identifier: str
    contact_name: str
    contact_email: str
    contact_phone: str
    language: str
    start: date | None = Field(description="The time the data tell of.")
    end: date | None
    place: str
    bbox: list[float] | None = Field(description="As stated by the publisher; CRS84 degrees.")
    access_why: str
    fee: str = Field(description="Empty: free of charge.")
    fee_basis: str
    fee_law: str
    fee_url: str
    license_given: str
    license_url: str
    frequency_given: str
    conforms_to: str
    provenance: str
    remarks: str = Field(description="Further notes of the publisher.")
    related: list[str]
    series: str
    declared: list[DeclaredOut]
    extra: dict[str, Any] = Field(description="Further fields of the source, as given.")
    origin_url: str
    distributions: list[DistributionOut] = Field(description="Files and services elsewhere.")
    columns: list[ColumnOut]
    issues: list[dict[str, Any]] = Field(description="What was found in the file, 100 at most.")
    issue_count: int
    notes: list[str]
    current: VersionOut | None
    links: dict[str, str] = Field(description="rows, versions, schema, dcat, feed, features.")


class FacetOut(BaseModel):
    value: str
    label: str
    count: int


class ListOut(BaseModel):
    total: int = Field(description="How many data sets match, exactly.")
    items: list[Summary]
    facets: dict[str, list[FacetOut]]
    next: str | None = Field(None, description="The address of the next page.")


class RowsOut(BaseModel):
    columns: list[ColumnOut]
    rows: list[dict[str, Any]]
    total: int = Field(description="How many rows match, exactly.")
    version: int
    next: str | None = Field(None, description="The address of the next page.")


class JobOut(BaseModel):
    id: UUID
    title: str
    state: str = Field(description="queued, running, done or failed.")
    percent: int | None
    message: str
    result: dict[str, Any] | None = Field(description="Of a publication: slug, number, rows …")
    problem: dict[str, Any] | None = Field(description="problem+json members, where it failed.")
    created_at: datetime
    finished_at: datetime | None
    url: str = Field(description="Ask here again.")


class ProblemOut(BaseModel):
    type: str
    title: str
    status: int
    detail: str
    code: str
    remedy: str = ""
    issues: list[dict[str, Any]] = []


_SAID = (
    "identifier contact_name contact_email contact_phone language start end place access_why fee "
    "fee_basis fee_law fee_url license_given license_url frequency_given conforms_to provenance "
    "series origin_url"
)


def summary(dataset: Dataset) -> dict[str, Any]:
    names = (
        "id slug title title_en description description_en described organization "
        "organization_en organization_slug license frequency theme landing_page synthetic "
        "published_at modified_at withdrawn_at withdrawn_why has_map access origin"
    )
    current = dataset.current
    return {name: getattr(dataset, name) for name in names.split()} | {
        "keywords": list(dataset.keywords),
        "format": dataset.format,
        "formats": list(dataset.formats),
        "rows": dataset.rows,
        "version": current.number if current else None,
        "url": linked.page_url(dataset.slug),
        "api": linked.api_url(dataset.slug),
    }


def version_out(slug: str, version: Version, *, offered: bool = True) -> dict[str, Any]:
    """Say what a version is; of one not `offered` (withdrawn, not open) without its contents."""
    names = (
        "id number created_at note filename format encoding source_url sha256 rows rejected "
        "issue_count"
    )
    return {name: getattr(version, name) for name in names.split()} | {
        "has_map": version.layer is not None,
        "bbox": list(version.layer.bbox) if version.layer and offered else None,
        "downloads": {
            str(format_): linked.download_url(slug, format_, version.number)
            for format_ in (formats(version) if offered else [])
        },
    }


def dataset_out(dataset: Dataset) -> dict[str, Any]:
    """Say all there is to say; what quotes cells is left out of what is not offered."""
    current, offered = dataset.current, dataset.offered
    site = linked.page_url(dataset.slug)
    links = {
        "page": site,
        "dcat": linked.api_url(dataset.slug, "/dcat"),
        "taiwan": linked.api_url(dataset.slug, "/taiwan"),
        "feed": linked.feed_url(dataset.slug),
    }
    if current is not None:
        links["rows"] = linked.api_url(dataset.slug, "/rows")
        links["versions"] = linked.api_url(dataset.slug, "/versions")
        links["schema"] = linked.api_url(dataset.slug, "/schema")
    if offered and dataset.has_map:
        links["features"] = linked.features_url(dataset.slug)
    said = summary(dataset) | {
        **{name: getattr(dataset, name) for name in _SAID.split()},
        "bbox": list(dataset.bbox) if dataset.bbox else None,
        "remarks": dataset.notes,
        "related": list(dataset.related),
        "declared": [asdict(column) for column in dataset.declared],
        "extra": dict(dataset.extra),
        "distributions": [distribution_out(item) for item in dataset.linked or ()],
        "columns": [],
        "issues": [],
        "issue_count": 0,
        "notes": [],
        "current": None,
        "links": links,
    }
    if current is None:
        return said
    return said | {
        "columns": columns_out(current, offered=offered),
        "issues": [issue.as_dict() for issue in current.issues[:100]] if offered else [],
        "issue_count": current.issue_count,
        "notes": list(current.notes),
        "current": version_out(dataset.slug, current, offered=offered),
    }


def distribution_out(item: Distribution) -> dict[str, Any]:
    names = "title description url format media_type encoding size service modified"
    return {name: getattr(item, name) for name in names.split()}


def columns_out(version: Version, *, offered: bool = True) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "title": column.title,
            "type": str(column.type),
            "role": str(column.role),
            "note": column.note,
            "nulls": column.nulls,
            "example": column.example if offered else "",
        }
        for column in version.columns
    ]


def list_out(found: Listing, following: str | None) -> dict[str, Any]:
    return {
        "total": found.total,
        "items": [summary(dataset) for dataset in found.datasets],
        "facets": {
            name: [{"value": f.value, "label": f.label, "count": f.count} for f in facets]
            for name, facets in found.facets.items()
        },
        "next": following,
    }


def job_out(job: JobInfo, url: str) -> dict[str, Any]:
    names = "id title message result problem created_at finished_at percent"
    return {name: getattr(job, name) for name in names.split()} | {
        "state": str(job.state),
        "url": url,
    }
