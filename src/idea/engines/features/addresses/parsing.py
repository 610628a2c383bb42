"""Takes a Chinese address apart, from the county to the floor; pure, and never fails.

Source of the order of parts: 門牌編釘 as in the Household Registration Act's local rules:
縣市 鄉鎮市區 村里 鄰 路街 段 巷 弄 號 樓. What cannot be placed is kept in `rest`.
"""

import re
from dataclasses import replace

from idea.engines.features.addresses.folding import LONGEST, fold
from idea.engines.features.addresses.names import Names
from idea.engines.features.addresses.numerals import CHARS, to_chinese, to_number
from idea.engines.features.addresses.reforms import renamed
from idea.engines.features.addresses.types import Parts, Renamed

_N = rf"(?:[0-9]{{1,5}}|[{CHARS}]{{1,7}})"
_C = r"(?:(?![巷弄衖號樓])[\u3400-\u9fff\U00020000-\U0003ffff])"  # of a name
_H = rf"(?:(?![{CHARS}]){_C})"  # the first of a name: no numeral
_SUBBED = rf"{_N}(?:[之附]{_N})*"
_SEVERAL = rf"(?:[、.及]{_SUBBED})*"
_POSTAL = re.compile(
    r"^[\[(〒]*([0-9]{3})-?([0-9]{2,3})?[\])]*(?=[^0-9\W])(?![號巷弄樓鄰之路街段年F])"
)
_COUNTRY = re.compile(r"^(?:中華民國|台灣省|台灣地區|台灣(?!大道)|福建省(?=[金連]))")
_VILLAGE = re.compile(
    r"^([\u3400-\u9fff]{2}[村里])(?=[0-9]|[\u3400-\u9fff]{1,6}[路街巷0-9])(?![路街巷])"
)
_NEIGHBORHOOD = re.compile(rf"^第?({_N})鄰")
_ROAD = re.compile(rf"^({_C}{{1,20}}?(?:大道|[路街])[路街]*)([\u3400-\u9fff]{{1,3}}段)?")
_LANE = re.compile(rf"^(?:({_SUBBED})|({_H}(?:{_C}|[0-9]){{0,8}}))巷")
_NAMED_LANE = re.compile(rf"^({_H}(?:{_C}|[0-9]){{0,9}}巷)")
_ALLEY = re.compile(rf"^({_SUBBED})[弄衖]")
_LOCALITY = re.compile(rf"^({_H}{_C}{{0,11}}?)(?=[臨附特]?{_SUBBED}號)")
_RANGE = re.compile(rf"^{_SUBBED}(?:號)?[~至]{_SUBBED}號")
_NUMBER = re.compile(rf"^([臨附特]?)({_SUBBED}){_SEVERAL}(?:號(?:之({_N}))?|$)")
_FLOOR = re.compile(rf"^(?:({_N}){_SEVERAL}[樓Ff](?:之({_N}))?|(?:地下|[Bb])({_N})[樓Ff]?)")
_DASH = re.compile(r"(?<=[0-9號樓Ff])-(?=[0-9])")
_NUMBERED = re.compile(r"([0-9]{1,4})(?=(?:路|街|段|大道))")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_STEM_GOES_ON = re.compile(
    r"^(?![東西南北中一二三四五六七八九十]*(?:大?[路街]|大道|段|巷|弄|號|里|村|橋|站|國|高|車站))"
    r".{2,30}?(?:[路街段村里巷號])"
)
# 板橋市場 is no 板橋市, but 新莊區公園一路 is in 新莊區.
_NO_TOWN_GOES_ON = re.compile(r"^[場公民立府政議](?![^0-9、]{0,5}[路街里村巷段])")
_READINGS = 4
_AREA_WORDS = frozenset("縣市鄉鎮區村里鄰")
_LONGEST_TOWN, _LONGEST_VILLAGE, _LONGEST_STREET = 5, 6, 14


def parse(text: str, names: Names) -> Parts:
    """Return the parts of an address; of what is none, parts that are empty.

    `parse(parse(x).text).text` is `parse(x).text`: what is odd is read once more until it is.
    """
    if len(text) > LONGEST:
        return Parts()
    found = _read(text, names)
    for _time in range(_READINGS):
        if _is_plain(found):
            return found
        again = _read(found.text, names)
        if again.text == found.text:
            return found
        found = replace(
            again, postal_code=found.postal_code, renamed=found.renamed, rest=found.rest
        )
    return Parts(rest=fold(text))


def _is_plain(found: Parts) -> bool:
    """Tell whether an address is of the usual kind: county, town, road, nothing out of place."""
    return bool(
        found.town_code
        and not (found.rest or found.neighborhood or found.towns)
        and found.street.endswith(("路", "街", "段"))
        and not _AREA_WORDS.intersection(found.street)
    )


