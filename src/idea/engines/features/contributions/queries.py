"""Reads of contributions: of one, of those of a layer, of a person, of those that wait."""

from collections.abc import Sequence
from pathlib import Path

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from idea.engines.features.contributions.errors import ContributionNotFound, NotOpen
from idea.engines.features.contributions.models import ContributionRecord, ContributionRule
from idea.engines.features.contributions.records import contribution_of, rule_of, step_of
from idea.engines.features.contributions.types import (
    Contribution,
    Contributions,
    Credit,
    Rule,
    State,
    Step,
)
from idea.engines.features.live import queries as live
from idea.engines.features.live.types import Field, Live
from idea.kernel.lake import lake

WAITING = (State.WAITING,)


def rule(collection_id: str) -> Rule:
    """Return whether a live collection takes contributions; closed where nobody said so."""
    row = (
        ContributionRule.objects.filter(pk=collection_id).first() if _plain(collection_id) else None
    )
    return rule_of(row) if row else Rule(collection_id)


def rules(collection_ids: Sequence[str]) -> dict[str, Rule]:
    """Return the rule of each of these live collections, in one query."""
    rows = ContributionRule.objects.filter(pk__in=list(collection_ids))
    return {each: Rule(each) for each in collection_ids} | {row.pk: rule_of(row) for row in rows}


def open_collection(collection_id: str) -> tuple[Live, Rule]:
    """Return a collection that takes contributions, or raise NoLive or NotOpen."""
    found, said = live.live_collection(collection_id), rule(collection_id)
    if not said.open or not found.offered:
        raise NotOpen(
            _("The layer takes no contributions at present."),
            remedy=_("Ask the agency that keeps it."),
        )
    return found, said


def open_collections() -> list[Live]:
    """Return the collections that take contributions now, by id."""
    ids = set(ContributionRule.objects.filter(open=True).values_list("collection_id", flat=True))
    return [each for each in live.live_collections() if each.id in ids and each.offered]


def fields(found: Live) -> tuple[Field, ...]:
    """Return the properties that residents see, and so may propose."""
    return tuple(field for field in found.fields if field.name not in found.closed)


def contribution(number: int) -> Contribution:
    """Return a contribution. Raises ContributionNotFound."""
    return contribution_of(stored(number))


def stored(number: int) -> ContributionRecord:
    row = _whole().filter(pk=min(number, 2**63 - 1)).first()
    if row is None:
        raise ContributionNotFound(_("There is no contribution %(number)d.") % {"number": number})
    return row


def contributions(
    *,
    collection_id: str = "",
    state: str = "",
    author_id: str = "",
    collections: Sequence[str] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Contributions:
    """Return contributions, the newest first, of all collections or of these.

    `state` "waiting" means: an officer has to act.
    """
    rows = _whole()
    if collection_id:
        rows = rows.filter(collection_id=collection_id) if _plain(collection_id) else rows.none()
    if state:
        rows = rows.filter(state=state) if _plain(state) else rows.none()
    if author_id:
        rows = rows.filter(author_id=author_id)
    if collections is not None:
        rows = rows.filter(collection_id__in=list(collections))
    found = rows[offset : offset + limit]
    return Contributions(tuple(map(contribution_of, found)), rows.count())


def steps(number: int) -> list[Step]:
    """Return the history of a contribution, the first step first."""
    return [step_of(row) for row in stored(number).steps.all()]


def following(found: Contribution) -> int | None:
    """Return the number of the oldest other contribution that waits in the same collection."""
    rows = ContributionRecord.objects.filter(
        collection_id=found.collection_id, state__in=WAITING
    ).exclude(pk=found.number)
    return rows.order_by("number").values_list("number", flat=True).first()


def is_public(found: Contribution, collection: Live) -> bool:
    """Tell whether everybody may see what was drawn: it is on a map that everybody sees."""
    return found.state is State.ACCEPTED and not found.undone and collection.offered


def credits_of(collection_id: str, limit: int = 50) -> list[Credit]:
    """Return who is thanked for what is on the map, who gave most first."""
    if not _plain(collection_id):
        return []
    rows = (
        ContributionRecord.objects.filter(
            collection_id=collection_id, state=State.ACCEPTED, undone=False
        )
        .order_by()
        .values_list("author_name")
        .annotate(n=Count("number"))
        .order_by("-n", "author_name")
    )
    return [Credit(name, count) for name, count in rows[:limit]]


def photo(number: int) -> Path | None:
    """Return the file of a contribution's photo; None where it has none."""
    key = stored(number).photo_key
    return lake().local(key) if key else None


def _whole() -> QuerySet[ContributionRecord]:
    return ContributionRecord.objects.select_related("collection")


def _plain(text: str) -> bool:
    """Tell whether a text can stand in the store: PostgreSQL takes no NUL."""
    return "\0" not in text
