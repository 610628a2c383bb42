"""Measures data sets in batches and keeps what changed: for one edit and for 53,000 harvested sets.

Writes the two quality fields of a data set beside its measurement; when the data set was
modified is nothing a measurement may change.
"""

import gc
import hashlib
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from idea.engines.catalog import models, queries
from idea.engines.catalog.elsewhere import prefetch
from idea.engines.catalog.opened import ensure
from idea.engines.catalog.quality.measuring import measure, measure_rows, rows_key
from idea.engines.catalog.quality.replies import replies_of
from idea.engines.catalog.quality.types import (
    BadRow,
    Finding,
    LinkHealth,
    Measured,
    State,
    Subject,
)
from idea.engines.catalog.records import dataset_of, declared_of, distribution_of, version_of
from idea.engines.catalog.shelf import touch
from idea.engines.catalog.types import Dataset, Version
from idea.kernel import clock
from idea.kernel.ids import uuid7
from idea.kernel.progress import Progress, silent

BATCH: Final = 500
TELL_EVERY: Final = 30.0  # seconds


def measure_datasets(ids: Iterable[UUID], progress: Progress = silent) -> int:
    """Measure data sets as they are now; return how many measurements are new or changed.

    Rows are read only where the version, or what is declared of its columns, is another than
    at the last measurement. Safe to repeat: without news nothing is written.
    """
    wanted = list(ids)
    changed = 0
    news = _News()
    for start in range(0, len(wanted), BATCH):
        with _uncollected():
            last = start + BATCH >= len(wanted)
            changed += _measure_batch(wanted[start : start + BATCH], news, last=last)
        progress(min(start + BATCH, len(wanted)), len(wanted))
    return changed


class _News:
    """What the list must read again: told at the end and now and then, since all of it is read."""

    def __init__(self) -> None:
        self.ids: list[UUID] = []
        self.told = time.monotonic()

    def add(self, ids: Iterable[UUID], *, last: bool) -> None:
        self.ids.extend(ids)
        if self.ids and (last or time.monotonic() - self.told > TELL_EVERY):
            touch(self.ids)
            self.ids, self.told = [], time.monotonic()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the cycle collector away from a batch: it looks through millions of live objects.

    That is a third of the time; what a batch leaves behind goes by its reference counts.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def ids_of(*, origin: str = "", organization: UUID | None = None) -> list[UUID]:
    """Return the listed data sets of a harvest source or an agency; of the whole site."""
    rows = models.Dataset.objects.filter(models.LISTED)
    if origin:
        rows = rows.filter(origin=origin)
    if organization is not None:
        rows = rows.filter(organization_id=organization)
    return list(rows.order_by("id").values_list("id", flat=True))


def url_key(url: str) -> str:
    return hashlib.sha256(url.encode(errors="replace")).hexdigest()


def finding_of(key: str, stored: Sequence[Any]) -> Finding:
    state, points, note, facts = stored
    return Finding(key, State(state), points, note, facts)


def stored_finding(one: Finding) -> list[Any]:
    return [str(one.state), one.points, one.note, dict(one.facts)]


def bad_row_of(stored: Sequence[Any]) -> BadRow:
    key, row, column, value, note, facts = stored
    return BadRow(key, row, column, value, note, facts)


def health_of(row: models.LinkCheck) -> LinkHealth:
    return LinkHealth(
        url=row.url,
        checked_at=row.checked_at or row.due_at,
        status=row.status,
        ok=row.ok,
        problem=row.problem,
        media_type=row.media_type,
        size=row.size,
        charset=row.charset,
        header=tuple(row.header),
        web_page=row.web_page,
    )


def _measure_batch(ids: Sequence[UUID], news: _News, *, last: bool) -> int:
    rows = {row.id: row for row in _rows(ids)}
    newest = {row.dataset_id: row for row in _newest(ids)}
    fresh = []
    for subject in _subjects(list(rows.values())):
        before = newest.get(subject.dataset.id)
        key = rows_key(subject.dataset)
        found, points, badge = measure(subject, _of_rows(subject, key, before))
        fresh.append((subject.dataset, key, found, points, badge))
    written = 0
    with transaction.atomic():
        new = []
        marks: dict[tuple[int, str], list[UUID]] = defaultdict(list)
        for dataset, key, found, points, badge in fresh:
            row = _measurement(dataset, key, found, points, badge)
            before = newest.get(dataset.id)
            if before is None or _differs(before, row):
                new.append(row)
            elif (before.findings, before.bad_rows) != (row.findings, row.bad_rows):
                before.findings, before.bad_rows = row.findings, row.bad_rows
                before.rows_key = row.rows_key
                before.save(update_fields=["findings", "bad_rows", "rows_key"])
                written += 1
            stored = rows[dataset.id]
            if (stored.quality_points, stored.quality_badge) != (points, badge):
                marks[points, badge].append(dataset.id)
        models.Measurement.objects.bulk_create(new)
        for (points, badge), some in marks.items():
            models.Dataset.objects.filter(id__in=some).update(
                quality_points=points, quality_badge=badge
            )
        news.add((key for some in marks.values() for key in some), last=last)
    return written + len(new)


