"""Writes the current rows with changes made, as a file that is published like any other.

Tables become CSV, which is read and checked anew; what has geometry of its own, or came as
Parquet, stays Parquet, where nothing has to be guessed.
"""
# ruff: noqa: S608  names are quoted, values are bound

from pathlib import Path, PurePath
from typing import Final

import duckdb

from idea.engines.catalog import reader
from idea.engines.catalog.corrections.placing import Plan
from idea.engines.catalog.types import Version
from idea.engines.sources.types import Column, Format, Hints
from idea.kernel.duck import literal, quote

TABLES: Final = {
    Format.CSV,
    Format.TSV,
    Format.XLSX,
    Format.ODS,
    Format.JSON,
    Format.JSON_LINES,
}


def write(version: Version, plan: Plan, folder: Path) -> tuple[Path, Hints]:
    """Return the file, named after the version's, and how it is to be read."""
    as_text = version.format in TABLES
    stem = PurePath(version.filename).name.partition(".")[0] or "data"
    out = folder / f"{stem}{'.csv' if as_text else '.parquet'}"
    with reader.cursor() as cursor:
        _fill(cursor, plan, version)
        shaped = not as_text and version.layer is not None
        cells = [_cell(cursor, version, c, plan, as_text=as_text) for c in version.columns]
        added = [_added(cursor, version, c, as_text=as_text) for c in version.columns]
        if shaped:
            cells.append("t.geometry")
            added.append("NULL AS geometry")
        joined = " ".join(
            f"LEFT JOIN edits e{at} ON e{at}.row = t._row AND e{at}.name = {literal(name)}"
            for at, name in enumerate(_edited(plan))
        )
        kind = "FORMAT csv, HEADER true" if as_text else "FORMAT parquet, COMPRESSION zstd"
        cursor.execute(
            f"COPY (SELECT * EXCLUDE (_place) FROM ("
            f"SELECT {', '.join(cells)}, t._row AS _place FROM {reader.table(version.lake_key)} t "
            f"{joined} WHERE t._row NOT IN (SELECT row FROM gone) UNION ALL "
            f"SELECT {', '.join(added)}, {_FAR} + a._place FROM added a) ORDER BY _place) "
            f"TO {literal(str(out))} ({kind})"
        )
    hints = Hints(format=Format.CSV, encoding="utf-8", delimiter=",") if as_text else Hints()
    return out, hints


_FAR: Final = 1 << 60  # added rows stand after all that are there


def _fill(cursor: duckdb.DuckDBPyConnection, plan: Plan, version: Version) -> None:
    cursor.execute(
        "CREATE TEMP TABLE edits AS SELECT unnest(?::BIGINT[]) AS row, "
        "unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS cell",
        [[edit[part] for edit in plan.edits] for part in range(3)],
    )
    cursor.execute("CREATE TEMP TABLE gone AS SELECT unnest(?::BIGINT[]) AS row", [plan.gone])
    shape = "".join(f", unnest(?::VARCHAR[]) AS c{at}" for at in range(len(version.columns)))
    cursor.execute(
        f"CREATE TEMP TABLE added AS SELECT unnest(?::BIGINT[]) AS _place{shape}",
        [
            list(range(len(plan.added))),
            *([cells.get(c.name, "") for cells in plan.added] for c in version.columns),
        ],
    )


def _edited(plan: Plan) -> list[str]:
    return list(dict.fromkeys(name for _row, name, _cell in plan.edits))


def _cell(
    cursor: duckdb.DuckDBPyConnection,
    version: Version,
    column: Column,
    plan: Plan,
    *,
    as_text: bool,
) -> str:
    """Return the SQL of a column with its edits made."""
    name = quote(column.name)
    there = f"t.{name}::VARCHAR" if as_text else f"t.{name}"
    edited = _edited(plan)
    if column.name not in edited:
        return f"{there} AS {name}"
    at = edited.index(column.name)
    fresh = _typed(cursor, version, column, f"e{at}.cell", as_text=as_text)
    return f"CASE WHEN e{at}.row IS NULL THEN {there} ELSE {fresh} END AS {name}"


def _added(
    cursor: duckdb.DuckDBPyConnection, version: Version, column: Column, *, as_text: bool
) -> str:
    at = version.columns.index(column)
    return f"{_typed(cursor, version, column, f'a.c{at}', as_text=as_text)} AS {quote(column.name)}"


def _typed(
    cursor: duckdb.DuckDBPyConnection,
    version: Version,
    column: Column,
    cell: str,
    *,
    as_text: bool,
) -> str:
    """Return the SQL of a new value: nothing where it is empty, of the column's type in Parquet."""
    plain = f"nullif({cell}, '')"
    if as_text:
        return plain
    kinds = cursor.execute(f"DESCRIBE FROM {reader.table(version.lake_key)}").fetchall()
    kind = next(row[1] for row in kinds if row[0] == column.name)
    return f"TRY_CAST({plain} AS {kind})"
