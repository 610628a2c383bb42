"""The REST interface of corrections: read by anybody, proposed by who is signed in.

Entrances only: each checks who asks and hands over to the engine's own functions.
"""

import tempfile
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page
from ninja import File, Form, Query, Router, Schema, Status
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from idea.engines.catalog import access
from idea.engines.catalog.corrections import deciding, posting, queries, tasks
from idea.engines.catalog.corrections.access import PARTICIPATE
from idea.engines.catalog.corrections.types import Change, Correction
from idea.engines.catalog.http.entrance import job_path, permit
from idea.engines.catalog.http.schemas import JobOut, ProblemOut, job_out
from idea.engines.catalog.http.uploads import name_of
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope
from idea.kernel.audit.types import Actor

router = Router()
Refusals = dict.fromkeys((401, 403, 404, 409, 422, 429), ProblemOut)


class CorrectionOut(Schema):
    number: int
    dataset: str
    organization: str
    version: int
    state: str
    key: list[str]
    why: str
    evidence: str | None
    found_by: str | None
    created_at: str
    decided_at: str | None
    published_in: int | None
    counts: dict[str, int]
    hidden_why: str | None


class CorrectionsOut(Schema):
    total: int
    items: list[CorrectionOut]


class ChangeOut(Schema):
    position: int
    kind: str
    key: list[str]
    row: int | None
    column: str | None
    old: str | None
    new: str | None
    cells: dict[str, str] | None
    state: str
    reason: str | None


class ChangesOut(Schema):
    total: int
    items: list[ChangeOut]


class RowIn(Schema):
    dataset: str
    row: int
    cells: dict[str, str] = {}
    remove: bool = False
    why: str
    evidence: str = ""
    name: str = ""
    version: int | None = None


class FileIn(Schema):
    dataset: str
    why: str
    evidence: str = ""
    name: str = ""
    key: str = ""
    version: int | None = None


class DecisionIn(Schema):
    accept: bool
    reason: str = ""
    positions: list[int] | None = None
    state: str = ""
    column: str = ""
    kind: str = ""


@router.get(
    "",
    response={200: CorrectionsOut},
    operation_id="list_corrections",
    summary="Errors people found in the data",
)
@decorate_view(conditional_page)
def list_corrections(
    request: HttpRequest,  # noqa: ARG001
    *,
    dataset: str = "",
    state: Annotated[str, Query(description="A state, or waiting.")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Return corrections, the newest first."""
    found = queries.corrections(slug=dataset, state=state, limit=limit, offset=offset)
    return {"total": found.total, "items": [_out(item) for item in found.items]}


@router.get(
    "/{int:number}",
    response={200: CorrectionOut, 404: ProblemOut},
    operation_id="get_correction",
    summary="One correction",
)
@decorate_view(conditional_page)
def get_correction(request: HttpRequest, number: int) -> dict[str, Any]:  # noqa: ARG001
    return _out(queries.correction(number))


@router.get(
    "/{int:number}/changes",
    response={200: ChangesOut, 404: ProblemOut},
    operation_id="list_changes",
    summary="The changes of a correction, row by row",
)
@decorate_view(conditional_page)
def list_changes(
    request: HttpRequest,  # noqa: ARG001
    number: int,
    *,
    state: str = "",
    column: str = "",
    kind: str = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    found = queries.shown_changes(
        number, state=state, column=column, kind=kind, limit=limit, offset=offset
    )
    return {"total": found.total, "items": [_change(item) for item in found.items]}


@router.post(
    "/rows",
    response={201: CorrectionOut, **Refusals},
    operation_id="correct_row",
    summary="Report an error in one row",
)
def correct_row(request: HttpRequest, body: RowIn) -> Status[dict[str, Any]]:
    """Propose other values for cells of a row; needs a token with the scope `participate`."""
    actor, person = _someone(request)
    said = body.dict(exclude={"dataset", "version"})
    made = posting.correct_row(
        actor=actor, person_id=person, slug=body.dataset, number=body.version, **said
    )
    return Status(201, _out(made))


@router.post(
    "/files",
    response={201: CorrectionOut, **Refusals},
    operation_id="correct_file",
    summary="Send a corrected file",
)
def correct_file(
    request: HttpRequest, said: Form[FileIn], file: Annotated[UploadedFile, File()]
) -> Status[dict[str, Any]]:
    """Propose what differs between the file and the version; rows are matched by `key`."""
    actor, person = _someone(request)
    folder = Path(settings.IDEA_HOME) / "work" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="correction-") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        made = posting.correct_file(
            actor=actor,
            person_id=person,
            slug=said.dataset,
            path=Path(kept.name),
            filename=name_of(file),
            key=tuple(said.key.split(",")) if said.key else None,
            number=said.version,
            why=said.why,
            evidence=said.evidence,
            name=said.name,
        )
    return Status(201, _out(made))


@router.post(
    "/{int:number}/decisions",
    response={200: CorrectionOut, **Refusals},
    operation_id="decide_correction",
    summary="Accept or reject changes",
)
def decide(request: HttpRequest, number: int, body: DecisionIn) -> dict[str, Any]:
    """Decide the changes at `positions`, or (null) all that the filter chooses."""
    actor = permit(request, access.PUBLISH, queries.correction(number).organization_id)
    return _out(deciding.decide(actor=actor, number=number, **body.dict()))


@router.post(
    "/{int:number}/publish",
    response={202: JobOut, **Refusals},
    operation_id="publish_correction",
    summary="Publish the accepted changes",
)
def publish(request: HttpRequest, response: HttpResponse, number: int) -> Status[dict[str, Any]]:
    """Start publishing what is accepted as a new version; answers 202 with the job."""
    actor = permit(request, access.PUBLISH, queries.correction(number).organization_id)
    job = tasks.start_apply(actor=actor, number=number)
    url = request.build_absolute_uri(job_path(job.id))
    response["Location"] = url
    return Status(202, job_out(job, url))


def _someone(request: HttpRequest) -> tuple[Actor, str]:
    require_scope(request, PARTICIPATE)
    return identity.actor_of(request), str(request.user.pk)


def _out(found: Correction) -> dict[str, Any]:
    shown = not found.hidden_why
    return {
        "number": found.number,
        "dataset": found.slug,
        "organization": found.organization,
        "version": found.version,
        "state": str(found.state),
        "key": list(found.key),
        "why": found.why if shown else "",
        "evidence": (found.evidence if shown else "") or None,
        "found_by": (found.author_name if shown else "") or None,
        "created_at": found.created_at.isoformat(),
        "decided_at": found.decided_at.isoformat() if found.decided_at else None,
        "published_in": found.published,
        "counts": {str(state): n for state, n in found.counts.items()},
        "hidden_why": found.hidden_why or None,
    }


def _change(change: Change) -> dict[str, Any]:
    cell = change.column != ""
    return {
        "position": change.position,
        "kind": str(change.kind),
        "key": list(change.key),
        "row": change.row,
        "column": change.column or None,
        "old": change.old if cell else None,
        "new": change.new if cell else None,
        "cells": change.cells or None,
        "state": str(change.state),
        "reason": change.reason or None,
    }
