"""Making accepted changes part of the data set: a new version, published like any other.

All checks of publishing run. If the data set moved on meanwhile the changes are placed in what
it holds now; those that no longer fit are shown to the owner as conflicts and left out.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idea.engines.catalog import access, models, queries
from idea.engines.catalog.corrections.deciding import locked, settle
from idea.engines.catalog.corrections.errors import BadCorrection
from idea.engines.catalog.corrections.events import CorrectionPublished
from idea.engines.catalog.corrections.placing import Plan, place
from idea.engines.catalog.corrections.queries import correction, stored
from idea.engines.catalog.corrections.records import change_of
from idea.engines.catalog.corrections.types import ChangeState, Correction
from idea.engines.catalog.corrections.writing import write
from idea.engines.catalog.errors import VersionMoved
from idea.engines.catalog.publishing import publish
from idea.engines.catalog.records import version_of
from idea.engines.catalog.types import Draft, Published, Version
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events
from idea.kernel.progress import Progress, silent

ATTEMPTS: Final = 3  # publications of the same data set that may come between
TO_PUBLISH: Final = (ChangeState.ACCEPTED, ChangeState.CONFLICT)


def apply(*, actor: Actor, number: int, progress: Progress = silent) -> Published | None:
    """Publish the accepted changes of a correction as a new version; None where none fits.

    Begun again after a crash it makes no second version: changes that the rows hold already
    are only noted as published.
    """
    row = stored(number)
    access.check(actor, access.PUBLISH, row.dataset.organization.id)
    for attempt in range(ATTEMPTS):
        try:
            return _apply(actor, row, progress)
        except VersionMoved:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def preview(number: int) -> Plan:
    """Return what publishing would do now, and which accepted changes are in conflict."""
    row = stored(number)
    return _plan(row, queries.version(row.dataset.slug, whole=True))


def note_of(row: models.Correction, count: int) -> str:
    """Return the words of the version's note; whoever found the errors is named by consent."""
    words = ngettext(
        "Correction %(number)d: %(count)d change accepted",
        "Correction %(number)d: %(count)d changes accepted",
        count,
    ) % {"number": row.number, "count": count}
    if not row.author_name:
        return words
    return _("%(what)s, found by %(name)s") % {"what": words, "name": row.author_name}


def _apply(actor: Actor, row: models.Correction, progress: Progress) -> Published | None:
    slug = row.dataset.slug
    current = queries.version(slug, whole=True)
    plan = _plan(row, current)
    published = None
    if not plan.empty:
        root = Path(settings.IDEA_HOME) / "work" / "uploads"
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=root, prefix="correct-") as folder:
            path, hints = write(current, plan, Path(folder))
            published = publish(
                actor=actor,
                path=path,
                filename=path.name,
                draft=Draft(slug=slug, note=note_of(row, len(plan.fits))),
                hints=hints,
                progress=progress,
                onto=current.id,
            )
    version = published.version if published else current
    _note(actor, row.number, plan, version)
    return published


def _plan(row: models.Correction, current: Version) -> Plan:
    accepted = row.changes.filter(state__in=TO_PUBLISH).order_by("position")
    changes = [change_of(change) for change in accepted]
    if not changes:
        return Plan()
    base = current
    if row.version_id != current.id:
        found = models.Version.objects.get(pk=row.version_id)
        base = version_of(found, with_issues=False, whole=True)
    return place(changes, tuple(row.key), base, current)


def _note(actor: Actor, number: int, plan: Plan, version: Version) -> Correction:
    """Write what became of the changes; the version is visible already."""
    made = [*plan.fits, *plan.done]
    if not made and not plan.conflicts:
        raise BadCorrection(
            _("No change of the correction is accepted."), remedy=_("Accept some first.")
        )
    with transaction.atomic():
        row = locked(actor, number, access.PUBLISH)
        row.changes.filter(position__in=made).update(state=ChangeState.PUBLISHED)
        row.changes.filter(position__in=plan.conflicts).update(state=ChangeState.CONFLICT)
        if made:
            row.published_id = version.id
            row.save(update_fields=["published"])
        settle(row)
        if made:
            events.emit(
                CorrectionPublished(
                    number=number,
                    slug=row.dataset.slug,
                    version=version.number,
                    changes=len(made),
                )
            )
        audit.record(
            actor=actor,
            action="corrections.publish",
            target=f"correction:{number}",
            data={
                "dataset": row.dataset.slug,
                "version": version.number,
                "changes": len(made),
                "conflicts": len(plan.conflicts),
            },
        )
    return correction(number)
