"""The lake: immutable files by key, and tables that only grow, in a folder or an S3 bucket.

Keeps and hands out; what a file means is known to the engine that put it there.
"""

from functools import lru_cache
from pathlib import Path

from idea.kernel.lake.lake import Lake
from idea.kernel.lake.stores import KeyTaken

__all__ = ["KeyTaken", "Lake", "lake"]


def lake() -> Lake:
    """Return the installation's lake, as `settings.IDEA_LAKE_URL` has it now."""
    from django.conf import settings

    return _open(str(settings.IDEA_LAKE_URL), Path(settings.IDEA_HOME))


@lru_cache(maxsize=8)
def _open(url: str, home: Path) -> Lake:
    return Lake.open(url, cache=home / "cache" / "lake")
