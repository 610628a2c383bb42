"""An inventory in and out as CSV or XLSX: previewed, then taken row by row; good rows are kept.

What a column means is in `sheet.py`; each row goes through the same actions as a page.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from idea.engines.catalog import models, xlsx
from idea.engines.catalog.access import check
from idea.engines.catalog.inventory import access, queries
from idea.engines.catalog.inventory.actions import edit, enter
from idea.engines.catalog.inventory.checking import checked
from idea.engines.catalog.inventory.errors import BadItem
from idea.engines.catalog.inventory.labels import STATES
from idea.engines.catalog.inventory.sheet import BY_HEADING, COLUMNS, STATUS, cells_of, said_of
from idea.engines.catalog.inventory.types import Imported, ItemFilter, Row, Said
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Problem

MOST_BYTES: Final = 5_000_000
MOST_ROWS: Final = 5_000
HEADINGS: Final = (*(column.heading for column in COLUMNS), *STATUS)
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_ENCODINGS: Final = ("utf-8-sig", "cp950")


def preview(*, organization: str, filename: str, content: bytes) -> Imported:
    """Return the rows of a list with what is wrong in each; writes nothing. Raises BadItem."""
    owner = identity.organization(organization)
    table = _table(filename, content)
    headings = [heading.strip("\ufeff \t\r\n") for heading in table[0]]
    known = {"".join(heading.split()) for heading in BY_HEADING}
    unknown = tuple(
        heading for heading in headings if heading and heading not in known | set(STATUS)
    )
    there = set(
        models.Item.objects.filter(organization_id=owner.id).values_list("system__name", "title")
    )
    rows = []
    for number, cells in enumerate(table[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(number, dict(zip(headings, cells, strict=False)))
        key = (row.said.system, row.said.title) if row.said else None
        rows.append(Row(row.number, row.said, row.faults, exists=key in there))
    return Imported(rows=tuple(rows), unknown_columns=unknown)


def take(*, actor: Actor, organization: str, filename: str, content: bytes) -> Imported:
    """Take a list into an agency's inventory; rows with faults are left and named.

    An entry of the same system and title is renewed; the same list again changes nothing.
    """
    owner = identity.organization(organization)
    check(actor, access.PROPOSE, owner.id)
    found = preview(organization=organization, filename=filename, content=content)
    ids = {
        (system, title): item_id
        for system, title, item_id in models.Item.objects.filter(
            organization_id=owner.id
        ).values_list("system__name", "title", "id")
    }
    made, renewed, unchanged, left = 0, 0, 0, []
    for row in found.rows:
        if row.said is None or row.faults:
            left.append(row)
            continue
        known = ids.get((row.said.system, row.said.title))
        try:
            with transaction.atomic():
                if known is None:
                    entered = enter(actor=actor, organization=owner.slug, said=row.said)
                    ids[row.said.system, row.said.title] = entered.id
                    made += 1
                elif _kept(row.said, known) == queries.item(known).said:
                    unchanged += 1
                else:
                    edit(actor=actor, item_id=known, said=_kept(row.said, known))
                    renewed += 1
        except Problem as problem:
            left.append(Row(row.number, row.said, (problem.detail,), exists=row.exists))
    return Imported(
        rows=found.rows,
        unknown_columns=found.unknown_columns,
        made=made,
        renewed=renewed,
        unchanged=unchanged,
        left=tuple(left),
    )


def as_csv(wanted: ItemFilter) -> Iterator[str]:
    """Yield the list as CSV, line by line; the same columns can be imported again."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(HEADINGS)
    for cells in _cells(wanted):
        yield writer.writerow([_harmless(cell) for cell in cells])


def as_xlsx(wanted: ItemFilter, path: Path) -> None:
    """Write the list as a workbook."""
    xlsx.write(path, HEADINGS, _cells(wanted))


def template() -> Iterator[str]:
    """Yield an empty list with its headings, to be filled in."""
    yield "\ufeff"
    yield csv.writer(_Echo()).writerow([column.heading for column in COLUMNS])


def _kept(said: Said, known: UUID) -> Said:
    """Return what a row says, with what the site found out itself where the row is silent."""
    there = queries.item(known).said
    return replace(said, dataset=said.dataset or there.dataset, unit=said.unit or there.unit)


def _cells(wanted: ItemFilter) -> Iterable[Sequence[str]]:
    with override("zh-hant"):
        words = {state: str(label) for state, label in STATES.items()}
    for item in queries.every(wanted):
        yield cells_of(item, words[item.state])


def _row(number: int, cells: dict[str, str]) -> Row:
    plain = {key: _unquoted(text) for key, text in cells.items()}
    said, faults = said_of(plain)
    if said is None:
        return Row(number, None, tuple(faults))
    try:
        tidy: Said = checked(said)
    except BadItem as problem:
        return Row(number, said, (*faults, *(issue.message for issue in problem.issues)))
    return Row(number, tidy, tuple(faults))


def _table(filename: str, content: bytes) -> list[list[str]]:
    if len(content) > MOST_BYTES:
        raise BadItem(_("The list is larger than %(most)d MB.") % {"most": MOST_BYTES // 1_000_000})
    rows = _sheet(content) if filename.lower().endswith((".xlsx", ".ods")) else _lines(content)
    headed = bool(rows) and ("資料名稱" in "".join(rows[0]) or "title" in rows[0])
    if not headed or len(rows) == 1:
        raise BadItem(
            _("The list has no heading 資料名稱, or no rows below it."),
            remedy=_("Begin with the template: its first row holds the headings."),
        )
    if len(rows) > MOST_ROWS + 1:
        raise BadItem(_("A list may have %(most)d rows.") % {"most": MOST_ROWS})
    return rows


def _lines(content: bytes) -> list[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as error:
            raise BadItem(_("The file cannot be read as CSV.")) from error
    raise BadItem(
        _("The file is neither UTF-8 nor Big5."),
        remedy=_("Save it as “CSV UTF-8” or as XLSX, and choose it again."),
    )


def _sheet(content: bytes) -> list[list[str]]:
    import fastexcel

    try:
        book = fastexcel.read_excel(content)
        sheet = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        columns: list[list[Any]] = [column.to_pylist() for column in sheet.to_arrow().columns]
    except (fastexcel.FastExcelError, ValueError) as error:
        raise BadItem(
            _("The workbook cannot be read."),
            remedy=_("Open it in the spreadsheet program and save it again as XLSX or ODS."),
        ) from error
    return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]


def _harmless(cell: str) -> str:
    """Return a text that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unquoted(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text
