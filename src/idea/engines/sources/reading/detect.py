"""Finds out what kind of values columns of text hold.

Counts on a relation (a sample, or the whole file where the sample was wrong); choosing names,
places and roles is for others. All in SQL, on distinct values.
"""
# ruff: noqa: S608, E501  names are c0, c1 … or quoted, texts are literals; SQL unbroken

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from idea.engines.sources.reading.kinds import (
    CODE_SQL,
    DATE_NAME,
    KINDS,
    MARKERS_SQL,
    ROC_SQL,
    TEXT,
    ZONE_SQL,
    Kind,
)
from idea.engines.sources.reading.places import is_coordinate
from idea.engines.sources.reading.roles import stays_text
from idea.engines.sources.types import ColumnType

SHARE_ASIDE = 0.01  # of the rows: more misfits than this and the column stays text
FEW_ASIDE, FEW_SHARE = 3, 0.1  # of a small table, for coordinates
MOST_ASIDE = 1000  # rows that may be set aside in one file

_BATCH = 200  # columns looked at in one query


@dataclass(slots=True)
class Found:
    """What a column of text holds. `misfits` are cells that `kind` cannot read."""

    kind: Kind
    filled: int = 0
    misfits: int = 0
    markers: int = 0
    roc: int = 0
    zoned: int = 0
    plain: bool = False  # all values seen have the form that `kind.fast` reads
    counts: dict[str, int] = field(default_factory=dict)


def allowed(rows: int, *, coordinate: bool = False) -> int:
    """Return how many of `rows` may be set aside because a cell cannot be read.

    For a coordinate some even in a small table: text there would cost all its rows the map.
    """
    few = min(FEW_ASIDE, int(rows * FEW_SHARE)) if coordinate else 0
    return min(max(int(rows * SHARE_ASIDE), few), MOST_ASIDE)


def detect(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[tuple[int, str]],
) -> dict[int, Found]:
    """Return what each of `columns` (number and title) of `relation` holds."""
    found: dict[int, Found] = {}
    for start in range(0, len(columns), _BATCH):
        found |= _detect(connection, relation, columns[start : start + _BATCH])
    return found


def _detect(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[tuple[int, str]]
) -> dict[int, Found]:
    marker = f"lower(v) IN ({MARKERS_SQL})"
    tests = {kind.code: f"({kind.sql('v')}) IS NOT NULL" for kind in KINDS}
    tests |= {f"fast {kind.code}": f"({kind.fast('v')}) IS NOT NULL" for kind in KINDS if kind.fast}
    tests |= {"code": CODE_SQL, "roc": ROC_SQL, "zoned": ZONE_SQL, "padded": "p"}
    counts = ", ".join(
        f"coalesce(sum(k) FILTER (NOT {marker} AND {test}), 0)::BIGINT" for test in tests.values()
    )
    names = ", ".join(f"c{number}" for number, _ in columns)
    rows = connection.execute(
        f"SELECT c, sum(k)::BIGINT, coalesce(sum(k) FILTER ({marker}), 0)::BIGINT, {counts} FROM ("
        f"SELECT c, trim(v, ' \t\u3000\r\n') AS v, bool_or(v <> trim(v, ' \t\u3000\r\n')) AS p,"
        " count(*) AS k FROM ("
        f"UNPIVOT (SELECT {names} FROM {relation}) ON {names} INTO NAME c VALUE v) GROUP BY 1, 2) GROUP BY 1"
    ).fetchall()
    by_name = {row[0]: row[1:] for row in rows}
    result = {}
    for number, title in columns:
        row = by_name.get(f"c{number}")
        if row is None:
            result[number] = Found(TEXT)
            continue
        filled, markers, *rest = row
        result[number] = _choose(title, filled, markers, dict(zip(tests, rest, strict=True)))
    return result


def _choose(title: str, filled: int, markers: int, counts: dict[str, int]) -> Found:
    plain = filled - markers
    text = Found(TEXT, filled, 0, 0, counts=counts)
    if plain == 0:
        return text
    most = allowed(filled, coordinate=is_coordinate(title))
    best: Found | None = None
    for kind in KINDS:
        numeric = kind.type in (ColumnType.INTEGER, ColumnType.NUMBER)
        if numeric and (counts["code"] or stays_text(title)):
            continue  # 0900 is a code: as a number it would lose its zero
        if kind.needs_name and not DATE_NAME.search(title):
            continue
        misfits = plain - counts[kind.code]
        if misfits > most or (best and misfits >= best.misfits):
            continue
        all_plain = counts.get(f"fast {kind.code}", -1) == filled and not counts["padded"]
        best = Found(
            kind, filled, misfits, markers, counts["roc"], counts["zoned"], all_plain, counts
        )
    return best or text
