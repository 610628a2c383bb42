"""Turns a plan into rows ready to be laid down: everything slow happens here, outside any lock."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from idea.engines.catalog import models
from idea.engines.catalog.harvest import coding
from idea.engines.catalog.harvest.planning import Path, Plan
from idea.engines.catalog.harvest.rows import Documents, Origin, first_published, link_row, write_on
from idea.engines.catalog.harvest.spool import Spool
from idea.engines.catalog.harvest.staging import Stage
from idea.engines.catalog.harvest.types import Record
from idea.engines.catalog.inventory import gate
from idea.engines.catalog.naming import KIND, slug_of
from idea.engines.catalog.records import distribution_of
from idea.engines.catalog.types import Access, ChangeKind, Distribution
from idea.kernel import bulk
from idea.kernel.ids import uuid7
from idea.kernel.progress import Progress, silent
from idea.kernel.search import api as search

_AT_ONCE: Final = 300


@dataclass(slots=True)
class Prepared:
    """What the transaction needs beside the spooled rows."""

    relinked: list[UUID] = field(default_factory=list)  # data sets whose old links go
    hidden: list[str] = field(default_factory=list)  # search entries that go
    touched: list[UUID] = field(default_factory=list)  # data sets whose line in lists changed
    restored: int = 0
    withdrawn: int = 0


class Preparer:
    """One run's rows. `people` are both names of each agency, for the search."""

    def __init__(
        self,
        *,
        source: models.HarvestSource,
        origin: Origin,
        stage: Stage,
        spool: Spool,
        people: dict[UUID, str],
        progress: Progress = silent,
    ) -> None:
        self.source = source
        self.origin = origin
        self.stage = stage
        self.spool = spool
        self.documents = Documents(people)
        self.progress = progress
        self.done = Prepared()
        self.slugs = _Slugs()
        self.count = 0
        self.known: set[UUID] = set()  # paths that are stored already
        self.limited = gate.limited()
        self.origin.series = self._series()

    def prepare(self, plan: Plan) -> Prepared:
        total = len(plan.new) + len(plan.changed) + len(plan.back) + len(plan.gone)
        mains = self._mains(set(plan.merged.values()))
        for identifier in plan.new:
            self._new(identifier, plan, mains)
            self._tell(total)
        for batch in bulk.in_batches([*plan.changed, *plan.back], _AT_ONCE):
            self._renewed(batch)
            self._tell(total, len(batch))
        for batch in bulk.in_batches(plan.gone, _AT_ONCE):
            self._gone(batch)
            self._tell(total, len(batch))
        return self.done

    def _series(self) -> dict[str, UUID]:
        """Make the series ready that the source names; return all of its, by its names for them."""
        stored = {row.identifier: row for row in _series_of(self.source.slug)}
        slugs: set[str] = set()
        if self.stage.series.keys() - stored.keys():
            slugs = set(models.Series.objects.values_list("slug", flat=True))
        for identifier, told in self.stage.series.items():
            said = (told.title, told.title_en, told.description)
            row = stored.get(identifier)
            if row is not None and (row.title, row.title_en, row.description) == said:
                continue
            if row is None:
                slug = base = slug_of(told.title_en, told.title)
                number = 2
                while slug in slugs:
                    slug, number = f"{base}-{number}", number + 1
                slugs.add(slug)
                row = models.Series(
                    slug=slug,
                    organization_id=self.origin.agencies[""],
                    origin=self.source.slug,
                    identifier=identifier,
                )
            row.title, row.title_en, row.description = said
            self._put("series" if identifier in stored else "series+", row)
            stored[identifier] = row
        return {identifier: row.id for identifier, row in stored.items()}

    def _tell(self, total: int, by: int = 1) -> None:
        self.count += by
        if self.count % 500 < by:
            self.progress(self.count, total, _("Making entries ready"))

    def _mains(self, dataset_ids: set[UUID]) -> set[UUID]:
        """Return which data sets are told of by a living main path."""
        found: set[UUID] = set()
        for batch in bulk.in_batches(dataset_ids):
            rows = models.HarvestPath.objects.filter(dataset_id__in=batch, main=True)
            found |= set(rows.filter(gone_at=None).values_list("dataset_id", flat=True))
        return found

    def _new(self, identifier: str, plan: Plan, mains: set[UUID]) -> None:
        record = self.stage.get(identifier)
        ours, merged = plan.ours.get(identifier), plan.merged.get(identifier)
        if ours is not None:
            self._path(uuid7(), record, ours, main=False)
        elif merged is not None and merged in mains:
            self._path(uuid7(), record, merged, main=False, keep=True)
        elif merged is not None:  # every other source has lost it: this one speaks for it now
            mains.add(merged)
            self._path(uuid7(), record, merged, main=True)
            row = self._rows([merged])[merged]
            old = models.HarvestPath.objects.filter(dataset_id=merged, withdrew=True).exists()
            self._write(row, record, restore=old)
        else:
            row = models.Dataset(
                id=uuid7(),
                slug=self.slugs.free(record),
                published_at=first_published(record, self.origin.now),
            )
            write_on(row, record, self.origin)
            self._save(row, ChangeKind.CREATED)
            self._links(row.id, record.distributions)
            self._path(uuid7(), record, row.id, main=True)

    def _renewed(self, paths: Iterable[Path]) -> None:
        """Prepare what changed, and what comes back."""
        rows = self._rows([path.dataset_id for path in paths if path.main])
        for path in paths:
            record = self.stage.get(path.identifier)
            self.known.add(path.id)
            self._path(
                path.id,
                record,
                path.dataset_id,
                main=path.main,
                keep=not path.main,
            )
            if path.main:
                self._write(rows[path.dataset_id], record, restore=path.gone and path.withdrew)

    def _gone(self, paths: Iterable[Path]) -> None:
        mains = [path for path in paths if path.main]
        heirs = self._heirs([path.dataset_id for path in mains])
        rows = self._rows([path.dataset_id for path in mains])
        stored = models.HarvestPath.objects.in_bulk([path.id for path in paths])
        for path in paths:
            old = stored[path.id]
            old.gone_at, old.said = self.origin.now, None
            heir = heirs.get(path.dataset_id) if path.main else None
            if heir is not None:
                old.main = False
                self._inherit(rows[path.dataset_id], heir)
            elif path.main:
                old.withdrew = self._withdraw(rows[path.dataset_id])
            self._put("path", old)

    def let_go(self, paths: Iterable[Path], *, keep: bool) -> Prepared:
        """Prepare the end of a source: heirs take over, the rest is withdrawn unless kept."""
        for batch in bulk.in_batches(paths, _AT_ONCE):
            ids = [path.dataset_id for path in batch]
            heirs, rows = self._heirs(ids), self._rows(ids)
            for key in ids:
                heir = heirs.get(key)
                if heir is not None:
                    self._inherit(rows[key], heir)
                elif not keep:
                    self._withdraw(rows[key])
        return self.done

    def _heirs(self, dataset_ids: list[UUID]) -> dict[UUID, models.HarvestPath]:
        """Return the oldest living path of each data set through another source."""
        rows = models.HarvestPath.objects.filter(
            dataset_id__in=dataset_ids, gone_at=None, said__isnull=False
        )
        found: dict[UUID, models.HarvestPath] = {}
        for row in rows.exclude(source=self.source).select_related("source").order_by("id"):
            found.setdefault(row.dataset_id, row)
        return found

    def _inherit(self, row: models.Dataset, heir: models.HarvestPath) -> None:
        """Let another source speak for a data set that this one has lost."""
        record = coding.decode(heir.identifier, heir.said or {"draft": {}, "links": [], "url": ""})
        agencies = self.origin.agencies | {"": row.organization_id}
        origin = Origin(
            slug=heir.source.slug, url=heir.source.url, agencies=agencies, now=self.origin.now
        )
        origin.series = {each.identifier: each.id for each in _series_of(heir.source.slug)}
        record = _within_class(record, self.limited.get(row.id))
        write_on(row, record, origin)
        self._save(row, ChangeKind.EDITED)
        self._relink(row, record.distributions)
        heir.main, heir.said = True, None
        self._put("path", heir)

    def _withdraw(self, row: models.Dataset) -> bool:
        """Withdraw a data set that is gone; False where somebody withdrew it before."""
        if row.withdrawn_at is not None:
            return False
        row.withdrawn_at = row.modified_at = self.origin.now
        row.withdrawn_why = reason_gone(self.source.title)
        self.done.hidden.append(f"{KIND}:{row.id}")
        self.done.withdrawn += 1
        self._save(row, ChangeKind.WITHDRAWN, row.withdrawn_why)
        return True

    def _write(self, row: models.Dataset, record: Record, *, restore: bool) -> None:
        back = restore and row.withdrawn_at is not None
        if back:
            row.withdrawn_at, row.withdrawn_why = None, ""
            self.done.restored += 1
        decided = self.limited.get(row.id) or self.stage.classed.get(record.identifier)
        record = _within_class(record, decided)
        write_on(row, record, self.origin)
        self._save(row, ChangeKind.RESTORED if back else ChangeKind.EDITED)
        self._relink(row, record.distributions)

    def _relink(self, row: models.Dataset, links: tuple[Distribution, ...]) -> None:
        there = [distribution_of(item) for item in row.distributions.all()]
        bare = [coding.bare(item) for item in there]
        if bare != [coding.bare(item) for item in links]:
            self.done.relinked.append(row.id)
            self._links(row.id, links)

    def _save(self, row: models.Dataset, kind: ChangeKind, note: str = "") -> None:
        self._put("dataset+" if kind is ChangeKind.CREATED else "dataset", row)
        self.done.touched.append(row.id)
        if row.withdrawn_at is None:
            entry = next(search.prepare([self.documents.of(row)]))
            self.spool.put("document", [orjson.dumps(entry)])
        change = models.Change(
            dataset_id=row.id,
            organization_id=row.organization_id,
            kind=kind,
            note=note,
            at=self.origin.now,
        )
        self._put("change", change)

    def _links(self, dataset_id: UUID, links: tuple[Distribution, ...]) -> None:
        for at, link in enumerate(links):
            self.spool.put("link", link_row(dataset_id, at, link))

    def _path(
        self,
        key: UUID,
        record: Record,
        dataset_id: UUID,
        *,
        main: bool,
        keep: bool = False,
    ) -> None:
        entry = self.stage.index[record.identifier]
        said: Any = coding.plain(self.stage.blob(record.identifier)) if keep else None
        path = models.HarvestPath(
            id=key,
            source_id=self.source.id,
            identifier=record.identifier,
            dataset_id=dataset_id,
            url=record.url[:1000],
            digest=entry.digest,
            main=main,
            said=said,
            known_by_id=entry.keys.by_id,
            known_by_page=entry.keys.by_page,
            known_by_files=entry.keys.by_files,
            first_at=self.origin.now,
        )
        self._put("path" if key in self.known else "path+", path)

    def _put(self, table: str, row: Any) -> None:
        self.spool.put(table, next(bulk.ready([row])))

    def _rows(self, ids: list[UUID]) -> dict[UUID, models.Dataset]:
        rows = models.Dataset.objects.filter(id__in=ids).prefetch_related("distributions")
        return {row.id: row for row in rows}


