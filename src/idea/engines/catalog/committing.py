"""The one short transaction that makes a publication visible, or leaves everything as it was.

Data set, version, map collection, search entry, change line, audit entry and event are
written together. The data set's row is locked, so that two publications of one data set
become two versions, one after the other.
"""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db import models as db
from django.utils.translation import gettext as _

from idea.engines.catalog import access, models
from idea.engines.catalog.charting import Drawn
from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import VersionMoved
from idea.engines.catalog.events import DatasetEdited, DatasetPublished
from idea.engines.catalog.harvest.guard import refuse_edits
from idea.engines.catalog.inventory import gate
from idea.engines.catalog.metadata import apply
from idea.engines.catalog.outward import show
from idea.engines.catalog.records import dataset_of, layer_of, stored_layer, version_of
from idea.engines.catalog.resolve import ensure_own_organization, resolve
from idea.engines.catalog.types import ChangeKind, Draft, Frequency, Published
from idea.engines.features.types import Layer
from idea.engines.identity import api as identity
from idea.engines.sources.types import ISSUE_LIMIT, Payload, Staged
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict
from idea.kernel.events import api as events

ATTEMPTS = 5  # creations of one slug that may collide before we give up


@dataclass(frozen=True, slots=True)
class Made:
    """What the slow steps made, in the lake, under a version id nobody knows yet."""

    version_id: UUID
    dataset_id: UUID
    payload: Payload
    staged: Staged
    layer: Layer | None
    lake_key: str
    size: int
    chart: Drawn | None
    hints: dict[str, Any]


def commit(
    *, actor: Actor, draft: Draft, made: Made, url: str, onto: UUID | None = None
) -> Published:
    """Write it all; return what is visible now (`unchanged` where others were faster).

    Raises VersionMoved where `onto` is given and another version is current.
    """
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _commit(actor, draft, made, url, onto)
        except IntegrityError:  # another process took the slug or the number just now
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def restate(*, actor: Actor, draft: Draft, dataset_id: UUID) -> Published:
    """Write what the draft says of a data set whose rows stay as they are."""
    with transaction.atomic():
        return _restate(actor, draft, lock(dataset_id))


def is_current(row: models.Dataset, payload: Payload, hints: dict[str, Any], url: str = "") -> bool:
    """Tell whether the current version was made of these bytes, read in this way.

    3D Tiles that lie elsewhere are others where the same document came from another address.
    """
    current = row.current
    if current is None or current.sha256 != payload.sha256 or current.hints != hints:
        return False
    layer = layer_of(current.layer)
    address = layer.tileset.address if layer is not None and layer.tileset is not None else ""
    return address in ("", url)


def lock(dataset_id: UUID) -> models.Dataset:
    """Return the data set, its row locked until the transaction ends."""
    return (
        models.Dataset.objects.select_for_update(of=("self",))
        .select_related("organization", "current", "series")
        .get(pk=dataset_id)
    )


def note_change(
    row: models.Dataset, kind: ChangeKind, note: str, version: models.Version | None = None
) -> None:
    models.Change.objects.create(
        dataset=row,
        organization_id=row.organization.id,
        version=version,
        kind=kind,
        note=note,
        at=row.modified_at,
    )


def _commit(actor: Actor, draft: Draft, made: Made, url: str, onto: UUID | None) -> Published:
    sha256 = made.payload.sha256
    target = resolve(draft, filename=made.payload.filename, url=url, sha256=sha256)
    if target.existing is None:
        organization = target.organization or ensure_own_organization(actor)
        access.check(actor, access.PUBLISH, organization.id)
        identity.require_active(organization.id)
        row = models.Dataset(
            id=made.dataset_id,
            slug=target.slug,
            title=target.title,
            organization_id=organization.id,
            license=conf().catalog_default_license,
            frequency=Frequency.IRREGULAR,
        )
    else:
        row = lock(target.existing.id)
        access.check(actor, access.PUBLISH, row.organization.id)
        refuse_edits(row)
        if row.withdrawn_at is not None:
            raise Conflict(_("The data set was withdrawn while this was being published."))
        if onto is not None and row.current_id != onto:
            raise VersionMoved(
                _("Another version was published while this was being prepared."),
                remedy=_("Look at the newest version and try again."),
            )
        if is_current(row, made.payload, made.hints, url):
            return _restate(actor, draft, row)
        identity.require_active(row.organization.id)
    return _new_version(actor, draft, made, url, row)


