"""The inventory's work in the background: demand changes, so points are computed anew each day."""

from idea.engines.catalog.inventory.priority import rescore
from idea.kernel.jobs import api as jobs

DAY = 24 * 3600


@jobs.periodic("catalog.inventory-rescore", DAY)
def rescore_items() -> None:
    rescore()
