"""What words in the map's search box mean: coordinates, an address, an area, a layer.

Asks the engines; where the map goes then is for the page.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features.addresses import api as addresses
from idea.engines.features.addresses.types import Level
from idea.kernel import boundaries
from idea.kernel.geometry import near_taiwan, to_crs84
from idea.portal.area_words import area_words
from idea.portal.atlas.state import At
from idea.portal.places import LONGEST, pair

PLACES = 6
_ZOOMS = {
    Level.DOOR: 17.0,
    Level.LANE: 16.5,
    Level.STREET: 16.0,
    Level.VILLAGE: 14.5,
    Level.TOWN: 12.0,
    Level.COUNTY: 9.5,
}
_POINT = 16.0
# Easting and northing of TM2 in meters: 250000 2544283; E and N or X and Y may be written.
_GRID = re.compile(
    r"\s*[EX]?[=:]?\s*(\d{5,6}(?:\.\d+)?)\s*[,，\s]\s*[NY]?[=:]?\s*(\d{7}(?:\.\d+)?)\s*",
    re.IGNORECASE | re.ASCII,
)
_ZONES = (("EPSG:3826", "121"), ("EPSG:3825", "119"))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place the words may mean. `note` says how it was understood."""

    title: str
    note: str
    lon: float
    lat: float
    zoom: float

    @property
    def at(self) -> At:
        return At(self.lon, self.lat, self.zoom)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def spots(words: str) -> list[Spot]:
    """Return the places `words` may mean, the likeliest first."""
    text = words.strip()[:LONGEST]
    if not text:
        return []
    if numbers := pair(text):
        return [_degrees(*numbers)]
    if grid := _GRID.fullmatch(text):
        return _of_grid(float(grid[1]), float(grid[2]))
    found = [
        Spot(
            match.text,
            addresses.level_words(match.level),
            match.lon,
            match.lat,
            _ZOOMS[match.level],
        )
        for match in addresses.geocode(text).matches
    ]
    taken = {(round(spot.lon, 5), round(spot.lat, 5)) for spot in found}
    for area in boundaries.find_areas(text, PLACES):
        spot = _of_area(area)
        if (round(spot.lon, 5), round(spot.lat, 5)) not in taken:
            found.append(spot)
    return found[:PLACES]


def _degrees(lon: float, lat: float) -> Spot:
    return Spot(f"{lat:.5f}, {lon:.5f}", _("Latitude and longitude (WGS 84)"), lon, lat, _POINT)


def _of_grid(east: float, north: float) -> list[Spot]:
    """Return where coordinates of the survey grid are: its zones cannot be told by the numbers.

    Zone 119 is that of Penghu, Kinmen and Matsu: it counts where it leads to land there.
    """
    made = []
    for crs, zone in _ZONES:
        lons, lats = to_crs84([east], [north], crs)
        lon, lat = float(lons[0]), float(lats[0])
        outer = zone == "119"
        if not near_taiwan(lon, lat) or (outer and boundaries.locate(lon, lat) is None):
            continue
        note = _("TWD97, TM2 zone %(zone)s") % {"zone": zone}
        made.append(Spot(f"{east:.0f}, {north:.0f}", note, lon, lat, _POINT))
    return made


def _of_area(area: boundaries.Area) -> Spot:
    point = boundaries.representative_point(area.code)
    county = area.kind is boundaries.Kind.COUNTY
    level = Level.COUNTY if county else Level.TOWN
    words = area_words(area, get_language() or "zh-hant")
    return Spot(words, addresses.level_words(level), point.lon, point.lat, _ZOOMS[level])
