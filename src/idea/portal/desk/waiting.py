"""What waits for somebody: data sets that are due, not described, or that lost rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import ChangeKind, Dataset, Frequency
from idea.kernel import clock

# A little more than the promised time: nobody is late at the stroke of midnight.
DUE = {
    Frequency.DAILY: timedelta(days=2),
    Frequency.WEEKLY: timedelta(days=9),
    Frequency.MONTHLY: timedelta(days=38),
    Frequency.QUARTERLY: timedelta(days=100),
    Frequency.YEARLY: timedelta(days=380),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do about a data set."""

    dataset: Dataset
    what: str
    verb: str
    url_name: str
    query: str = ""


def tasks(datasets: Iterable[Dataset]) -> list[Task]:
    """Return what is to do, the late first."""
    late, lost, silent = [], [], []
    for dataset in datasets:
        due = DUE.get(dataset.frequency)
        version = dataset.current
        if due is not None and version and clock.now() - version.created_at > due:
            what = _("A new version is due; this site was told: %(frequency)s.") % {
                "frequency": catalog.frequency_label(dataset.frequency)
            }
            late.append(
                Task(dataset, what, _("Publish a new version"), "portal:desk_publish", dataset.slug)
            )
        if version and version.rejected:
            what = ngettext(
                "%(rows)d row could not be read.",
                "%(rows)d rows could not be read.",
                version.rejected,
            ) % {"rows": version.rejected}
            lost.append(Task(dataset, what, _("See which"), "portal:dataset"))
        if not dataset.described:
            what = _("It has no description yet.")
            silent.append(Task(dataset, what, _("Describe it"), "portal:desk_dataset"))
    return [*late, *lost, *silent]


def withdrawn(organization: str, limit: int = 200) -> list[tuple[str, str]]:
    """Return (slug, title) of the data sets that are withdrawn now, the newest first."""
    last: dict[str, tuple[ChangeKind, str]] = {}
    for change in catalog.changes(limit=limit, organization=organization):
        if change.kind in {ChangeKind.WITHDRAWN, ChangeKind.RESTORED}:
            last.setdefault(change.slug, (change.kind, change.title))
    return [(slug, title) for slug, (kind, title) in last.items() if kind is ChangeKind.WITHDRAWN]
