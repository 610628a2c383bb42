"""Which unit a code or a name means, in bulk: every different text is looked at once.

Codes of before a reform and in other systems, 台 for 臺 and names of before lead to today's units.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from idea.engines.features.geographies.types import NO_MATCH, Match
from idea.engines.features.geographies.units import Numbers, Units
from idea.kernel import boundaries
from idea.kernel.boundaries import Area, Change, Kind
from idea.kernel.boundaries.names import plain
from idea.kernel.boundaries.reforms import named_before


class Joined(NamedTuple):
    """The unit of each row, -1 for none, and how many rows spoke of an older area."""

    numbers: Numbers
    changes: dict[Change, int]


def by_code(units: Units, text: str) -> Match:
    """Return the unit of a code; a finer code (a village's) leads to the unit that it is in."""
    text = text.strip()
    if units.geography.source:
        number = units.index.get(text, -1)
        return Match(number) if number >= 0 else NO_MATCH
    if units.geography.id == "village":
        return _village_code(units, text)
    area = boundaries.any_code(text)
    if area is None:
        return NO_MATCH
    return _of_area(units, area, _change_of_code(text))


def by_name(units: Units, text: str, county: str = "", town: str = "") -> Match:
    """Return the unit of a name, whole (新北市板橋區) or with what it is in beside it."""
    if units.geography.source:
        found = _names(units).get(plain(text), [])
        return Match(found[0]) if len(found) == 1 else NO_MATCH
    if units.geography.id == "village":
        return _village_name(units, text, county, town)
    change = named_before(county) or named_before(text) or named_before(text[:3])
    if units.geography.id == "county" and not county:
        # 新北市板橋區 is in 新北市: where no county is said, a town's whole name tells it.
        area = boundaries.county(text) or boundaries.town("", text)
    else:
        area = boundaries.town(county, text) or boundaries.county(text)
    return _of_area(units, area, change) if area else NO_MATCH


def by_cells(units: Units, kind: str, cells: Sequence[Any]) -> Match:
    """Return the unit of a row's cells: `kind` "code" (one cell) or "name".

    Of a name there are one to three: what it is in before it, the county first.
    """
    texts = ["" if cell is None else str(cell) for cell in cells]
    if kind == "code":
        return by_code(units, texts[0])
    county, town = texts[0] if len(texts) > 1 else "", texts[1] if len(texts) > 2 else ""  # noqa: PLR2004
    return by_name(units, texts[-1], county, town)


def many(units: Units, kind: str, columns: Sequence[Any]) -> Joined:
    """Return the unit of every row of `columns` (arrays of texts, of one length).

    `kind` as in `by_cells`. A million rows take well under a second: each different row of cells
    is looked at once.
    """
    rows = pa.table({str(n): pa.array(column) for n, column in enumerate(columns)})
    if len(columns) == 1:
        coded: Any = rows.column(0).combine_chunks().dictionary_encode()
        different: list[tuple[Any, ...]] = [(each,) for each in coded.dictionary.to_pylist()]
        filled: Any = coded.indices.fill_null(len(different))
        indices = filled.to_numpy(zero_copy_only=False)
    else:
        numbers = rows.append_column("row", pa.array(np.arange(len(rows))))
        keys = rows.column_names
        groups = numbers.group_by(keys, use_threads=False).aggregate([("row", "list")])
        lists: Any = groups.column("row_list").combine_chunks()
        indices = np.empty(len(rows), dtype=np.int64)
        lengths = lists.value_lengths().to_numpy()
        indices[lists.flatten().to_numpy()] = np.repeat(np.arange(len(groups)), lengths)
        different = list(zip(*(groups.column(key).to_pylist() for key in keys), strict=True))
    found = [by_cells(units, kind, cells) for cells in different] + [NO_MATCH]
    places = np.array([match.number for match in found], dtype=np.int64)
    counts = np.bincount(indices, minlength=len(found))
    changes: dict[Change, int] = defaultdict(int)
    for match, count in zip(found, counts.tolist(), strict=True):
        if match.change is not None and match.number >= 0:
            changes[match.change] += count
    return Joined(places[indices], dict(changes))


def _of_area(units: Units, area: Area, change: Change | None = None) -> Match:
    code = area.county_code if units.geography.id == "county" else area.code
    number = units.index.get(code, -1)
    return Match(number, change) if number >= 0 else NO_MATCH


def _change_of_code(text: str) -> Change | None:
    digits = text.replace("-", "")
    for each in (digits, digits[:8], digits[:7]):
        if found := [c for c in boundaries.after(each) if c.after != c.code]:
            return found[0]
    return None


def _village_code(units: Units, text: str) -> Match:
    digits = text.replace("-", "")
    if len(digits) == 10:  # noqa: PLR2004  6500100-001: the household register's town, and 3 digits
        town = boundaries.any_code(digits[:7])
        digits = f"{town.code}{digits[7:]}" if town else ""
    number = units.index.get(digits, -1)
    return Match(number) if number >= 0 else NO_MATCH


def _village_name(units: Units, text: str, county: str, town: str) -> Match:
    area = boundaries.town(county, town) if town or county else None
    name = plain(text)
    if area is None:  # 新北市板橋區留侯里 in one cell
        whole = _full_names(units).get(name, [])
        return Match(whole[0]) if len(whole) == 1 else NO_MATCH
    found = _in_town(units).get((area.code, name), [])
    if not found and name.startswith(plain(area.full_name)):
        found = _in_town(units).get((area.code, name.removeprefix(plain(area.full_name))), [])
    change = named_before(county)
    return Match(found[0], change) if len(found) == 1 else NO_MATCH


@lru_cache(maxsize=16)
def _names(units: Units) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(units.rows):
        found[plain(row.name)].append(number)
    return found


@lru_cache(maxsize=4)
def _full_names(units: Units) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(units.rows):
        found[plain(row.full_name)].append(number)
    return found


@lru_cache(maxsize=4)
def _in_town(units: Units) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(units.rows):
        found[row.parent, plain(row.name)].append(number)
    return found


def speaks_of_county(text: str) -> bool:
    """Tell whether a code or name means a county as a whole, not one of its towns."""
    area = boundaries.any_code(text) or boundaries.county(text)
    return area is not None and area.kind is Kind.COUNTY
