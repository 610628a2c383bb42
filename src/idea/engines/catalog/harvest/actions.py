"""Writes of sources: save one, pause or wake it, remove it, start a run.

Each is one transaction with its permission check and audit entry; a run itself is `running.py`.
"""

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import access, models
from idea.engines.catalog.harvest import tidy
from idea.engines.catalog.harvest.applying import lay_down
from idea.engines.catalog.harvest.errors import BadSource
from idea.engines.catalog.harvest.locking import alone, workplace
from idea.engines.catalog.harvest.planning import paths
from idea.engines.catalog.harvest.plugin import HARVEST
from idea.engines.catalog.harvest.preparing import Preparer
from idea.engines.catalog.harvest.queries import source, source_row
from idea.engines.catalog.harvest.readers import presets
from idea.engines.catalog.harvest.rows import Origin
from idea.engines.catalog.harvest.spool import Spool
from idea.engines.catalog.harvest.staging import Stage
from idea.engines.catalog.harvest.types import Source, SourceDraft
from idea.engines.catalog.naming import is_slug, slug_of
from idea.engines.catalog.shelf import touch
from idea.engines.catalog.types import License
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden, Issue

_MOST_HOURS = 24 * 366
_PERCENT = 100
_TITLE = 200  # the columns' widths
_ADDRESS = 2000


def save_source(*, actor: Actor, draft: SourceDraft, slug: str = "") -> Source:
    """Add a source, or (with `slug`) change one; the draft says all of it."""
    organization = identity.organization(draft.organization)
    draft = _checked(draft)
    with transaction.atomic():
        if slug:
            row = models.HarvestSource.objects.select_for_update().get(pk=source_row(slug).pk)
            access.check(actor, HARVEST, row.organization_id)
        else:
            row = models.HarvestSource(slug=_free_slug(draft))
        access.check(actor, HARVEST, organization.id)
        if draft.active:
            identity.require_active(organization.id)
        if draft.everywhere and not row.everywhere:
            _only_administrators(actor)
        elsewhere = row.url != draft.url
        row.title, row.kind, row.url = draft.title, draft.kind, draft.url
        row.organization_id = organization.id
        row.everywhere, row.mapping, row.license = draft.everywhere, draft.mapping, draft.license
        row.hours, row.most_lost, row.email = draft.hours, draft.most_lost, draft.email
        row.active = draft.active
        if elsewhere:
            row.seen = {}
        row.due_at = clock.now() if row.active and row.hours and row.url else None
        row.save()
        audit.record(
            actor=actor,
            action="catalog.harvest-source-saved",
            target=f"harvest:{row.slug}",
            data={"kind": row.kind, "url": row.url, "hours": row.hours, "active": row.active},
        )
    return source(row.slug)


def remove_source(*, actor: Actor, slug: str, keep: bool, why: str = "") -> int:
    """Remove a source. Its data sets stay as this site's own (`keep`), or are withdrawn.

    Those that come by another source too are that one's from now on. Returns how many
    data sets were kept or withdrawn.
    """
    row = source_row(slug)
    access.check(actor, HARVEST, row.organization_id)
    with alone(row.slug), tempfile.TemporaryDirectory(dir=workplace()) as work:
        folder = Path(work)
        row.refresh_from_db()
        with Stage(folder, license_="") as stage, Spool(folder) as spool:
            living = [path for path in paths(row.id) if path.main and not path.gone]
            preparer = Preparer(
                source=row,
                origin=Origin(
                    slug=row.slug, url=row.url, agencies={"": row.organization_id}, now=clock.now()
                ),
                stage=stage,
                spool=spool,
                people={
                    each.id: f"{each.name} {each.name_en}" for each in identity.organizations()
                },
            )
            prepared = preparer.let_go(living, keep=keep)
            with spool.at_hand(), transaction.atomic():
                lay_down(row, prepared, spool)
                models.Dataset.objects.filter(origin=row.slug).update(origin="")
                models.Series.objects.filter(origin=row.slug).update(origin="", identifier="")
                touch(None)
                count = len(living)
                row.delete()
                audit.record(
                    actor=actor,
                    action="catalog.harvest-source-removed",
                    target=f"harvest:{slug}",
                    why=why,
                    data={"kept": keep, "datasets": count},
                )
    return count


def set_active(*, actor: Actor, slug: str, active: bool) -> Source:
    """Pause a source, or wake it; its data sets stay as they are."""
    with transaction.atomic():
        row = models.HarvestSource.objects.select_for_update().get(pk=source_row(slug).pk)
        access.check(actor, HARVEST, row.organization_id)
        row.active = active
        row.due_at = clock.now() if active and row.hours and row.url else None
        row.save(update_fields=["active", "due_at"])
        audit.record(
            actor=actor,
            action="catalog.harvest-source-saved",
            target=f"harvest:{row.slug}",
            data={"active": active},
        )
    return source(slug)


def _checked(draft: SourceDraft) -> SourceDraft:
    rules: tuple[tuple[bool, str, str], ...] = (
        (
            bool(draft.title.strip()),
            "title",
            _("A source needs a title: people see it as where data sets come from."),
        ),
        (
            len(draft.title) <= _TITLE,
            "title",
            _("%(field)s is longer than %(most)d characters.") % {"field": "title", "most": _TITLE},
        ),
        (
            not draft.url or (bool(tidy.address(draft.url)) and len(draft.url) <= _ADDRESS),
            "url",
            _("This must be an address that begins with https:// or http://."),
        ),
        (
            not draft.slug or is_slug(draft.slug),
            "slug",
            _("The short name may hold lower-case letters, figures and hyphens."),
        ),
        (
            0 <= draft.hours <= _MOST_HOURS,
            "hours",
            _("Hours between runs: 0 (by hand) to 8784."),
        ),
        (0 <= draft.most_lost <= _PERCENT, "most_lost", _("A share is 0 to 100 percent.")),
        (
            not draft.license or draft.license in set(License),
            "license",
            _("This license is not known here."),
        ),
        (_is_mail(draft.email), "email", _("This is no e-mail address.")),
    )
    faults = [
        Issue(code=f"bad-{column}", message=message, column=column)
        for holds, column, message in rules
        if not holds
    ]
    try:
        presets.check(draft.mapping)
    except BadSource as problem:
        words = f"{problem.detail} {problem.remedy}"
        faults.append(Issue(code="bad-mapping", message=words, column="mapping"))
    if faults:
        raise BadSource(
            " ".join(issue.message for issue in faults),
            remedy=_("Mend these and try again. Nothing has been changed."),
            issues=tuple(faults),
        )
    return draft


def _is_mail(said: str) -> bool:
    try:
        if said:
            validate_email(said)
    except ValidationError:
        return False
    return True


def _free_slug(draft: SourceDraft) -> str:
    base = draft.slug or slug_of(draft.title)[:70]
    taken = set(
        models.HarvestSource.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    if draft.slug and draft.slug in taken:
        raise BadSource(_("There is a source with this short name already."))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _only_administrators(actor: Actor) -> None:
    """Refuse everybody who could otherwise publish in the name of agencies that are not theirs."""
    person = get_user_model().objects.filter(pk=actor.id).first() if _is_uuid(actor.id) else None
    if actor.kind == "system" or (person is not None and person.is_superuser):
        return
    raise Forbidden(
        _("Only a site administrator may let a source name agencies beyond its own."),
        remedy=_("Leave this out: data sets then stand under agencies below yours."),
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
