"""A statistical map: the value of every area, its class, and what must not be told.

Where an area has fewer rows than `least`, neither its value nor its rows are told; were it the
only one in its county, the next smallest is withheld with it, or a sum would give it away.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from idea.engines.catalog import queries
from idea.engines.catalog.areas import levels as known
from idea.engines.catalog.areas.counting import Counted, counted
from idea.engines.catalog.areas.gathering import Figures
from idea.engines.catalog.areas.levels import Level
from idea.engines.catalog.areas.matching import Keys, keys
from idea.engines.catalog.areas.types import (
    AreaMap,
    AreaValue,
    Asked,
    Class,
    Measure,
    Older,
    Over,
    Unmatched,
)
from idea.engines.catalog.conditions import column
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.types import Version
from idea.engines.features import api as features
from idea.engines.features.geographies.types import Unit
from idea.engines.sources.types import Column, ColumnType, Role
from idea.kernel import boundaries

CLASSES: Final = range(2, 10)
MOST: Final = 50_000  # hexagons of one answer
NO_MEASURE: Final = {Role.LONGITUDE, Role.LATITUDE, Role.EASTING, Role.NORTHING}


class Joined(NamedTuple):
    """A version's rows as they were joined to the areas of a level."""

    version: Version
    level: Level
    keys: Keys
    counted: Counted


def levels(version: Version) -> tuple[Level, ...]:
    """Return the levels at which a version's rows can be mapped."""
    return tuple(level for level in known.every() if keys(version, level) is not None)


def first_level(version: Version) -> Level | None:
    """Return the level that a version is shown by; None: its rows tell of no area."""
    return next((level for level in known.every() if keys(version, level) is not None), None)


def measurable(version: Version) -> tuple[Column, ...]:
    """Return the columns whose numbers can be summed."""
    kinds = {ColumnType.INTEGER, ColumnType.NUMBER}
    return tuple(c for c in version.columns if c.type in kinds and c.role not in NO_MEASURE)


def joined(slug: str, asked: Asked, number: int | None = None) -> Joined:
    """Return which rows are in which area. Raises what `area_map` raises."""
    version = queries.version(slug, number, with_issues=False)
    _check(version, asked)
    level = known.level(asked.level) if boundaries.available() else None
    found = keys(version, level, asked.key) if level else None
    if level is None or found is None:
        raise BadRowsQuery(
            _("Nothing in this data set tells in which area its rows are."),
            remedy=_("It takes a column of counties or towns, of their codes, or places."),
        )
    return Joined(version, level, found, counted(version, found, level, asked.column))


def area_map(slug: str, asked: Asked, number: int | None = None) -> AreaMap:
    """Return the map of a version's rows.

    Raises BadRowsQuery, TooSlow, DatasetNotFound, DatasetWithdrawn, DatasetNotOpen, NoRowsHere.
    """
    version, level, found, of = joined(slug, asked, number)
    units = _units(level, of)
    hidden = _hidden(units, of.figures, asked.least)
    over, divisors = _over(asked, level)
    values = [
        _value(unit, of.figures.get(unit.code), asked, divisors, hidden=unit.code in hidden)
        for unit in units
    ]
    ranked, classes = _classed(values, asked)
    matched = sum(each.rows for each in of.figures.values())
    return AreaMap(
        version,
        asked,
        found.found,
        ranked,
        classes,
        matched,
        version.rows - matched,
        title=level.geography.title if level.geography else level.words(),
        title_en=level.geography.title_en if level.geography else level.words(),
        keys=tuple(filter(None, found.columns)),
        unmatched_cells=tuple(Unmatched(cells, rows) for cells, rows in of.unmatched),
        older=_older(of),
        levels=dict(of.levels),
        over=over,
    )


def _units(level: Level, of: Counted) -> list[Unit]:
    """Return the areas of a level; of hexagons those that have rows."""
    if level.geography is not None:
        return list(level.units.rows)
    if len(of.figures) > MOST:
        raise BadRowsQuery(
            _("The rows are in more than %(most)s hexagons.") % {"most": f"{MOST:,}"},
            remedy=_("Choose larger ones: a smaller resolution."),
        )
    return [Unit(level.id, code, code) for code in sorted(of.figures)]


