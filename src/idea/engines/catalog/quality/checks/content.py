"""What else can be seen in the rows: gaps, broken characters, doubles, odd dates, lost columns.

Reads a snapshot; what the columns promise is asked in `table.py`, places in `places.py`.
"""

from datetime import datetime
from typing import Final

from idea.engines.catalog import reader
from idea.engines.catalog.quality.checks.table import Promise, empty, first_rows, shown
from idea.engines.catalog.quality.types import BadRow, Finding, Measured, State
from idea.engines.catalog.types import Version
from idea.engines.sources.types import Column, ColumnType
from idea.kernel.duck import quote

# U+FFFD is what a decoder writes for bytes it cannot read; the private-use area holds characters
# one agency made up for itself (造字), which no other computer can show.
BROKEN: Final = r"[\x{FFFD}\x{E000}-\x{F8FF}]"
MOSTLY_EMPTY: Final = 0.5
EARLIEST: Final = "1600-01-01"
YEARS_AHEAD: Final = 30
STAND_INS: Final = ("1900-01-01", "1970-01-01", "9999-12-31", "2999-12-31")
_MANY: Final = 3  # stand-in dates are only odd in number: somebody was born on 1970-01-01


def content(version: Version, previous: Version | None, now: datetime) -> Measured:
    """Return the findings on the cells themselves, and the first bad ones."""
    source = reader.table(version.lake_key)
    found = [readable(version), schema(version, previous)]
    bad: list[BadRow] = []
    if not version.columns or not version.rows:
        return Measured(tuple(found))
    promises = [*_broken(version), *_dates(version, now)]
    names = [empty(column) for column in version.columns] + [one.broken for one in promises]
    sums = ", ".join(f"count(*) FILTER (WHERE {name})" for name in names)
    with reader.cursor() as cursor:
        answer = cursor.execute(f"SELECT {sums} FROM {source}").fetchone() or ()  # noqa: S608  quoted
        gaps = [int(n) for n in answer[: len(version.columns)]]
        counts = [int(n) for n in answer[len(version.columns) :]]
        for promise, count in zip(promises, counts, strict=True):
            if count:
                bad.extend(first_rows(cursor, source, promise))
        doubles, double_rows = _duplicates(cursor, source, version)
    found.append(_complete(version, gaps))
    found.extend(_sum(key, promises, counts) for key in ("content.encoding", "content.dates"))
    found.append(doubles)
    return Measured(tuple(found), (*bad, *double_rows))


def readable(version: Version) -> Finding:
    """Return how many rows of the file could be read."""
    key, lost = "content.readable", version.rejected
    total = version.rows + lost
    facts = {"rows": version.rows, "lost": lost, "of": total, "issues": version.issue_count}
    if not lost:
        return Finding(key, State.GOOD, note="all_read", facts=facts)
    few = lost * 100 <= total
    return Finding(key, State.PART if few else State.BAD, note="rows_lost", facts=facts)


def schema(version: Version, previous: Version | None) -> Finding:
    """Return whether programs written for the version before still find their columns."""
    key = "content.schema"
    if previous is None:
        return Finding(key, State.NONE, note="first_version")
    before = {column.name: column.type for column in previous.columns}
    after = {column.name: column.type for column in version.columns}
    lost = [name for name in before if name not in after]
    turned = [name for name in before if name in after and before[name] != after[name]]
    added = [name for name in after if name not in before]
    facts = {
        "number": previous.number,
        "lost": ", ".join(lost[:5]) or "—",
        "turned": ", ".join(turned[:5]) or "—",
        "added": ", ".join(added[:5]) or "—",
    }
    if lost or turned:
        return Finding(key, State.BAD, note="schema_changed", facts=facts)
    if added:
        return Finding(key, State.GOOD, note="schema_grown", facts=facts)
    return Finding(key, State.GOOD, note="schema_same", facts=facts)


