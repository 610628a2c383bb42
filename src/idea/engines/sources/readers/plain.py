"""Reads delimited text whose every cell has its plainest form, in a fraction of the careful time.

Gives rows only where the careful way (`staging`) would give the same ones, cell by cell; on the
least doubt it stops. It names no faults and mends nothing: such a file is read again, carefully.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from idea.engines.sources.reading.raw import Doubt
from idea.kernel.conf import kernel_settings

Cells = Any  # an Arrow array; the stubs of its functions know fewer kinds than it has
Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Lengths = np.ndarray[tuple[int], np.dtype[np.int32]]

BLOCK = 8 << 20  # bytes of the file that one thread reads at once
_PARSED = 1 << 20  # bytes that hold at least one line
_THREADS = 4  # more of them would only wait for the one that takes the rows
_QUOTE, _LINE_END, _RETURN, _ZERO, _NINE = b'"\n\r09'
# The forms that `kinds` reads fastest: see `Kind.fast`, which accepts these and more.
_SHORT, _LONG = 16, 20  # digits: a longer number would lose some
_DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_DAY, _MOMENT = (pa.scalar(len(form), pa.int32()) for form in ("2026-11-23", "2026-11-23 12:00:00"))
_FROM, _UNTIL = (pa.scalar(date(year, 1, 1), pa.date32()) for year in (1500, 2500))


def read(path: Path, kinds: Sequence[str], *, skip: int, delimiter: str) -> Iterator[pa.Table]:
    """Yield the records after the first `skip` as tables of c0, c1 …, in the order of the file.

    `path` holds UTF-8; `kinds` are codes of `kinds.Kind`, one a column. Integers come as int64,
    numbers as float64, days as date32, moments as timestamp[us], text as string; an empty cell is
    null. Raises Doubt, perhaps after some tables; a blank line is a reason, so each line is a row.
    """
    if len(kinds) < 2 or len(delimiter.encode()) > 1 or not set(kinds) <= set(_CONVERT):  # noqa: PLR2004
        raise Doubt
    threads = min(kernel_settings().duckdb_threads or os.cpu_count() or 1, _THREADS)
    with ThreadPoolExecutor(max_workers=threads) as helpers:
        waiting: deque[Future[pa.Table]] = deque()
        try:
            for block, lines in _blocks(path, skip):
                waiting.append(helpers.submit(_parse, block, lines, delimiter, kinds))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except (pa.ArrowException, ValueError) as error:
            raise Doubt from error
        finally:
            for each in waiting:
                each.cancel()


def _blocks(path: Path, skip: int) -> Iterator[tuple[bytes, int]]:
    """Yield whole lines and their number; a line break in a cell is for `_check_quotes` to find."""
    with path.open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        _pass_over(file, skip)
        rest, ends = b"", b""
        while chunk := file.read(BLOCK):
            end = chunk.rfind(b"\n") + 1
            if not end:
                raise Doubt
            block, rest = rest + chunk[:end], chunk[end:]
            ends = ends or (b"\r\n" if block.endswith(b"\r\n") else b"\n")
            lines = block.count(b"\n")
            if ends == b"\n":
                if b"\r" in block:
                    raise Doubt
            elif block.count(ends) != lines or block.count(b"\r") != lines:
                raise Doubt
            yield block, lines
        if b"\r" in rest:
            raise Doubt
        if rest:
            yield rest, 1


def _pass_over(file: BinaryIO, records: int) -> None:
    while records:
        line = file.readline(BLOCK)
        blank = line in (b"\n", b"\r\n")
        if blank or not line.endswith(b"\n") or line.count(b'"') % 2:
            raise Doubt
        records -= 1


def _parse(block: bytes, lines: int, delimiter: str, kinds: Sequence[str]) -> pa.Table:
    if b'"' in block:
        _check_quotes(np.frombuffer(block, np.uint8), ord(delimiter))
    names = [f"c{n}" for n in range(len(kinds))]
    source: Any = pa.BufferReader(block)
    text = csv.read_csv(
        source,
        read_options=csv.ReadOptions(column_names=names, use_threads=False, block_size=_PARSED),
        parse_options=csv.ParseOptions(delimiter=delimiter),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        ),
    ).combine_chunks()
    if len(text) != lines:
        raise Doubt
    columns = [
        _CONVERT[kind](column.chunk(0)) for kind, column in zip(kinds, text.columns, strict=True)
    ]
    return pa.table(columns, names)


def _check_quotes(block: Bytes, delimiter: int) -> None:
    """Raise Doubt unless each cell with a quotation mark is quoted as RFC 4180 says, in one line.

    Of the marks in their order, every other one opens a cell, or a pair inside it.
    """
    marks = np.flatnonzero(block == _QUOTE)
    opening, closing = marks[0::2], marks[1::2]
    ends = np.flatnonzero(block == _LINE_END)
    if len(opening) != len(closing) or (np.searchsorted(marks, ends) & 1).any():
        raise Doubt
    before = block[opening - 1]
    before[opening == 0] = _LINE_END
    after = block[np.minimum(closing + 1, len(block) - 1)]
    after[closing == len(block) - 1] = _LINE_END
    outside = np.array([delimiter, _QUOTE, _LINE_END, _RETURN], np.uint8)
    if not (np.isin(before, outside[:-1]).all() and np.isin(after, outside).all()):
        raise Doubt


def _text(cells: Cells) -> Cells:
    return cells


def _integers(cells: Cells) -> Cells:
    """Convert whole numbers that write themselves back the same."""
    numbers = pc.cast(cells, pa.int64())
    _demand(pc.equal(pc.cast(numbers, pa.string()), cells))
    return numbers


def _numbers(cells: Cells) -> Cells:
    """Convert decimal numbers that begin and end with a digit; codes such as 0900 are a doubt."""
    numbers: Cells = pc.cast(cells, pa.float64())
    if numbers.null_count == len(numbers):
        return numbers
    filled = cells.drop_null()
    length, first = _lengths(filled), _first_bytes(filled)
    # This test spares most numbers those after it.
    odd = (first <= _ZERO) | (first > _NINE) | (length >= _SHORT)
    if odd.any():
        rest = filled.filter(pa.array(odd))
        length, point = _lengths(rest), np.array(pc.match_substring(rest, "."), dtype=bool)
        short = (length < _SHORT) | ((length < _LONG) & point)
        _demand(pc.and_(pa.array(short), pc.match_substring_regex(rest, _DECIMAL)))
    _demand(pc.is_finite(numbers))
    return numbers


def _lengths(cells: Cells) -> Lengths:
    """Return the number of bytes of each text; none may be null."""
    lengths: Cells = pc.binary_length(cells)
    return np.asarray(lengths.to_numpy())


def _first_bytes(cells: Cells) -> Bytes:
    """Return the first byte of each text; none may be null or empty."""
    _validity, offsets, data = cells.buffers()
    starts = np.frombuffer(offsets, np.int32)[cells.offset : cells.offset + len(cells)]
    return np.frombuffer(data, np.uint8)[starts]


def _days(cells: Cells) -> Cells:
    _demand(pc.equal(pc.binary_length(cells), _DAY))
    days = pc.cast(cells, pa.date32())
    _demand(pc.and_(pc.greater_equal(days, _FROM), pc.less(days, _UNTIL)))
    return days


def _moments(cells: Cells) -> Cells:
    _demand(pc.equal(pc.binary_length(cells), _MOMENT))
    moments = pc.cast(cells, pa.timestamp("us"))
    days = pc.cast(moments, pa.date32(), safe=False)
    _demand(pc.and_(pc.greater_equal(days, _FROM), pc.less(days, _UNTIL)))
    return moments


def _demand(holds: Cells) -> None:
    """Raise Doubt unless `holds` is true wherever it is not null."""
    if pc.all(holds).as_py() is False:
        raise Doubt


_CONVERT: Mapping[str, Callable[[Cells], Cells]] = {
    "text": _text, "integer": _integers, "number": _numbers, "day": _days, "moment": _moments,
}  # fmt: skip
