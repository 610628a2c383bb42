"""What requests tell the others of themselves: permissions, search entries, personal data."""

from idea.engines.catalog.requests import access, outward, queries
from idea.engines.catalog.requests.privacy import exporter
from idea.engines.identity.plugin import exporters
from idea.kernel.search import api as search


def declare() -> None:
    """Make them known; called once, when the app is ready."""
    access.declare()
    exporters.register("requests", exporter)
    search.supply(queries.KIND)(outward.documents)
