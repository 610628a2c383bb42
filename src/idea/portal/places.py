"""Turns what a person writes or clicks into a place: an area, an address, a pair of numbers."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features.addresses import api as addresses
from idea.engines.features.addresses.types import Level, Match
from idea.kernel import boundaries
from idea.kernel.errors import NotFound
from idea.kernel.geometry import Place, on_planet
from idea.portal.area_words import area_words

CHOICES = 6
LONGEST = 200
SURE = 60  # a lower score may mean another county's town
_GOES_ON = re.compile(r"[0-9０-９路街巷弄號村里段,，]")  # an address, not only the name of an area
_PAIR = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


@dataclass(frozen=True, slots=True)
class Wish:
    """Where somebody wants to look, and what else the words may have meant."""

    text: str = ""
    place: Place | None = None
    others: tuple[boundaries.Area, ...] = ()
    exact: bool = True  # False: the middle of an area stands for the address
    level: str = ""  # in words, where an address was found finer than its town


def asked_place(request: HttpRequest) -> Wish:
    """Return the place of a request: `lon` and `lat`, or `area` (a code), or `q` (words)."""
    get = request.GET.get
    text = get("q", "").strip()[:LONGEST]
    numbers = pair(f"{get('lon', '')},{get('lat', '')}") or pair(text)
    if numbers is not None:
        return Wish(text, _named(*numbers))
    if code := get("area", ""):
        return _area(code)
    if not text:
        return Wish()
    match = addresses.geocode(text).best if _GOES_ON.search(text) else None
    if match and match.town_code and match.score >= SURE:
        return _address(text, match)
    areas = boundaries.find_areas(text, CHOICES)
    if not areas:
        return Wish(text)
    return Wish(text, _middle(areas[0]), tuple(areas[1:]), exact=False)


def _address(text: str, match: Match) -> Wish:
    """Return a place as fine as the address is known; an area is named in the reader's language."""
    if match.level is Level.TOWN:
        area = boundaries.area(match.town_code)
        return Wish(text, _middle(area) if area else None, exact=False)
    exact = match.level is Level.DOOR
    words = "" if exact else addresses.level_words(match.level)
    return Wish(text, Place(match.lon, match.lat, match.text), exact=exact, level=words)


def pair(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude; a pair the wrong way round for Taiwan is turned."""
    match = _PAIR.match(text)
    if match is None:
        return None
    lon, lat = float(match[1]), float(match[2])
    if not on_planet(lon, lat) and on_planet(lat, lon):
        lon, lat = lat, lon
    return (lon, lat) if on_planet(lon, lat) else None


def _named(lon: float, lat: float) -> Place:
    area = boundaries.locate(lon, lat)
    language = get_language() or "zh-hant"
    words = area_words(area, language) if area else ""
    return Place(lon, lat, words or _("%(lat).4f, %(lon).4f") % {"lat": lat, "lon": lon})


def _area(code: str) -> Wish:
    try:
        point = boundaries.representative_point(code)
    except NotFound:
        return Wish(code)
    return Wish("", _named(point.lon, point.lat), exact=False)


def _middle(area: boundaries.Area) -> Place:
    point = boundaries.representative_point(area.code)
    return Place(point.lon, point.lat, area_words(area, get_language() or "zh-hant"))
