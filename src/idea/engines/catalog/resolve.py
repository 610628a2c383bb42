"""Which data set a publication belongs to: an older one renewed, or a new one and its slug.

In this order, always within one agency: the slug the publisher named; the title the
publisher gave; the very same bytes, where the publisher gave no title or nobody had chosen
the older one; the slug the file name makes. Anything else is new, and gets a free slug.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.errors import SlugTaken
from idea.engines.catalog.naming import SLUG_LENGTH, slug_of, title_of
from idea.engines.catalog.records import declared_of
from idea.engines.catalog.types import Declared, Draft
from idea.engines.identity import api as identity
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.audit.types import Actor


@dataclass(frozen=True, slots=True)
class Target:
    """Where a publication goes; `existing` is None for a new data set."""

    existing: models.Dataset | None
    slug: str
    title: str
    organization: OrganizationInfo | None  # None: the site's own, not made yet


def resolve(draft: Draft, *, filename: str, url: str, sha256: str) -> Target:
    """Return where this publication goes, as things stand now."""
    organization = named_organization(draft) or own_organization()
    title = draft.title or title_of(filename, url)
    if draft.slug:
        row = _rows().filter(slug=draft.slug).first()
        _same_agency(row, draft, organization)
        return Target(row, draft.slug, title, organization)
    base = slug_of(draft.title_en, title)
    if organization is None:
        return Target(None, _free(base), title, None)
    row = _older(draft, base, organization, sha256)
    if row is not None:
        return Target(row, row.slug, title, organization)
    if not draft.title and models.Dataset.objects.filter(slug=base).exists():
        base = _of_agency(base, organization)
    return Target(None, _free(base), title, organization)


def place_of(draft: Draft) -> Target:
    """Return the data set a description without a file belongs to, as things stand now."""
    organization = named_organization(draft) or own_organization()
    if draft.slug:
        row = _rows().filter(slug=draft.slug).first()
        _same_agency(row, draft, organization)
        return Target(row, draft.slug, draft.title, organization)
    if organization is not None and draft.title:
        row = _rows().filter(organization_id=organization.id, title=draft.title).first()
        if row is not None:
            return Target(row, row.slug, draft.title, organization)
    return Target(None, _free(slug_of(draft.title_en, draft.title)), draft.title, organization)


def _older(
    draft: Draft, base: str, organization: OrganizationInfo, sha256: str
) -> models.Dataset | None:
    same = _rows().filter(organization_id=organization.id).order_by("id")
    twins = same.filter(current__sha256=sha256)
    if draft.title:
        # Another title that happens to make the same slug is another data set.
        return same.filter(title=draft.title).first() or next(
            (row for row in twins if _titled_by_file(row)), None
        )
    return twins.first() or same.filter(slug__in=[base, _of_agency(base, organization)]).first()


def _titled_by_file(row: models.Dataset) -> bool:
    version = row.current
    return version is not None and row.title == title_of(version.filename, version.source_url)


def named_organization(draft: Draft) -> OrganizationInfo | None:
    """Return the agency the draft names, None where it names none; AgencyNotFound otherwise."""
    return identity.organization(draft.organization) if draft.organization else None


def own_organization() -> OrganizationInfo | None:
    """Return the site's own agency: its first that was not made up for the demo."""
    real = [row for row in identity.organizations() if not row.synthetic]
    roots = [row for row in real if row.parent_id is None]
    return min(roots or real, key=lambda row: row.id, default=None)  # UUIDv7: the oldest


def ensure_own_organization(actor: Actor) -> OrganizationInfo:
    names = settings.IDEA_SITE_NAME
    return own_organization() or identity.ensure_organization(
        actor=actor, name=names["zh-hant"], name_en=names.get("en", "")
    )


def _rows() -> QuerySet[models.Dataset]:
    return models.Dataset.objects.select_related("organization", "current", "series")


def _same_agency(
    row: models.Dataset | None, draft: Draft, organization: OrganizationInfo | None
) -> None:
    if row is None or not draft.organization or organization is None:
        return
    if row.organization.id != organization.id:
        raise SlugTaken(
            _("The short name %(slug)s belongs to a data set of %(agency)s.")
            % {"slug": row.slug, "agency": row.organization.name},
            remedy=_("Choose another short name, or leave the agency out to renew that data set."),
        )


def _of_agency(base: str, organization: OrganizationInfo) -> str:
    return f"{base[: SLUG_LENGTH - 40]}-{organization.slug[:39]}"


def _free(base: str) -> str:
    taken = set(models.Dataset.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def organization_id_of(target: Target) -> UUID | None:
    """Return the agency that answers for the data set, None where it is not made yet."""
    if target.existing is not None:
        return target.existing.organization.id
    return target.organization.id if target.organization else None


def declared_in(target: Target) -> list[Declared]:
    """Return what is declared of the columns of the data set that is there already."""
    existing = target.existing
    return [declared_of(item) for item in existing.declared] if existing is not None else []
