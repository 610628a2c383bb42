"""Declares live collections, and keeps what is served of them equal to what is kept.

A served collection (`CollectionRecord`) names the revision it is at in its key; who reads it makes
a file of that revision where there is none yet (`copying.py`).
"""

from collections.abc import Collection as Names
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from idea.engines.features.events import LiveDeclared
from idea.engines.features.live import access
from idea.engines.features.live.errors import BadDeclaration
from idea.engines.features.live.fields import checked
from idea.engines.features.live.queries import no_live
from idea.engines.features.live.records import field_row, live_of
from idea.engines.features.live.types import SLUG, Deed, Live, LiveDraft
from idea.engines.features.models import CollectionRecord, LiveRecord, LiveVersion
from idea.engines.features.types import Collection
from idea.engines.features.validity.keeping import kept
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict, Issue
from idea.kernel.events import api as events
from idea.kernel.geometry import TAIWAN
from idea.kernel.written import many_lines, one_line

_MOST_ID = 80
_MOST_TITLE = 200


def declare_live(draft: LiveDraft, *, actor: Actor, why: str = "") -> Live:
    """Begin a live collection; its features are created one by one afterwards.

    Raises Forbidden, BadDeclaration, and Conflict where a layer has this id already.
    """
    title = one_line(draft.title)
    _check(draft, title)
    fields = checked(draft.fields)
    now = clock.now()
    taken = Conflict(
        _("There is a layer “%(id)s” already.") % {"id": draft.id}, remedy=_("Choose another id.")
    )
    try:
        with transaction.atomic():
            access.check(actor, access.DECLARE, draft.organization_id)
            if CollectionRecord.objects.filter(pk=draft.id).exists():
                raise taken
            record = LiveRecord(
                id=draft.id,
                title=title,
                title_en=one_line(draft.title_en),
                description=many_lines(draft.description),
                description_en=many_lines(draft.description_en),
                attribution=one_line(draft.attribution),
                synthetic=draft.synthetic,
                organization_id=draft.organization_id,
                shape=draft.shape,
                fields=[field_row(field) for field in fields],
                writers=draft.writers,
                public=draft.public,
                created_at=now,
                changed_at=now,
            )
            record.save(force_insert=True)
            show(record)
            events.emit(
                LiveDeclared(collection_id=record.id, organization_id=str(record.organization_id))
            )
            audit.record(
                actor=actor,
                action="features.declare-live",
                target=f"layer:{record.id}",
                why=why,
                data={"shape": record.shape, "fields": record.fields, "public": record.public},
            )
    except IntegrityError:  # another process was quicker
        raise taken from None
    return live_of(record)


def locked(collection_id: str) -> LiveRecord:
    """Return the collection's row, locked until the transaction ends, or raise NoLive."""
    record = None
    if "\0" not in collection_id:
        record = LiveRecord.objects.select_for_update().filter(pk=collection_id).first()
    if record is None:
        raise no_live(collection_id)
    return record


def take_over(collection: Collection) -> bool:
    """Let a live collection take what the catalog says of its data set; False: it is none.

    The rows of the published snapshot are not served: those here are newer. A property that the
    snapshot does not show is not served either. Call it in the transaction of what it follows.
    """
    if not LiveRecord.objects.filter(pk=collection.id).exists():
        return False
    record = locked(collection.id)
    record.title, record.title_en = collection.title, collection.title_en
    record.description = collection.description
    record.description_en = collection.description_en
    record.attribution, record.synthetic = collection.attribution, collection.synthetic
    record.closed = _closed(record, collection.columns)
    record.offered = True
    record.save()
    show(record)
    return True


def hide(collection_id: str) -> None:
    """Serve a live collection no longer, until `take_over`; others are left as they are."""
    LiveRecord.objects.filter(pk=collection_id).update(offered=False)


def show(record: LiveRecord) -> None:
    """Serve the collection as it is now; called in the transaction of every change."""
    if not (record.public and record.offered):
        CollectionRecord.objects.filter(pk=record.id).delete()
        return
    there = LiveVersion.objects.filter(collection=record, until__isnull=True)
    told = there.exclude(deed=Deed.DELETED).aggregate(
        rows=Count("pk"),
        west=Min("west"),
        south=Min("south"),
        east=Max("east"),
        north=Max("north"),
    )
    columns = [row["name"] for row in record.fields if row["name"] not in record.closed]
    if told["west"] is None:  # nowhere yet: somewhere here
        told |= dict(zip(("west", "south", "east", "north"), TAIWAN, strict=True))
    CollectionRecord.objects.update_or_create(
        id=record.id,
        defaults={
            "title": record.title,
            "title_en": record.title_en,
            "description": record.description,
            "description_en": record.description_en,
            "attribution": record.attribution,
            "synthetic": record.synthetic,
            "lake_key": key(record, columns),
            "kind": record.shape,
            "count": told["rows"],
            "columns": columns,
            "validity": kept(record.id, columns),
            "updated_at": record.changed_at,
            **told,
        },
    )


def key(record: LiveRecord, columns: Names[str]) -> str:
    """Return what tells this revision, with these columns, from all others."""
    shown = sha256("\n".join(columns).encode()).hexdigest()[:8]
    return f"live:{record.id}:{record.revision}:{shown}"


def _closed(record: LiveRecord, shown: Names[str]) -> list[str]:
    folded = {name.casefold() for name in shown}
    return [row["name"] for row in record.fields if row["name"].casefold() not in folded]


def _check(draft: LiveDraft, title: str) -> None:
    issues = []
    if not SLUG.fullmatch(draft.id) or len(draft.id) > _MOST_ID:
        message = _("The id is small letters and digits with “-” between them, at most 80.")
        issues.append(Issue("bad-id", message, column="id", value=draft.id[:80]))
    if not title or len(title) > _MOST_TITLE:
        message = _("A title has 1 to %(most)d characters.") % {"most": _MOST_TITLE}
        issues.append(Issue("bad-title", message, column="title", value=title[:80]))
    if issues:
        said = " ".join(issue.message for issue in issues)
        raise BadDeclaration(said, remedy=_("Mend these and try again."), issues=tuple(issues))
