"""The names that an address may begin with, as tables to look up; pure once it is made.

Whether a town or a village is meant is told by what is in these tables, never by its last
character alone: 平鎮區 ends in no 鎮, 前鎮區 holds two ranks.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from idea.kernel.boundaries.names import COUNTIES_BEFORE, TOWNS_BEFORE, plain_en, stem, stem_en
from idea.kernel.boundaries.types import Area

RANKS = "鄉鎮市區"
_SHORT = {
    "北市": "台北市",
    "北縣": "台北縣",
    "桃市": "桃園市",
    "中市": "台中市",
    "南市": "台南市",
    "高市": "高雄市",
    "竹市": "新竹市",
    "竹縣": "新竹縣",
    "嘉市": "嘉義市",
    "嘉縣": "嘉義縣",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names are spelled with 台. Keys of `towns` are county codes, of `villages` town codes."""

    areas: Mapping[str, Area] = field(default_factory=dict)  # by code
    counties: Mapping[str, str] = field(default_factory=dict)  # 台北縣 -> 65000
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # 台北 -> 台北市, 台北縣
    towns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # 板橋區 -> code
    older: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # 板橋市 -> code
    stems: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # 板橋 -> code
    anywhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # 信義區 -> two codes
    villages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # 中門里 -> 中門里
    streets: Mapping[str, Collection[str]] = field(default_factory=dict)  # by town code
    english: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # banqiao -> codes

    def town_of(self, county_as_said: str, name: str) -> str:
        """Return the code of a county's town by today's name or one of before; "" if none."""
        code = self.counties[county_as_said]
        if now := TOWNS_BEFORE.get((county_as_said, name)):
            return self.towns[code].get(now, "")
        return self.towns[code].get(name, "")

    def older_town_of(self, county_as_said: str, name: str) -> str:
        """Return the code of the town that had this name before its county was upgraded."""
        return self.older.get(self.counties[county_as_said], {}).get(name, "")


def make(
    areas: Iterable[Area],
    villages: Mapping[str, Mapping[str, str]],
    streets: Mapping[str, Collection[str]],
) -> Names:
    """Return the tables of these counties and towns."""
    every = sorted(areas, key=lambda area: (len(area.code), not area.code.startswith("6")))
    counties = {spelled(a.name): a.code for a in every if a.code == a.county_code}
    upgraded = {counties[now] for now in COUNTIES_BEFORE.values() if now in counties}
    counties |= {old: counties[now] for old, now in COUNTIES_BEFORE.items() if now in counties}
    towns: dict[str, dict[str, str]] = {code: {} for code in counties.values()}
    older: dict[str, dict[str, str]] = {code: {} for code in upgraded}
    stems: dict[str, dict[str, str]] = {code: {} for code in counties.values()}
    anywhere: dict[str, list[str]] = {}
    english: dict[str, list[str]] = {}
    for area in every:
        for key in dict.fromkeys((plain_en(area.name_en), stem_en(plain_en(area.name_en)))):
            english.setdefault(key, []).append(area.code)
        if area.code == area.county_code:
            continue
        name = spelled(area.name)
        towns[area.county_code][name] = area.code
        anywhere.setdefault(name, []).append(area.code)
        if (root := stem(name)) != name:
            stems[area.county_code][root] = area.code
            if area.county_code in upgraded:
                for rank in RANKS.replace(name[-1], ""):
                    older[area.county_code][root + rank] = area.code
    for names in older.values():
        for name, code in names.items():
            if name not in anywhere and name not in counties:
                anywhere.setdefault(name, []).append(code)
    return Names(
        areas={area.code: area for area in every},
        counties=counties,
        short=_short(counties),
        towns=towns,
        older=older,
        stems=stems,
        anywhere={name: tuple(codes) for name, codes in anywhere.items()},
        villages=villages,
        streets=streets,
        english={name: tuple(codes) for name, codes in english.items()},
    )


def _short(counties: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in counties:
        found.setdefault(stem(name), []).append(name)
    for short, name in _SHORT.items():
        if name in counties:
            found.setdefault(short, []).append(name)
    return {short: tuple(names) for short, names in found.items()}


def spelled(name: str) -> str:
    """Return an official name as the tables spell it."""
    return name.replace("臺", "台")
