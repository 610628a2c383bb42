"""Reads one sheet of an XLSX or ODS workbook. A row number is the one that the sheet shows."""
# ruff: noqa: S608, E501  names are c0, c1 … or quoted, texts are literals; SQL unbroken

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from idea.engines.sources.errors import EmptyFile, UnreadableFile
from idea.engines.sources.readers import parts
from idea.engines.sources.reading import dialect
from idea.engines.sources.reading.raw import Raw, RawColumn
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import Hints
from idea.kernel.duck import literal

_HEAD = 300


def read(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    import fastexcel

    try:
        book = fastexcel.read_excel(path.read_bytes())
        name, head = _choose(context, book, hints)
        return _read(context, book, name, head), ""
    except (fastexcel.FastExcelError, ValueError, pa.ArrowException) as error:
        raise UnreadableFile(
            _("The workbook cannot be read: {reason}").format(
                reason=str(error).splitlines()[0][:200]
            ),
            remedy=_("Open it in the spreadsheet program and save it again as XLSX or ODS."),
        ) from error


def _rows(sheet: Any) -> list[list[str]]:
    columns = [column.to_pylist() for column in sheet.to_arrow().columns]
    return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]


def _choose(context: Context, book: Any, hints: Hints) -> tuple[str, list[list[str]]]:
    names = list(book.sheet_names)
    asked = parts.sheet_of(hints, names)
    for name in [asked] if asked else names:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=_HEAD, dtypes="string")
        head = _rows(sheet) if sheet.width else []
        if sum(any(cell.strip() for cell in row) for row in head) > 1 or len(names) == 1:
            if len(names) > 1:
                context.log.note(
                    _("Of {count} sheets, “{name}” was read. Others: {others}").format(
                        count=len(names),
                        name=name,
                        others=_(", ").join(n for n in names if n != name)[:200],
                    )
                )
            return name, head
    raise EmptyFile(
        _("The workbook has no sheet with rows."),
        remedy=_("Fill a sheet: column names, then rows."),
    )


def _read(context: Context, book: Any, name: str, head: Sequence[Sequence[str]]) -> Raw:
    filled = [n for n, row in enumerate(head) if any(cell.strip() for cell in row)]
    if not filled:
        raise EmptyFile(
            _("The workbook has no sheet with rows."),
            remedy=_("Fill a sheet: column names, then rows."),
        )
    layout = dialect.layout([head[n] for n in filled], width=len(head[0]))
    if layout.skip >= len(filled):
        raise EmptyFile(
            _("The file has column names but no rows."),
            remedy=_("Add at least one row of data below the column names."),
        )
    if layout.skipped_titles:
        context.log.note(
            _("{count} lines above the column names were left out.").format(
                count=layout.skipped_titles
            )
        )
    if layout.header_rows > 1:
        context.log.note(
            _("Column names over {count} lines were joined.").format(count=layout.header_rows)
        )
    first = filled[layout.skip]
    sheet = book.load_sheet(
        name, header_row=None, skip_rows=first, schema_sample_rows=None, dtype_coercion="coerce"
    )
    table = pa.table(sheet.to_arrow())
    table = table.rename_columns([f"c{n}" for n in range(table.num_columns)])
    titles = [*layout.titles, *[""] * (table.num_columns - len(layout.titles))]
    target = context.workdir / "source.parquet"
    connection = context.connection
    connection.register("sheet_source", table)
    chosen = ", ".join(
        f"{_text(f'c{n}', field.type)} AS c{n}" for n, field in enumerate(table.schema)
    )
    connection.execute(
        f"COPY (SELECT {chosen} FROM sheet_source) TO {literal(str(target))} (FORMAT parquet)"
    )
    connection.unregister("sheet_source")
    header = None if layout.header_row is None else filled[layout.header_row] + 1
    return Raw(
        f"read_parquet({literal(str(target))})",
        [RawColumn(titles[n]) for n in range(table.num_columns)],
        first_row=first + 1,
        titles_row=header,
    )


def _text(c: str, kind: Any) -> str:
    """Return SQL for a cell as a person would type it: 3, not 3.0; a date without midnight."""
    if pa.types.is_floating(kind):
        whole = f"{c} = trunc({c}) AND abs({c}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({c} AS BIGINT) AS VARCHAR) ELSE CAST({c} AS VARCHAR) END"
    if pa.types.is_timestamp(kind):
        # A workbook knows no bare time of day: one is an hour of its day 0.
        return (
            f"CASE WHEN {c} < TIMESTAMP '1900-01-01' THEN strftime({c}, '%H:%M:%S')"
            f" ELSE CAST(CAST({c} AS TIMESTAMP) AS VARCHAR) END"
        )
    if pa.types.is_duration(kind):
        return f"CAST({c} AS VARCHAR)"
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return f"nullif({c}, '')"
    return f"CAST({c} AS VARCHAR)"