def _read(text: str, names: Names) -> Parts:
    postal, left = _before(fold(text))
    parts, left = _areas(left, names)
    parts, left = _said_again(parts, left, names)
    if not postal and (match := _POSTAL.match(left)):
        postal, left = match[1] + (match[2] or ""), left[match.end() :]
        parts, left = _said_again(parts, left, names)
    return _below(parts, postal, left, names)


def begun(text: str, names: Names) -> tuple[Parts, str]:
    """Return the county and town of an address that is being typed, and what was typed on."""
    _postal, left = _before(fold(text))
    return _areas(left, names)


def canonical_street(name: str) -> str:
    """Return a street's name as the tables spell it: 台灣大道一段 for 臺灣大道１段."""
    plain = _NUMBERED.sub(lambda match: to_chinese(int(match[1])), fold(name))
    return _numbered_name(plain) if plain.endswith("巷") else plain


def _before(left: str) -> tuple[str, str]:
    """Take away the postal code and the country, in whatever order they stand."""
    postal = ""
    while True:
        if not postal and (match := _POSTAL.match(left)):
            postal = match[1] + (match[2] or "")
        elif not (match := _COUNTRY.match(left)) or match.end() == len(left):
            return postal, left
        left = left[match.end() :]


def _areas(left: str, names: Names) -> tuple[Parts, str]:
    said, left_after = _county(left, names)
    if said:
        return _town_inside(said, left_after, names)
    for length in range(_LONGEST_TOWN, 1, -1):
        codes = names.anywhere.get(left[:length])
        if codes and not _NO_TOWN_GOES_ON.match(left[length:]):
            return _of_towns(codes, left[:length], names), left[length:]
    return Parts(), left


def _said_again(parts: Parts, left: str, names: Names) -> tuple[Parts, str]:
    """Take away what is said a second time: 台北市台北市中山區, 番路鄉番路鄉."""
    again, after = _areas(left, names)
    if not parts.county_code or again.conflict or again.county_code != parts.county_code:
        return parts, left
    if _NO_TOWN_GOES_ON.match(after) or parts.town_code not in ("", again.town_code):
        return parts, left
    return (parts if parts.town_code else again), after


def _county(left: str, names: Names) -> tuple[str, str]:
    """Return a county as it was written, in full or short, and what follows."""
    if left[:3] in names.counties:
        return left[:3], left[3:]
    for name in names.short.get(left[:2], ()):
        town, _after = _town(name, left[2:], names, stems=True)
        if town:
            return name, left[2:]
    return "", left


def _town_inside(said: str, left: str, names: Names) -> tuple[Parts, str]:
    code = names.counties[said]
    county = names.areas[code]
    town, after = _town(said, left, names, stems=True)
    if town:
        written, name = left[: len(left) - len(after)], names.areas[town].name
        changes = renamed(said, written, county.name, name)
        found = Parts(
            county=county.name, county_code=code, town=name, town_code=town, renamed=changes
        )
        return found, after
    changes = renamed(said, "", county.name, "")
    for length in range(_LONGEST_TOWN, 2, -1):  # 台北市板橋區: another county's
        if codes := names.anywhere.get(left[:length]):
            found = _of_towns(codes, left[:length], names)
            if _NO_TOWN_GOES_ON.match(left[length:]):
                break
            return replace(found, conflict=True), left[length:]
    return Parts(county=county.name, county_code=code, renamed=changes), left


def _town(said: str, left: str, names: Names, *, stems: bool) -> tuple[str, str]:
    """Return the code of the town that comes next in a county, and what follows it."""
    for length in range(_LONGEST_TOWN, 1, -1):
        if code := names.town_of(said, left[:length]):
            return code, left[length:]
    for length in range(_LONGEST_TOWN, 2, -1):
        code = names.older_town_of(said, left[:length])
        if code and not _NO_TOWN_GOES_ON.match(left[length:]):
            return code, left[length:]
    if stems:
        roots = names.stems[names.counties[said]]
        for length in range(_LONGEST_TOWN - 1, 1, -1):
            code = roots.get(left[:length], "")
            if code and _STEM_GOES_ON.match(left[length:]):
                return code, left[length:]
    return "", left


def _of_towns(codes: tuple[str, ...], written: str, names: Names) -> Parts:
    """Return what a town without its county tells: all of it where there is one of its name."""
    if len(codes) > 1:
        return Parts(town=written.replace("台", "臺"), towns=codes)
    town = names.areas[codes[0]]
    changes: tuple[Renamed, ...] = ()
    if written.replace("台", "臺") != town.name:
        before = {code: said for said, code in names.counties.items()}[town.county_code]
        changes = renamed(before, written, town.county_name, town.name)[1:]
    return Parts(
        county=town.county_name,
        county_code=town.county_code,
        town=town.name,
        town_code=town.code,
        towns=codes,
        renamed=changes,
    )


