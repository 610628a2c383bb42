"""What the catalog does when agencies were merged: others learn whose the data sets are now."""

from uuid import UUID

from idea.engines.catalog.agencies.tasks import JOB
from idea.engines.identity.events import AgencyMerged
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs


@events.subscribe(AgencyMerged, "catalog.show-merged")
def show_merged(event: AgencyMerged) -> None:
    jobs.start(
        JOB,
        actor=Actor.system("catalog"),
        idempotency_key=event.organization_id,
        organization_id=UUID(event.successor_id),
    )
