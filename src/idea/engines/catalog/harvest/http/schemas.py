"""The JSON of the harvest's API, as OpenAPI describes it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from idea.engines.catalog.harvest.types import Kind, Run, Source


class SourceOut(Schema):
    slug: str
    title: str
    kind: str = Field(description="ckan, dcat, dcat-us, iso19139, list, idea or auto.")
    url: str = Field(description="Empty: it is harvested from files.")
    organization: str
    organization_slug: str
    hours: int = Field(description="Hours between runs; 0: by hand.")
    most_lost: int = Field(description="Percent of its data sets that may go at once.")
    active: bool
    datasets: int = Field(description="That it has now, as of its last good run.")
    good_at: datetime | None = Field(description="When it was last read without a fault.")
    failing_since: datetime | None
    due_at: datetime | None


class SourceIn(Schema):
    title: str
    kind: Kind = Kind.AUTO
    url: str = ""
    organization: str = Field(description="Slug or name of the agency that answers for it.")
    slug: str = ""
    everywhere: bool = Field(
        False, description="Let it name agencies beyond its own; for site administrators."
    )
    mapping: dict[str, Any] = Field(
        default_factory=dict, description="Of a list: which column is what."
    )
    license: str = Field("", description="Of data sets that name none: an SPDX identifier.")
    hours: int = 24
    most_lost: int = 30
    email: str = ""
    active: bool = True


class PauseIn(Schema):
    active: bool = Field(description="false: it is harvested no more until it is woken.")


class RemovedOut(Schema):
    kept: bool
    datasets: int = Field(description="That were kept or withdrawn.")


class RunIn(Schema):
    accept_loss: bool = Field(False, description="Withdraw what is gone, however much it is.")
    again: bool = Field(False, description="Read it all again, even if nothing changed.")


class RunOut(Schema):
    id: UUID
    source: str
    state: str = Field(description="running, applied, unchanged, refused, failed, interrupted.")
    started_at: datetime
    finished_at: datetime | None
    seconds: float | None
    counts: dict[str, int] = Field(description="read = datasets + repeated + rejected.")
    issue_counts: dict[str, int] = Field(description="Faults of records, by code.")
    payloads: list[dict[str, Any]] = Field(description="What was read: address, SHA-256, bytes.")
    timings: dict[str, float] = Field(
        description="Seconds by step; `write`: for how long nobody else could write, on SQLite."
    )
    problem: dict[str, Any] | None
    issues: list[dict[str, Any]] = Field(description="The first bad records.")


class RunList(Schema):
    total: int
    items: list[RunOut]


def source_out(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in SourceOut.model_fields}


def run_out(run: Run) -> dict[str, Any]:
    said = {name: getattr(run, name) for name in RunOut.model_fields}
    payloads = [
        {name: each.get(name) for name in ("url", "filename", "sha256", "size")}
        for each in run.payloads
    ]
    return said | {
        "counts": asdict(run.counts),
        "payloads": payloads,
        "issues": [{"identifier": bad.identifier, **bad.issue.as_dict()} for bad in run.issues],
    }
