"""A harvest from beginning to end: fetch, read, plan, make ready, lay down, tell."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson
import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import access, models
from idea.engines.catalog.harvest import queries
from idea.engines.catalog.harvest.agencies import agencies_of
from idea.engines.catalog.harvest.applying import lay_down
from idea.engines.catalog.harvest.conf import conf
from idea.engines.catalog.harvest.ending import fail, finish
from idea.engines.catalog.harvest.errors import EmptyCatalog, NotACatalog, TooMuchLost
from idea.engines.catalog.harvest.events import HarvestRan
from idea.engines.catalog.harvest.gathering import Gathered
from idea.engines.catalog.harvest.locking import alone, workplace
from idea.engines.catalog.harvest.planning import Plan, plan
from idea.engines.catalog.harvest.plugin import HARVEST
from idea.engines.catalog.harvest.preparing import Prepared, Preparer
from idea.engines.catalog.harvest.readers import choose
from idea.engines.catalog.harvest.rows import Origin
from idea.engines.catalog.harvest.spool import Spool
from idea.engines.catalog.harvest.staging import Stage, named
from idea.engines.catalog.harvest.types import Counts, Kind, Run, RunState
from idea.engines.catalog.inventory import gate
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Problem
from idea.kernel.events import api as events
from idea.kernel.progress import Progress, silent

log = structlog.get_logger(__name__)
READERS: Final = 2  # raise it when a reader reads differently: known bytes are then read again
_RESUMED: Final = timedelta(hours=6)  # an older run that was killed begins afresh
_ATTEMPTS: Final = 3
_TELL: Final = 500


def harvest(
    *,
    actor: Actor,
    slug: str,
    files: Sequence[Path] = (),
    accept_loss: bool = False,
    again: bool = False,
    progress: Progress = silent,
) -> Run:
    """Harvest a source, from its address or from `files`, and return the run.

    Whatever goes wrong, what was harvested before stays as it is. `accept_loss` lets a person
    say that a source has really become so much smaller; `again` reads known bytes once more.
    Raises problems of errors.py and of `idea.kernel.http`; the run tells of them too.
    """
    source = queries.source_row(slug)
    access.check(actor, HARVEST, source.organization_id)
    identity.require_active(source.organization_id)
    with alone(source.slug):
        source.refresh_from_db()
        run = _begin(source)
        try:
            with tempfile.TemporaryDirectory(dir=workplace()) as work:
                one = _One(actor, source, run, Path(work), progress)
                one.go(files, accept_loss=accept_loss, again=again)
        except Problem as problem:
            fail(source, run, problem)
            raise
        except Exception:
            fail(source, run, None)
            raise
    return queries.run(run.id)


def _begin(source: models.HarvestSource) -> models.HarvestRun:
    """Return the run to go on with: one that was killed a short while ago, or a new one."""
    cut = source.runs.filter(state=RunState.RUNNING).order_by("-started_at")
    latest = cut.first()
    if latest is not None and clock.now() - latest.started_at < _RESUMED and source.url:
        cut.exclude(pk=latest.pk).update(state=RunState.INTERRUPTED)
        return latest
    cut.update(state=RunState.INTERRUPTED)
    return models.HarvestRun.objects.create(
        source=source, state=RunState.RUNNING, started_at=clock.now()
    )


class _One:
    def __init__(
        self,
        actor: Actor,
        source: models.HarvestSource,
        run: models.HarvestRun,
        work: Path,
        progress: Progress,
    ) -> None:
        self.actor = actor
        self.source = source
        self.run = run
        self.work = work
        self.progress = progress
        self._since = time.monotonic()
        self._limited = _limited(source)

    def go(self, files: Sequence[Path], *, accept_loss: bool, again: bool) -> None:
        gathered = Gathered(self.source, self.run, files, self.work, self.progress)
        with Stage(self.work, license_=self.source.license, limited=self._limited) as stage:
            self._read(gathered, stage, again=again)
            if gathered.unchanged or (not again and self._known()):
                finish(self.source, self.run, RunState.UNCHANGED, seen=self.source.seen)
                return
            self._lap("read")
            for attempt in range(_ATTEMPTS):
                try:
                    self._write(stage, gathered, accept_loss=accept_loss)
                except IntegrityError:  # somebody took a short name while we made ready
                    if attempt == _ATTEMPTS - 1:
                        raise
                else:
                    return

    def _read(self, gathered: Gathered, stage: Stage, *, again: bool) -> None:
        """Stage every record of every page; a page that is broken costs that page alone."""
        broken: Problem | None = None
        totals: set[int] = set()  # of the whole, as each page has it
        same_way = self.source.seen.get("how") == self._how()
        for page in gathered.pages(conditional=same_way and not again):
            if not again and self._known():
                return
            try:
                reading = choose.read(
                    page, Kind(self.source.kind), now=clock.now(), mapping=self.source.mapping
                )
                gathered.follow(reading.following)
                for record in reading.records:
                    stage.add(record)
                    if stage.read % _TELL == 0:
                        self.progress(stage.read, reading.expected, _("Reading records"))
                    if stage.read >= conf().harvest_records:
                        stage.whole = False
                        break
            except NotACatalog as problem:
                broken = problem
                stage.whole = False
                stage.found.counts["broken-page"] += 1
                continue
            if reading.expected is not None and len(gathered.files) <= 1:
                totals.add(reading.expected)
        # Where the total moved while the pages were read, records moved between them too.
        if gathered.cut or len(totals) > 1 or max(totals, default=0) > stage.read:
            stage.whole = False
            stage.found.counts["not-whole"] += 1
        if broken is not None and not stage.index:
            raise broken

    def _known(self) -> bool:
        """Tell whether exactly these bytes were applied before, read in the same way."""
        seen = self.source.seen
        return bool(seen.get("digest")) and seen["digest"] == self._digest()

    def _digest(self) -> str:
        """Return the digest of what was read, and of how."""
        return _digest([self._how(), [payload["sha256"] for payload in self.run.payloads]])

    def _how(self) -> str:
        """Return the digest of all but the answer that decides what comes of it."""
        source = self.source
        classes = sorted([*name, found.access] for name, found in self._limited.items())
        return _digest([READERS, source.kind, source.mapping, source.license, classes])

    def _write(self, stage: Stage, gathered: Gathered, *, accept_loss: bool) -> None:
        if not stage.index:
            raise EmptyCatalog(
                _("The source gave %(read)d records, and none that can be used.")
                % {"read": stage.read},
                remedy=_("What was harvested before is kept. Look at the report's first faults."),
            )
        # Who accepts a loss says that the records without a name are none of those missed.
        before = stage.unnamed if accept_loss else self.source.unnamed
        made = plan(self.source.id, stage, unnamed_before=before)
        if made.held:  # what is missed may be among them at the next run as well
            stage.unnamed = min(stage.unnamed, before)
        self._lap("plan")
        if not accept_loss:
            _check_loss(self.source, made)
        agencies, added = agencies_of(self.source, +stage.agencies, actor=self.actor)
        people = {row.id: f"{row.name} {row.name_en}".strip() for row in identity.organizations()}
        origin = Origin(
            slug=self.source.slug, url=self.source.url, agencies=agencies, now=clock.now()
        )
        with Spool(self.work) as spool:
            prepared = Preparer(
                source=self.source,
                origin=origin,
                stage=stage,
                spool=spool,
                people=people,
                progress=self.progress,
            ).prepare(made)
            self._lap("prepare")
            counts = replace(_counts(stage, made), agencies=added)
            self.progress(counts.read, counts.read, _("Writing"))
            with spool.at_hand():
                self._lay_down(spool, prepared, lambda: self._tell(stage, gathered, counts))

    def _lay_down(self, spool: Spool, prepared: Prepared, tell: Callable[[], None]) -> None:
        """Write it all in one transaction, and note for how long nobody else could write."""
        with transaction.atomic():
            began, worked = time.monotonic(), time.thread_time()
            lay_down(self.source, prepared, spool)
            tell()
        self._lap("write", time.monotonic() - began)
        self._lap("write_cpu", time.thread_time() - worked)
        self.run.save(update_fields=["timings"])

    def _tell(self, stage: Stage, gathered: Gathered, counts: Counts) -> None:
        run, source = self.run, self.source
        run.counts, run.issue_counts = asdict(counts), dict(stage.found.counts)
        run.issues = [
            {"identifier": bad.identifier[:500], **bad.issue.as_dict()} for bad in stage.found.first
        ]
        source.unnamed = stage.unnamed
        seen = gathered.validators | {"digest": self._digest(), "how": self._how()}
        # A listing that was not whole has to be asked for again, even if nobody changed it.
        finish(source, run, RunState.APPLIED, seen=seen if stage.whole else {})
        events.emit(HarvestRan(source=source.slug, run_id=str(run.id), counts=asdict(counts)))
        audit.record(
            actor=self.actor,
            action="catalog.harvest",
            target=f"harvest:{source.slug}",
            data=asdict(counts),
        )

    def _lap(self, name: str, spent: float | None = None) -> None:
        """Add to the time of a step: what passed since the last one, or `spent`."""
        now = time.monotonic()
        lasted = now - self._since if spent is None else spent
        self.run.timings[name] = round(self.run.timings.get(name, 0.0) + lasted, 3)
        self._since = now


def _digest(said: Any) -> str:
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _limited(source: models.HarvestSource) -> dict[tuple[str, str], gate.Class]:
    """Return what the inventory keeps from being open; who names no agency means the source's."""
    own = {source.organization.name, source.organization.name_en}
    found: dict[tuple[str, str], gate.Class] = {}
    for agency, title, decided in gate.limited_by_name():
        for name in (agency, *([""] if agency in own else [])):
            there = found.setdefault(named(name, title), decided)
            if gate.RANK[there.access] < gate.RANK[decided.access]:
                found[named(name, title)] = decided
    return found


def _check_loss(source: models.HarvestSource, made: Plan) -> None:
    lost = len(made.gone)
    if lost and lost * 100 > made.living * source.most_lost:
        raise TooMuchLost(
            _(
                "%(lost)d of the %(all)d data sets that came from here are missing in the answer; "
                "at most %(most)d %% may go at once."
            )
            % {"lost": lost, "all": made.living, "most": source.most_lost},
            remedy=_(
                "Nothing was changed. If the source really became smaller, run it again and accept "
                "the loss: ./idea harvest %(slug)s --accept-loss, or the button on its page."
            )
            % {"slug": source.slug},
        )


def _counts(stage: Stage, made: Plan) -> Counts:
    return Counts(
        read=stage.read,
        datasets=len(stage.index),
        new=len(made.new),
        changed=len(made.changed),
        same=made.same,
        back=len(made.back),
        gone=len(made.gone),
        held=made.held,
        merged=len(made.merged) + len(made.ours),
        repeated=stage.repeated,
        rejected=stage.rejected,
        distributions=stage.links,
    )
