"""The catalog's list in memory: what filters, facets and sorts read, as columns of numbers.

Counting ten facets over 60,000 data sets takes a database a quarter of a second and NumPy two
milliseconds. Each process keeps its own shelf and asks, in one small query, which data sets
changed since; the rows of a page still come from the database.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from idea.engines.catalog import models
from idea.engines.catalog.coded import Coded, Mask, many, single
from idea.engines.catalog.naming import KIND
from idea.kernel.search import api as search

STAMPS: Final = 200  # kept one by one: every request reads their ids
ONE_BY_ONE: Final = 100  # changed data sets that are worth reading alone
_ONE: Final = {
    "organization": "organization__slug",
    "theme": "theme",
    "license": "license",
    "origin": "origin",
    "access": "access",
    "badge": "quality_badge",
    "series": "series__slug",
}
_MANY: Final = {"format": "formats", "keyword": "keywords"}
_TIMES: Final = {"-modified": "modified_at", "-published": "published_at"}
_NUMBERS: Final = {"-rows": "rows", "-quality": "quality_points", "-popularity": "popularity"}
# Read as texts, because 60,000 of Python's own UUIDs, times and lists take a second to make. Both
# databases write times so that the texts' order is the times'.
_AS_TEXT: Final = ("id", *_MANY.values(), *_TIMES.values())
_READ: Final = (*_AS_TEXT, *_ONE.values(), *_NUMBERS.values(), "has_map", "title")
_NEVER: Final = -1  # quality that was not measured comes last

Order = NDArray[np.int64]


@dataclass(frozen=True)
class Shelf:
    """Every listed data set, as it was when the stamps in `known` were all there were."""

    known: frozenset[UUID]
    ids: NDArray[np.uint64]  # each UUID in two halves
    entries: NDArray[np.int64]  # ids of the search entries
    columns: dict[str, Coded]
    keys: dict[str, NDArray[Any]]  # what sorts read
    has_map: Mask
    titles: list[str]
    _orders: dict[str, Order] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.ids)

    def order(self, sort: str) -> Order:
        """Return the positions in the order of a sort; the id decides between equals."""
        if sort not in self._orders:
            by_id = np.lexsort((self.ids[:, 1], self.ids[:, 0]))
            if sort == "title":
                ordered = sorted(by_id.tolist(), key=self.titles.__getitem__)
                self._orders[sort] = np.array(ordered, dtype=np.int64)
            else:
                ascending = np.argsort(self.keys[sort][by_id], kind="stable")
                self._orders[sort] = by_id[ascending][::-1]
        return self._orders[sort]

    @cached_property
    def _by_entry(self) -> Order:
        return np.argsort(self.entries)

    def scores(self, text: str) -> NDArray[np.float64]:
        """Return how well each data set fits the words; not at all: NaN."""
        scores = np.full(self.size, np.nan)
        if not self.size:
            return scores
        found = search.matches(text, kind=KIND)
        at = np.searchsorted(self.entries, found.ids, sorter=self._by_entry)
        places = self._by_entry[np.minimum(at, self.size - 1)]
        here = self.entries[places] == found.ids  # others are of other kinds, or newer
        scores[places[here]] = found.scores[here]
        return scores

    def page(self, mask: Mask, sort: str, part: slice) -> list[UUID]:
        order = self.order(sort)
        return self._named(order[mask[order]][part])

    def best(self, mask: Mask, scores: NDArray[np.float64], part: slice) -> list[UUID]:
        """Return the data sets of `mask` that fit best; of equal ones the newest first."""
        order = self.order("-modified")
        order = order[mask[order]]
        return self._named(order[np.argsort(-scores[order], kind="stable")][part])

    def _named(self, places: Order) -> list[UUID]:
        return [UUID(int=int(high) << 64 | int(low)) for high, low in self.ids[places]]

    def without(self, changed: set[UUID]) -> Mask:
        """Return which data sets are none of the few that are named."""
        kept = np.ones(self.size, dtype=bool)
        for high, low in _halves([key.hex for key in changed]):
            kept &= (self.ids[:, 0] != high) | (self.ids[:, 1] != low)
        return kept

    def joined(self, kept: Mask, more: "Shelf") -> "Shelf":
        """Return those in `kept` and all of `more`, which knows the newest stamps."""
        return Shelf(
            known=more.known,
            ids=np.concatenate([self.ids[kept], more.ids]),
            entries=np.concatenate([self.entries[kept], more.entries]),
            columns={k: each.joined(kept, more.columns[k]) for k, each in self.columns.items()},
            keys={k: np.concatenate([each[kept], more.keys[k]]) for k, each in self.keys.items()},
            has_map=np.concatenate([self.has_map[kept], more.has_map]),
            titles=[self.titles[at] for at in np.flatnonzero(kept)] + more.titles,
        )


_shelf: Shelf | None = None
_lock = threading.Lock()


def shelf() -> Shelf:
    """Return the shelf as the database is now."""
    global _shelf  # noqa: PLW0603  one a process; what it holds is rebuilt at will
    known = stamps()
    with _lock:
        if _shelf is None or _shelf.known != known:
            _shelf = _renewed(_shelf, known)
        return _shelf


@transaction.atomic
def touch(ids: Iterable[UUID] | None = None) -> None:
    """Tell every process that these data sets (None: any number) changed; in their transaction.

    Many become one stamp that stands for all before it, so there are never many to read.
    """
    changed = [] if ids is None else list(ids)
    if ids is not None and len(changed) <= ONE_BY_ONE:
        models.Stamp.objects.bulk_create(models.Stamp(dataset_id=key) for key in changed)
        if models.Stamp.objects.count() <= STAMPS:
            return
    # Those another transaction is removing are left to it: nobody waits for a long harvest.
    waiting = connection.features.has_select_for_update_skip_locked
    old = models.Stamp.objects.select_for_update(skip_locked=waiting)
    models.Stamp.objects.filter(id__in=list(old.values_list("id", flat=True))).delete()
    models.Stamp.objects.create(dataset_id=None)


def changed(old: frozenset[UUID], known: frozenset[UUID]) -> set[UUID] | None:
    """Return which data sets changed from the stamps `old` to `known`; None: too many to tell."""
    if not old <= known:
        return None
    few = set(models.Stamp.objects.filter(id__in=known - old).values_list("dataset_id", flat=True))
    return None if None in few or len(few) > ONE_BY_ONE else {key for key in few if key is not None}


def stamps() -> frozenset[UUID]:
    """Return what names the state of the list now: as long as it is the same, nothing changed."""
    return frozenset(models.Stamp.objects.values_list("id", flat=True))


def _renewed(old: Shelf | None, known: frozenset[UUID]) -> Shelf:
    few = None if old is None else changed(old.known, known)
    if old is None or few is None:
        return _read(None, known)
    return old.joined(old.without(few), _read(few, known))


def _read(ids: set[UUID] | None, known: frozenset[UUID]) -> Shelf:
    listed, keys = models.Dataset.objects.filter(models.LISTED), None
    if ids is not None:
        listed, keys = listed.filter(id__in=ids), [f"{KIND}:{key}" for key in ids]
    texts = {f"{name}_text": Cast(name, TextField()) for name in _AS_TEXT}
    rows = listed.annotate(**texts).values_list(*texts, *_READ[len(texts) :])
    read: dict[str, Sequence[Any]] = dict.fromkeys(_READ, ())
    read |= zip(_READ, zip(*rows, strict=True), strict=False)  # nothing, where nothing is listed
    columns = {name: single(read[at]) for name, at in _ONE.items()}
    columns |= {name: many(read[at]) for name, at in _MANY.items()}
    keys_of = {sort: np.array(read[at], dtype="S32") for sort, at in _TIMES.items()}
    keys_of |= {sort: _numbers(read[at]) for sort, at in _NUMBERS.items()}
    return Shelf(
        known=known,
        ids=_halves(read["id"]),
        entries=_entries(read["id"], keys),
        columns=columns,
        keys=keys_of,
        has_map=np.array(read["has_map"], dtype=np.bool_),
        titles=list(read["title"]),
    )


def _halves(ids: Iterable[str]) -> NDArray[np.uint64]:
    packed = bytes.fromhex("".join(ids).replace("-", ""))
    return np.frombuffer(packed, dtype=">u8").astype(np.uint64).reshape(-1, 2)


def _numbers(column: Sequence[int | None]) -> NDArray[np.int64]:
    return np.array([_NEVER if value is None else value for value in column], dtype=np.int64)


def _entries(ids: Sequence[str], keys: list[str] | None) -> NDArray[np.int64]:
    """Return the search entry of each data set; 0 where it has none."""
    found = search.entries(KIND, keys)
    start = len(KIND) + 1
    by_id = {key[start:].replace("-", ""): entry for key, entry in found.items()}
    return np.array([by_id.get(each.replace("-", ""), 0) for each in ids], dtype=np.int64)