def _below(parts: Parts, postal: str, left: str, names: Names) -> Parts:
    rest: list[str] = []
    left = _IN_BRACKETS.sub("", _DASH.sub("之", left))
    village, left = _village(parts, left.lstrip("、"), names)
    if not (parts.town_code or parts.towns) and village:
        parts = _town_of_village(parts, village, names)
    neighborhood, left = _take(_NEIGHBORHOOD, left)
    if neighborhood and not village:
        village, left = _village(parts, left, names)
    left = _NUMBERED.sub(lambda m: to_chinese(int(m[1])), left)
    street, left = _street(parts, left, names)
    if not neighborhood:
        neighborhood, left = _take(_NEIGHBORHOOD, left)
    lane = alley = ""
    if match := _LANE.match(left):
        lane = _subbed(match[1]) if match[1] else _numbered_name(match[2])
        left = left[match.end() :]
    if match := _ALLEY.match(left):
        alley, left = _subbed(match[1]), left[match.end() :]
    if not (street or lane) and (match := _LOCALITY.match(left)):
        street, left = match[1], left[match.end() :]
    number, left = _number(left, rest)
    floor = room = ""
    left = left.lstrip("、")
    if match := _FLOOR.match(left):
        floor = f"{_digits(match[1])}樓" if match[1] else f"地下{_digits(match[3])}樓"
        room, left = _digits(match[2] or ""), left[match.end() :]
    if not (number or floor):
        left, floor, room = "".join(rest) + left, "", ""
        rest = []
    rest.append(left)
    return replace(
        parts,
        postal_code=postal,
        village=village,
        neighborhood=_digits(neighborhood),
        street=street.replace("台", "臺"),
        lane=lane,
        alley=alley,
        number=number,
        floor=floor,
        room=room,
        rest="".join(rest),
    )


def _village(parts: Parts, left: str, names: Names) -> tuple[str, str]:
    towns = (parts.town_code,) if parts.town_code else parts.towns
    for town in towns or tuple(names.towns.get(parts.county_code, {}).values()):
        known = names.villages.get(town, {})
        for length in range(_LONGEST_VILLAGE, 1, -1):
            begun = left[:length]
            if len(begun) < length:
                continue
            other = begun[:-1] + ("里" if begun[-1] == "村" else "村")
            if begun[-1] in "村里" and (name := known.get(begun) or known.get(other)):
                if left[length:].startswith(("路", "街", "大道")):
                    continue
                return name, left[length:]
    if (parts.town_code or parts.towns) and (match := _VILLAGE.match(left)):
        return match[1].replace("台", "臺"), left[match.end() :]
    return "", left


def _town_of_village(parts: Parts, village: str, names: Names) -> Parts:
    """Return the parts with the town, where only one of the county has such a village."""
    plain = village.replace("臺", "台")
    towns = names.towns.get(parts.county_code, {}).values()
    having = [code for code in towns if plain in names.villages.get(code, {})]
    if len(having) != 1:
        return replace(parts, towns=tuple(having))
    return replace(parts, town=names.areas[having[0]].name, town_code=having[0], towns=())


def _street(parts: Parts, left: str, names: Names) -> tuple[str, str]:
    """Return the road with its section, or a lane that bears a name and has no road."""
    towns = (parts.town_code,) if parts.town_code else parts.towns
    for town in towns:
        known = names.streets.get(town, ())
        for length in range(min(_LONGEST_STREET, len(left)), 1, -1):
            if left[:length] in known and not _cuts_a_name(left, length):
                return left[:length], left[length:]
    if match := _ROAD.match(left):
        return match[0], left[match.end() :]
    if match := _NAMED_LANE.match(left):
        return _numbered_name(match[1]), left[match.end() :]
    return "", left


def _cuts_a_name(left: str, length: int) -> bool:
    """Tell whether a known street is only the beginning of the one that was written.

    中山 of 中山路, 光復 of 光復新村12號: place names that stand for streets are in the lists too.
    """
    last, after = left[length - 1], left[length:]
    if last in "路街道段巷":
        return bool(re.match(rf"[路街]|[{CHARS}]{{1,3}}段", after))
    return not re.match(rf"(?:[臨附特]?{_SUBBED}|$)", after)


def _numbered_name(lane: str) -> str:
    return re.sub(r"[0-9]{1,4}", lambda match: to_chinese(int(match[0])), lane)


def _number(left: str, rest: list[str]) -> tuple[str, str]:
    """Return the house number; of a range of numbers none, for it is no door."""
    if match := _RANGE.match(left):
        rest.append(match[0])
        return "", left[match.end() :]
    if match := _NUMBER.match(left):
        number = match[1] + _subbed(match[2])
        if match[3]:
            number += f"之{_digits(match[3])}"
        return number, left[match.end() :]
    return "", left


def _take(pattern: re.Pattern[str], left: str) -> tuple[str, str]:
    match = pattern.match(left)
    return (match[1], left[match.end() :]) if match else ("", left)


def _digits(text: str) -> str:
    number = int(text) if text.isdecimal() else to_number(text)
    return text if number is None else str(number)


def _subbed(text: str) -> str:
    return "".join(_digits(part) for part in re.split(r"([之附])", text))
