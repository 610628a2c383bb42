"""Looks over a staged table: names what was set aside, warns of formulas and personal data.

Reads and reports; it changes no value.
"""
# ruff: noqa: S608, E501  names are c0, c1 … or quoted, texts are literals; SQL unbroken

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from idea.engines.sources.reading.kinds import TEXT
from idea.engines.sources.reading.log import Log, clip
from idea.engines.sources.reading.roles import role
from idea.engines.sources.types import ISSUE_LIMIT, Column, ColumnType, Role
from idea.kernel.duck import literal, quote

if TYPE_CHECKING:
    from idea.engines.sources.reading.raw import Raw
    from idea.engines.sources.reading.staging import Context, Plan

_VALUES = 500  # values looked at for a role
_MARKERS = gettext_noop("Words for “no value” (such as -, …, N/A, 無) were read as empty.")
_REPLACEMENT = "\ufffd"
_FORMULA = re.compile(r"=[^=\s]|@[A-Za-z]+\(|[+-]\s*(@|=|[A-Za-z]+[(|!])")


@dataclass(frozen=True, slots=True)
class Chunks:
    """What Parquet's own statistics tell of one column of the staged file."""

    nulls: int | None
    suspicious: bool  # a text may begin with a sign that makes it a formula


def chunks(connection: duckdb.DuckDBPyConnection, parquet: Path) -> dict[str, Chunks]:
    """Return what the statistics of `parquet` tell, by column: no row is read."""
    rows = connection.execute(
        "SELECT path_in_schema, CASE WHEN bool_and(stats_null_count IS NOT NULL) THEN"
        " sum(stats_null_count) END::BIGINT, bool_or(coalesce(stats_null_count < num_values, true)"
        " AND coalesce(stats_min_value < 'A' AND stats_max_value >= '+', true))"
        f" FROM parquet_metadata({literal(str(parquet))}) GROUP BY 1"
    ).fetchall()
    return {name: Chunks(nulls, suspicious) for name, nulls, suspicious in rows}


def _odd(column: str, *, replaced: bool) -> str:
    """Return SQL that tells whether a cell is worth a second look: a formula, U+FFFD."""
    return (
        f"({column} >= '+' AND {column} < 'A' AND (starts_with({column}, '=') OR starts_with({column}, '@')"
        f" OR regexp_matches({column}, '^[+-]\\s*(@|=|[A-Za-z]+[(|!])')))"
        + (f" OR contains({column}, '{_REPLACEMENT}')" if replaced else "")
    )


def kind_label(type_: ColumnType) -> str:
    return {
        ColumnType.STRING: _("text"),
        ColumnType.INTEGER: _("whole number"),
        ColumnType.NUMBER: _("number"),
        ColumnType.BOOLEAN: _("true or false"),
        ColumnType.DATE: _("date"),
        ColumnType.DATETIME: _("date and time"),
        ColumnType.TIME: _("time of day"),
    }[type_]


def misfits(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    names: Sequence[str],
    types: Sequence[ColumnType],
    log: Log,
) -> None:
    """Name each cell for which a row was set aside; the text of it is in the file only."""
    bad = connection.execute(
        "SELECT file_row_number AS i, _row, _bad FROM numbered WHERE _bad IS NOT NULL"
    ).to_arrow_table()
    connection.register("bad_rows", bad)
    numbers = [n for (n,) in connection.execute("SELECT DISTINCT _bad FROM bad_rows").fetchall()]
    cells = " ".join(f"WHEN {n} THEN c{n}" for n in numbers)
    for row, number, value in connection.execute(
        f"SELECT b._row, b._bad, CASE b._bad {cells} END FROM bad_rows AS b JOIN "
        f"(SELECT row_number() OVER () - 1 AS i, * FROM {relation}) AS r ON r.i = b.i ORDER BY 1"
    ).fetchall():
        log.add(
            "value-unreadable",
            _("“{value}” is not a {kind}; the row was left out.").format(
                value=clip(value), kind=kind_label(types[number])
            ),
            row=row,
            column=names[number],
            value=value,
        )
    connection.unregister("bad_rows")


