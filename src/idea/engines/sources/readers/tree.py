"""Reads JSON, JSON Lines and GeoJSON: finds the records, makes them flat, names the broken ones.

A row number counts records (JSON Lines: lines) from 1. Nested objects become `a.b`; lists stay
JSON.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _

from idea.engines.sources.conf import limits
from idea.engines.sources.errors import EmptyFile, TooLarge, UnreadableFile
from idea.engines.sources.readers import parts
from idea.engines.sources.readers.columnar import lay_down
from idea.engines.sources.reading import dialect, encoding
from idea.engines.sources.reading.log import Log
from idea.engines.sources.reading.raw import Raw, RawColumn
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import Hints
from idea.kernel.duck import literal

_LISTS = ("features", "records", "data", "items", "results", "result", "value", "rows", "list")
_DEEP = 6
_FIRST = 50
_BATCH = 20_000


def read_text(path: Path, hints: Hints) -> tuple[str, str]:
    """Return the whole text and its encoding; TooLarge for what does not fit in memory."""
    most = limits().max_memory_file_bytes
    if path.stat().st_size > most:
        raise TooLarge(
            _("The JSON file has {size} MB; at most {most} MB can be read.").format(
                size=f"{path.stat().st_size / 1e6:,.0f}", most=f"{most / 1e6:,.0f}"
            ),
            remedy=_("Give it as JSON Lines (one record a line), CSV or Parquet."),
        )
    content = path.read_bytes()
    name = encoding.detect(
        content[: encoding.HEAD], hint=hints.encoding, whole=len(content) <= encoding.HEAD
    )
    text = content.decode(name, "replace").lstrip("\ufeff")
    return text, name


def parse(text: str, log: Log) -> Any:
    """Return what a JSON text says; of a broken one the records before and after the fault."""
    try:
        return orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        try:
            return json.loads(text)  # knows NaN and numbers beyond 64 bits
        except (ValueError, RecursionError):
            saved = _salvage(text)
            line, column = error.lineno, error.colno
            if not saved:
                raise UnreadableFile(
                    _("The JSON is broken at line {line}, column {column}.").format(
                        line=line, column=column
                    ),
                    remedy=_("Save or download it again; it may have been cut off."),
                ) from error
            log.add(
                "json-broken",
                _(
                    "The JSON is broken at line {line}, column {column}; what is whole was kept."
                ).format(line=line, column=column),
                row=len(saved) + 1,
            )
            return saved


def _salvage(text: str) -> list[Any]:
    """Return the complete objects of the first list of objects in a text that is cut off."""
    start = re.search(r"\[\s*\{", text)
    if not start:
        return []
    decoder, position = json.JSONDecoder(), start.start() + 1
    found: list[Any] = []
    while True:
        brace = re.compile(r"[\s,]*").match(text, position)
        position = brace.end() if brace else position
        try:
            item, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return found
        if not isinstance(item, dict):
            return found
        found.append(item)


def records(value: Any, path: str = "") -> tuple[list[Any], str]:
    """Return the list of records in `value` and where it was (`result.records`)."""
    if isinstance(value, list):
        return value, path
    if not isinstance(value, dict):
        return [], path
    if _is_keyed(value):
        return [{"key": key, **item} for key, item in value.items()], path
    found = list(_lists(value, path, 0))
    if found:
        named = [f for f in found if f[1].rsplit(".", 1)[-1].lower() in _LISTS and f[0]]
        return max(named or found, key=lambda f: len(f[0]))
    if any(item == [] and key.lower() in _LISTS for key, item in value.items()):
        return [], path
    return [value], path  # a single record


def _is_keyed(value: dict[str, Any]) -> bool:
    """Tell whether an object holds records by key: `{"基隆": {…}, "三坑": {…}}`."""
    items = list(value.values())
    if len(items) < 3 or not all(isinstance(item, dict) for item in items):  # noqa: PLR2004
        return False
    shared = set(items[0]).intersection(*items[1:50])
    return len(shared) * 2 >= len(items[0])


def _lists(value: dict[str, Any], path: str, depth: int) -> Iterator[tuple[list[Any], str]]:
    for key, item in value.items():
        below = f"{path}.{key}" if path else key
        if isinstance(item, list) and item and all(isinstance(i, dict | list) for i in item[:100]):
            yield item, below
        elif isinstance(item, dict) and depth < _DEEP:
            yield from _lists(item, below, depth + 1)


def flatten(
    record: dict[str, Any], prefix: str = "", depth: int = 0
) -> Iterator[tuple[str, str | None]]:
    """Yield column titles and texts of one record."""
    for key, value in record.items():
        title = f"{prefix}{key}"
        if isinstance(value, dict) and value and depth < _DEEP:
            yield from flatten(value, f"{title}.", depth + 1)
        else:
            yield title, text_of(value)


def text_of(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Table:
    """Flat records as they gather: a column appears with the first record that has it.

    Rows go to disk in batches, because a file may be larger than memory as Python's objects.
    `to_wkb` turns the shapes that come with the rows of a batch into WKB, None for none.
    """

    def __init__(
        self, folder: Path, *, to_wkb: Callable[[list[Any]], list[bytes | None]] | None = None
    ) -> None:
        self.titles: dict[str, int] = {}
        self.count = 0
        self._rows: list[list[str | None]] = []
        self._shapes: list[Any] = []
        self._folder, self._to_wkb = folder, to_wkb
        self._files: list[Path] = []

    def add(self, record: dict[str, Any], shape: Any = None) -> None:
        row: list[str | None] = [None] * len(self.titles)
        for title, text in flatten(record):
            place = self.titles.setdefault(title, len(self.titles))
            if place >= len(row):
                row.extend([None] * (place + 1 - len(row)))
            row[place] = text
        self._rows.append(row)
        self._shapes.append(shape)
        self.count += 1
        if len(self._rows) >= _BATCH:
            self._spill()
        if len(self.titles) > limits().max_columns:
            raise TooLarge(
                _("The records have more than {most} different fields.").format(
                    most=f"{limits().max_columns:,}"
                ),
                remedy=_("Use one list of records that all have the same fields."),
            )

    def relation(self) -> str:
        """Return what reads all the rows, in order; the table takes no more."""
        self._spill()
        files = ", ".join(literal(str(file)) for file in self._files)
        names = ", ".join(
            [*(f"c{n}" for n in range(len(self.titles))), *["wkb"] * bool(self._to_wkb)]
        )
        return f"(SELECT {names} FROM read_parquet([{files}], union_by_name=true))"  # noqa: S608

    def _spill(self) -> None:
        if not self._rows and self._files:
            return
        file, width = self._folder / f"source-{len(self._files)}.parquet", len(self.titles)
        rows = (row + [None] * (width - len(row)) for row in self._rows)
        shapes = self._to_wkb(self._shapes) if self._to_wkb else None
        lay_down(rows, width, file, shapes=shapes)
        self._files.append(file)
        self._rows.clear()
        self._shapes.clear()


def read_json(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    parts.refuse(hints)
    text, name = read_text(path, hints)
    if not text.strip():
        raise EmptyFile(_("The file is empty."), remedy=_("Save it again with a list of records."))
    found, where = records(parse(text, context.log))
    if where:
        context.log.note(_("The records were found under “{path}”.").format(path=where))
    return _table(context, enumerate(found, 1)), name


def read_lines(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    parts.refuse(hints)
    with path.open("rb") as file:
        head = file.read(encoding.HEAD)
    name = encoding.detect(head, hint=hints.encoding, whole=path.stat().st_size <= len(head))
    return _table(context, _lines(path, name)), name


def _lines(path: Path, name: str) -> Iterator[tuple[int, Any]]:
    with path.open(encoding=name, errors="replace", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            text = line.lstrip("\ufeff").strip()
            if not text:
                continue
            try:
                yield number, orjson.loads(text.encode("utf-8", "replace"))
            except orjson.JSONDecodeError:
                yield number, _Broken(text)


class _Broken(str):
    """A line that is no JSON."""

    __slots__ = ()


def _table(context: Context, source: Iterable[tuple[int, Any]]) -> Raw:
    """Return the records as a table; what is no record is named and left out."""
    items = iter(source)
    first = list(islice(items, _FIRST))
    items = chain(first, items)
    if first and all(isinstance(item, list) for _n, item in first):
        return _of_lists(context, list(items))
    plain = bool(first) and not any(isinstance(item, dict | _Broken) for _n, item in first)
    table, rejected, last = Table(context.workdir), 0, 0
    gaps: list[int] = []
    for number, item in items:
        gaps.extend(range(last + 1, number))
        last = number
        if plain and not isinstance(item, _Broken):
            table.add({"value": item})
            continue
        if isinstance(item, dict) and item:
            table.add(item)
            continue
        gaps.append(number)
        rejected += 1
        context.log.add(
            "record-unreadable",
            _("This is no record (an object with fields); it was left out."),
            row=number,
            value=item if isinstance(item, str) else text_of(item),
        )
    if not table.count:
        raise _no_records(context.log)
    return Raw(
        table.relation(),
        [RawColumn(title) for title in table.titles],
        gaps=lambda *_arguments: gaps,
        rejected=rejected,
    )


def _of_lists(context: Context, items: list[tuple[int, Any]]) -> Raw:
    """Return a table given as a list of lists, the first of which may hold the names."""
    rows = [
        [text_of(cell) for cell in item] if isinstance(item, list) else [text_of(item)]
        for _n, item in items
    ]
    layout = dialect.layout([[cell or "" for cell in row] for row in rows[:200]])
    width = len(layout.titles)
    kept: list[list[str | None]] = []
    gaps: list[int] = []
    for number, row in enumerate(rows[layout.skip :], layout.skip + 1):
        if len(row) == width:
            kept.append(row)
        else:
            gaps.append(number)
            context.log.add(
                "row-missing-columns" if len(row) < width else "row-too-many-columns",
                _(
                    "The row has {found} cells where there should be {expected}; it was left out."
                ).format(found=len(row), expected=width),
                row=number,
            )
    if not kept:
        raise _no_records(context.log)
    relation = lay_down(kept, width, context.workdir / "source.parquet")
    return Raw(
        relation,
        [RawColumn(title) for title in layout.titles],
        first_row=layout.skip + 1,
        gaps=lambda *_arguments: gaps,
        rejected=len(gaps),
    )


def _no_records(log: Log) -> EmptyFile:
    return EmptyFile(
        _("The file holds no records."),
        remedy=_("Give a list of objects that have the same fields."),
        issues=log.issues,
    )
