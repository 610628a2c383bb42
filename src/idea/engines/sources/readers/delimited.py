"""Reads CSV, TSV and other delimited text: one pass of DuckDB's reader over the file itself.

Structure only (encoding, layout, ragged rows); what the cells mean is found out in `staging`.
A row number counts records as a spreadsheet shows them: the header is row 1, blank lines count, a
quoted cell with line breaks is one row.
"""
# ruff: noqa: S608, E501  names are c0, c1 … or quoted, texts are literals; SQL unbroken

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

import duckdb
import numpy as np
from django.utils.translation import gettext as _

from idea.engines.sources.errors import EmptyFile, UnreadableFile
from idea.engines.sources.readers import parts
from idea.engines.sources.reading import dialect, encoding
from idea.engines.sources.reading.raw import Raw, RawColumn
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import ISSUE_LIMIT, Format, Hints, Staged
from idea.kernel.duck import literal

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Use = Callable[[Raw, str], Staged]

LONGEST_LINE = 32 << 20
_ATTEMPTS = 12
_CHUNK = 1 << 18
_LAYOUT = 200_000  # characters
_BEGINNING = 4 << 20  # bytes read at once for the first rows; DuckDB's own are 32 MB
_TOO_LONG = "LINE SIZE OVER MAXIMUM"
_QUOTES = ("UNQUOTED VALUE", _TOO_LONG)


class _Mend(Exception):  # noqa: N818  a signal, caught in this file
    """The file must be rewritten before DuckDB can read on."""

    def __init__(
        self, position: int, *, encoding: bool = False, long_lines: bool = False, row: int = 0
    ) -> None:
        super().__init__(position)
        self.long_lines = long_lines
        self.position = position
        self.encoding = encoding
        self.row = row


@dataclass(slots=True)
class _Table:
    """A delimited text that DuckDB can read, and how."""

    context: Context
    path: Path
    encoding: str
    delimiter: str
    layout: dialect.Layout
    rewritten: bool = False
    long_lines: bool = False
    mended: list[int] = field(default_factory=list)  # rows blanked out because of a stray quote


def attempt(
    context: Context, path: Path, hints: Hints, format: Format, use: Use  # noqa: A002
) -> Staged:  # fmt: skip
    """Give the table to `use`; where it turns out that the file must be mended, do so, and again."""
    parts.refuse(hints)
    table = examine(context, path, hints, format)
    for attempt_number in range(_ATTEMPTS + 1):
        try:
            return use(raw(table), table.encoding)
        except _Mend as mend:
            context.log.clear()
            if attempt_number == _ATTEMPTS:
                raise _hopeless() from mend
            _mend(table, path, mend, last=attempt_number == _ATTEMPTS - 1)
        except duckdb.InvalidInputException as error:
            context.log.clear()
            if not table.long_lines:  # a line longer than a buffer confuses the reader, too
                table.long_lines = True
                continue
            if table.path != path or attempt_number == _ATTEMPTS:
                raise _hopeless() from error
            table.path, table.rewritten = _rewrite(context, path, table.encoding), True
    raise AssertionError("the loop returns or raises")


def _hopeless() -> UnreadableFile:
    return UnreadableFile(
        _("The file cannot be read as a table: its quotation marks do not match."),
        remedy=_("Open it in a spreadsheet, check the rows and save it as CSV (UTF-8) or XLSX."),
    )


def _mend(table: _Table, original: Path, mend: _Mend, *, last: bool) -> None:
    if mend.long_lines:
        table.long_lines = True
        return
    if mend.encoding and table.path == original:
        with original.open("rb") as file:
            file.seek(max(0, mend.position - 1))
            part = file.read(encoding.HEAD)
            file.seek(0)
            plain = file.read(encoding.HEAD).isascii()
        if plain:  # the first bytes told nothing
            table.encoding = encoding.detect(part, whole=False)
        table.path, table.rewritten = _rewrite(table.context, original, table.encoding), True
        return
    if table.path == original:
        table.path, table.rewritten = _rewrite(table.context, original, table.encoding), True
        return
    target = table.context.workdir / f"text-{len(table.mended)}.csv"
    start = mend.position - 1
    with table.path.open("rb") as source, target.open("wb") as copy:
        shutil.copyfileobj(_Part(source, start), copy)
        source.seek(start)
        line = source.readline()
        while line and not line.strip():  # DuckDB counts blank lines to the record after them
            copy.write(line)
            line = source.readline()
        copy.write(b"\n")
        if not last:
            shutil.copyfileobj(source, copy)
        else:  # too many stray quotes: none of them means anything
            for chunk in iter(lambda: source.read(1 << 20), b""):
                copy.write(chunk.replace(b'"', b""))
    table.mended.append(mend.row)
    table.path = target


