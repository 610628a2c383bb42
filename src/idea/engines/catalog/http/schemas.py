"""The JSON of the data-set API, as OpenAPI describes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from idea.engines.catalog import linked
from idea.engines.catalog.downloads import formats
from idea.engines.catalog.types import Dataset, Draft, Listing, Version
from idea.engines.sources.types import Format, Hints
from idea.kernel.jobs.api import JobInfo


class ColumnOut(Schema):
    name: str
    title: str
    type: str = Field(description="A type of Frictionless Table Schema.")
    role: str = Field("", description="What the column is for, where its name and values tell.")
    note: str = ""
    nulls: int = 0
    example: str = ""


class VersionOut(Schema):
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


class Summary(Schema):
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
    rows: int
    version: int
    has_map: bool
    url: str = Field(description="The page for people.")
    api: str = Field(description="This data set in the API.")


class DatasetOut(Summary):
    columns: list[ColumnOut]
    issues: list[dict[str, Any]] = Field(description="What was found in the file, 100 at most.")
    issue_count: int
    notes: list[str]
    current: VersionOut
    links: dict[str, str] = Field(description="rows, versions, schema, dcat, feed, features.")


class FacetOut(Schema):
    value: str
    label: str
    count: int


class ListOut(Schema):
    total: int = Field(description="How many data sets match, exactly.")
    items: list[Summary]
    facets: dict[str, list[FacetOut]]
    next: str | None = Field(None, description="The address of the next page.")


class RowsOut(Schema):
    columns: list[ColumnOut]
    rows: list[dict[str, Any]]
    total: int = Field(description="How many rows match, exactly.")
    version: int
    next: str | None = Field(None, description="The address of the next page.")


class DraftIn(Schema):
    """What a publisher says; leave out what the file should tell."""

    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    slug: str = Field("", description="Short name in addresses; given once, never changed.")
    organization: str = Field("", description="Slug or name of the agency.")
    license: str = ""
    frequency: str = ""
    theme: str = ""
    keywords: str = Field("", description="Separated by commas.")
    landing_page: str = ""
    note: str = Field("", description="What is new in this version.")
    url: str = Field("", description="Fetch the file from here instead of uploading it.")
    encoding: str = Field("", description="Hint: e.g. big5, where detection fails.")
    delimiter: str = ""
    crs: str = Field("", description="Hint: e.g. EPSG:3826.")
    sheet: str = ""
    layer: str = ""
    format: Format | None = None

    def draft(self, slug: str = "") -> Draft:
        return Draft(
            title=self.title,
            title_en=self.title_en,
            description=self.description,
            description_en=self.description_en,
            slug=slug or self.slug,
            organization=self.organization,
            license=self.license,
            frequency=self.frequency,
            theme=self.theme,
            keywords=split_words(self.keywords),
            landing_page=self.landing_page,
            note=self.note,
        )

    def hints(self) -> Hints:
        return Hints(
            format=self.format,
            encoding=self.encoding,
            delimiter=self.delimiter,
            crs=self.crs,
            sheet=self.sheet,
            layer=self.layer,
        )


class PatchIn(Schema):
    """Members that are absent stay; an empty text clears what may be empty."""

    title: str | None = None
    title_en: str | None = None
    description: str | None = None
    description_en: str | None = None
    organization: str | None = None
    license: str | None = None
    frequency: str | None = None
    theme: str | None = None
    keywords: list[str] | None = None
    landing_page: str | None = None
    why: str = Field("", description="For the public history.")


class JobOut(Schema):
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


class ProblemOut(Schema):
    type: str
    title: str
    status: int
    detail: str
    code: str
    remedy: str = ""
    issues: list[dict[str, Any]] = []


def split_words(text: str) -> tuple[str, ...]:
    for mark in "，、;；\n":
        text = text.replace(mark, ",")
    return tuple(word.strip() for word in text.split(",") if word.strip())


def summary(dataset: Dataset) -> dict[str, Any]:
    names = (
        "id slug title title_en description description_en described organization "
        "organization_en organization_slug license frequency theme landing_page synthetic "
        "published_at modified_at withdrawn_at withdrawn_why has_map"
    )
    current = dataset.current
    return {name: getattr(dataset, name) for name in names.split()} | {
        "keywords": list(dataset.keywords),
        "format": current.format,
        "rows": current.rows,
        "version": current.number,
        "url": linked.page_url(dataset.slug),
        "api": linked.api_url(dataset.slug),
    }


def version_out(slug: str, version: Version, *, offered: bool = True) -> dict[str, Any]:
    """Say what a version is; one of a withdrawn data set (not `offered`) without its contents."""
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
    """Say all there is to say; what quotes cells is left out of what was withdrawn."""
    current, offered = dataset.current, dataset.withdrawn_at is None
    site = linked.page_url(dataset.slug)
    links = {
        "page": site,
        "rows": linked.api_url(dataset.slug, "/rows"),
        "versions": linked.api_url(dataset.slug, "/versions"),
        "schema": linked.api_url(dataset.slug, "/schema"),
        "dcat": linked.api_url(dataset.slug, "/dcat"),
        "feed": linked.feed_url(dataset.slug),
    }
    if dataset.has_map:
        links["features"] = linked.features_url(dataset.slug)
    return summary(dataset) | {
        "columns": columns_out(current, offered=offered),
        "issues": [issue.as_dict() for issue in current.issues[:100]] if offered else [],
        "issue_count": current.issue_count,
        "notes": list(current.notes),
        "current": version_out(dataset.slug, current, offered=offered),
        "links": links,
    }


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
