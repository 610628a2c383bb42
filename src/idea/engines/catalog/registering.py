"""Data sets whose files are elsewhere: described, listed and searched here, not copied.

Writes what is said and the links; rows come by `publishing.py`, whole catalogs by the harvest.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import access, models
from idea.engines.catalog.committing import lock, note_change, save_edit
from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.events import DatasetRegistered
from idea.engines.catalog.harvest.guard import refuse_edits
from idea.engines.catalog.inventory import gate
from idea.engines.catalog.metadata import apply, checked, is_web
from idea.engines.catalog.naming import is_token
from idea.engines.catalog.outward import show
from idea.engines.catalog.queries import dataset as read
from idea.engines.catalog.records import dataset_of, distribution_of, stored_distribution
from idea.engines.catalog.resolve import ensure_own_organization, place_of
from idea.engines.catalog.types import ChangeKind, Dataset, Distribution, Draft, Frequency
from idea.engines.identity import api as identity
from idea.engines.identity.types import OrganizationInfo
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict, Issue
from idea.kernel.events import api as events
from idea.kernel.ids import uuid7

MOST_LINKS = 1000


def register(
    *,
    actor: Actor,
    draft: Draft,
    distributions: Sequence[Distribution] | None = None,
    why: str = "",
    clear: Collection[str] = (),
) -> Dataset:
    """Describe a data set by its draft and its files elsewhere; return it as it is now.

    The data set named by the draft's slug is renewed; without a slug, one of the same agency
    and title; otherwise a new one begins. `distributions` replace the links it had (None:
    they stay); versions published here are untouched. Raises BadDraft, Conflict, Forbidden.
    """
    draft = checked(draft)
    links = None if distributions is None else _checked_links(distributions)
    with transaction.atomic():
        target = place_of(draft)
        if target.existing is None:
            slug = _create(
                actor,
                draft,
                slug=target.slug,
                organization=target.organization,
                links=links or [],
                why=why,
            )
        else:
            row = lock(target.existing.id)
            access.check(actor, access.EDIT, row.organization.id)
            refuse_edits(row)
            if row.withdrawn_at is not None:
                raise Conflict(
                    _("The data set %(title)s was withdrawn: %(why)s")
                    % {"title": row.title, "why": row.withdrawn_why}
                )
            _renew(actor, row, draft, links=links, why=why, clear=clear)
            slug = row.slug
    return read(slug)


def save_links(row: models.Dataset, links: Sequence[Distribution]) -> bool:
    """Make the stored links equal to `links`; return whether that changed anything."""
    there = [distribution_of(item) for item in row.distributions.all()]
    if [_bare(item) for item in there] == [_bare(item) for item in links]:
        return False
    row.distributions.all().delete()
    models.Distribution.objects.bulk_create(
        stored_distribution(row.id, at, link) for at, link in enumerate(links)
    )
    return True


def take_formats(row: models.Dataset, links: Sequence[Distribution]) -> None:
    """Note on the row every format it can be had in: of its own version first, then the links'."""
    own = [row.current.format] if row.current is not None else []
    row.formats = list(dict.fromkeys(filter(None, [*own, *(link.format for link in links)])))
    row.format = row.formats[0][:20] if row.formats else ""


def _create(
    actor: Actor,
    draft: Draft,
    *,
    slug: str,
    organization: OrganizationInfo | None,
    links: Sequence[Distribution],
    why: str,
) -> str:
    owner = organization or ensure_own_organization(actor)
    access.check(actor, access.PUBLISH, owner.id)
    identity.require_active(owner.id)
    if not draft.title:
        raise BadDraft(_("A data set needs a title."))
    row = models.Dataset(
        id=uuid7(),
        slug=slug,
        title=draft.title,
        organization_id=owner.id,
        license=conf().catalog_default_license,
        frequency=Frequency.IRREGULAR,
    )
    apply(row, draft)
    gate.check(actor, row, links=links)
    row.published_at = row.modified_at = clock.now()
    take_formats(row, links)
    row.save(force_insert=True)
    gate.link(row)
    save_links(row, links)
    show(dataset_of(row))
    note_change(row, ChangeKind.CREATED, why)
    events.emit(DatasetRegistered(dataset_id=str(row.id), slug=row.slug))
    audit.record(actor=actor, action="catalog.register", target=f"dataset:{row.slug}", why=why)
    return row.slug


def _renew(
    actor: Actor,
    row: models.Dataset,
    draft: Draft,
    *,
    links: Sequence[Distribution] | None,
    why: str,
    clear: Collection[str],
) -> None:
    before = row.access
    changed = apply(row, draft, clear)
    gate.check(actor, row, before=before, links=links)
    if links is not None and save_links(row, links):
        take_formats(row, links)
        changed.append("distributions")
    if changed:
        save_edit(actor, row, changed, why=why)


def _bare(link: Distribution) -> Distribution:
    return replace(link, id=None)


def _checked_links(links: Sequence[Distribution]) -> list[Distribution]:
    issues = [
        Issue(
            code="bad-distribution",
            message=_("Link %(number)d: %(url)s is no web address.")
            % {"number": number, "url": address[:200]},
            column="distributions",
            value=address[:80],
        )
        for number, link in enumerate(links, 1)
        for address in (link.access_url, link.download_url)
        if address and not is_web(address)
    ]
    issues.extend(
        Issue(
            code="bad-distribution",
            message=_("Link %(number)d has no address.") % {"number": number},
            column="distributions",
        )
        for number, link in enumerate(links, 1)
        if not link.url
    )
    issues.extend(
        Issue(
            code="bad-distribution",
            message=_("Link %(number)d: %(format)s is no format; write e.g. csv.")
            % {"number": number, "format": link.format[:40]},
            column="distributions",
            value=link.format[:80],
        )
        for number, link in enumerate(links, 1)
        if link.format and not is_token(link.format)
    )
    if len(links) > MOST_LINKS:
        message = _("At most %(most)d links can be given.") % {"most": MOST_LINKS}
        issues.append(Issue(code="bad-distribution", message=message, column="distributions"))
    if issues:
        raise BadDraft(
            " ".join(issue.message for issue in issues[:5]),
            remedy=_("Mend these and try again. Nothing has been changed."),
            issues=tuple(issues),
        )
    return list(links)
