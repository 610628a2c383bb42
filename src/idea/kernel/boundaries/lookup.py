"""Which area a name means: 台北縣板橋市 is New Taipei's Banqiao District, 信義區 may be two."""

import re
from dataclasses import dataclass
from functools import lru_cache

from idea.kernel.boundaries.atlas import Atlas, atlas
from idea.kernel.boundaries.names import (
    COUNTIES_BEFORE,
    COUNTIES_BEFORE_EN,
    RANKS,
    TOWNS_BEFORE,
    plain,
    plain_en,
    stem,
    stem_en,
)
from idea.kernel.boundaries.types import Area

_LONGEST = 200
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The names of an atlas: `counties` by full and older name, `towns` by county and full name."""

    counties: dict[str, Area]
    county_stems: dict[str, list[Area]]
    towns: dict[str, dict[str, Area]]  # by county code
    town_names: dict[str, list[Area]]  # of the whole country
    english: dict[str, list[Area]]


def county(name: str) -> Area | None:
    """Return the county of a name; None where there is none or it could be two (新竹, 嘉義)."""
    known = _gazetteer()
    text = plain(name[:_LONGEST])
    if found := known.counties.get(text):
        return found
    several = known.county_stems.get(text, [])
    if not several and _LATIN.search(name):
        several = [a for a in known.english.get(plain_en(name), []) if a.code == a.county_code]
    return several[0] if len(several) == 1 else None


def town(county_name: str, name: str) -> Area | None:
    """Return the town of a county, both by any of their names; None where it is not sure.

    `name` may begin with the county. With an empty `county_name` the town must be the only one of
    its name in the country.
    """
    known = _gazetteer()
    text = plain(name[:_LONGEST])
    home = county(county_name) if county_name else None
    if home is None:
        if county_name:
            return None
        several = [area for area in find_areas(name, 3) if area.code != area.county_code]
        return several[0] if len(several) == 1 else None
    before = plain(county_name)
    for prefix in (before, plain(home.name)):
        if text != prefix and text.startswith(prefix):
            text = text.removeprefix(prefix)
            break
    if exact := _town_exactly(known, home, before, text):
        return exact
    wanted = plain_en(name) if _LATIN.search(name) else ""
    english = [
        found
        for found in known.english.get(wanted, [])
        if found.county_code == home.code and found.code != home.code
    ]
    return english[0] if len(english) == 1 else None


def find_areas(text: str, limit: int = 10) -> list[Area]:
    """Return the areas that a name, the beginning of a name or an address means.

    The likeliest come first: 信義區 gives two towns, Taipei's before Keelung's;
    台北縣板橋市文化路 gives one; 新竹 the county and the city.
    """
    known = _gazetteer()
    text = text[:_LONGEST]
    if _LATIN.search(text):
        return _find_english(known, text)[:limit]
    wanted = plain(text)
    if not wanted:
        return []
    found = _exact(known, wanted) or _of_address(known, wanted) or _beginning(known, wanted)
    return list(dict.fromkeys(found))[:limit]


def _exact(known: Gazetteer, text: str) -> list[Area]:
    found = []
    if text in known.counties:
        found.append(known.counties[text])
    found.extend(known.county_stems.get(text, []))
    found.extend(known.town_names.get(text, []))
    if not found:  # 員林鎮, 三重市: a rank or a name of before, and no county said
        renamed = next((new for (_, old), new in TOWNS_BEFORE.items() if old == text), stem(text))
        found.extend(known.town_names.get(renamed, []))
    return found


def _of_address(known: Gazetteer, text: str) -> list[Area]:
    for name in sorted(known.counties, key=len, reverse=True):
        if text.startswith(name):
            home, rest = known.counties[name], text.removeprefix(name)
            inside = _town_exactly(known, home, name, rest) or _town_at_start(
                known, home, name, rest
            )
            return [inside or home]
    for name, homes in known.county_stems.items():
        if text.startswith(name):
            rest = text.removeprefix(name)
            inside_any = [
                found
                for home in homes
                if (found := _town_at_start(known, home, name, rest))
                or (found := _town_exactly(known, home, name, rest))
            ]
            if inside_any:
                return inside_any
    matches = [name for name in known.town_names if name[-1] in RANKS and text.startswith(name)]
    return known.town_names[max(matches, key=len)] if matches else []


def _beginning(known: Gazetteer, text: str) -> list[Area]:
    counties = [area for name, area in known.counties.items() if name.startswith(text)]
    towns = [a for name, areas in known.town_names.items() if name.startswith(text) for a in areas]
    full = [
        area
        for areas in known.towns.values()
        for area in areas.values()
        if plain(area.full_name).startswith(text)
    ]
    return [*counties, *towns, *full]


def _town_exactly(known: Gazetteer, home: Area, county_as_said: str, text: str) -> Area | None:
    """Find a town by its name, its name without the rank, with another rank, or an older name."""
    towns = known.towns[home.code]
    if renamed := TOWNS_BEFORE.get((county_as_said, text)):
        return towns.get(renamed)
    if text in towns:
        return towns[text]
    by_stem = [area for name, area in towns.items() if stem(name) in (text, stem(text))]
    return by_stem[0] if len(by_stem) == 1 and text else None


def _town_at_start(known: Gazetteer, home: Area, county_as_said: str, text: str) -> Area | None:
    """Find the town that an address goes on with after its county.

    Another rank is believed only behind an older county's name: 台北市中正市場 is no 中正市.
    """
    towns = known.towns[home.code]
    names = dict(towns)
    if county_as_said in COUNTIES_BEFORE:
        names.update({stem(name) + rank: a for name, a in towns.items() for rank in "鄉鎮市"})
    for (said, older), today in TOWNS_BEFORE.items():
        if said == county_as_said and today in towns:
            names[older] = towns[today]
    matches = [name for name in names if text.startswith(name)]
    return names[max(matches, key=len)] if matches else None


def _find_english(known: Gazetteer, text: str) -> list[Area]:
    whole = plain_en(text)
    if not whole:
        return []
    if exact := known.english.get(whole):
        return exact
    parts = [known.english.get(plain_en(part), []) for part in re.split(r"[,，;]", text)]
    homes = {area.code for areas in parts for area in areas if area.code == area.county_code}
    towns = [area for areas in parts for area in areas if area.code != area.county_code]
    if homes:
        return [a for a in towns if a.county_code in homes] or [
            a for areas in parts for a in areas if a.code in homes
        ]
    if towns:
        return towns
    begun = [a for name, areas in known.english.items() if name.startswith(whole) for a in areas]
    return list(dict.fromkeys(begun))


def _gazetteer() -> Gazetteer:
    return _names_of(_ById(atlas()))


class _ById:
    """Lets an atlas, which holds arrays and dictionaries, be the key of a cache."""

    def __init__(self, known: Atlas) -> None:
        self.atlas = known

    def __hash__(self) -> int:
        return id(self.atlas)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.atlas is other.atlas


def _municipalities_first(area: Area) -> tuple[bool, bool, str]:
    """Order counties before towns, the six special municipalities (codes 6…) before the rest."""
    return area.code != area.county_code, not area.code.startswith("6"), area.code


@lru_cache(maxsize=2)
def _names_of(key: _ById) -> Gazetteer:
    known = key.atlas
    counties = {plain(area.name): area for area in known.counties}
    counties |= {
        before: counties[after] for before, after in COUNTIES_BEFORE.items() if after in counties
    }
    county_stems: dict[str, list[Area]] = {}
    towns: dict[str, dict[str, Area]] = {area.code: {} for area in known.counties}
    town_names: dict[str, list[Area]] = {}
    english: dict[str, list[Area]] = {}
    for area in known.counties:
        county_stems.setdefault(stem(plain(area.name)), []).append(area)
    for area in sorted(known.towns, key=_municipalities_first):
        name = plain(area.name)
        towns.setdefault(area.county_code, {})[name] = area
        for spelled in dict.fromkeys((name, stem(name))):
            town_names.setdefault(spelled, []).append(area)
    for area in sorted((*known.counties, *known.towns), key=_municipalities_first):
        name = plain_en(area.name_en)
        for spelled in dict.fromkeys((name, stem_en(name))):
            english.setdefault(spelled, []).append(area)
    for before, after in COUNTIES_BEFORE_EN.items():
        if after in english:
            english[before] = english[after]
    return Gazetteer(counties, county_stems, towns, town_names, english)
