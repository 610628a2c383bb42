"""What anyone signed in may do: ask for data, support, comment, and take one's support back."""

from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.numbering import numbered
from idea.engines.catalog.requests import access
from idea.engines.catalog.requests.deadlines import due_from, today
from idea.engines.catalog.requests.errors import BadRequest, NotNow
from idea.engines.catalog.requests.events import RequestPosted
from idea.engines.catalog.requests.outward import show
from idea.engines.catalog.requests.queries import request, stored
from idea.engines.catalog.requests.records import entry_of
from idea.engines.catalog.requests.types import DataRequest, Entry, Side, State
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue
from idea.kernel.events import api as events

TITLE: Final = 200
TEXT: Final = 10_000
NAME: Final = 80


def post(
    *,
    actor: Actor,
    person_id: str,
    title: str,
    what: str,
    use: str = "",
    organization: str = "",
    name: str = "",
    notify: bool = False,
) -> DataRequest:
    """Ask for data; whoever asks is the first supporter. The clock of the answer starts today.

    `organization`: slug of the agency, where known. `name`: how to be named; empty: not at all.
    """
    title, what, use, name = (" ".join(title.split()), what.strip(), use.strip(), name.strip())
    _check(title, what, use, name)
    agency = identity.organization(organization) if organization else None
    if agency is not None:
        identity.require_active(agency.id)
    if models.DataRequest.objects.filter(author_id=person_id, title=title, what=what).exists():
        raise BadRequest(_("You asked for this already."), remedy=_("Look at your requests."))
    access.may_post(person_id)
    now = clock.now()

    def create(number: int) -> models.DataRequest:
        return models.DataRequest.objects.create(
            number=number,
            title=title,
            what=what,
            use=use,
            organization_id=agency.id if agency else None,
            state=State.RECEIVED,
            author_id=person_id,
            author_name=name,
            created_at=now,
            changed_at=now,
            due=due_from(today()),
            supporters=1,
        )

    with transaction.atomic():
        row = numbered(models.DataRequest, create)
        models.Support.objects.create(request=row, person_id=person_id, notify=notify, at=now)
        note(row, "post", Side.PUBLIC, state=State.RECEIVED, author=(person_id, name))
        show(row)
        events.emit(RequestPosted(number=row.number, title=row.title))
        audit.record(actor=actor, action="requests.post", target=f"request:{row.number}")
    return request(row.number)


def support(*, actor: Actor, person_id: str, number: int, notify: bool = False) -> DataRequest:
    """Add a voice; a person has one. Asked again it only changes whether letters are wanted."""
    with transaction.atomic():
        row = _open_or_ended(number)
        voice, created = models.Support.objects.get_or_create(
            request=row, person_id=person_id, defaults={"notify": notify, "at": clock.now()}
        )
        if created:
            models.DataRequest.objects.filter(pk=row.pk).update(supporters=F("supporters") + 1)
        elif voice.notify != notify:
            voice.notify = notify
            voice.save(update_fields=["notify"])
        audit.record(actor=actor, action="requests.support", target=f"request:{number}")
    return request(number)


def unsupport(*, actor: Actor, person_id: str, number: int) -> DataRequest:
    """Take one's voice back; nothing happens where there was none."""
    with transaction.atomic():
        row = _open_or_ended(number)
        gone, _by = models.Support.objects.filter(request=row, person_id=person_id).delete()
        if gone:
            models.DataRequest.objects.filter(pk=row.pk).update(supporters=F("supporters") - 1)
        audit.record(actor=actor, action="requests.unsupport", target=f"request:{number}")
    return request(number)


def comment(
    *,
    actor: Actor,
    person_id: str,
    number: int,
    text: str,
    name: str = "",
    as_agency: bool = False,
) -> Entry:
    """Say something; `as_agency` speaks for the request's agency, which takes its permission."""
    text, name = text.strip(), name.strip()
    if not text or len(text) > TEXT or len(name) > NAME:
        raise BadRequest(_("A comment has 1 to %(most)d characters.") % {"most": TEXT})
    with transaction.atomic():
        row = _open_or_ended(number)
        side, agency = Side.PUBLIC, ""
        if as_agency:
            if row.organization is None:
                raise NotNow(_("No agency has taken the request on yet."))
            access.check(actor, access.ANSWER, row.organization.id)
            side, agency, name = Side.AGENCY, row.organization.name, ""
        else:
            access.may_comment(person_id)
        line = note(row, "comment", side, text=text, agency=agency, author=(person_id, name))
        models.DataRequest.objects.filter(pk=row.pk).update(changed_at=line.at)
        audit.record(actor=actor, action="requests.comment", target=f"request:{number}")
    return entry_of(line)


def note(
    row: models.DataRequest,
    kind: str,
    side: Side,
    *,
    state: State | None = None,
    text: str = "",
    agency: str = "",
    author: tuple[str, str] = ("", ""),
) -> models.RequestEntry:
    """Add a line to the request's history, in the caller's transaction."""
    return models.RequestEntry.objects.create(
        request=row,
        at=clock.now(),
        kind=kind,
        side=side,
        state=state or "",
        text=text,
        agency=agency,
        author_id=author[0],
        author_name=author[1],
    )


def _open_or_ended(number: int) -> models.DataRequest:
    row = stored(number)
    if row.hidden_at is not None:
        raise NotNow(_("The request was hidden: %(why)s") % {"why": row.hidden_why})
    return row


def _check(title: str, what: str, use: str, name: str) -> None:
    issues = [
        Issue(code=f"bad-{column}", message=str(message), column=column)
        for column, wrong, message in (
            ("title", not title, _("Say in a line which data you need.")),
            ("title", len(title) > TITLE, _("The title is longer than 200 characters.")),
            ("what", not what, _("Describe the data: what one row is, since when, how often.")),
            ("what", len(what) > TEXT, _("The description is too long.")),
            ("use", len(use) > TEXT, _("The intended use is too long.")),
            ("name", len(name) > NAME, _("The name is too long.")),
        )
        if wrong
    ]
    if issues:
        raise BadRequest(" ".join(issue.message for issue in issues), issues=tuple(issues))
