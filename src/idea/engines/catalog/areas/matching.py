"""Which columns tell the area of a row: names, codes, an address, or its place.

Finds columns; which area their cells mean is for the geographies.
"""

import re
from dataclasses import dataclass
from typing import Final

from idea.engines.catalog.areas.levels import Level
from idea.engines.catalog.areas.types import Found
from idea.engines.catalog.conditions import column as column_named
from idea.engines.catalog.types import Version
from idea.engines.features.geographies import api as geographies
from idea.engines.sources.types import Column, ColumnType, Role
from idea.kernel import boundaries

_CODES: Final = re.compile(r"(code|代碼|代號|編碼|^id$|_id$)", re.IGNORECASE)
_VILLAGES: Final = re.compile(
    r"^(村里|村里名稱?|里名|里別|村里別|vill(age)?(_?name)?)$", re.IGNORECASE
)
_AROUND: Final = re.compile(r"^(區域|區域別|行政區|行政區域|鄉鎮市區|鄉鎮|區別)$")
_VILLAGE_CODE: Final = re.compile(r"\d{7,8}-?\d{3}")


@dataclass(frozen=True, slots=True)
class Keys:
    """The columns that tell the area, the county's before the town's; none where places do."""

    found: Found
    columns: tuple[str, ...] = ()


def keys(version: Version, level: Level, chosen: str = "") -> Keys | None:
    """Return what tells the area of a row at a level; None: nothing does.

    `chosen`: the column to take. Raises BadRowsQuery where it is not there.
    """
    if chosen:
        return _of_column(column_named(version, chosen), level)
    if level.resolution:
        found = _cells(version)
    elif level.id in {"county", "town"}:
        found = _of_towns(version, level.id)
    elif level.id == "village":
        found = _of_villages(version)
    else:
        found = _of_declared(version, level)
    if found is None and version.layer is not None:
        return Keys(Found.PLACES)
    if found is None and (address := _first(version, Role.ADDRESS)):
        return Keys(Found.ADDRESSES, (address,))
    return found


def _of_column(column: Column, level: Level) -> Keys:
    if column.role is Role.ADDRESS:
        return Keys(Found.ADDRESSES, (column.name,))
    if level.resolution:
        return Keys(Found.CODES, (column.name,))
    is_code = geographies.by_code(level.units, column.example).number >= 0
    return Keys(Found.CODES if is_code else Found.NAMES, (column.name,))


def _cells(version: Version) -> Keys | None:
    texts = (
        c for c in version.columns if c.type is ColumnType.STRING and geographies.is_cell(c.example)
    )
    return next((Keys(Found.CODES, (column.name,)) for column in texts), None)


def _of_towns(version: Version, level: str) -> Keys | None:
    county, town = (_first(version, role) for role in (Role.COUNTY, Role.TOWN))
    if town or (county and level == "county"):
        return Keys(Found.NAMES, tuple(filter(None, (county, town))))
    code = next((c.name for c in version.columns if _holds_codes(c)), "")
    return Keys(Found.CODES, (code,)) if code else None


def _of_villages(version: Version) -> Keys | None:
    for each in version.columns:
        if _VILLAGE_CODE.fullmatch(each.example.strip()):
            return Keys(Found.CODES, (each.name,))
    village = next((c.name for c in version.columns if _VILLAGES.match(c.name)), "")
    if not village:
        return None
    said = [name for role in (Role.COUNTY, Role.TOWN) if (name := _first(version, role))]
    said = said or [c.name for c in version.columns if _AROUND.match(c.name)][:1]
    # The county has its place before the town, even where the town's name tells it.
    around = ["", *(name for name in said if name != village)][-2:]
    return Keys(Found.NAMES, (*around, village) if said else (village,))


def _of_declared(version: Version, level: Level) -> Keys | None:
    told = level.geography.columns if level.geography else None
    if told is None:
        return None
    names = {column.name.casefold(): column.name for column in version.columns}
    for found, wanted in ((Found.CODES, told.code), (Found.NAMES, told.name)):
        if wanted and (name := names.get(wanted.casefold())):
            return Keys(found, (name,))
    return None


def _first(version: Version, role: Role) -> str:
    return next((column.name for column in version.columns if column.role is role), "")


def _holds_codes(column: Column) -> bool:
    kinds = {ColumnType.STRING, ColumnType.INTEGER}
    return (
        bool(_CODES.search(column.name))
        and column.type in kinds
        and boundaries.any_code(column.example) is not None
    )