def _within_class(record: Record, decided: gate.Class | None) -> Record:
    """Keep what the inventory decided: no source opens, or leads to, what a committee closed.

    Data of the class restricted keep the links to where they are asked for.
    """
    if decided is None:
        return record
    draft = record.draft
    if gate.RANK[Access(draft.access or Access.OPEN)] < gate.RANK[decided.access]:
        draft = replace(draft, access=decided.access, access_why=decided.why)
    kept = decided.access is Access.RESTRICTED
    links = tuple(link for link in record.distributions if kept and not link.download_url)
    return replace(record, draft=draft, distributions=links)


def _series_of(origin: str) -> QuerySet[models.Series]:
    return models.Series.objects.filter(origin=origin)


class _Slugs:
    """Gives free slugs, asking the database once: a catalog brings fifty thousand titles."""

    def __init__(self) -> None:
        self._taken: set[str] | None = None
        self._next: dict[str, int] = {}

    def free(self, record: Record) -> str:
        if self._taken is None:
            self._taken = set(models.Dataset.objects.values_list("slug", flat=True).iterator())
        base = slug_of(record.draft.title_en, record.draft.title)
        slug, number = base, self._next.get(base, 2)
        while slug in self._taken:
            slug, number = f"{base}-{number}", number + 1
        self._next[base] = number
        self._taken.add(slug)
        return slug


def reason_gone(title: str) -> str:
    with override("zh-hant"):
        return _("The source removed it: %(source)s.") % {"source": title}
