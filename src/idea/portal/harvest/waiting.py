"""What the harvest has for the front of the back office: sources that fail."""

from typing import Any

from django.http import HttpRequest

from idea.engines.catalog.harvest import api as harvests
from idea.engines.identity import api as identity

HARVEST = "catalog.harvest"


def waiting(request: HttpRequest) -> dict[str, Any]:
    """Return whether the person may harvest, and which of their sources fail."""
    if not identity.can(request.user, HARVEST):
        return {"may_harvest": False, "failing_sources": []}
    mine = {agency.id for agency in identity.organizations_where(request.user, HARVEST)}
    return {"may_harvest": True, "failing_sources": harvests.failing(mine)}
