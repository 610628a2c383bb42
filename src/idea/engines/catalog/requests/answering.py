"""What agencies do with a request: the moves of the table in `workflow.py`, and moderation."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog import queries as catalog
from idea.engines.catalog.errors import DatasetNotFound
from idea.engines.catalog.requests import access
from idea.engines.catalog.requests.deadlines import today
from idea.engines.catalog.requests.errors import BadRequest, NotNow, RequestNotFound
from idea.engines.catalog.requests.events import RequestMoved
from idea.engines.catalog.requests.outward import show
from idea.engines.catalog.requests.posting import TEXT, note
from idea.engines.catalog.requests.queries import request, stored
from idea.engines.catalog.requests.types import DataRequest, Side, State
from idea.engines.catalog.requests.workflow import MOVES, OPEN, STATES, Move
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue
from idea.kernel.events import api as events

LAW: Final = 300
ANSWERS: Final = (State.IN_WORK, State.PUBLISHED, State.REFUSED, State.MERGED)


def move(
    *,
    actor: Actor,
    number: int,
    name: str,
    text: str = "",
    law: str = "",
    organization: str = "",
    planned: date | None = None,
    dataset: str = "",
    merged_into: int | None = None,
) -> DataRequest:
    """Make the move `name` of the table; its `needs` must be given, the rest may be empty.

    `text` is shown to the public. With `plan`, `dataset` may be the short name the data will
    have: publishing it answers the request by itself. Raises NotNow, BadRequest, Forbidden.
    """
    step = MOVES.get(name)
    if step is None:
        raise BadRequest(
            _("There is no move %(name)s.") % {"name": name[:40]},
            remedy=_("Use one of: %(names)s.") % {"names": ", ".join(MOVES)},
        )
    given = {
        "text": text.strip(),
        "organization": organization,
        "planned": planned,
        "dataset": dataset.strip(),
        "merged_into": merged_into,
    }
    _check(step, given, law)
    with transaction.atomic():
        row = locked(number)
        access.check(actor, access.ANSWER, row.organization.id if row.organization else None)
        _check_state(row, step)
        _take(row, actor, step, given)
        row.law = law.strip() if step.after is State.REFUSED else ""
        row.reason = text.strip() if step.after is State.REFUSED else ""
        _finish(row, actor, step, text.strip())
        audit.record(
            actor=actor,
            action=f"requests.{name}",
            target=f"request:{number}",
            why=text.strip(),
            data={"state": str(step.after)},
        )
    return request(number)


def close_awaited(slug: str) -> list[int]:
    """Answer the requests that waited for this data set; return their numbers."""
    closed = []
    for number in models.DataRequest.objects.filter(
        awaited=slug, state__in=OPEN, hidden_at__isnull=True
    ).values_list("number", flat=True):
        move(actor=Actor.system("requests"), number=number, name="publish", dataset=slug)
        closed.append(number)
    return closed


def hide(*, actor: Actor, number: int, why: str, entry: UUID | None = None) -> DataRequest:
    """Hide a request, or one line of its history; that, why and by whom stays public."""
    why = why.strip()
    if not why:
        raise BadRequest(_("Say why it is hidden: the reason is shown to the public."))
    with transaction.atomic():
        row = locked(number)
        access.check(actor, access.MODERATE, row.organization.id if row.organization else None)
        by = row.organization.name if row.organization else ""
        changes = {"hidden_at": clock.now(), "hidden_why": why[:2000], "hidden_by": by}
        if entry is None:
            models.DataRequest.objects.filter(pk=row.pk).update(**changes)
            show(stored(number))
        elif not row.entries.filter(pk=entry, kind="comment").update(**changes):
            raise RequestNotFound(_("There is no such comment."))
        audit.record(actor=actor, action="requests.hide", target=f"request:{number}", why=why)
    return request(number)


def locked(number: int) -> models.DataRequest:
    return (
        models.DataRequest.objects.select_for_update(of=("self",))
        .select_related("organization", "dataset", "merged_into")
        .get(pk=stored(number).pk)
    )


def _check(step: Move, given: Mapping[str, object], law: str) -> None:
    words = {
        "text": _("Give a reason: it is shown to the public."),
        "organization": _("Name the agency."),
        "planned": _("Name the day on which the data will be published."),
        "dataset": _("Name the data set that answers the request."),
        "merged_into": _("Name the other request by its number."),
    }
    issues = [
        Issue(code=f"bad-{column}", message=words[column], column=column)
        for column in step.needs
        if not given[column]
    ]
    if len(str(given["text"])) > TEXT:
        issues.append(Issue(code="bad-text", message=_("The text is too long."), column="text"))
    if len(law) > LAW:
        issues.append(Issue(code="bad-law", message=_("The law is too long."), column="law"))
    planned = given["planned"]
    if isinstance(planned, date) and planned < today():
        message = _("The day of publication is over already.")
        issues.append(Issue(code="bad-planned", message=message, column="planned"))
    if issues:
        raise BadRequest(" ".join(issue.message for issue in issues), issues=tuple(issues))


def _check_state(row: models.DataRequest, step: Move) -> None:
    if row.hidden_at is not None or State(row.state) not in step.before:
        raise NotNow(
            _("This cannot be done while the request is %(state)s.")
            % {"state": STATES[State(row.state)]}
        )


def _take(row: models.DataRequest, actor: Actor, step: Move, given: Mapping[str, object]) -> None:
    """Write onto the row (unsaved) what the move says."""
    if step.name == "assign":
        row.organization_id = identity.organization(str(given["organization"])).id
        identity.require_active(row.organization_id)
    elif row.organization_id is None and actor.kind == "person":
        row.organization_id = _own_agency(actor)
    if step.name == "plan":
        planned = given["planned"]
        row.planned = planned if isinstance(planned, date) else None
        row.awaited = str(given["dataset"])[:120]
    elif step.name == "publish":
        found = _dataset(str(given["dataset"]))
        row.dataset_id, row.awaited = found.id, ""
    elif step.name == "merge":
        row.merged_into_id = _other(row, int(str(given["merged_into"]))).id
    elif step.name == "reopen":
        row.dataset_id = row.merged_into_id = row.planned = row.answered_at = None


def _own_agency(actor: Actor) -> UUID | None:
    """Return the agency of whoever takes a request up that no agency had; None: cannot be told."""
    from django.contrib.auth import get_user_model

    person = get_user_model().objects.filter(pk=actor.id).first()
    own = identity.organizations_where(person, access.ANSWER.code)
    return own[0].id if len(own) == 1 else None


def _dataset(slug: str) -> models.Dataset:
    try:
        found = catalog.present(slug)
    except DatasetNotFound as problem:
        raise BadRequest(
            problem.detail,
            issues=(Issue(code="bad-dataset", message=problem.detail, column="dataset"),),
        ) from problem
    return models.Dataset.objects.get(pk=found.id)


def _other(row: models.DataRequest, number: int) -> models.DataRequest:
    other = stored(number)
    if other.pk == row.pk or other.state == State.MERGED or other.hidden_at is not None:
        raise BadRequest(_("A request can only be merged with another one that is open."))
    return other


def _finish(row: models.DataRequest, actor: Actor, step: Move, text: str) -> None:
    row.state, row.changed_at = step.after, clock.now()
    if step.after in ANSWERS and row.answered_at is None:
        row.answered_at = row.changed_at
    row.save()
    if step.name == "merge" and row.merged_into_id is not None:
        _carry_voices(row, row.merged_into_id)
    fresh = stored(row.number)
    side = Side.SYSTEM if actor.kind == "system" else Side.AGENCY
    agency = fresh.organization.name if fresh.organization and side is Side.AGENCY else ""
    author = (actor.id, "") if actor.kind == "person" else ("", "")
    line = note(fresh, step.name, side, state=step.after, text=text, agency=agency, author=author)
    show(fresh)
    events.emit(RequestMoved(number=row.number, state=str(step.after), entry=str(line.id)))


def _carry_voices(row: models.DataRequest, into: UUID) -> None:
    """Let the other request have this one's supporters too: one person, one voice."""
    other = models.DataRequest.objects.select_for_update().get(pk=into)
    there = set(other.voices.values_list("person_id", flat=True))
    voices = [voice for voice in row.voices.all() if voice.person_id not in there]
    models.Support.objects.bulk_create(
        models.Support(request=other, person_id=v.person_id, notify=v.notify, at=v.at)
        for v in voices
    )
    other.supporters = len(there) + len(voices)
    other.save(update_fields=["supporters"])
