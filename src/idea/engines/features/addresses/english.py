"""Takes an English address apart, as Chunghwa Post writes it: smallest first, commas between.

Pure. "5F., No. 3, Aly. 2, Ln. 1, Sec. 1, Zhongshan N. Rd., Zhongshan Dist., Taipei City 104".
Rules: Chunghwa Post, 中文地址英譯. Roads become Chinese by a loaded list, or stay unknown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from idea.engines.features.addresses.folding import LONGEST, fold_spaced
from idea.engines.features.addresses.names import Names
from idea.engines.features.addresses.types import Parts, Renamed
from idea.kernel.boundaries.names import COUNTIES_BEFORE_EN, plain_en, stem_en

English = Mapping[tuple[str, str], str]  # (town code, road key) to the road in Chinese

_COUNTRY = {"taiwan", "roc", "taiwanroc", "republicofchina", "taiwanrepublicofchina", "tw"}
_POSTAL = re.compile(r"\b(\d{3})-?(\d{2,3})?\b")
_SUB = r"([0-9]{1,5}(?:-[0-9]{1,4})*)"
_UNITS = {
    "number": re.compile(rf"^(?:no\.?|number|#) ?{_SUB}$"),
    "alley": re.compile(rf"^(?:aly|alley)\.? ?{_SUB}$"),
    "lane": re.compile(rf"^(?:ln|lane)\.? ?{_SUB}$"),
    "section": re.compile(r"^(?:sec|section)\.? ?([0-9]{1,2})$"),
    "neighborhood": re.compile(r"^(?:neighborhood|neighbourhood) ?([0-9]{1,3})$"),
    "floor": re.compile(
        r"^(?:([0-9]{1,3}) ?(?:f|fl|(?:(?:th|st|nd|rd) )?floor)\.?|b([0-9])f?\.?)"
        r"(?:-([0-9]{1,3}))?$"
    ),
    "room": re.compile(r"^(?:rm|room)\.? ?([0-9]{1,4})$"),
}
_UNIT_WORDS = r"(?:no|number|ln|lane|aly|alley|sec|section)"
_BEFORE_UNIT = re.compile(rf" (?={_UNIT_WORDS}\.? ?[0-9])")
_AFTER_UNIT = re.compile(rf"\b({_UNIT_WORDS}\.? ?[0-9]+(?:-[0-9]+)*)\.? (?=[a-z])")
_ROAD = re.compile(r"\b(?:rd|road|st|street|blvd|boulevard|ave|avenue|ln|lane)\.?$")
_LONG = {
    "road": "rd", "street": "st", "boulevard": "blvd", "avenue": "ave", "section": "sec",
    "north": "n", "south": "s", "east": "e", "west": "w",
    "first": "1st", "second": "2nd", "third": "3rd",
}  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+")
_RANKS = (("dist", "district"), ("twp", "township"), ("cty", "county"))
_ABROAD = re.compile(r"(?:city|county|province|prefecture|state)$")


@dataclass(slots=True)
class _Areas:
    """What the pieces that name areas came to."""

    county: str = ""
    towns: tuple[str, ...] = ()
    abroad: bool = False
    renamed: tuple[Renamed, ...] = ()


def road_key(english: str) -> str:
    """Return an English road name as it is compared: `bade rd|1` for "Sec. 1, Bade Rd."."""
    if not english:
        return ""
    section, words = "", []
    for piece in english.lower().split(","):
        if match := _UNITS["section"].match(piece.strip()):
            section = match[1]
        else:
            plain = piece.replace("’", "").replace("'", "")
            words += [_LONG.get(word, word) for word in _WORD.findall(plain)]
    return f"{' '.join(words)}|{section}"


def parse_english(text: str, names: Names, roads: English) -> Parts:
    """Return the parts of an English address, its road in Chinese where `roads` knows it."""
    if len(text) > LONGEST:
        return Parts()
    folded = fold_spaced(text.replace("、", ",")).replace("、", ",")
    pieces = [piece.strip(" .") for piece in folded.lower().split(",") if piece.strip(" .")]
    said: dict[str, str] = {}
    areas = _Areas()
    rest = [
        piece
        for piece in _split(pieces)
        if not (_unit(piece, said) or _area(piece, names, areas, said))
    ]
    road = next((piece for piece in rest if _ROAD.search(piece)), "")
    rest = [piece for piece in rest if piece != road]
    towns = tuple(c for c in areas.towns if areas.county in ("", c[:5]))
    conflict = bool(areas.towns and areas.county and not towns)
    towns = towns or areas.towns
    if areas.abroad:
        towns, areas.county = (), ""
    street, town = _street(road, said.get("section", ""), towns, roads)
    if not street and road:
        rest.append(road)
    chosen = names.areas.get(town)
    county = names.areas.get(chosen.county_code if chosen else areas.county)
    return Parts(
        county=county.name if county else "",
        county_code=county.code if county else "",
        town=chosen.name if chosen else "",
        town_code=town,
        towns=towns if len(towns) > 1 and not town else () if areas.county else towns,
        conflict=conflict,
        street=street.replace("台", "臺"),
        lane=_of(said, "lane"),
        alley=_of(said, "alley"),
        number=_of(said, "number"),
        neighborhood=said.get("neighborhood", ""),
        floor=said.get("floor", ""),
        room=said.get("room", ""),
        postal_code=said.get("postal", ""),
        rest="、".join(rest),
        english=True,
        renamed=areas.renamed,
    )


def _split(pieces: list[str]) -> list[str]:
    """Part what is written without a comma: "no. 5 lane 3", "no. 100 songren rd"."""
    found: list[str] = []
    for piece in pieces:
        parted = _BEFORE_UNIT.sub(",", _AFTER_UNIT.sub(r"\1,", piece)).split(",")
        found += filter(None, (each.strip(" .") for each in parted))
    return found


def _unit(piece: str, said: dict[str, str]) -> bool:
    for what, pattern in _UNITS.items():
        if match := pattern.match(piece):
            if what == "floor":
                said["floor"] = f"{match[1]}樓" if match[1] else f"地下{match[2]}樓"
                said["room"] = match[3] or said.get("room", "")
            else:
                said.setdefault(what, match[1])
            return True
    return False


def _area(piece: str, names: Names, areas: _Areas, said: dict[str, str]) -> bool:
    """Take a county, a town, a country or a postal code from a piece; False: it is none."""
    if (match := _POSTAL.search(piece)) and not _ROAD.search(piece):
        said.setdefault("postal", match[1] + (match[2] or ""))
        piece = f"{piece[: match.start()]} {piece[match.end() :]}".strip(" .,()")
    plain = plain_en(piece)
    plain = plain.removesuffix("taiwanroc").removesuffix("taiwan") or plain
    if not plain or plain in _COUNTRY:
        return True
    for short, long in _RANKS:
        if plain.endswith(short):
            plain = plain.removesuffix(short) + long
    if now := COUNTIES_BEFORE_EN.get(plain):
        found = names.english.get(now, ())
        areas.county = found[0]
        return True
    codes = names.english.get(plain, ())
    if not codes and _ABROAD.search(plain):
        codes = _other_rank(plain, names)
    counties = [code for code in codes if code == names.areas[code].county_code]
    towns = tuple(code for code in codes if code not in counties)
    if towns and not areas.towns and (not counties or areas.county):
        areas.towns = towns
    elif counties and not areas.county:
        areas.county = counties[0] if len(counties) == 1 else ""
    elif not codes:
        areas.abroad = areas.abroad or bool((areas.towns or areas.county) or _ABROAD.search(plain))
        return False
    return True


def _other_rank(plain: str, names: Names) -> tuple[str, ...]:
    """Return today's district of what was a city or a township: banqiaocity."""
    return tuple(
        c for c in names.english.get(stem_en(plain), ()) if c != names.areas[c].county_code
    )


def _street(road: str, section: str, towns: tuple[str, ...], roads: English) -> tuple[str, str]:
    """Return the road in Chinese and the town it is in, where that is sure."""
    if road:
        key = road_key(f"Sec. {section}, {road}" if section else road)
        having = [(roads[town, key], town) for town in towns if (town, key) in roads]
        if len(having) == 1:
            return having[0]
    return "", towns[0] if len(towns) == 1 else ""


def _of(said: dict[str, str], what: str) -> str:
    return said.get(what, "").replace("-", "之")
