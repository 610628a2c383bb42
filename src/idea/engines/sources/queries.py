"""Asks where raw files came from."""

from idea.engines.sources import models
from idea.engines.sources.actions import as_payload
from idea.engines.sources.types import Payload


def arrivals(sha256: str) -> list[Payload]:
    """Return every arrival of the same bytes, the newest first."""
    return [as_payload(row) for row in models.Payload.objects.filter(sha256=sha256)]
