"""Finds where an address is: as fine as the lists allow, and never finer.

The score is the share of what was written that a list confirms, times how sure the county is.
"""

from dataclasses import replace

from idea.engines.features.addresses import postal
from idea.engines.features.addresses.doors import Door, door_number
from idea.engines.features.addresses.english import parse_english
from idea.engines.features.addresses.folding import LONGEST, mostly_latin, says_anything
from idea.engines.features.addresses.index import Index, Spot, index
from idea.engines.features.addresses.lists import lane_text, street_key
from idea.engines.features.addresses.names import spelled
from idea.engines.features.addresses.parsing import parse
from idea.engines.features.addresses.types import Found, Level, Match, Parts, Reason

MOST = 5  # matches of one address
_WEIGHTS = {"county": 40, "town": 30, "village": 10, "street": 20, "number": 10, "rest": 25}
_ONE_OF_ITS_NAME = 0.9  # no county was said, but no other county has such a town
_FOUND_BY_STREET = 0.8
_OTHER_COUNTY = 0.4  # the county that was said has no such town
_OTHER_POSTAL = 0.6
_Chosen = tuple[list[tuple[str, float]], tuple[Reason, ...]]


def geocode(text: str, *, known: Index | None = None) -> Found:
    """Return what an address came to. Never fails: what is no address has a reason instead."""
    known = known or index()
    if len(text) > LONGEST:
        return Found(Parts(), reasons=(Reason.TOO_LONG,))
    if not says_anything(text):
        return Found(Parts(), reasons=(Reason.EMPTY,))
    parts = take_apart(text, known)
    candidates, reasons = _towns(parts, known)
    matches = tuple(
        sorted(
            (_match(parts, code, sure, reasons, known) for code, sure in candidates[:MOST]),
            key=lambda match: -match.score,
        )
    )
    if not matches:
        return Found(parts, (), reasons or (_why_none(parts),))
    return Found(parts, matches, matches[0].reasons)


def take_apart(text: str, known: Index | None = None) -> Parts:
    """Return an address's parts, whichever of the two languages it is in."""
    known = known or index()
    if mostly_latin(text):
        return parse_english(text, known.names, known.english)
    return parse(text, known.names)


def _why_none(parts: Parts) -> Reason:
    if parts.english or parts.street or parts.number:
        return Reason.FOREIGN
    return Reason.NOT_AN_ADDRESS


def _towns(parts: Parts, known: Index) -> _Chosen:
    """Return codes of towns, or of a county, with how sure each is, and why not surer."""
    by_zip = known.by_zip3.get(parts.postal_code[:3], "")
    if parts.conflict:
        return [(code, _OTHER_COUNTY / len(parts.towns)) for code in parts.towns], (
            Reason.CONFLICT,
        )
    if parts.town_code:
        return _of_one(parts, by_zip)
    if parts.towns:
        return _of_several(parts, by_zip, known)
    if parts.county_code:
        return _of_county(parts, by_zip, known)
    return _of_street(parts, by_zip, known)


def _of_street(parts: Parts, by_zip: str, known: Index) -> _Chosen:
    having = known.of_street.get(spelled(parts.street), ())
    if by_zip and by_zip in having:
        return [(by_zip, _ONE_OF_ITS_NAME)], (Reason.COUNTY_GUESSED,)
    if len(having) == 1:
        return [(having[0], _FOUND_BY_STREET)], (Reason.COUNTY_GUESSED,)
    return [], (Reason.AMBIGUOUS,) if having else ()


def _of_one(parts: Parts, by_zip: str) -> _Chosen:
    sure = _ONE_OF_ITS_NAME if parts.towns else 1.0
    reasons = (Reason.COUNTY_GUESSED,) if parts.towns else ()
    if by_zip and by_zip != parts.town_code:
        return [(parts.town_code, sure * _OTHER_POSTAL)], (*reasons, Reason.POSTAL_CONFLICT)
    return [(parts.town_code, sure)], reasons


def _of_county(parts: Parts, by_zip: str, known: Index) -> _Chosen:
    """Find the town of a county by its postal code or by the street; else stay at the county."""
    having = known.of_street.get(spelled(parts.street), ())
    inside = [code for code in having if code.startswith(parts.county_code)]
    if by_zip.startswith(parts.county_code) and by_zip in (inside or [by_zip]):
        return [(by_zip, 1.0)], ()
    if len(inside) == 1:
        return [(inside[0], 1.0)], ()
    reasons = (Reason.TOWN_UNKNOWN,) if parts.street or parts.number else ()
    return [(parts.county_code, 1.0)], reasons


def _of_several(parts: Parts, by_zip: str, known: Index) -> _Chosen:
    """Choose among towns of one name: by the postal code, or by who has the street."""
    why = Reason.TOWN_UNKNOWN if parts.county_code else Reason.COUNTY_GUESSED
    if by_zip in parts.towns:
        return [(by_zip, _ONE_OF_ITS_NAME)], (why,)
    having = [c for c in known.of_street.get(spelled(parts.street), ()) if c in parts.towns]
    if len(having) == 1 and all(code in known.listed for code in parts.towns):
        return [(having[0], _FOUND_BY_STREET)], (why,)
    chosen = having or list(parts.towns)
    return [(code, 1 / (len(parts.towns) + 1)) for code in chosen], (Reason.AMBIGUOUS,)