def _of_rows(subject: Subject, key: str, before: models.Measurement | None) -> Measured | None:
    """Return the findings on rows: those of before where they still rest on the same."""
    version = subject.dataset.current
    if version is None:
        return None
    if before is not None and before.rows_key == key:
        kept = (finding_of(name, told) for name, told in before.findings.items())
        findings = tuple(one for one in kept if _on_rows(one.key))
        return Measured(findings, tuple(bad_row_of(item) for item in before.bad_rows))
    return measure_rows(version, subject)


def _on_rows(key: str) -> bool:
    return key.startswith(("table.", "content.")) and key != "content.metadata"


def _measurement(
    dataset: Dataset, key: str, found: Measured, points: int, badge: str
) -> models.Measurement:
    return models.Measurement(
        id=uuid7(),
        dataset_id=dataset.id,
        number=dataset.current.number if dataset.current else None,
        at=clock.now(),
        points=points,
        badge=badge,
        findings={one.key: stored_finding(one) for one in found.findings},
        bad_rows=[
            [row.key, row.row, row.column, row.value, row.note, dict(row.facts)]
            for row in found.bad_rows
        ],
        rows_key=key,
    )


def _differs(before: models.Measurement, row: models.Measurement) -> bool:
    """Tell whether this is news for the trend, not only other evidence for the same result."""
    same = (before.number, before.points, before.badge) == (row.number, row.points, row.badge)
    states = {key: told[0] for key, told in before.findings.items()}
    return not same or states != {key: told[0] for key, told in row.findings.items()}


def _rows(ids: Sequence[UUID]) -> Iterable[models.Dataset]:
    return (
        queries.whole()
        .defer("current__issues", "current__chart", "current__notes")
        .filter(models.LISTED, id__in=ids)
        .prefetch_related(prefetch())
    )


def _newest(ids: Sequence[UUID]) -> Iterable[models.Measurement]:
    mine = models.Measurement.objects.filter(dataset=OuterRef("pk")).order_by("-at")
    newest = models.Dataset.objects.filter(id__in=ids).annotate(m=Subquery(mine.values("id")[:1]))
    return models.Measurement.objects.filter(id__in=newest.values("m"))


def _subjects(rows: Sequence[models.Dataset]) -> Iterator[Subject]:
    now = clock.now()
    datasets = [
        replace(
            _opened(dataset_of(row, with_issues=False)),
            linked=tuple(distribution_of(item) for item in row.distributions.all()),
        )
        for row in rows
    ]
    links = _links(datasets)
    before = _previous(rows)
    replies = replies_of({one.organization_id for one in datasets})
    for dataset in datasets:
        yield Subject(
            dataset=dataset,
            now=now,
            links=links,
            previous=before.get(dataset.id),
            replies=replies.get(dataset.organization_id),
        )


def _opened(dataset: Dataset) -> Dataset:
    """Return the data set, the rows it shows in the lake: only what is public is measured."""
    if dataset.current is not None:
        ensure(dataset.current)
    return dataset


def _links(datasets: Sequence[Dataset]) -> dict[str, LinkHealth]:
    urls = {
        url
        for dataset in datasets
        for link in dataset.linked or ()
        for url in (link.access_url, link.download_url)
        if url
    }
    if not urls:
        return {}
    keys = [url_key(url) for url in urls]
    rows = models.LinkCheck.objects.filter(url_sha256__in=keys, checked_at__isnull=False)
    return {row.url: health_of(row) for row in rows}


def _previous(rows: Sequence[models.Dataset]) -> dict[UUID, Version]:
    wanted = Q()
    for row in rows:
        if row.current is not None and row.current.number > 1:
            wanted |= Q(dataset_id=row.id, number=row.current.number - 1)
    if not wanted:
        return {}
    found = models.Version.objects.defer("issues", "chart").filter(wanted)
    promised = {row.id: [declared_of(item) for item in row.declared] for row in rows}
    return {
        row.dataset_id: version_of(row, with_issues=False, declared=promised[row.dataset_id])
        for row in found
    }
