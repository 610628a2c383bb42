"""What of a declared validity holds for the columns that a collection is served with.

A column that a new version lacks, or that was closed, tells nobody the time any more.
"""

from collections.abc import Collection as Names
from dataclasses import asdict
from typing import Any

from idea.engines.features.models import ValidityRecord
from idea.engines.features.types import Validity


def declared(collection_id: str) -> Validity | None:
    """Return what the agency declared, whether or not the columns are served now."""
    row = ValidityRecord.objects.filter(pk=collection_id).first()
    return None if row is None else Validity(row.start, row.end, through=row.through)


def kept(collection_id: str, columns: Names[str]) -> dict[str, Any] | None:
    """Return what stands with the served collection: the declaration, while its columns do."""
    found = declared(collection_id)
    if found is None or any(name and name not in columns for name in (found.start, found.end)):
        return None
    return asdict(found)
