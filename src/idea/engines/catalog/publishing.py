"""Publishing a file: one pipeline of which nothing shows until its last step.

get the file -> unchanged? -> read, while it is kept raw -> write the snapshot and its chart ->
put them in the lake under the version's id -> one short transaction (`committing.py`).
Killed anywhere before that transaction ends, it leaves files no version points to, which
`sweep.py` removes; what was published before stands untouched.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import access, workplace
from idea.engines.catalog.charting import draw_chart
from idea.engines.catalog.committing import Made, commit, is_current, restate
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.metadata import checked
from idea.engines.catalog.naming import filename_of
from idea.engines.catalog.opened import closed
from idea.engines.catalog.resolve import Target, declared_in, organization_id_of, resolve
from idea.engines.catalog.snapshot import write_plain
from idea.engines.catalog.types import Draft, Published
from idea.engines.features import api as features
from idea.engines.features.types import Raster, Tileset
from idea.engines.identity import api as identity
from idea.engines.sources import api as sources
from idea.engines.sources.types import Format, Hints, Payload
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict
from idea.kernel.ids import uuid7
from idea.kernel.lake import lake
from idea.kernel.progress import Progress, silent

_CELLS = "cells.tif"
_PACKED = "tiles.zip"
_TILES = (Format.TILES_3D, Format.TILES_3D_ZIP)


def publish(
    *,
    actor: Actor,
    path: Path | None = None,
    url: str = "",
    filename: str = "",
    draft: Draft | None = None,
    hints: Hints | None = None,
    progress: Progress = silent,
    onto: UUID | None = None,
) -> Published:
    """Publish the file at `path`, or behind `url`, as a new data set or a new version of one.

    `filename` is the name to show and to detect the format by (default: the path's or the
    address's). The same bytes read the same way make no new version: what else the draft
    says is still written. `onto`: the version this was made of; VersionMoved where another is
    current by then. Raises BadDraft, Forbidden, AgencyNotFound, the errors of
    `sources` for files that cannot be read, Conflict for a withdrawn data set.
    """
    if (path is None) == (not url):
        raise BadDraft(_("Give one file or one address to publish."))
    draft, hints = checked(draft or Draft()), hints or Hints()
    version_id = uuid7()
    with workplace.workplace(version_id) as work:
        arrived = _arrive(path, url, filename, work, _part(progress, 0, 15))
        with sources.keeping(
            arrived.path, filename=arrived.filename, source_url=url, headers=arrived.headers
        ) as payload:
            target = resolve(draft, filename=payload.filename, url=url, sha256=payload.sha256)
            _check(actor, target)
            old = target.existing
            if old is not None and is_current(old, payload, asdict(hints), url):
                return restate(actor=actor, draft=draft, dataset_id=old.id)
            made = _make(
                version_id,
                target=target,
                shut=closed(draft.declared or declared_in(target)),
                payload=payload,
                url=url,
                source=arrived.path,
                hints=hints,
                work=work,
                progress=progress,
            )
        try:
            published = commit(actor=actor, draft=draft, made=made, url=url, onto=onto)
        except BaseException:
            _forget(made)
            raise
        if published.version.id != version_id:
            _forget(made)  # someone else published the same bytes meanwhile
    progress(100, 100, _("Published"))
    return published


@dataclass(frozen=True, slots=True)
class _Arrived:
    path: Path
    filename: str
    headers: dict[str, str]


def _arrive(path: Path | None, url: str, filename: str, work: Path, progress: Progress) -> _Arrived:
    """Return the file, under a name that no reader takes for a pattern or a hint."""
    headers: dict[str, str] = {}
    if path is None:
        path, fetched = sources.fetch(url, workdir=work, progress=progress)
        filename = filename or fetched.filename or filename_of(url)
        pairs = (("ETag", fetched.etag), ("Last-Modified", fetched.last_modified))
        headers = {name: value for name, value in pairs if value}
    progress(90, 100, _("Keeping the file as it came"))
    source = work / "arrived"
    source.symlink_to(path.resolve())
    return _Arrived(source, filename or path.name, headers)


def _check(actor: Actor, target: Target) -> None:
    organization_id = organization_id_of(target)
    if organization_id is not None:
        access.check(actor, access.PUBLISH, organization_id)
        identity.require_active(organization_id)
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
    shut: frozenset[str],
    payload: Payload,
    url: str,
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
    dataset_id = target.existing.id if target.existing else uuid7()
    folder = f"datasets/{dataset_id}/{version_id}"
    layer = None
    # Both only read what is staged. The context carries the language over to the thread.
    with ThreadPoolExecutor(max_workers=1) as helper:
        drawing = helper.submit(copy_context().run, draw_chart, staged, work, shut)
        if staged.geometry is not None and staged.geometry.count:
            layer = features.write(staged, out=out, progress=_part(progress, 55, 85))
            if staged.format is Format.GEOTIFF:
                cells = _cells(source, work, folder, _part(progress, 60, 85))
                layer = replace(layer, raster=cells)
            elif staged.format in _TILES:
                tileset = _tiles(source, work, folder, url, _part(progress, 60, 85))
                layer = replace(layer, tileset=tileset)
        else:
            progress(55, 100, _("Writing the snapshot"))
            write_plain(staged, out=out)
        size = out.stat().st_size
        progress(85, 100, _("Drawing the chart"))
        chart = drawing.result()
    progress(92, 100, _("Putting the snapshot in the lake"))
    if layer is not None and layer.raster is not None:
        lake().put(work / _CELLS, layer.raster.key, move=True)
    if layer is not None and layer.tileset is not None and layer.tileset.key:
        lake().put(work / _PACKED, layer.tileset.key, move=True)
    if chart is not None:
        for name in chart.files:
            lake().put(work / name, f"{folder}/{name}", move=True)
    key = f"{folder}/data.parquet"
    lake().put(out, key, move=True)
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


def _cells(source: Path, work: Path, folder: str, progress: Progress) -> Raster:
    """Write the cells of a raster as they will be served."""
    return features.write_raster(
        source, out=work / _CELLS, key=f"{folder}/data.tif", progress=progress
    )


def _tiles(source: Path, work: Path, folder: str, url: str, progress: Progress) -> Tileset:
    """Keep the files of a tileset as they will be served; none where they lie elsewhere."""
    files = sources.tileset_files(source)
    if files is None and not url:
        raise BadDraft(
            _("A tileset.json alone is no data set: its tiles are not in it."),
            remedy=_("Give a zip of the whole folder, or the address where the tileset lies."),
        )
    return features.write_tileset(
        source,
        files=files,
        out=work / _PACKED,
        key=f"{folder}/tiles.zip",
        address=url,
        progress=progress,
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
