"""Publishing a file: one pipeline of which nothing shows until its last step.

get the file -> keep it raw -> unchanged? -> read -> write the snapshot and its chart -> put
them in the lake under the version's id -> one short transaction (`committing.py`).
Killed anywhere before that transaction ends, it leaves files no version points to, which
`sweep.py` removes; what was published before stands untouched.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import asdict, replace
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import access, workplace
from idea.engines.catalog.charting import draw_chart
from idea.engines.catalog.committing import Made, commit, is_current, restate
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.metadata import checked
from idea.engines.catalog.naming import filename_of
from idea.engines.catalog.resolve import Target, organization_id_of, resolve
from idea.engines.catalog.snapshot import write_plain
from idea.engines.catalog.types import Draft, Published
from idea.engines.features import api as features
from idea.engines.sources import api as sources
from idea.engines.sources.types import Hints, Payload
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict
from idea.kernel.ids import uuid7
from idea.kernel.lake import lake
from idea.kernel.progress import Progress, silent


def publish(
    *,
    actor: Actor,
    path: Path | None = None,
    url: str = "",
    filename: str = "",
    draft: Draft | None = None,
    hints: Hints | None = None,
    progress: Progress = silent,
) -> Published:
    """Publish the file at `path`, or behind `url`, as a new data set or a new version of one.

    `filename` is the name to show and to detect the format by (default: the path's or the
    address's). The same bytes read the same way make no new version: what else the draft
    says is still written. Raises BadDraft, Forbidden, AgencyNotFound, the errors of
    `sources` for files that cannot be read, Conflict for a withdrawn data set.
    """
    if (path is None) == (not url):
        raise BadDraft(_("Give one file or one address to publish."))
    draft, hints = checked(draft or Draft()), hints or Hints()
    version_id = uuid7()
    with workplace.workplace(version_id) as work:
        payload, source = _arrive(path, url, filename, work, _part(progress, 0, 15))
        target = resolve(draft, filename=payload.filename, url=url, sha256=payload.sha256)
        _check(actor, target)
        if target.existing is not None and is_current(target.existing, payload, asdict(hints)):
            return restate(actor=actor, draft=draft, dataset_id=target.existing.id)
        made = _make(
            version_id,
            target=target,
            payload=payload,
            source=source,
            hints=hints,
            work=work,
            progress=progress,
        )
        try:
            published = commit(actor=actor, draft=draft, made=made, url=url)
        except BaseException:
            _forget(made)
            raise
        if published.version.id != version_id:
            _forget(made)  # someone else published the same bytes meanwhile
    progress(100, 100, _("Published"))
    return published


def _arrive(
    path: Path | None, url: str, filename: str, work: Path, progress: Progress
) -> tuple[Payload, Path]:
    """Return the kept payload and a local file of exactly the bytes that were kept."""
    headers: dict[str, str] = {}
    if path is None:
        path, fetched = sources.fetch(url, workdir=work, progress=progress)
        filename = filename or fetched.filename or filename_of(url)
        pairs = (("ETag", fetched.etag), ("Last-Modified", fetched.last_modified))
        headers = {name: value for name, value in pairs if value}
    progress(90, 100, _("Keeping the file as it came"))
    payload = sources.keep(path, filename=filename or path.name, source_url=url, headers=headers)
    return payload, lake().local(payload.lake_key)


def _check(actor: Actor, target: Target) -> None:
    organization_id = organization_id_of(target)
    if organization_id is not None:
        access.check(actor, access.PUBLISH, organization_id)
    if target.existing is not None and target.existing.withdrawn_at is not None:
        raise Conflict(
            _("The data set %(title)s was withdrawn: %(why)s")
            % {"title": target.existing.title, "why": target.existing.withdrawn_why},
            remedy=_("Restore it first, or publish under another short name."),
        )


def _make(
    version_id: UUID,
    *,
    target: Target,
    payload: Payload,
    source: Path,
    hints: Hints,
    work: Path,
    progress: Progress,
) -> Made:
    """Read the file, write the snapshot and the chart, and put both in the lake."""
    staged = sources.read(
        source,
        filename=payload.filename,
        hints=hints,
        workdir=work,
        progress=_part(progress, 15, 55),
    )
    out = work / "snapshot.parquet"
    layer = None
    # Both only read what is staged. The context carries the language over to the thread.
    with ThreadPoolExecutor(max_workers=1) as helper:
        drawing = helper.submit(copy_context().run, draw_chart, staged, work)
        if staged.geometry is not None and staged.geometry.count:
            layer = features.write(staged, out=out, progress=_part(progress, 55, 85))
        else:
            progress(55, 100, _("Writing the snapshot"))
            write_plain(staged, out=out)
        size = out.stat().st_size
        progress(85, 100, _("Drawing the chart"))
        chart = drawing.result()
    progress(92, 100, _("Putting the snapshot in the lake"))
    dataset_id = target.existing.id if target.existing else uuid7()
    folder = f"datasets/{dataset_id}/{version_id}"
    if chart is not None:
        for name in chart.files:
            lake().put(work / name, f"{folder}/{name}")
    key = f"{folder}/data.parquet"
    lake().put(out, key)
    return Made(
        version_id=version_id,
        dataset_id=dataset_id,
        payload=payload,
        staged=replace(staged, filename=payload.filename),
        layer=layer,
        lake_key=key,
        size=size,
        chart=chart,
        hints=asdict(hints),
    )


def _forget(made: Made) -> None:
    """Remove from the lake what no version will point to; the sweep gets what is left."""
    folder = made.lake_key.rpartition("/")[0]
    for key in list(lake().keys(f"{folder}/")):
        with suppress(Exception):
            lake().delete(key)


def _part(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress that moves `progress` from `start` to `end` percent."""

    def show(done: float, total: float | None = None, message: str = "") -> None:
        share = min(1.0, done / total) if total else 0.0
        progress(start + (end - start) * share, 100, message)

    return show
