"""What the catalog does when a live layer changes: give its data set a first version and a map."""

from idea.engines.catalog import queries
from idea.engines.catalog.errors import DatasetNotFound
from idea.engines.catalog.live.tasks import start
from idea.engines.features.events import LiveChanged
from idea.kernel.events import api as events


@events.subscribe(LiveChanged, "catalog.first-snapshot")
def publish_first(event: LiveChanged) -> None:
    try:
        dataset = queries.dataset(event.collection_id)
    except DatasetNotFound:  # not for residents
        return
    if dataset.current is None:
        start(dataset.slug, event.revision)