class _Part:
    """The first `length` bytes of a file, for copying."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        file.seek(0)
        self._file, self._left = file, length

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data


def examine(context: Context, path: Path, hints: Hints, format: Format) -> _Table:  # noqa: A002
    """Return how to read `path`, rewritten as UTF-8 where it must be."""
    with path.open("rb") as file:
        head = file.read(encoding.HEAD)
    complete = path.stat().st_size <= len(head)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise EmptyFile(
            _("The file is empty."), remedy=_("Save it again with a header and rows of data.")
        )
    name = encoding.detect(head, hint=hints.encoding, whole=complete)
    text = encoding.decode_head(head, name).lstrip("\ufeff")
    source = path
    if name not in ("utf-8", "utf-8-sig") or _needs_cleaning(path, head):
        source = _rewrite(context, path, name)
    if len(text) > _LAYOUT:  # enough for some hundred rows
        text, complete = text[:_LAYOUT], False
    if len(hints.delimiter) > 1 or hints.delimiter in ('"', "\n", "\r", "\0"):
        raise UnreadableFile(
            _("“{text}” cannot separate the cells of a row.").format(text=hints.delimiter[:20]),
            remedy=_("Give one character, such as a comma, a semicolon or a tab, or none at all."),
        )
    delimiter = hints.delimiter or (
        "\t"
        if format is Format.TSV and "\t" in text
        else dialect.delimiter(text, complete=complete)
    )
    rows = dialect.records(text, delimiter, complete=complete)
    return _Table(context, source, name, delimiter, dialect.layout(rows), source != path)


def _needs_cleaning(path: Path, head: bytes) -> bool:
    """Tell whether the file has line ends or characters that DuckDB's reader refuses."""
    crlf, lf, cr = head.count(b"\r\n"), head.count(b"\n"), head.count(b"\r")
    if cr != crlf or (crlf and crlf != lf):
        return True
    return any(not piece.all() for piece in _pieces(path, overlap=0))


def _pieces(path: Path, *, overlap: int) -> Iterator[Bytes]:
    """Yield the file's bytes, each piece beginning with the last `overlap` of the one before."""
    # One buffer that stays in the processor's cache: a map of the file costs its page faults.
    buffer = np.zeros(overlap + _CHUNK, np.uint8)
    with path.open("rb", buffering=0) as file:
        while length := file.readinto(buffer[overlap:].data):
            yield buffer[: overlap + length]
            buffer[:overlap] = buffer[length : length + overlap]


def _is_blank_in(piece: Bytes) -> bool:
    """Tell whether a line end follows another at once, or after a carriage return."""
    lines = piece.tobytes()
    return b"\n\n" in lines or b"\n\r\n" in lines


def _rewrite(context: Context, path: Path, name: str) -> Path:
    target = context.workdir / "text.csv"
    if target == path:
        target = context.workdir / "text-clean.csv"
    encoding.rewrite(path, target, name)
    return target


