"""Writes that leave a data set's rows alone: edit, withdraw, restore.

Each is one transaction with its permission check, change line, audit entry and event;
publishing is in `publishing.py`.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import access, models
from idea.engines.catalog.committing import lock, note_change, save_edit
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.events import DatasetRestored, DatasetWithdrawn
from idea.engines.catalog.harvest.guard import refuse_edits
from idea.engines.catalog.inventory import gate
from idea.engines.catalog.metadata import apply, checked
from idea.engines.catalog.outward import hide, show
from idea.engines.catalog.queries import stored
from idea.engines.catalog.records import dataset_of
from idea.engines.catalog.resolve import named_organization
from idea.engines.catalog.types import ChangeKind, Dataset, Draft
from idea.engines.identity import api as identity
from idea.engines.identity.types import Permission
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict
from idea.kernel.events import api as events


def edit(
    *, actor: Actor, slug: str, draft: Draft, why: str = "", clear: Collection[str] = ()
) -> Dataset:
    """Change what is said of a data set.

    Empty members of the draft keep what is there; the fields named in `clear`
    (metadata.CLEARABLE) are emptied. The slug never changes.
    Naming another agency hands the data set over, which takes the permission in both.
    """
    draft = checked(draft)
    if draft.slug and draft.slug != slug:
        raise BadDraft(
            _("A short name never changes: addresses that people keep would break."),
            remedy=_("Change the title instead."),
        )
    organization = named_organization(draft)
    with transaction.atomic():
        row = _locked(slug, actor, access.EDIT)
        refuse_edits(row)
        before = row.access
        changed = apply(row, draft, clear)
        if organization is not None and organization.id != row.organization.id:
            access.check(actor, access.EDIT, organization.id)
            identity.require_active(organization.id)
            row.organization_id = organization.id
            row.save(update_fields=["organization"])
            row = lock(row.id)
            apply(row, draft, clear)
            changed.append("organization")
        if changed:
            gate.check(actor, row, before=before)
            save_edit(actor, row, changed, why=why)
        return dataset_of(row)


def withdraw(*, actor: Actor, slug: str, why: str) -> Dataset:
    """Take a data set back. Its page stays and says why; rows and downloads answer 410."""
    reason = why.strip()
    if not reason:
        raise BadDraft(
            _("Say why the data set is withdrawn: the reason is shown to the public."),
            remedy=_("Give a reason of a sentence or two."),
        )
    with transaction.atomic():
        row = _locked(slug, actor, access.WITHDRAW)
        if row.withdrawn_at is not None:
            raise Conflict(_("The data set was withdrawn already."))
        row.withdrawn_at = row.modified_at = clock.now()
        row.withdrawn_why = reason
        row.save()
        dataset = dataset_of(row)
        hide(dataset)
        note_change(row, ChangeKind.WITHDRAWN, reason)
        _record(actor, "catalog.withdraw", row, reason)
        events.emit(DatasetWithdrawn(dataset_id=str(row.id), slug=row.slug, why=reason))
        return dataset


def restore(*, actor: Actor, slug: str, why: str = "") -> Dataset:
    """Offer a withdrawn data set again, as it was."""
    with transaction.atomic():
        row = _locked(slug, actor, access.WITHDRAW)
        if row.withdrawn_at is None:
            raise Conflict(_("The data set is not withdrawn."))
        row.withdrawn_at, row.withdrawn_why = None, ""
        row.modified_at = clock.now()
        row.save()
        dataset = dataset_of(row)
        show(dataset)
        note_change(row, ChangeKind.RESTORED, why)
        _record(actor, "catalog.restore", row, why)
        events.emit(DatasetRestored(dataset_id=str(row.id), slug=row.slug))
        return dataset


def _locked(slug: str, actor: Actor, permission: Permission) -> models.Dataset:
    row = lock(stored(slug).id)
    access.check(actor, permission, row.organization.id)
    return row


def _record(actor: Actor, action: str, row: models.Dataset, why: str) -> None:
    audit.record(actor=actor, action=action, target=f"dataset:{row.slug}", why=why)
