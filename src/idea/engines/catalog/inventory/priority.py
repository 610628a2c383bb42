"""What should open first: points of 100 for an item, with the computation shown.

The criteria and lists are the domain's (plugin.py); here they are only added up.
"""

import math
from collections.abc import Callable, Iterable
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog import models, plugin
from idea.engines.catalog.inventory.queries import stored
from idea.engines.catalog.inventory.types import Answer, Owner, Part
from idea.engines.catalog.plugin import Asked, Category, Demand, Law, Yardstick

FULL_DEMAND = 100  # times asked, from which a criterion of demand gives all its points


def parts(row: models.Item) -> list[Part]:
    """Return the lines of the computation, one a criterion, those that give nothing too."""
    found = []
    for criterion in plugin.criteria:
        if criterion.code not in _MEASURES:
            raise KeyError(f"nobody measures the criterion {criterion.code!r}")
        share, why = _MEASURES[criterion.code](row)
        found.append(
            Part(
                criterion.code,
                criterion.title,
                criterion.title_en,
                round(criterion.points * share),
                criterion.points,
                why,
                criterion.norm,
            )
        )
    return found


def computation(item_id: UUID) -> list[Part]:
    """Return how an item's points come about. Raises ItemNotFound."""
    return parts(stored(item_id))


def score(row: models.Item) -> int:
    return sum(part.points for part in parts(row))


def rescore() -> int:
    """Compute all scores anew, e.g. as demand grows; return how many changed."""
    changed = []
    for row in models.Item.objects.select_related("dataset").iterator(chunk_size=500):
        points = score(row)
        if points != row.score:
            row.score = points
            changed.append(row)
    models.Item.objects.bulk_update(changed, ["score"], batch_size=500)
    return len(changed)


def _must_open(row: models.Item) -> tuple[float, str]:
    bids = [_title(plugin.laws[code]) for code in row.laws if _bids(code)]
    if bids:
        return 1.0, _and(bids)
    return (1.0, _("The agency says that a law bids it.")) if row.must_open else (0.0, "")


def _free_of_limits(row: models.Item) -> tuple[float, str]:
    limits = [
        words
        for words, is_there in (
            (_("personal data"), row.personal),
            (_("limits by contract"), bool(row.contract_limits)),
            (_("rights of others"), row.owner in {Owner.SHARED, Owner.OTHER, Owner.UNKNOWN}),
            (_("may not be licensed on"), row.may_license != Answer.YES),
            (_("a law that limits"), any(not _bids(code) for code in row.laws)),
        )
        if is_there
    ]
    return (0.0, _and(limits)) if limits else (1.0, _("No limit is known."))


def _asked_for(row: models.Item) -> tuple[float, str]:
    asked = Asked(row.dataset.id if row.dataset else None, row.title)
    counts = [(source, source.count(asked)) for source in plugin.demands]
    applied = row.applications.count()
    total = applied + sum(count for _source, count in counts)
    words = [f"{_title(source)} {count}" for source, count in counts if count]
    if applied:
        words.append(_("applications %(count)d") % {"count": applied})
    return min(1.0, math.log1p(total) / math.log1p(FULL_DEMAND)), _and(words)


def _named_by(yardstick: Yardstick) -> Callable[[models.Item], tuple[float, str]]:
    def measure(row: models.Item) -> tuple[float, str]:
        named = [
            _title(plugin.categories[code])
            for code in row.categories
            if code in plugin.categories and plugin.categories[code].yardstick is yardstick
        ]
        return (1.0 if named else 0.0), _and(named)

    return measure


def _title(row: Law | Category | Demand) -> str:
    return row.title_en if (get_language() or "").startswith("en") else row.title


def _and(words: Iterable[str]) -> str:
    return ("; " if (get_language() or "").startswith("en") else "、").join(words)


def _bids(code: str) -> bool:
    return code in plugin.laws and plugin.laws[code].bearing is plugin.Bearing.BIDS


_MEASURES: dict[str, Callable[[models.Item], tuple[float, str]]] = {
    "must-open": _must_open,
    "no-limits": _free_of_limits,
    "demand": _asked_for,
    **{str(yardstick): _named_by(yardstick) for yardstick in Yardstick},
}