def _complete(version: Version, gaps: list[int]) -> Finding:
    cells = version.rows * len(version.columns)
    share = sum(gaps) / cells
    hollow = [
        column.title or column.name
        for column, n in zip(version.columns, gaps, strict=True)
        if n > MOSTLY_EMPTY * version.rows
    ]
    facts = {
        "share": round(100 * (1 - share), 1),
        "empty": sum(gaps),
        "columns": ", ".join(hollow[:8]) or "—",
        "hollow": len(hollow),
    }
    if hollow:
        return Finding("content.complete", State.PART, note="columns_hollow", facts=facts)
    return Finding("content.complete", State.GOOD, note="filled", facts=facts)


def _broken(version: Version) -> list[Promise]:
    return [
        Promise(
            "content.encoding",
            column.name,
            f"regexp_matches({quote(column.name)}, '{BROKEN}')",
            "broken_character",
        )
        for column in version.columns
        if column.type is ColumnType.STRING
    ]


def _dates(version: Version, now: datetime) -> list[Promise]:
    latest = f"{now.year + YEARS_AHEAD}-01-01"
    stand_ins = ", ".join(f"DATE '{day}'" for day in STAND_INS)
    found = []
    for column in version.columns:
        if column.type not in (ColumnType.DATE, ColumnType.DATETIME):
            continue
        day = f"{quote(column.name)}::DATE"
        odd = f"({day} < DATE '{EARLIEST}' OR {day} >= DATE '{latest}')"
        found.append(Promise("content.dates", column.name, odd, "odd_date"))
        found.append(
            Promise("content.dates", column.name, f"{day} IN ({stand_ins})", "stand_in_date")
        )
    return found


def _sum(key: str, promises: list[Promise], counts: list[int]) -> Finding:
    mine = [(one, n) for one, n in zip(promises, counts, strict=True) if one.key == key]
    if not mine:
        return Finding(key, State.NONE, note="no_such_column")
    hit = [(one, n) for one, n in mine if n >= (_MANY if one.note == "stand_in_date" else 1)]
    if not hit:
        return Finding(key, State.GOOD, note="cells_good", facts={"columns": len(mine)})
    facts = {
        "count": sum(n for _one, n in hit),
        "columns": ", ".join(dict.fromkeys(one.column for one, _n in hit)),
    }
    return Finding(key, State.BAD, note="cells_bad", facts=facts)


def _duplicates(cursor: object, source: str, version: Version) -> tuple[Finding, list[BadRow]]:
    """Return whether whole rows come twice; a row with another shape on the map is another row."""
    key = "content.duplicates"
    cells = [quote(column.name) for column in version.columns]
    if version.layer is not None:
        cells.append("ST_AsWKB(geometry)")
    asked = (
        f"SELECT count(*) - 1 AS more, list(_row ORDER BY _row)[1:2] FROM "  # noqa: S608  quoted names
        f"(SELECT _row, hash({', '.join(cells)}) AS h FROM {source}) "
        f"GROUP BY h HAVING count(*) > 1 ORDER BY min(_row)"
    )
    groups = cursor.execute(asked).fetchall()  # type: ignore[attr-defined]
    if not groups:
        return Finding(key, State.GOOD, note="no_doubles"), []
    count = sum(int(more) for more, _rows in groups)
    facts = {"count": count, "of": version.rows}
    few = count * 100 <= version.rows
    rows = [
        BadRow(key, int(pair[1]), "", "", "same_as_row", {"row": int(pair[0])})
        for _more, pair in groups[:5]
    ]
    return Finding(key, State.PART if few else State.BAD, note="doubles", facts=facts), rows


def broken_cells(found: Measured) -> int:
    """Return how many cells hold characters nobody can read."""
    for one in found.findings:
        if one.key == "content.encoding" and one.state is State.BAD:
            return int(one.facts["count"])
    return 0


def texts(version: Version) -> list[Column]:
    return [column for column in version.columns if column.type is ColumnType.STRING]


__all__ = ["broken_cells", "content", "readable", "schema", "shown", "texts"]
