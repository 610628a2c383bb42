"""Adding, renaming and moving agencies."""

import re
import unicodedata
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from idea.engines.identity import plugin
from idea.engines.identity.errors import AgencyCycle, NameTaken
from idea.engines.identity.models import Organization, Person
from idea.engines.identity.queries import (
    can,
    organization_info,
    organization_row,
    require_active,
    successor_of,
)
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import BadInput, Forbidden
from idea.kernel.ids import uuid7


def ensure_organization(
    *,
    actor: Actor,
    name: str,
    name_en: str = "",
    slug: str = "",
    parent: str | UUID | None = None,
    synthetic: bool = False,
    oid: str = "",
) -> OrganizationInfo:
    """Return the agency with this slug, or this name below this parent, added where it is missing.

    An agency that is there stays as it is. `parent` is a slug, a name or an id; without one, an
    agency of this name is found wherever it stands.
    """
    name = name.strip()
    if not name:
        raise BadInput(_("An agency needs a name."))
    above = organization_row(parent) if parent else None
    found = _known(name, slug, above)
    if found is not None:
        return organization_info(found)
    if above is not None:
        require_active(above.id)
    try:
        with transaction.atomic():
            row = Organization.objects.create(
                slug=slug or _free_slug(name_en or name),
                name=name,
                name_en=name_en.strip(),
                parent=above,
                synthetic=synthetic,
                oid=oid,
            )
            audit.record(
                actor=actor,
                action="identity.agency-added",
                target=f"organization:{row.id}",
                data={"slug": row.slug, "name": row.name, "parent": _text(row.parent_id)},
            )
    except IntegrityError:  # somebody added it a moment before
        found = _known(name, slug, above)
        if found is None:
            raise
        return organization_info(found)
    return organization_info(row)


def _known(name: str, slug: str, above: Organization | None) -> Organization | None:
    found = Organization.objects.filter(slug=slug).first() if slug else None
    if found is None:
        named = Organization.objects.filter(name=name).order_by(
            F("merged_at").desc(nulls_first=True), "pk"
        )  # one that was merged only where no other has the name
        found = (named.filter(parent=above) if above else named).first()
    return successor_of(found) if found else None


def edit_organization(
    *,
    actor: Actor,
    by: Person | None,
    organization_id: UUID,
    why: str,
    name: str | None = None,
    name_en: str | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> OrganizationInfo:
    """Change what is said of an agency; None keeps a field. The slug stays: addresses last.

    `by` is the person who decides (None: the system itself); Forbidden unless they manage it.
    """
    wanted = {"name": name, "name_en": name_en, "email": email, "phone": phone}
    with transaction.atomic():
        row = _locked(organization_id)
        check_manager(by, row.id)
        changes: dict[str, Any] = {}
        for key, value in wanted.items():
            if value is not None and value.strip() != getattr(row, key):
                changes[key] = [getattr(row, key), value.strip()]
                setattr(row, key, value.strip())
        if not row.name:
            raise BadInput(_("An agency needs a name."))
        if "name" in changes:
            refuse_twin(row)
        if changes:
            row.save(update_fields=list(changes))
            audit.record(
                actor=actor,
                action="identity.agency-edited",
                target=f"organization:{row.id}",
                why=why,
                data={key: changes[key] for key in changes if key in {"name", "name_en"}},
                personal={key: changes[key] for key in changes if key in {"email", "phone"}},
            )
    return organization_info(row)


def move_organization(
    *,
    actor: Actor,
    by: Person | None,
    organization_id: UUID,
    parent_id: UUID | None,
    why: str,
) -> OrganizationInfo:
    """Put an agency below another, or (None) at the top; AgencyCycle where it would circle.

    Roles reach down the tree, so a move gives power over the agency to some and takes it from
    others: `by` must manage the agency above it now and the one above it then. The top belongs
    to site administrators.
    """
    with transaction.atomic():
        # The whole tree is locked: two moves at once could make a cycle that neither sees.
        parents = dict(
            Organization.objects.select_for_update().order_by("pk").values_list("pk", "parent_id")
        )
        row = organization_row(organization_id)
        if row.parent_id == parent_id:
            return organization_info(row)
        check_manager(by, row.parent_id)
        check_manager(by, parent_id)
        if parent_id is not None:
            require_active(parent_id)
        above = parent_id
        while above is not None:
            if above == row.id:
                raise AgencyCycle(
                    _("“%(name)s” cannot stand below itself or an agency below it.")
                    % {"name": row.name},
                    remedy=_("Choose an agency that is not one of those below it."),
                )
            if above not in parents:
                organization_row(above)  # raises AgencyNotFound with its remedy
            above = parents[above]
        before, row.parent_id = row.parent_id, parent_id
        refuse_twin(row)
        row.save(update_fields=["parent"])
        audit.record(
            actor=actor,
            action="identity.agency-moved",
            target=f"organization:{row.id}",
            why=why,
            data={"parent": [_text(before), _text(parent_id)]},
        )
    return organization_info(row)


def check_manager(by: Person | None, organization_id: UUID | None) -> None:
    """Refuse who does not manage the agency; None, the top, is for site administrators."""
    if by is None or by.is_superuser:
        return
    if organization_id is None or not can(by, plugin.EDIT_AGENCY.code, organization_id):
        raise Forbidden(
            _("Only a manager of this agency may change it."),
            remedy=_("Ask a manager of the agency, or a site administrator."),
        )


def refuse_twin(row: Organization) -> None:
    twins = Organization.objects.filter(name=row.name, parent_id=row.parent_id, merged_at=None)
    if twins.exclude(pk=row.pk).exists():
        raise NameTaken(
            _("There is an agency named “%(name)s” there already.") % {"name": row.name},
            remedy=_("Give one of the two another name first."),
        )


def _locked(organization_id: UUID) -> Organization:
    row = Organization.objects.select_for_update().filter(pk=organization_id).first()
    return row or organization_row(organization_id)


def _text(value: UUID | None) -> str:
    return str(value) if value else ""


def _free_slug(name: str) -> str:
    """Make an address word from a Latin name; a Chinese one gets a number, as it has no letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    if not base:
        return f"agency-{uuid7().hex[-10:]}"
    slug, number = base, 1
    while Organization.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