def raw(table: _Table) -> Raw:
    """Return the table; ragged rows are named once it was read to its end."""
    layout, log = table.layout, table.context.log
    if layout.skipped_titles:
        log.note(
            _("{count} lines above the column names were left out.").format(
                count=layout.skipped_titles
            )
        )
    if layout.header_row is None:
        log.note(_("The file has no column names; the columns were numbered."))
    elif layout.english:
        log.note(_("A second line of column names in English was left out."))
    elif layout.header_rows > 1:
        log.note(_("Column names over {count} lines were joined.").format(count=layout.header_rows))
    for row in table.mended:
        log.add("row-unquoted-value", _words("UNQUOTED VALUE", ""), row=row)

    def gaps(connection: duckdb.DuckDBPyConnection, raw: Raw) -> list[int]:
        blanks = [] if raw.unbroken else _blank_records(table.path)
        # `skip` counts records that are not blank; the rows before are found with the blank ones.
        first = raw.first_row = _nth(layout.skip, blanks) + 1
        if layout.header_row is not None:
            raw.titles_row = _nth(layout.header_row, blanks) + 1
        ragged = _ragged(connection, table, first)
        raw.rejected = len(ragged) + len(table.mended)
        return [*(blank for blank in blanks if blank > first), *ragged]

    from idea.engines.sources.readers import plain  # Arrow's CSV: 5 MB only readers need

    return Raw(
        relation=_relation(table),
        beginning=_relation(table, buffer=_BEGINNING),
        columns=[RawColumn(title) for title in layout.titles],
        rewritten=table.rewritten,
        gaps=gaps,
        plain=partial(plain.read, table.path, skip=layout.skip, delimiter=table.delimiter),
    )


def _nth(index: int, blanks: list[int]) -> int:
    """Return how many records precede the `index`-th (from 0) that is not blank."""
    record = index
    for blank in blanks:
        if blank <= record + 1:
            record += 1
    return record


def _relation(table: _Table, *, buffer: int = 0) -> str:
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(table.layout.titles)))
    size = f", buffer_size={buffer}" if buffer else ""
    if table.long_lines:  # long lines need large buffers, and those cost speed
        size = f", max_line_size={LONGEST_LINE}, buffer_size={2 * LONGEST_LINE}"
    return (
        f"read_csv({literal(str(table.path))}, auto_detect=false, header=false, skip={table.layout.skip}, "
        f"delim={literal(table.delimiter)}, quote='\"', escape='\"', columns={{{columns}}}, nullstr='', "
        f"store_rejects=true, rejects_limit=0{size})"
    )


def _blank_records(path: Path) -> list[int]:
    """Return the numbers (from 1) of records that are blank lines, except those at the end.

    Only a file that has any is looked at line by line.
    """
    with path.open("rb") as file:
        first = file.read(1)
        if first not in (b"\n", b"\r") and not any(map(_is_blank_in, _pieces(path, overlap=2))):
            return []
        file.seek(0)
        blanks, waiting, record, quoted = [], [], 0, False
        for line in file:
            if not quoted:
                record += 1
                if line in (b"\n", b"\r\n"):
                    waiting.append(record)
                    continue
                blanks += waiting  # those at the end of the file never get here
                waiting.clear()
            if line.count(b'"') % 2:
                quoted = not quoted
        return blanks


def _ragged(connection: duckdb.DuckDBPyConnection, table: _Table, first: int) -> list[int]:
    """Name the rows that DuckDB left out; return their numbers. Raises _Mend to have them read again."""
    there = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'"
    ).fetchone()
    if not there:
        return []
    rows = connection.execute(
        "SELECT line, min(error_type::VARCHAR), min(error_message), any_value(left(csv_line, 100000)),"
        f" min(line_byte_position) FROM reject_errors WHERE line >= {first} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for line, kind, _message, text, position in rows:
        if kind == "INVALID ENCODING":
            raise _Mend(position, encoding=True)
        if kind == _TOO_LONG and not table.long_lines:
            raise _Mend(position, long_lines=True)
        if kind in _QUOTES and len((text or "x\nx").strip().splitlines()) > 1:
            raise _Mend(position, row=line)
    log, log_rows = table.context.log, rows[:ISSUE_LIMIT]
    for line, kind, message, text, _position in log_rows:
        log.add(
            f"row-{kind.lower().replace(' ', '-')}",
            _words(kind, message),
            row=line,
            value=(text or "").strip(),
        )
    log.more(len(rows) - len(log_rows))
    return [int(row[0]) for row in rows]


def _words(kind: str, message: str) -> str:
    if numbers := re.search(r"Columns: (\d+) Found: (\d+)", message):
        return _(
            "The row has {found} cells where there should be {expected}; it was left out."
        ).format(found=numbers[2], expected=numbers[1])
    if kind in _QUOTES:
        return _(
            "A quotation mark is opened and not closed, or stands inside a cell; the row was left out."
        )
    return _("The row cannot be read ({reason}); it was left out.").format(reason=kind.lower())
