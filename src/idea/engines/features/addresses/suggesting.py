"""What an address that is still being typed may become: areas, then streets, then villages."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from idea.engines.features.addresses.folding import fold, mostly_latin, says_anything
from idea.engines.features.addresses.index import Index, index
from idea.engines.features.addresses.names import spelled
from idea.engines.features.addresses.parsing import begun, canonical_street
from idea.engines.features.addresses.types import Level, Suggestion
from idea.kernel import boundaries

LONGEST = 100


def suggest(text: str, limit: int = 10, *, known: Index | None = None) -> list[Suggestion]:
    """Return what the text may go on to, the widest area first; nothing for nothing."""
    text = text[:LONGEST]
    if not says_anything(text):
        return []
    known = known or index()
    if mostly_latin(text):
        return [_of_area(area) for area in boundaries.find_areas(text, limit)]
    found = dict.fromkeys(_found(text, known))
    return list(islice(found, limit))


def _found(text: str, known: Index) -> Iterator[Suggestion]:
    parts, left = begun(text, known.names)
    left = canonical_street(left)
    if parts.town_code:
        town = known.names.areas[parts.town_code]
        if not left:
            yield _of_area(town)
        yield from _in_town(town, left, known)
    elif parts.county_code:
        county = known.names.areas[parts.county_code]
        towns = [known.names.areas[code] for code in known.names.towns[parts.county_code].values()]
        if not left:
            yield _of_area(county)
        yield from (_of_area(town) for town in towns if spelled(town.name).startswith(left))
        if left:
            yield from _streets(left, known, parts.county_code)
    else:
        yield from (_of_area(area) for area in boundaries.find_areas(fold(text), 6))
        yield from _streets(left, known, "")


def _in_town(town: boundaries.Area, left: str, known: Index) -> Iterator[Suggestion]:
    for street in sorted(known.names.streets.get(town.code, ())):
        if street.startswith(left):
            yield _of_street(town, street)
    villages = known.names.villages.get(town.code, {})
    for plain, name in villages.items() if left else ():
        if plain.startswith(left):
            spot = known.villages.get((town.code, name))
            yield Suggestion(f"{town.full_name}{name}", Level.VILLAGE, spot.code if spot else "")


def _streets(left: str, known: Index, county: str) -> Iterator[Suggestion]:
    """Return the streets of the country, or a county, that begin so."""
    at = bisect_left(known.sorted_streets, (left, ""))
    for street, town in known.sorted_streets[at : at + 5000]:
        if not street.startswith(left):
            return
        if town.startswith(county):
            yield _of_street(known.names.areas[town], street)


def _of_street(town: boundaries.Area, street: str) -> Suggestion:
    text = f"{town.full_name}{street.replace('台', '臺')}"
    return Suggestion(text, Level.STREET, town.code)


def _of_area(area: boundaries.Area) -> Suggestion:
    level = Level.COUNTY if area.code == area.county_code else Level.TOWN
    return Suggestion(area.full_name, level, area.code)
