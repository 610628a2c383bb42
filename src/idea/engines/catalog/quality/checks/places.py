"""Names and codes of counties and towns, and whether coordinates lie where the row says.

Asks the kernel's boundaries; without them nothing is found wrong.
"""

import re
from collections import Counter
from typing import Any, Final

import duckdb
import numpy as np

from idea.engines.catalog import reader
from idea.engines.catalog.quality.checks.table import FIRST, shown
from idea.engines.catalog.quality.types import BadRow, Finding, Measured, State
from idea.engines.catalog.types import Version
from idea.engines.sources.types import Column, ColumnType, Role
from idea.kernel import boundaries
from idea.kernel.duck import quote

MOST: Final = 300_000  # points that are looked up; a million would take the worker a long time
DISTINCT: Final = 20_000
_CODE_TITLE: Final = re.compile(
    r"(縣市|鄉鎮|市區|行政區|county|town).{0,6}(代碼|代號|編號|code|id)", re.IGNORECASE
)
_SUMS: Final = frozenset(
    [
        "全國", "總計", "合計", "小計", "總和", "臺灣地區", "台灣地區", "臺閩地區", "台閩地區",
        "臺灣省", "台灣省", "福建省", "臺灣", "台灣", "其他", "不詳", "未知", "無", "外縣市",
        "境外", "國外", "-", "Total", "Taiwan",
    ]
)  # fmt: skip
_MOSTLY: Final = 0.6  # of the values must be areas, or the column is of something else
_NULL_ISLAND: Final = 0.01  # degrees


def places(version: Version) -> Measured:
    """Return the findings on areas and coordinates, and the first bad rows."""
    if not boundaries.available():
        return Measured(
            (
                Finding("content.areas", State.UNMEASURED, note="no_boundaries"),
                Finding("content.places", State.UNMEASURED, note="no_boundaries"),
            )
        )
    source = reader.table(version.lake_key)
    with reader.cursor() as cursor:
        areas, bad_areas = _areas(cursor, source, version)
        spots, bad_spots = _spots(cursor, source, version)
    return Measured((areas, spots), (*bad_areas, *bad_spots))


def _areas(
    cursor: duckdb.DuckDBPyConnection, source: str, version: Version
) -> tuple[Finding, list[BadRow]]:
    key, home = "content.areas", _first(version, Role.COUNTY)
    asked: list[tuple[Column, Any]] = []
    for column in version.columns:
        if column.role is Role.COUNTY:
            asked.append((column, lambda _county, value: boundaries.county(value)))
        elif column.role is Role.TOWN:
            asked.append((column, _town))
        elif _CODE_TITLE.search(column.title or column.name):
            asked.append((column, lambda _county, value: boundaries.area(value.strip())))
    bad: list[BadRow] = []
    count = columns = 0
    for column, find in asked:
        with_home = home is not None and column.role is Role.TOWN
        wrong, total = _unknown(cursor, source, column, find, home if with_home else None)
        if total and sum(n for _v, n, _r in wrong) > (1 - _MOSTLY) * total:
            continue  # codes or names of another system, not slips
        columns += 1
        count += sum(n for _value, n, _row in wrong)
        bad.extend(
            BadRow(key, row, column.name, shown(value), "no_area")
            for value, _n, row in sorted(wrong, key=lambda one: one[2])[:FIRST]
        )
    if not columns:
        return Finding(key, State.NONE, note="no_such_column"), []
    if count:
        names = ", ".join(dict.fromkeys(row.column for row in bad))
        facts = {"count": count, "columns": names}
        return Finding(key, State.BAD, note="cells_bad", facts=facts), bad
    return Finding(key, State.GOOD, note="cells_good", facts={"columns": columns}), []


def _unknown(
    cursor: duckdb.DuckDBPyConnection,
    source: str,
    column: Column,
    find: Any,
    home: Column | None,
) -> tuple[list[tuple[str, int, int]], int]:
    """Return (value, rows, first row) of what no area is called, and how many rows were asked."""
    name = f"{quote(column.name)}::VARCHAR"
    county = f"{quote(home.name)}::VARCHAR" if home is not None else "''"
    groups = cursor.execute(
        f"SELECT {county}, {name}, count(*), min(_row) FROM {source} "  # noqa: S608  quoted names
        f"WHERE {name} IS NOT NULL AND trim({name}) NOT IN ('') GROUP BY 1, 2 LIMIT {DISTINCT}"
    ).fetchall()
    wrong = [
        (value, int(n), int(row))
        for where, value, n, row in groups
        if value.strip() not in _SUMS and find(where or "", value.strip()) is None
    ]
    return wrong, sum(int(group[2]) for group in groups)


def _town(county: str, value: str) -> Any:
    if county and boundaries.county(county) is not None:
        return boundaries.town(county, value)
    return next(iter(boundaries.find_areas(value, 1)), None)


def _spots(
    cursor: duckdb.DuckDBPyConnection, source: str, version: Version
) -> tuple[Finding, list[BadRow]]:
    key = "content.places"
    if version.layer is None or version.layer.kind != "Point":
        return Finding(key, State.NONE, note="no_points"), []
    home = _first(version, Role.COUNTY)
    county = f"{quote(home.name)}::VARCHAR" if home is not None else "NULL"
    found = cursor.execute(
        f"SELECT _row, ST_X(geometry), ST_Y(geometry), {county} FROM {source} "  # noqa: S608  quoted names
        f"WHERE geometry IS NOT NULL ORDER BY _row LIMIT {MOST}"
    ).fetchall()
    if not found:
        return Finding(key, State.NONE, note="no_points"), []
    lon = np.array([row[1] for row in found], dtype=np.float64)
    lat = np.array([row[2] for row in found], dtype=np.float64)
    bad = [
        BadRow(key, int(found[at][0]), "", f"{lon[at]:.4f}, {lat[at]:.4f}", "null_island")
        for at in np.flatnonzero((abs(lon) < _NULL_ISLAND) & (abs(lat) < _NULL_ISLAND))
    ]
    if home is not None:
        bad.extend(_elsewhere(home, found, boundaries.locate_many(lon, lat)))
    facts = {"count": len(bad), "of": len(found)}
    if bad:
        few = len(bad) * 100 <= len(found)
        bad.sort(key=lambda row: row.row)
        state = State.PART if few else State.BAD
        return Finding(key, state, note="points_off", facts=facts), bad[:FIRST]
    if home is None:
        return Finding(key, State.GOOD, note="points_seen", facts=facts), []
    return Finding(key, State.GOOD, note="points_in_county", facts=facts), []


def _elsewhere(home: Column, found: list[Any], areas: list[Any]) -> list[BadRow]:
    """Return the points that lie in another county than their row says; those at sea may pass."""
    known = {
        text: boundaries.county(text)
        for text in Counter(row[3] for row in found if row[3]).keys()  # noqa: SIM118
    }
    bad = []
    for row, area in zip(found, areas, strict=True):
        said = known.get(row[3]) if row[3] else None
        if said is not None and area is not None and area.county_code != said.code:
            facts = {"said": row[3], "there": area.county_name}
            note = "in_another_county"
            bad.append(BadRow("content.places", int(row[0]), home.name, shown(row[3]), note, facts))
    return bad


def _first(version: Version, role: Role) -> Column | None:
    return next(
        (c for c in version.columns if c.role is role and c.type is ColumnType.STRING), None
    )