def _new_version(
    actor: Actor, draft: Draft, made: Made, url: str, row: models.Dataset
) -> Published:
    created = row.current is None
    now, before = clock.now(), row.access if row.current else ""
    apply(row, draft)
    gate.check(actor, row, before=before, publishing=True)
    row.modified_at = now
    if not models.Dataset.objects.filter(pk=row.pk).exists():
        row.published_at = now
        row.save(force_insert=True)
    last = row.versions.aggregate(last=db.Max("number"))["last"] or 0
    version = _version(row, last + 1, actor=actor, draft=draft, made=made, url=url)
    version.created_at = now
    version.save(force_insert=True)
    row.current = version
    row.format, row.rows = version.format, version.rows
    row.formats = list(dict.fromkeys([version.format, *row.formats]))
    dataset = dataset_of(row)
    row.has_map = dataset.has_map
    row.save()
    gate.link(row)
    show(dataset)
    note_change(row, ChangeKind.CREATED if created else ChangeKind.UPDATED, draft.note, version)
    audit.record(
        actor=actor,
        action="catalog.publish",
        target=f"dataset:{row.slug}",
        why=draft.note,
        data={"version": version.number, "rows": version.rows, "sha256": version.sha256},
    )
    events.emit(
        DatasetPublished(
            dataset_id=str(row.id),
            slug=row.slug,
            number=version.number,
            rows=version.rows,
            has_map=row.has_map,
            created=created,
        )
    )
    return Published(dataset, version_of(version), created=created)


def _version(
    row: models.Dataset, number: int, *, actor: Actor, draft: Draft, made: Made, url: str
) -> models.Version:
    staged = made.staged
    return models.Version(
        id=made.version_id,
        dataset=row,
        number=number,
        created_by=_name(actor),
        created_by_id=actor.id[:80],
        note=draft.note,
        filename=staged.filename[-300:],
        format=str(staged.format),
        encoding=staged.encoding,
        source_url=url,
        payload_key=made.payload.lake_key,
        payload_size=made.payload.size,
        lake_key=made.lake_key,
        sha256=made.payload.sha256,
        hints=made.hints,
        size=made.size,
        rows=staged.rows,
        rejected=staged.rejected,
        columns=[asdict(column) for column in staged.columns],
        layer=stored_layer(made.layer),
        issues=[asdict(issue) for issue in staged.issues[:ISSUE_LIMIT]],
        issue_count=max(staged.issue_count, len(staged.issues)),
        notes=list(staged.notes),
        chart=made.chart.stored if made.chart else None,
    )


def _name(actor: Actor) -> str:
    """Return who to name: a token's label holds a name that erasing its person would miss."""
    return _("API token") if actor.kind == "token" else actor.label[:200]


def _restate(actor: Actor, draft: Draft, row: models.Dataset) -> Published:
    access.check(actor, access.PUBLISH, row.organization.id)
    before = row.access
    changed = apply(row, draft)
    if changed:
        gate.check(actor, row, before=before)
        save_edit(actor, row, changed, why=draft.note)
    if row.current is None:
        raise TypeError(f"data set {row.slug} has no version to keep")
    return Published(dataset_of(row), version_of(row.current), created=False, unchanged=not changed)


def save_edit(actor: Actor, row: models.Dataset, changed: list[str], *, why: str) -> None:
    """Save changed fields of a locked data set, and tell everyone."""
    row.modified_at = clock.now()
    dataset = dataset_of(row)
    row.has_map = dataset.offered and dataset.has_map  # no more, where what told places closed
    row.save()
    show(dataset)
    note_change(row, ChangeKind.EDITED, why)
    audit.record(
        actor=actor,
        action="catalog.edit",
        target=f"dataset:{row.slug}",
        why=why,
        data={"fields": changed},
    )
    events.emit(DatasetEdited(dataset_id=str(row.id), slug=row.slug))
