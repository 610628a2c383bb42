"""Removes what publications left that never came to their end: files no version points to.

Lake keys are `datasets/<data set>/<version>/…`; a version id is a UUIDv7, so it tells its own
age. Raw payloads are kept: they are provenance and belong to `sources`.
"""

import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from idea.engines.catalog import models, workplace
from idea.engines.catalog.conf import conf
from idea.kernel.lake import lake

PREFIX = "datasets/"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed."""

    keys: int
    folders: int
    downloads: int


def sweep(older_than: timedelta | None = None) -> Swept:
    """Remove lake keys, work folders and stale downloads; `older_than` default: the setting.

    Only versions that no live process works on and no database row knows are touched. The
    lease is looked at before the database: a publication that ended between the two looks
    has its row by then.
    """
    age = timedelta(hours=conf().catalog_orphan_hours) if older_than is None else older_than
    before = time.time() - age.total_seconds()
    keys: dict[UUID, list[str]] = {}
    for key in lake().keys(PREFIX):
        version = _version_in(key)
        if version is not None and born(version) <= before:
            keys.setdefault(version, []).append(key)
    folders = {version: path for version, path in workplace.folders() if born(version) <= before}
    idle = [version for version in {*keys, *folders} if not workplace.is_leased(version)]
    known = _known(idle)
    removed_keys = removed_folders = 0
    for version in idle:
        if version in folders:
            shutil.rmtree(folders[version], ignore_errors=True)
            removed_folders += 1
        if version not in known:
            for key in keys.get(version, ()):
                lake().delete(key)
                removed_keys += 1
    return Swept(removed_keys, removed_folders, _stale_downloads())


def born(version: UUID) -> float:
    """Return when a UUIDv7 was made, in seconds since the epoch (RFC 9562 clause 5.7)."""
    return (version.int >> 80) / 1000


def _version_in(key: str) -> UUID | None:
    parts = key.split("/")
    try:
        return UUID(parts[2])
    except (IndexError, ValueError):
        return None


def _known(ids: list[UUID]) -> set[UUID]:
    known: set[UUID] = set()
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        known.update(models.Version.objects.filter(id__in=part).values_list("id", flat=True))
    return known


def _stale_downloads() -> int:
    oldest = time.time() - timedelta(days=conf().catalog_download_days).total_seconds()
    removed = 0
    for path in (Path(settings.IDEA_HOME) / "cache" / "downloads").glob("*/*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