def _match(
    parts: Parts, code: str, sure: float, reasons: tuple[Reason, ...], known: Index
) -> Match:
    area = known.names.areas[code]
    in_town = code != area.county_code
    home = known.names.areas[area.county_code]
    told = parts
    if code != (parts.town_code or parts.county_code):  # found otherwise than it was written
        told = replace(
            parts,
            county=home.name,
            county_code=home.code,
            town=area.name if in_town else "",
            town_code=code if in_town else "",
        )
    why = list(reasons)
    spot, level = known.areas[code], Level.TOWN if in_town else Level.COUNTY
    confirmed = level
    village = known.villages.get((code, parts.village)) if in_town and parts.village else None
    if village:
        spot, level, confirmed = village, Level.VILLAGE, Level.VILLAGE
    street = spelled(parts.street)
    street_known = bool(street) and street in known.names.streets.get(code, ())
    if street and in_town and not street_known and code in known.listed:
        why.append(Reason.STREET_UNKNOWN)
    if street_known:
        confirmed = Level.STREET
    door, fine = _door(told, known) if in_town else (None, level)
    if door is not None:
        spot, level = Spot(door.lon, door.lat, door.spread_m), fine
        confirmed = fine
        if door.village and door.village != told.village:  # the door's own, whatever was written
            told = replace(told, village=door.village)
            village = known.villages.get((code, door.village))
        if fine is not Level.DOOR and parts.number:
            why.append(Reason.DOOR_UNKNOWN)
    elif street_known:
        why.append(Reason.NO_POINT)
    as_said = village is not None and parts.village == told.village
    score = _score(parts, confirmed, sure, in_town=in_town, village=as_said)
    return Match(
        text=_confirmed_text(told, confirmed, village=village is not None),
        level=level,
        confirmed=confirmed,
        score=score,
        lon=round(spot.lon, 6),
        lat=round(spot.lat, 6),
        accuracy_m=spot.reach_m,
        county_code=home.code,
        county=home.name,
        county_en=home.name_en,
        town_code=told.town_code,
        town=told.town,
        town_en=area.name_en if in_town else "",
        village_code=village.code if village else "",
        village=told.village if village else "",
        postal_code=postal_code(told, known),
        reasons=tuple(why),
    )


def _door(told: Parts, known: Index) -> tuple[Door | None, Level]:
    """Return the door, or the nearest known one of its lane or street."""
    plates, town, street = known.doors, told.town_code, street_key(told)
    if plates is None or not street:
        return None, Level.TOWN
    lane, number = lane_text(told), door_number(told.number)
    exact = plates.exactly(town, street, lane, number) if number else None
    if exact:
        return exact, Level.DOOR
    if not told.street:  # numbers of a village lie where they were given out, not in a row
        return None, Level.TOWN
    if lane and (found := plates.in_lane(town, street, lane, number[0] if number else None)):
        return found, Level.LANE
    along = door_number(told.lane) if lane else number
    if found := plates.on_street(town, street, along[0] if along else None):
        return found, Level.STREET
    return None, Level.TOWN


def _score(parts: Parts, confirmed: Level, sure: float, *, in_town: bool, village: bool) -> int:
    fine = (Level.DOOR, Level.LANE, Level.STREET)
    written = {
        "county": (True, True),
        "town": (bool(parts.town or parts.towns or parts.street), in_town),
        "village": (bool(parts.village), village),
        "street": (bool(parts.street), confirmed in fine),
        "number": (bool(parts.number), confirmed is Level.DOOR),
        "rest": (bool(parts.rest) and not (parts.number or parts.street), False),
    }
    asked = sum(_WEIGHTS[key] for key, (said, _got) in written.items() if said)
    got = sum(_WEIGHTS[key] for key, (said, ok) in written.items() if said and ok)
    return round(100 * sure * got / asked)


def _confirmed_text(told: Parts, confirmed: Level, *, village: bool) -> str:
    """Return the address as far as a list confirms it, so that nobody takes the rest for true."""
    text = f"{told.county}{told.town}{told.village if village else ''}"
    if confirmed in (Level.STREET, Level.LANE, Level.DOOR):
        text += told.street
    if confirmed in (Level.LANE, Level.DOOR):
        text += lane_text(told)
    return f"{text}{told.number}號" if confirmed is Level.DOOR else text


def postal_code(parts: Parts, known: Index) -> str:
    """Return the postal code of an address whose town is known: 5 or 6 digits, or the town's 3."""
    rules = known.ranges.get((parts.town_code, spelled(parts.street)))
    return (postal.code_of(parts, rules) if rules else "") or known.zip3.get(parts.town_code, "")
