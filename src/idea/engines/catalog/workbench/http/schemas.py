"""The JSON of the workbench's API, as OpenAPI describes it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from ninja import Field, Schema

from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.catalog.workbench.provenance import provenance
from idea.engines.catalog.workbench.types import Result, SavedQuery, Sharing, Table

__all__ = ["ProblemOut"]


class QueryIn(Schema):
    sql: str = Field(description="One SELECT (or WITH, FROM, VALUES, DESCRIBE, SUMMARIZE).")
    format: str = Field("json", description="json, csv or parquet.")
    rows: int | None = Field(None, ge=1, description="How many rows at most.")
    id: UUID | None = Field(None, description="Your own name for it, to cancel it by.")


class ResultColumnOut(Schema):
    name: str
    type: str = Field(description="DuckDB's name, e.g. BIGINT, DECIMAL(9,2), DATE.")


class ResultOut(Schema):
    id: UUID
    columns: list[ResultColumnOut]
    rows: list[list[Any]] = Field(
        description="Whole numbers beyond 2^53, decimals, dates and lists are texts."
    )
    row_count: int
    truncated: bool = Field(description="There are more rows than these.")
    seconds: float
    provenance: dict[str, Any] = Field(
        description="The query, the versions of the tables it read, their terms, when (PROV-O)."
    )


class TableColumnOut(Schema):
    name: str
    title: str
    type: str = Field(description="A type of Frictionless Table Schema, or geometry.")


class TableOut(Schema):
    name: str = Field(description="As SQL names it, in double quotes; name@3 is version 3.")
    title: str
    title_en: str
    organization: str
    organization_en: str
    version: int
    rows: int
    columns: list[TableColumnOut]
    hidden: int = Field(description="Columns of personal data, which no query reads.")


class TablesOut(Schema):
    total: int
    items: list[TableOut]


class SavedIn(Schema):
    title: str
    sql: str
    description: str = ""
    sharing: Sharing = Sharing.PRIVATE


class SavedPatch(Schema):
    """Members that are absent stay."""

    title: str | None = None
    sql: str | None = None
    description: str | None = None
    sharing: Sharing | None = None


class SavedOut(Schema):
    key: str
    title: str
    description: str
    sql: str
    sharing: Sharing
    created_at: datetime
    modified_at: datetime
    url: str = Field(description="The page for people.")
    result: str = Field(description="Its rows as they are now; add ?format=csv or parquet.")


class SavedListOut(Schema):
    total: int
    items: list[SavedOut]


class PublishIn(Schema):
    sql: str
    title: str
    title_en: str = ""
    description: str = Field("", description="Left out: how the result was made.")
    slug: str = ""
    organization: str = Field("", description="Slug or name of the agency.")
    license: str = Field("", description="Left out: that of the sources, where they agree.")
    theme: str = ""


def result_out(result: Result) -> dict[str, Any]:
    return {
        "id": str(result.id),
        "columns": [asdict(column) for column in result.columns],
        "rows": result.rows,
        "row_count": len(result.rows),
        "truncated": result.truncated,
        "seconds": result.seconds,
        "provenance": provenance(result),
    }


def table_out(table: Table) -> dict[str, Any]:
    said = asdict(table)
    return said | {"version": said.pop("number")}


def saved_out(query: SavedQuery) -> dict[str, Any]:
    with override("zh-hant"):
        page = reverse("portal:workbench_query", args=[query.key])
    names = "key title description sql sharing created_at modified_at"
    site = settings.IDEA_SITE_URL
    return {name: getattr(query, name) for name in names.split()} | {
        "url": f"{site}{page}",
        "result": f"{site}{reverse('api:workbench-result', args=[query.key])}",
    }
