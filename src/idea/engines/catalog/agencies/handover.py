"""What the catalog hands over when an agency is merged into another.

Called by identity, in the transaction of the merger. What others hold of the data sets (search,
map) follows in the background: see `subscribers.py`.
"""

from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import models
from idea.engines.catalog.shelf import touch
from idea.engines.catalog.types import ChangeKind
from idea.engines.identity.plugin import Holding, holdings, rows_of
from idea.engines.identity.types import OrganizationInfo
from idea.kernel import bulk, clock

_AT_ONCE = 500
_NAME = 200  # the column's width


def register() -> None:
    """Make the catalog's holdings known; called once, when the app is ready."""
    sets = rows_of(_("Data sets"), "catalog.Dataset")
    systems = rows_of(_("Systems in the inventory"), "catalog.System")
    committees = rows_of(_("Advisory committees"), "catalog.Committee")
    reviewers = rows_of(_("Reviewers of classes"), "catalog.Reviewer")
    for key, holding in {
        "datasets": Holding(sets.title, sets.count, _datasets),
        "changes": rows_of(_("Lines of the change feed"), "catalog.Change"),
        "series": rows_of(_("Series of data sets"), "catalog.Series"),
        "harvest": rows_of(_("Harvest sources"), "catalog.HarvestSource"),
        "requests": rows_of(_("Requests for data"), "catalog.DataRequest"),
        "systems": Holding(systems.title, systems.count, _systems),
        "items": rows_of(_("Entries of the inventory"), "catalog.Item"),
        "committees": Holding(committees.title, committees.count, _committees),
        "reviewers": Holding(reviewers.title, reviewers.count, _reviewers),
        "hooks": Holding(_("Web hooks"), _hooked, _hooks),
    }.items():
        holdings.register(f"catalog.{key}", holding)


def _datasets(old: OrganizationInfo, new: OrganizationInfo) -> int:
    """Hand the data sets over, as an edit of each does: newer, and with a line in the feed."""
    now, former = clock.now(), models.Dataset.objects.filter(organization_id=old.id)
    note = gettext("“%(old)s” was merged into “%(new)s”.") % {"old": old.name, "new": new.name}
    ids = list(former.values_list("pk", flat=True))
    for batch in bulk.in_batches(ids, _AT_ONCE):
        rows = models.Dataset.objects.filter(pk__in=batch)
        listed = rows.filter(models.LISTED)
        models.Change.objects.bulk_create(
            models.Change(
                dataset_id=pk, organization_id=new.id, kind=ChangeKind.EDITED, note=note, at=now
            )
            for pk in listed.values_list("pk", flat=True)
        )
        listed.update(modified_at=now)
        rows.update(organization_id=new.id)
    if ids:
        touch(None)
    return len(ids)


def _systems(old: OrganizationInfo, new: OrganizationInfo) -> int:
    """Hand the systems over; one of a name that is there already says whose it was."""
    there = models.System.objects.filter(organization_id=new.id).values("name")
    rows = models.System.objects.filter(organization_id=old.id)
    twins = rows.filter(name__in=list(there.values_list("name", flat=True)))
    for row in twins:
        row.name = _free_name(new.id, row.name, old.name)
        row.save(update_fields=["name"])
    return rows.update(organization_id=new.id)


def _free_name(owner: UUID, name: str, former: str) -> str:
    tail = f"（{former[:80]}）"
    wanted, number = name[: _NAME - len(tail)] + tail, 2
    while models.System.objects.filter(organization_id=owner, name=wanted).exists():
        tail = f"（{former[:80]} {number}）"
        wanted, number = name[: _NAME - len(tail)] + tail, number + 1
    return wanted


def _committees(old: OrganizationInfo, new: OrganizationInfo) -> int:
    """Hand over committees of levels at which the successor has none.

    Another's ended with its agency: its meetings are its own record, and stay where they were.
    """
    taken = models.Committee.objects.filter(organization_id=new.id).values_list("level", flat=True)
    rows = models.Committee.objects.filter(organization_id=old.id).exclude(level__in=list(taken))
    return rows.update(organization_id=new.id)


def _reviewers(old: OrganizationInfo, new: OrganizationInfo) -> int:
    """Hand the designations over; who has one in both keeps one."""
    there = models.Reviewer.objects.filter(organization_id=new.id).values_list(
        "person_id", flat=True
    )
    twice, _tables = models.Reviewer.objects.filter(
        organization_id=old.id, person_id__in=list(there)
    ).delete()
    moved = models.Reviewer.objects.filter(organization_id=old.id).update(organization_id=new.id)
    return twice + moved


def _hooked(owner: OrganizationInfo) -> int:
    return models.Hook.objects.filter(organization_slug=owner.slug).count()


def _hooks(old: OrganizationInfo, new: OrganizationInfo) -> int:
    """Let who asked to be told of the one be told of the other."""
    rows = models.Hook.objects.filter(organization_slug=old.slug)
    return rows.update(organization_slug=new.slug)
