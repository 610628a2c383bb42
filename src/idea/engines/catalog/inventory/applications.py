"""The ledger of class B: who applied to use restricted data, and what the agency answered.

Names of natural persons and contacts are for the agency's staff; the rest is public.
"""

from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.access import check
from idea.engines.catalog.inventory import access
from idea.engines.catalog.inventory.errors import ApplicationNotFound, BadApplication, NotNow
from idea.engines.catalog.inventory.queries import lock
from idea.engines.catalog.inventory.records import application_of
from idea.engines.catalog.inventory.stepping import reason
from idea.engines.catalog.inventory.types import ApplicationInfo, ApplicationState
from idea.engines.catalog.types import Access
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue
from idea.kernel.ratelimit import limit

A_DAY: Final = 10
DAY: Final = 24 * 3600


def applications(item_id: UUID, *, named: bool = False) -> list[ApplicationInfo]:
    """Return an item's ledger, the newest first; with names and contacts for staff only."""
    rows = models.Application.objects.filter(item_id=item_id).select_related("item")
    return [application_of(row, named=named) for row in rows.order_by("-asked_at", "-id")]


def apply(
    *,
    actor: Actor,
    item_id: UUID,
    applicant: str,
    purpose: str,
    contact: str,
    private: bool = False,
) -> ApplicationInfo:
    """Apply to use data of class B; somebody of the agency may enter a paper application."""
    said = {"applicant": applicant, "purpose": purpose, "contact": contact}
    said = {name: text.replace("\r\n", "\n").strip() for name, text in said.items()}
    faults = [
        Issue(code="bad-application", message=message, column=name)
        for name, most, message in (
            ("applicant", 300, _("Say who applies.")),
            ("purpose", 5000, _("Say what the data are wanted for.")),
            ("contact", 300, _("Say how the agency can answer.")),
        )
        if not said[name] or len(said[name]) > most
    ]
    if faults:
        raise BadApplication(
            " ".join(issue.message for issue in faults),
            remedy=_("Fill these in and send the application again."),
            issues=tuple(faults),
        )
    with transaction.atomic():
        item = lock(item_id)
        if item.access != Access.RESTRICTED:
            raise NotNow(_("Only data of class B are given on application."))
        if actor.kind == "person":
            limit(f"inventory:apply:{actor.id}", A_DAY, DAY)
        row = models.Application.objects.create(
            item=item, private=private, person_id=actor.id[:80], asked_at=clock.now(), **said
        )
        _record(actor, "catalog.application-made", row)
        return application_of(row, named=True)


def grant(
    *,
    actor: Actor,
    application_id: UUID,
    why: str,
    conditions: str = "",
    fee: str = "",
    until: date | None = None,
) -> ApplicationInfo:
    """Grant an application, with its conditions, fee and end."""
    with transaction.atomic():
        row = _waiting(actor, application_id)
        row.conditions = conditions.replace("\r\n", "\n").strip()[:5000]
        row.fee = " ".join(fee.split())[:300]
        row.until = until
        return _answer(actor, row, ApplicationState.GRANTED, why, "catalog.application-granted")


def refuse(*, actor: Actor, application_id: UUID, why: str) -> ApplicationInfo:
    """Refuse an application, with a reason."""
    with transaction.atomic():
        row = _waiting(actor, application_id)
        return _answer(actor, row, ApplicationState.REFUSED, why, "catalog.application-refused")


def revoke(*, actor: Actor, application_id: UUID, why: str) -> ApplicationInfo:
    """Take a grant back, with a reason that is public as the grant was."""
    words = reason(why, needed=_("Say why the grant is revoked."))
    with transaction.atomic():
        row = _locked(actor, application_id)
        if row.state != ApplicationState.GRANTED:
            raise NotNow(_("Only what was granted can be revoked."))
        row.state, row.revoked_at, row.revoked_why = (
            ApplicationState.REVOKED,
            clock.now(),
            words,
        )
        row.save()
        _record(actor, "catalog.application-revoked", row, words)
        return application_of(row, named=True)


def _answer(
    actor: Actor, row: models.Application, state: ApplicationState, why: str, action: str
) -> ApplicationInfo:
    row.why = reason(why, needed=_("Give the reason of the answer."))
    row.state, row.answered_at = state, clock.now()
    row.save()
    _record(actor, action, row, row.why)
    return application_of(row, named=True)


def _waiting(actor: Actor, application_id: UUID) -> models.Application:
    row = _locked(actor, application_id)
    if row.state != ApplicationState.ASKED:
        raise NotNow(_("This application was answered already."))
    return row


def _locked(actor: Actor, application_id: UUID) -> models.Application:
    row = (
        models.Application.objects.select_for_update(of=("self",))
        .select_related("item__organization")
        .filter(pk=application_id)
        .first()
    )
    if row is None:
        raise ApplicationNotFound(_("There is no such application."))
    check(actor, access.PROPOSE, row.item.organization.id)
    return row


def _record(actor: Actor, action: str, row: models.Application, why: str = "") -> None:
    audit.record(actor=actor, action=action, target=f"inventory-item:{row.item_id}", why=why)
