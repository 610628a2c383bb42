"""Counties, towns and villages as geographies, as they are and as they were before each reform.

The ground of a town of before is today's: no border moved with the reforms of 2010 and 2014 but
those between counties that were joined. Villages are those of today alone.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext_noop as _

from idea.engines.features.geographies.types import Geography, GeographyKind, Unit
from idea.engines.features.geographies.units import Units
from idea.kernel import boundaries
from idea.kernel.boundaries import Area, Change, Kind
from idea.kernel.boundaries.reforms import REFORM_2010, REFORM_2014, codes_at

_SHORE: Final = 0.005  # degrees, about 500 m
_DAYS: Final = (REFORM_2010 - timedelta(days=1), REFORM_2014 - timedelta(days=1), None)
COUNTY: Final = Geography("county", "縣市", _("Counties"), GeographyKind.COUNTY)
TOWN: Final = Geography("town", "鄉鎮市區", _("Towns"), GeographyKind.TOWN, parent="county")
VILLAGE: Final = Geography("village", "村里", _("Villages"), GeographyKind.VILLAGE, parent="town")
BUILT_IN: Final = {each.id: each for each in (COUNTY, TOWN, VILLAGE)}
_RANKS: Final = {"市": "City", "鎮": "Township", "鄉": "Township", "區": "District"}


def era(day: date | None) -> int:
    """Return which of the three times a day is in: before 2010-12-25, before 2014-12-25, since."""
    if day is None or day >= REFORM_2014:
        return 2
    return 0 if day < REFORM_2010 else 1


ERAS: Final = (2, 1, 0)  # the newest first


def units(geography: str, number: int) -> Units:
    """Return the units of `county`, `town` or `village` in an era; villages are today's."""
    towns = boundaries.shapes("town")
    return _units(geography, 2 if geography == "village" else number, _Same(towns))


class _Same:
    """The shapes, as the key of a cache: the same object is the same atlas."""

    def __init__(self, towns: list[tuple[Any, Any]]) -> None:
        self.towns = towns
        self._id = id(towns[0][1]) if towns else 0

    def __hash__(self) -> int:
        return self._id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._id == other._id


@lru_cache(maxsize=8)
def _units(geography: str, number: int, towns: _Same) -> Units:
    if geography == "village":
        return _villages()
    rows = _towns(number, towns.towns)
    if geography == "town":
        return _made(TOWN, rows)
    if number == ERAS[0]:
        own = [
            (
                Unit("county", area.code, area.name, area.name_en, valid_from=_since(area.code)),
                shape,
            )
            for area, shape in boundaries.shapes("county")
        ]
        return _with_parts(_made(COUNTY, own), _made(TOWN, rows))
    return _with_parts(_made(COUNTY, _counties(rows, number)), _made(TOWN, rows))


def _county(area: Area) -> Unit:
    return Unit("county", area.code, area.name, area.name_en, valid_from=_since(area.code))


def _with_parts(counties: Units, towns: Units) -> Units:
    places = np.array([counties.index[row.parent] for row in towns.rows], dtype=np.int64)
    return replace(counties, parts=(towns, places))


def _towns(number: int, towns: list[tuple[Any, Any]]) -> list[tuple[Unit, Any]]:
    day = _DAYS[number]
    coming = codes_at(day) if day else {}
    names = {each.code: (each.name, each.name_en) for each in boundaries.changes()}
    made = []
    for area, shape in towns:
        unit = Unit(
            *("town", area.code, area.name, area.name_en, area.county_name, area.county_name_en),
            parent=area.county_code,
            valid_from=_since(area.code),
        )
        if change := coming.get(area.code):
            county, county_en = names[change.county]
            unit = replace(
                unit,
                code=change.code or area.code,
                name=change.name,
                name_en=f"{area.name_en.rpartition(' ')[0]} {_RANKS[change.name[-1]]}",
                within=county,
                within_en=county_en,
                parent=change.county,
                valid_from=None,
                valid_to=change.on - timedelta(days=1),
            )
        made.append((unit, shape))
    return made


def _counties(towns: list[tuple[Unit, Any]], number: int) -> list[tuple[Unit, Any]]:
    """Join the towns of a time to its counties."""
    ended: dict[str, Change] = {
        each.code: each
        for each in boundaries.changes()
        if each.kind is Kind.COUNTY and each.on > (_DAYS[number] or date.max)
    }
    today = {area.code: area for area, _shape in boundaries.shapes("county")}
    parts: dict[str, list[Any]] = defaultdict(list)
    for unit, shape in towns:
        parts[unit.parent].append(shape)
    made = []
    for code, shapes in parts.items():
        change, area = ended.get(code), today.get(code)
        name, english = (change.name, change.name_en) if change else ("", "")
        if area is not None:
            name, english = area.name, area.name_en
        until = change.on - timedelta(days=1) if change else None
        since = None if until else _since(code)
        unit = Unit("county", code, name, english, valid_from=since, valid_to=until)
        made.append((unit, shapely.unary_union(shapes)))
    return made


def _since(code: str) -> date | None:
    return max((each.on for each in boundaries.changes() if each.after == code), default=None)


def _villages() -> Units:
    rows = []
    for village, shape in zip(boundaries.villages(), boundaries.village_shapes(), strict=True):
        town = boundaries.area(village.town_code)
        unit = Unit(
            "village", village.code, village.name, village.name_en, parent=village.town_code
        )
        if town is not None:
            unit = replace(unit, within=town.full_name, within_en=town.full_name_en)
        rows.append((unit, shape))
    return _made(VILLAGE, rows)


def _made(geography: Geography, rows: list[tuple[Unit, Any]]) -> Units:
    rows = sorted(rows, key=lambda pair: pair[0].code)
    shapes = np.empty(len(rows), dtype=object)
    shapes[:] = [shape for _unit, shape in rows]
    return Units(geography, tuple(unit for unit, _shape in rows), shapes, _SHORE)