def columns(
    context: "Context",
    raw: "Raw",
    plan: "Plan",
    told: Mapping[str, Chunks] | None,
    rows: int,
    *,
    in_order: bool,
) -> tuple[Column, ...]:
    """Return the columns as staged, with roles, notes, null counts and an example each.

    `told` is what the file's statistics say, or None where the view leaves rows of it out;
    `in_order`: a scan of the view gives its rows in their order, and may stop early.
    """
    connection, log = context.connection, context.log
    nulls = _nulls(connection, plan.names, told, rows)
    chosen = ", ".join(quote(name) for name in plan.names)
    order = "" if in_order else "ORDER BY _row"
    head = connection.execute(f"SELECT {chosen} FROM rows {order} LIMIT {_VALUES}").fetchall()
    result, marked = [], 0
    for n, name in enumerate(plan.names):
        type_ = plan.type_of(raw, n)
        values = [str(row[n]) for row in head if row[n] is not None]
        what = plan.role_of(n) or role(raw.columns[n].title, type_, values)
        if what is Role.PERSONAL:
            log.add(
                "personal-data",
                _(
                    "Column {column} looks like personal data (an e-mail address, a mobile number or "
                    "a national identity number). Make sure that it may be published."
                ).format(column=name),
                column=name,
                severity="warning",
            )
        note = _note(plan, n)
        if note:
            log.note(f"{name}: {note}")
        if (found := plan.found.get(n)) and found.markers and found.kind is not TEXT:
            marked += 1
            note = f"{note} {_(_MARKERS)}".strip()
        title = raw.columns[n].title.strip() or name
        example = clip(values[0]) if values else ""
        result.append(Column(name, title, type_, what, note, nulls[n], example))
    if marked:
        log.note(_(_MARKERS))
    return tuple(result)


def _note(plan: "Plan", number: int) -> str:
    found = plan.found.get(number)
    if found is None:
        return ""
    kind, notes = found.kind, []
    if kind.type in (ColumnType.DATE, ColumnType.DATETIME):
        if found.roc and kind.code != "day-compact":
            notes.append(_("Years of the Republic (104/7/27) were turned into ISO 8601 dates."))
        if found.zoned:
            notes.append(_("Times with an offset were turned into Taiwan time (UTC+8)."))
    if kind.note:
        notes.append(_(kind.note))
    return " ".join(notes)


def _nulls(
    connection: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    told: Mapping[str, Chunks] | None,
    rows: int,
) -> list[int]:
    known = [told[f"c{n}"].nulls if told else None for n in range(len(names))]
    if None not in known:
        return [int(count or 0) for count in known]
    counts = ", ".join(f"count({quote(name)})" for name in names)
    found = connection.execute(f"SELECT {counts} FROM rows").fetchone() or ()
    return [rows - int(count) for count in found]


def odd_cells(
    context: "Context", raw: "Raw", plan: "Plan", told: Mapping[str, Chunks], titles_row: int | None
) -> None:
    """Warn of cells that a spreadsheet would run as a formula, and of characters that were lost.

    Only columns are read whose statistics leave it open that they hold such a cell.
    """
    connection, log = context.connection, context.log
    for n, column in enumerate(raw.columns):
        if _FORMULA.match(column.title.strip()):
            _warn_formula(log, titles_row, plan.names[n], column.title)
    texts = [n for n in range(len(plan.names)) if plan.type_of(raw, n) is ColumnType.STRING]
    if not raw.rewritten:
        texts = [n for n in texts if told[f"c{n}"].suspicious]
    if not texts:
        return
    odd = " OR ".join(_odd(f"c{n}", replaced=raw.rewritten) for n in texts)
    chosen = ", ".join(quote(plan.names[n]) for n in texts)
    rows = connection.execute(
        f"SELECT _row, {chosen} FROM rows WHERE _row IN "
        f"(SELECT _row FROM numbered WHERE {odd} LIMIT {ISSUE_LIMIT}) ORDER BY _row"
    ).fetchall()
    for number, *cells in rows:
        for n, cell in zip(texts, cells, strict=True):
            if not isinstance(cell, str):
                continue
            if _REPLACEMENT in cell:
                log.add(
                    "character-unreadable",
                    _("Bytes that are no text in the file's encoding were replaced by “\ufffd”."),
                    row=number,
                    column=plan.names[n],
                    value=cell,
                    severity="warning",
                )
            elif _FORMULA.match(cell.strip()):
                _warn_formula(log, number, plan.names[n], cell)


def _warn_formula(log: Log, row: int | None, column: str, value: str) -> None:
    log.add(
        "formula",
        _(
            "A spreadsheet would run this cell as a formula. It is kept as text; downloads for "
            "spreadsheets make it harmless."
        ),
        row=row,
        column=column,
        value=value,
        severity="warning",
    )
