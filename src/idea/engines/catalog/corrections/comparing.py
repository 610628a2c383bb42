"""What a corrected file changes, cell by cell, against the version it corrects.

Reads both; nothing is stored here.
"""
# ruff: noqa: S608  names are quoted, values are bound

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from idea.engines.catalog import diffing, reader
from idea.engines.catalog.corrections.conf import conf
from idea.engines.catalog.corrections.errors import BadCorrection
from idea.engines.catalog.diffing import Diff, Kind, RowDiff
from idea.engines.catalog.downloads import guarded
from idea.engines.catalog.snapshot import write_plain
from idea.engines.catalog.types import Version
from idea.engines.sources import api as sources
from idea.kernel.duck import literal


@dataclass(frozen=True, slots=True)
class Proposed:
    """One change, not stored yet."""

    kind: Kind
    key: list[str]
    row: int | None
    column: str = ""
    old: str = ""
    new: str = ""
    cells: dict[str, str] = field(default_factory=dict)


def compare(version: Version, path: Path, *, filename: str, key: tuple[str, ...]) -> list[Proposed]:
    """Return the changes the file makes to the version; rows are matched by `key`.

    By number means: the first row with the first, whatever stands above the header. Raises
    BadCorrection where nothing differs or too much does, and what `sources` raises.
    """
    if path.stat().st_size > conf().corrections_file_bytes:
        raise BadCorrection(
            _("The file is larger than %(most)s bytes.")
            % {"most": f"{conf().corrections_file_bytes:,}"},
            remedy=_("Publish it as a data set derived from this one instead."),
        )
    root = Path(settings.IDEA_HOME) / "work" / "uploads"
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root, prefix="compare-") as folder:
        staged = sources.read(path, filename=filename, workdir=Path(folder) / "read")
        table = Path(folder) / "corrected.parquet"
        write_plain(staged, out=table)
        if key == (diffing.ROW,):
            table = _in_step(version, table)
        found = diffing.diff(version, table, key, limit=conf().corrections_changes + 1)
    _refuse_nonsense(version, found)
    proposed = [change for line in found.rows for change in _changes(found, line)]
    if not proposed:
        raise BadCorrection(
            _("The file holds what version %(number)d holds: there is nothing to correct.")
            % {"number": version.number}
        )
    if len(proposed) > conf().corrections_changes:
        raise _too_many()
    return proposed


def _refuse_nonsense(version: Version, found: Diff) -> None:
    missing = found.removed_columns
    if not found.columns or len(missing) > len(version.columns) // 2:
        raise BadCorrection(
            _("The columns of the file are not those of the data set: %(names)s are missing.")
            % {"names": ", ".join(missing[:8])},
            remedy=_("Download the CSV of this version, mend it, and send that file."),
        )
    if found.total > conf().corrections_changes:
        raise _too_many()
    if missing and found.added:
        raise BadCorrection(
            _("Rows can only be added with all columns; %(names)s are missing.")
            % {"names": ", ".join(missing[:8])}
        )


def _too_many() -> BadCorrection:
    return BadCorrection(
        _("More than %(most)d changes are too many for one correction.")
        % {"most": conf().corrections_changes},
        remedy=_("Check which column tells the rows, or publish a derived data set instead."),
    )


def _in_step(version: Version, table: Path) -> Path:
    """Return the table with the row numbers the version has at the same places."""
    out = table.with_name("in-step.parquet")
    old = reader.table(version.lake_key)
    new = f"read_parquet({literal(str(table))})"
    place = "row_number() OVER (ORDER BY _row) AS place"
    with reader.cursor() as cursor:
        cursor.execute(
            f"COPY (SELECT coalesce(o._row, (SELECT max(_row) FROM {old}) + n.place) AS _row, "
            f"n.* EXCLUDE (_row, place) FROM (SELECT *, {place} FROM {new}) n "
            f"LEFT JOIN (SELECT _row, {place} FROM {old}) o USING (place) ORDER BY place) "
            f"TO {literal(str(out))} (FORMAT parquet)"
        )
    return out


def _changes(found: Diff, line: RowDiff) -> list[Proposed]:
    old = _texts(found, line.old)
    new = _texts(found, line.new)
    key = [_text(cell) for cell in line.key]
    if line.kind is not Kind.CHANGED:
        row = line.old_row if line.kind is Kind.REMOVED else None
        return [Proposed(line.kind, key, row, cells=new if line.new is not None else old)]
    return [
        Proposed(Kind.CHANGED, key, line.old_row, name, old[name], new[name])
        for name in line.changed
        # Our own CSV writes an apostrophe before what a spreadsheet would run.
        if name in old and old[name] != new[name] and new[name] != guarded(old[name])
    ]


def _texts(found: Diff, cells: tuple[Any, ...] | None) -> dict[str, str]:
    if cells is None:
        return {}
    return {name: _text(cell) for name, cell in zip(found.columns, cells, strict=True)}


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)
