"""What the owner of a data set decides about proposed changes, one by one or many at once.

A decision can be changed until the accepted changes are published; that is `applying.py`.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import access, models
from idea.engines.catalog.corrections.errors import BadCorrection, CorrectionClosed
from idea.engines.catalog.corrections.events import CorrectionSettled
from idea.engines.catalog.corrections.queries import chosen, correction, stored
from idea.engines.catalog.corrections.types import ChangeState, Correction, State
from idea.engines.identity.types import Permission
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events

DECIDABLE = (
    ChangeState.WAITING,
    ChangeState.ACCEPTED,
    ChangeState.REJECTED,
    ChangeState.CONFLICT,
)


def decide(
    *,
    actor: Actor,
    number: int,
    accept: bool,
    reason: str = "",
    positions: Sequence[int] | None = None,
    state: str = "",
    column: str = "",
    kind: str = "",
) -> Correction:
    """Accept or reject changes: those at `positions`, or (None) all that the filter chooses.

    Published changes stay as they are. A rejection says why, which everybody can read.
    """
    reason = reason.strip()
    if not accept and not reason:
        raise BadCorrection(
            _("Say why the changes are rejected: the reason is shown to the public."),
            remedy=_("Give a reason of a sentence or two."),
        )
    with transaction.atomic():
        row = locked(actor, number, access.PUBLISH)
        rows = chosen(row, state=state, column=column, kind=kind).filter(state__in=DECIDABLE)
        if positions is not None:
            rows = rows.filter(position__in=list(positions))
        elif not state:
            rows = rows.filter(state=ChangeState.WAITING)
        verdict = ChangeState.ACCEPTED if accept else ChangeState.REJECTED
        count = rows.update(state=verdict, reason=reason[:2000])
        if not count:
            raise BadCorrection(_("No change was chosen."), remedy=_("Tick those you decide."))
        settle(row)
        audit.record(
            actor=actor,
            action="corrections.accept" if accept else "corrections.reject",
            target=f"correction:{number}",
            why=reason,
            data={"dataset": row.dataset.slug, "changes": count},
        )
    return correction(number)


def hide(*, actor: Actor, number: int, why: str) -> Correction:
    """Hide a correction that is abuse; that and why it was hidden stays public."""
    why = why.strip()
    if not why:
        raise BadCorrection(_("Say why it is hidden: the reason is shown to the public."))
    with transaction.atomic():
        row = locked(actor, number, access.WITHDRAW, ended=True)
        row.hidden_at, row.hidden_why = clock.now(), why[:2000]
        row.save(update_fields=["hidden_at", "hidden_why"])
        audit.record(actor=actor, action="corrections.hide", target=f"correction:{number}", why=why)
    return correction(number)


def locked(
    actor: Actor, number: int, permission: Permission, *, ended: bool = False
) -> models.Correction:
    """Return the correction, locked, of a data set the actor may do this to."""
    row = (
        models.Correction.objects.select_for_update(of=("self",))
        .select_related("dataset", "dataset__organization", "version")
        .get(pk=stored(number).pk)
    )
    access.check(actor, permission, row.dataset.organization.id)
    if row.state == State.WITHDRAWN and not ended:
        raise CorrectionClosed(_("Whoever posted the correction took it back."))
    return row


def settle(row: models.Correction) -> None:
    """Write how far the correction is, by the states of its changes; tell where none waits."""
    before = row.state
    states = {
        ChangeState(state) for state in row.changes.order_by().values_list("state", flat=True)
    }
    if ChangeState.WAITING in states:
        row.state = State.OPEN
    elif states & {ChangeState.ACCEPTED, ChangeState.CONFLICT}:
        row.state = State.DECIDED
    else:
        row.state = State.PUBLISHED if ChangeState.PUBLISHED in states else State.REJECTED
    if row.state not in (before, State.OPEN):
        events.emit(
            CorrectionSettled(number=row.number, slug=row.dataset.slug, state=str(row.state))
        )
    row.decided_at = None if row.state == State.OPEN else clock.now()
    row.save(update_fields=["state", "decided_at"])
