"""Turns a raw table into the staged one: values typed, bad rows set aside and named, places made.

One pass in SQL writes `rows.parquet` beside the database; `rows` is a view over it. A pass is made
again only when the file turns out to hold other things than its first rows promised.
"""
# ruff: noqa: S608, E501  names are c0, c1 … or quoted, texts are literals; SQL unbroken

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _

from idea.engines.sources.conf import limits
from idea.engines.sources.errors import EmptyFile, TooLarge
from idea.engines.sources.reading import geometry, watch
from idea.engines.sources.reading.detect import Found, allowed, detect
from idea.engines.sources.reading.kinds import MARKERS_SQL, TEXT
from idea.engines.sources.reading.log import Log
from idea.engines.sources.reading.names import unique
from idea.engines.sources.reading.places import Places, is_coordinate
from idea.engines.sources.reading.raw import Raw
from idea.engines.sources.types import ColumnType, Format, Role, Staged
from idea.kernel.duck import literal, quote
from idea.kernel.progress import Progress

SAMPLE_ROWS = 10_000
SAMPLE_CELLS = 400_000
_FIRST_ROWS = 2_000
MANY_COLUMNS = 500
_BLANKS = " \t\u3000\r\n"
# Written once, read a few times, thrown away: compressing it, and looking for repeated values
# further than this, costs more than the bytes it saves.
_STAGED = "FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1000"
_DUCK = {
    ColumnType.STRING: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.TIME: "TIME",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader works with."""

    connection: duckdb.DuckDBPyConnection
    workdir: Path
    log: Log
    progress: Progress
    wide: bool = False  # the connection was opened for a table of very many columns

    @property
    def parquet(self) -> Path:
        return self.workdir / "rows.parquet"


class Wide(Exception):  # noqa: N818  a signal to `reader`
    """A table of very many columns: each thread would need hundreds of megabytes."""


@dataclass(slots=True)
class Plan:
    """What is known of the columns while a table is staged."""

    names: list[str]
    found: dict[int, Found]  # text columns only
    places: Places | None = None

    def type_of(self, raw: Raw, number: int) -> ColumnType:
        return raw.columns[number].type or self.found[number].kind.type

    def role_of(self, number: int) -> Role:
        if self.places is None or self.places.form != "columns":
            return Role.NONE
        degrees = self.places.crs.upper() in geometry.DEGREES
        if number == self.places.x:
            return Role.LONGITUDE if degrees else Role.EASTING
        if number == self.places.y:
            return Role.LATITUDE if degrees else Role.NORTHING
        return Role.NONE


def stage(
    context: Context, raw: Raw, *, database: Path, filename: str, format: Format, encoding: str, crs: str  # noqa: A002  the word of Staged
) -> Staged:  # fmt: skip
    """Type, write and check `raw`; return what was staged. Raises EmptyFile where no row is left."""
    connection, log = context.connection, context.log
    _check_width(raw, log)
    if len(raw.columns) > MANY_COLUMNS and not context.wide:
        raise Wide
    size = max(200, min(SAMPLE_ROWS, SAMPLE_CELLS // max(1, len(raw.columns))))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE sample AS SELECT * FROM {raw.beginning or raw.relation} LIMIT {size}"
    )
    plan = Plan(unique(column.title for column in raw.columns), {})
    text = [(n, column.title) for n, column in enumerate(raw.columns) if column.type is None]
    plan.found = _look_at(connection, text)
    plan.places = geometry.find_places(connection, "sample", raw, plan.found, crs)
    context.progress(10, 100, _("Reading the rows"))
    _forget_rejects(connection)
    from idea.engines.sources.reading import plainly  # Arrow's functions: 7 MB only readers need

    raw.unbroken, held = plainly.write(raw, plan.found, context.parquet)
    aside = [] if raw.unbroken else _write_until_it_fits(context, raw, plan, text)
    context.progress(70, 100, _("Checking the rows"))
    total = _count(connection, context.parquet)
    gaps = raw.gaps(connection, raw)  # counts raw.rejected, too
    _number_rows(connection, raw, gaps, aside)
    made = geometry.make(context, raw, plan.places)
    told = watch.chunks(connection, context.parquet)
    empty = _make_view(context, raw, plan, made, told, aside=bool(aside), gaps=bool(gaps))
    if aside:
        types = [plan.type_of(raw, n) for n in range(len(plan.names))]
        watch.misfits(connection, raw.relation, plan.names, types, log)
    places = geometry.describe(context, raw, plan.places, made, plan.names)
    rows = total - len(aside) - empty
    if rows <= 0:
        raise _no_rows(log, rejected=len(aside) + raw.rejected)
    if empty:
        log.note(_("{count} empty rows were left out.").format(count=f"{empty:,}"))
    columns = watch.columns(
        context,
        raw,
        plan,
        None if aside or empty else told,
        rows,
        in_order=not (gaps or made.beside),
    )
    watch.odd_cells(context, raw, plan, told, raw.titles_row)
    _tidy(connection)
    return Staged(
        database=database, filename=filename, format=format, encoding=encoding, columns=columns,
        rows=rows, rejected=len(aside) + raw.rejected, issues=log.issues, issue_count=log.count,
        geometry=places, notes=tuple(log.notes),
        table=None if held is None or gaps or empty else _numbered(held, plan.names, raw.first_row),
    )  # fmt: skip


def _numbered(held: pa.Table, names: Sequence[str], first_row: int) -> pa.Table:
    numbers = pa.array(np.arange(first_row, first_row + len(held), dtype=np.int64))
    return held.rename_columns(list(names)).append_column("_row", numbers)


def _look_at(
    connection: duckdb.DuckDBPyConnection, text: Sequence[tuple[int, str]]
) -> dict[int, Found]:
    """Return what the columns of text hold: the first rows tell, unless they are mostly empty."""
    found = detect(connection, f"(SELECT * FROM sample LIMIT {_FIRST_ROWS})", text)
    sparse = [(n, title) for n, title in text if found[n].filled < _FIRST_ROWS // 2]
    return found | detect(connection, "sample", sparse)


def _check_width(raw: Raw, log: Log) -> None:
    width, most = len(raw.columns), limits().max_columns
    if width > most:
        raise TooLarge(
            _("The file has {count} columns; at most {most} can be read.").format(
                count=f"{width:,}", most=f"{most:,}"
            ),
            remedy=_("Turn columns into rows: one row for each item and period, with its value."),
        )
    if width > MANY_COLUMNS:
        log.add(
            "columns-many",
            _(
                "The file has {count} columns. All are kept, but such a table is hard to use: turn "
                "columns into rows, one for each item and period."
            ).format(count=f"{width:,}"),
            severity="warning",
        )


def _no_rows(log: Log, *, rejected: int) -> EmptyFile:
    if rejected:
        return EmptyFile(
            _("None of the {count} rows can be read.").format(count=f"{rejected:,}"),
            remedy=_("Look at the first of the rows named below and save the file again."),
            issues=log.issues,
        )
    return EmptyFile(
        _("The file has column names but no rows."),
        remedy=_("Add at least one row of data below the column names."),
        issues=log.issues,
    )


def _write_until_it_fits(
    context: Context, raw: Raw, plan: Plan, text: Sequence[tuple[int, str]]
) -> list[int]:
    """Write the rows; return the indexes (from 0) of those set aside for a cell that cannot be read."""
    connection, titles, seen = context.connection, dict(text), set[int]()
    file = f"read_parquet({literal(str(context.parquet))}, file_row_number=true)"
    while True:
        _write(context, raw, plan)
        wrong = dict(
            connection.execute(
                f"SELECT _bad, count(*) FROM {file} WHERE _bad IS NOT NULL GROUP BY 1"
            ).fetchall()
        )
        if not wrong:
            return []
        if fresh := set(wrong) - seen:  # the sample promised something else: look at all the rows
            seen |= fresh
            before = {n: plan.found[n] for n in fresh}
            plan.found |= detect(connection, raw.relation, [(n, titles[n]) for n in sorted(fresh)])
            if any(
                plan.found[n].kind is not old.kind or plan.found[n].plain != old.plain
                for n, old in before.items()
            ):
                continue
        count = _count(connection, context.parquet)
        misplaced = sum(k for n, k in wrong.items() if is_coordinate(titles[n]))
        others = sum(wrong.values()) - misplaced
        if misplaced <= allowed(count, coordinate=True) and others <= allowed(count):
            break
        worst = max(wrong, key=lambda n: wrong[n])
        plan.found[worst] = Found(TEXT, plan.found[worst].filled)
    rows = connection.execute(f"SELECT file_row_number FROM {file} WHERE _bad IS NOT NULL")
    return [index for (index,) in rows.fetchall()]


def _write(context: Context, raw: Raw, plan: Plan) -> None:
    """Write every record of the relation, in order: c0, c1 … typed, and `_bad`.

    `_bad` is the number of the first column whose cell cannot be read.
    """
    inner, outer, bad = [], [], []
    for n, column in enumerate(raw.columns):
        kind = TEXT if column.type else plan.found[n].kind
        if column.type:
            inner.append(f"{column.sql or f'c{n}'} AS v{n}")
            outer.append(f"CAST(v{n} AS {_DUCK[column.type]}) AS c{n}")
        elif kind is TEXT:
            inner.append(f"c{n}")
            outer.append(f"c{n}")
        else:
            trimmed = f"trim(c{n}, {literal(_BLANKS)})"
            missing = f"WHEN v{n} IS NULL AND c{n} IS NOT NULL"
            if plan.found[n].plain and kind.fast is not None:
                inner.append(f"c{n}, {kind.fast(f'c{n}')} AS v{n}")
            else:
                inner.append(f"c{n}, {kind.sql(trimmed)} AS v{n}")
                missing += f" AND lower({trimmed}) NOT IN ({MARKERS_SQL})"
            outer.append(f"v{n} AS c{n}")
            bad.append(f"{missing} THEN {n}")
    if raw.wkb:
        inner.append("wkb")
        outer.append("wkb")
    outer.append(
        f"CAST(CASE {' '.join(bad)} END AS INTEGER) AS _bad" if bad else "NULL::INTEGER AS _bad"
    )
    _forget_rejects(context.connection)
    context.connection.execute(
        f"COPY (SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {raw.relation})) "
        f"TO {literal(str(context.parquet))} ({_STAGED})"
    )


def _forget_rejects(connection: duckdb.DuckDBPyConnection) -> None:
    """Rejects are told of the last scan only: the sample and earlier attempts left theirs."""
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")


def _count(connection: duckdb.DuckDBPyConnection, parquet: Path) -> int:
    row = connection.execute(
        f"SELECT num_rows FROM parquet_file_metadata({literal(str(parquet))})"
    ).fetchone()
    return int(row[0]) if row else 0


def _number_rows(
    connection: duckdb.DuckDBPyConnection, raw: Raw, gaps: Sequence[int], aside: Sequence[int]
) -> None:
    """Keep what turns an index into a row number, and which indexes are set aside."""
    starts = [number - raw.first_row - before for before, number in enumerate(sorted(gaps))]
    connection.execute(
        "CREATE OR REPLACE TABLE shifts AS SELECT start, max(shift) AS shift FROM "
        "(SELECT unnest(?::BIGINT[]) AS start, unnest(?::BIGINT[]) AS shift) GROUP BY 1",
        [[-1, *starts], list(range(len(starts) + 1))],
    )
    connection.execute(
        "CREATE OR REPLACE TABLE aside AS SELECT unnest(?::BIGINT[]) AS i", [list(aside)]
    )


def _make_view(
    context: Context,
    raw: Raw,
    plan: Plan,
    made: geometry.Made,
    told: Mapping[str, watch.Chunks],
    *,
    aside: bool,
    gaps: bool,
) -> int:
    """Make the views; return how many rows are empty.

    `numbered` has every record with `_row`; `kept` those that stay, with `geometry`; `rows` is
    what others see.
    """
    connection = context.connection
    file = f"read_parquet({literal(str(context.parquet))}, file_row_number=true)"
    if made.beside:
        beside = f"read_parquet({literal(str(made.beside))})"
        file = f"(SELECT * FROM {file} AS a POSITIONAL JOIN {beside} AS b)"
    file += " AS p"
    if gaps:
        number = f"p.file_row_number + {raw.first_row} + s.shift"
        source = f"{file} ASOF JOIN shifts AS s ON p.file_row_number >= s.start"
    else:
        number, source = f"p.file_row_number + {raw.first_row}", file
    shape = f", {made.shape} AS _shape" if made.shape else ""
    connection.execute(
        f"CREATE OR REPLACE VIEW numbered AS SELECT ({number})::BIGINT AS _row, p.*{shape} FROM {source}"
    )
    filled = " OR ".join(
        [f"c{n} IS NOT NULL" for n in range(len(raw.columns))] + ["wkb IS NOT NULL"] * raw.wkb
    )
    empty = 0
    if all(chunk.nulls != 0 for name, chunk in told.items() if name != "_bad"):
        found = connection.execute(
            f"SELECT count(*) FROM numbered WHERE NOT ({filled}) AND _bad IS NULL"
        ).fetchone()
        empty = int(found[0]) if found else 0
    conditions = ["file_row_number NOT IN (SELECT i FROM aside)"] * aside
    conditions += [f"({filled})"] * bool(empty)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    columns = ", ".join(f"c{n} AS {quote(name)}" for n, name in enumerate(plan.names))
    place = f", {made.sql} AS geometry" if made.sql else ""
    connection.execute(f"CREATE OR REPLACE VIEW kept AS SELECT *{place} FROM numbered{where}")
    connection.execute(
        f"CREATE OR REPLACE VIEW rows AS SELECT _row, {columns}{', geometry' * bool(made.sql)} FROM kept"
    )
    return empty


def _tidy(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DROP TABLE IF EXISTS sample")
