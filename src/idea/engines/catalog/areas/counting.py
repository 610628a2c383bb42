"""The figures of every area: counted once a version, level and column, and kept.

Reads rows; classes and what must not be told are decided in `mapping.py`.
"""
# ruff: noqa: S608  names are quoted

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog import reader
from idea.engines.catalog.areas.gathering import Figures, gathered
from idea.engines.catalog.areas.levels import Level
from idea.engines.catalog.areas.matching import Keys
from idea.engines.catalog.areas.positions import of_addresses, of_hexagons, of_points
from idea.engines.catalog.areas.types import Found
from idea.engines.catalog.conf import conf
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.kept import kept
from idea.engines.catalog.types import Version
from idea.engines.features.geographies import api as geographies
from idea.kernel.duck import quote

EDITION: Final = 2  # raise it when the same rows are counted otherwise
GROUPS: Final = 100_000  # different names that are looked up
ADDRESSES: Final = 20_000  # different addresses that are positioned, about four seconds
TOLD: Final = 10_000  # unmatched names that are kept


@dataclass(slots=True)
class Counted:
    """`older`: rows by the code of before; `levels`: rows by the level of their address."""

    figures: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    unmatched: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    older: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)


def counted(version: Version, keys: Keys, level: Level, column: str) -> Counted:
    """Return the figures by the code of the area. Raises TooSlow, BadRowsQuery."""
    asked = json.dumps(
        [EDITION, keys.found, *keys.columns, level.id, level.edition, column], ensure_ascii=False
    )
    name = f"areas-{sha256(asked.encode()).hexdigest()[:16]}.json"

    def write(of: Version, out: Path) -> None:
        made = _count(of, keys, level, column)
        rows = [
            [code, f.rows, f.numbers, f.total, f.least, f.most] for code, f in made.figures.items()
        ]
        told = [rows, made.unmatched[:TOLD], made.older, made.levels]
        out.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    stored = json.loads(kept(version, name, write).read_text(encoding="utf-8"))
    rows, unmatched, older, levels = stored
    return Counted(
        {code: Figures(*numbers) for code, *numbers in rows},
        [(tuple(cells), count) for cells, count in unmatched],
        Counter(older),
        Counter(levels),
    )


def _count(version: Version, keys: Keys, level: Level, column: str) -> Counted:
    if keys.found is Found.PLACES:
        return _of_places(version, level, column)
    groups = _groups(version, keys, column)
    if keys.found is Found.ADDRESSES:
        return _of_addresses(groups, level)
    if level.resolution:
        return _of_cells(groups, level)
    return _of_names(groups, keys, level)


Groups = list[tuple[tuple[str, ...], tuple[Any, ...]]]  # cells, and (rows, numbers, total …)


def _groups(version: Version, keys: Keys, column: str) -> Groups:
    """Return every different row of cells with its numbers, in the order of the cells."""
    names = ", ".join(quote(name) if name else "''" for name in keys.columns)
    by = ", ".join(str(number) for number in range(1, len(keys.columns) + 1))
    most = ADDRESSES if keys.found is Found.ADDRESSES else GROUPS
    sql = (
        f"SELECT {names}, count(*), {_numbers(column)} FROM {reader.table(version.lake_key)} "
        f"GROUP BY {by} ORDER BY {by} LIMIT {most + 1}"
    )
    with reader.cursor(seconds=conf().catalog_query_seconds) as cursor:
        rows = cursor.execute(sql).fetchall()
    if len(rows) > most:
        raise BadRowsQuery(
            _("There are more than %(most)s different names of areas.") % {"most": f"{most:,}"},
            remedy=_("Choose a column of codes, or publish the rows with their places."),
        )
    end = len(keys.columns)
    return [(tuple("" if c is None else str(c) for c in row[:end]), row[end:]) for row in rows]


def _numbers(column: str) -> str:
    if not column:
        return "0, 0, NULL, NULL"
    value = f"CASE WHEN isfinite({quote(column)}::DOUBLE) THEN {quote(column)}::DOUBLE END"
    return f"count({value}), sum({value}), min({value}), max({value})"


def _of_names(groups: Groups, keys: Keys, level: Level) -> Counted:
    units = level.units
    kind = "code" if keys.found is Found.CODES else "name"
    made = Counted()
    wholes: dict[str, Figures] = defaultdict(Figures)  # rows that speak of a county as a whole
    for cells, numbers in groups:
        if kind == "name" and not cells[-1]:  # the county alone is said
            cells = tuple(filter(None, cells)) or cells  # noqa: PLW2901
        match = geographies.by_cells(units, kind, cells)
        if match.number < 0:
            made.unmatched.append((cells, int(numbers[0])))
            continue
        code = units.rows[match.number].code
        whole = level.id == "county" and geographies.speaks_of_county(cells[-1])
        (wholes if whole else made.figures)[code].add(*numbers)
        if match.change is not None:
            made.older[match.change.code] += int(numbers[0])
    if wholes:  # a table with a line for each town and one for their sum must not be counted twice
        made.figures = wholes
    return made


def _of_addresses(groups: Groups, level: Level) -> Counted:
    made = Counted()
    for (cells, numbers), (code, fine) in zip(
        groups, of_addresses([cells[0] for cells, _numbers in groups], level), strict=True
    ):
        made.levels[fine or "none"] += int(numbers[0])
        if code:
            made.figures[code].add(*numbers)
        else:
            made.unmatched.append((cells, int(numbers[0])))
    return made


def _of_cells(groups: Groups, level: Level) -> Counted:
    made = Counted()
    found = of_hexagons([cells[0] for cells, _numbers in groups], level.resolution)
    for (cells, numbers), code in zip(groups, found, strict=True):
        if code:
            made.figures[code].add(*numbers)
        else:
            made.unmatched.append((cells, int(numbers[0])))
    return made


def _of_places(version: Version, level: Level, column: str) -> Counted:
    value = f"{quote(column)}::DOUBLE" if column else "NULL::DOUBLE"
    place = (
        "geometry" if version.layer and version.layer.kind == "Point" else "ST_Centroid(geometry)"
    )
    sql = (
        f"SELECT _row AS row, ST_X(p) AS x, ST_Y(p) AS y, v FROM (SELECT _row, {place} AS p, "
        f"{value} AS v FROM {reader.table(version.lake_key)} WHERE geometry IS NOT NULL)"
    )
    with reader.cursor(seconds=conf().catalog_query_seconds) as cursor:
        columns = cursor.execute(sql).fetchnumpy()
    found = of_points(columns["x"], columns["y"], level)
    made = Counted(gathered(found, columns["v"]))
    for at in (found.numbers < 0).nonzero()[0][:TOLD].tolist():
        cells = (str(columns["row"][at]), f"{columns['x'][at]:.6f}", f"{columns['y'][at]:.6f}")
        made.unmatched.append((cells, 1))
    return made