def _over(asked: Asked, level: Level) -> tuple[Over | None, dict[str, Figures] | None]:
    """Return what figures are divided by: another data set's sums in the same areas."""
    if not asked.over:
        return None, None
    measure = Measure.SUM if asked.over_column else Measure.COUNT
    other = joined(asked.over, Asked(level.id, measure, asked.over_column))
    title = queries.dataset(asked.over).title
    told = Over(asked.over, title, other.version.number, asked.over_column, asked.per)
    return told, other.counted.figures


def _older(of: Counted) -> tuple[Older, ...]:
    changes = {each.code: each for each in boundaries.changes()}
    found = []
    for code, rows in of.older.most_common():
        change = changes[code]
        after = boundaries.area(change.after)
        name = after.full_name if after else ""
        found.append(Older(code, change.name, change.after, name, change.on, rows))
    return tuple(found)


def _check(version: Version, asked: Asked) -> None:
    if asked.classes not in CLASSES:
        raise BadRowsQuery(
            _("A map has %(least)d to %(most)d classes.")
            % {"least": CLASSES[0], "most": CLASSES[-1]}
        )
    if asked.least < 0:
        raise BadRowsQuery(_("The fewest rows that are told cannot be below 0."))
    if asked.per < 1:
        raise BadRowsQuery(_("A rate is per 1 or more."))
    if (asked.measure is Measure.COUNT) == bool(asked.column):
        raise BadRowsQuery(
            _("A count is of rows, every other figure of a column."),
            remedy=_("Leave the column out, or name one that holds numbers."),
        )
    if asked.column and column(version, asked.column) not in measurable(version):
        raise BadRowsQuery(
            _("%(column)s holds no numbers that can be added.") % {"column": asked.column}
        )


def _hidden(units: Iterable[Unit], found: dict[str, Figures], least: int) -> set[str]:
    """Return the codes of areas with too few rows, and of those that would give them away."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        if rows := found[unit.code].rows if unit.code in found else 0:
            groups.setdefault(unit.parent, []).append((rows, unit.code))
    hidden: set[str] = set()
    for group in map(sorted, groups.values()):
        few = [code for rows, code in group if rows < least]
        hidden.update([code for _rows, code in group[:2]] if len(few) == 1 else few)
    return hidden


def _value(
    unit: Unit,
    found: Figures | None,
    asked: Asked,
    divisors: dict[str, Figures] | None,
    *,
    hidden: bool,
) -> AreaValue:
    value = None if found is None or hidden else _figure(found, asked.measure)
    if divisors is not None and value is not None:
        under = divisors.get(unit.code)
        divisor = (under.total if asked.over_column else under.rows) if under else 0
        value = value / divisor * asked.per if divisor > 0 else None
    rows = None if hidden else (found.rows if found else 0)
    within = unit.within or (unit.name if unit.geography == "county" else "")
    within_en = unit.within_en or (unit.name_en if unit.geography == "county" else "")
    names = (unit.code, unit.name, unit.name_en, within, within_en)
    return AreaValue(*names, rows, value, None, hidden)


def _figure(found: Figures, measure: Measure) -> float | None:
    if measure is Measure.COUNT:
        return float(found.rows)
    if not found.numbers:
        return None
    value = {
        Measure.SUM: found.total,
        Measure.MEAN: found.total / found.numbers,
        Measure.LEAST: found.least,
        Measure.MOST: found.most,
    }[measure]
    return value if math.isfinite(value) else None


def _classed(
    values: list[AreaValue], asked: Asked
) -> tuple[tuple[AreaValue, ...], tuple[Class, ...]]:
    shown = [each for each in values if each.value is not None]
    if not shown:
        return tuple(values), ()
    numbers = np.array([each.value for each in shown], dtype=np.float64)
    found = features.class_ranks(numbers, asked.method, asked.classes)
    by_code = {each.code: int(rank) for each, rank in zip(shown, found, strict=True)}
    classes = tuple(
        Class(float(part.min()), float(part.max()), int(part.size))
        for part in (numbers[found == rank] for rank in range(int(found.max()) + 1))
    )
    return tuple(replace(each, rank=by_code.get(each.code)) for each in values), classes
