"""Puts the checks together: a data set as it is described, and the rows of its version.

Computes only; what is kept of it is decided in `recording.py`.
"""

import hashlib
from typing import Final

import orjson

from idea.engines.catalog.quality.checks import content as content_check
from idea.engines.catalog.quality.checks.codes import codes
from idea.engines.catalog.quality.checks.metadata import metadata
from idea.engines.catalog.quality.checks.mqa import mqa
from idea.engines.catalog.quality.checks.personal import personal
from idea.engines.catalog.quality.checks.places import places
from idea.engines.catalog.quality.checks.table import table
from idea.engines.catalog.quality.checks.taiwan import badge, taiwan
from idea.engines.catalog.quality.checks.ways import ways
from idea.engines.catalog.quality.indicators import INDICATORS
from idea.engines.catalog.quality.types import Measured, Subject
from idea.engines.catalog.types import Dataset, Version

EDITION: Final = "1"  # raise it when a check of rows finds something else: rows are read again
MOST_BAD_ROWS: Final = 60


def rows_key(dataset: Dataset) -> str:
    """Return what findings on rows rest on: the version, what is declared, and the checks."""
    if dataset.current is None:
        return ""
    told = [EDITION, str(dataset.current.id), [_plain(one) for one in dataset.declared]]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()


def measure_rows(version: Version, subject: Subject) -> Measured:
    """Read the snapshot and return all that its rows tell."""
    declared = subject.dataset.declared
    parts = [
        table(version, declared),
        content_check.content(version, subject.previous, subject.now),
        places(version),
        codes(version),
        personal(version, declared),
    ]
    return Measured(
        tuple(one for part in parts for one in part.findings),
        tuple(row for part in parts for row in part.bad_rows)[:MOST_BAD_ROWS],
    )


def measure(subject: Subject, rows: Measured | None) -> tuple[Measured, int, str]:
    """Return all findings with the rows' among them, the MQA points and the badge."""
    rows = rows or Measured(())
    broken = content_check.broken_cells(rows) if subject.dataset.current else None
    found_ways = ways(subject)
    described = [*mqa(subject, found_ways), *taiwan(subject, found_ways, broken)]
    described.append(metadata(subject))
    found = {one.key: one for one in (*described, *rows.findings)}
    ordered = tuple(found[key] for key in INDICATORS if key in found)
    points = sum(one.points for one in ordered)
    return Measured(ordered, rows.bad_rows), points, badge(found)


def _plain(one: object) -> list[object]:
    return [getattr(one, name) for name in one.__dataclass_fields__]  # type: ignore[attr-defined]
