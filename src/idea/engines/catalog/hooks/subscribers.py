"""Notes for each hook what it is to be told of: one message a change (CloudEvents 1.0, JSON).

Writes in the event's own transaction; the sending is a periodic work of the worker.
"""

from dataclasses import asdict
from uuid import UUID

from django.db.models import Q

from idea.engines.catalog import events, linked, models
from idea.engines.catalog.hooks.messages import message_for
from idea.kernel.events.api import Event, subscribe

_TOLD: tuple[type[Event], ...] = (
    events.DatasetPublished,
    events.DatasetRegistered,
    events.DatasetEdited,
    events.DatasetWithdrawn,
    events.DatasetRestored,
)


def tell(event: Event) -> None:
    """Note a message for every hook that asked for this data set, its agency, or all."""
    said = asdict(event)  # type: ignore[call-overload]
    row = (
        models.Dataset.objects.select_related("organization")
        .filter(id=UUID(said["dataset_id"]))
        .first()
    )
    if row is None:
        return
    wanted = Q(dataset=None, organization_slug="") | Q(dataset=row)
    wanted |= Q(dataset=None, organization_slug=row.organization.slug)
    data = said | {"title": row.title, "url": linked.api_url(row.slug)}
    models.HookMessage.objects.bulk_create(
        message_for(hook, kind=event.name, subject=row.slug, data=data)
        for hook in models.Hook.objects.filter(wanted, off_why="")
    )


for kind in _TOLD:
    subscribe(kind, f"catalog.hooks.{kind.name.rpartition('.')[2]}")(tell)
