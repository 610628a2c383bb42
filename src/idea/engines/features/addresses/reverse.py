"""What address a point has: the nearest known door, or else the village or the town."""

from collections.abc import Sequence

from idea.engines.features.addresses.index import Index, index
from idea.engines.features.addresses.matching import postal_code
from idea.engines.features.addresses.names import spelled
from idea.engines.features.addresses.parsing import parse
from idea.engines.features.addresses.types import Here, Level, Reason
from idea.kernel import boundaries
from idea.kernel.geometry import on_planet

DOOR_M = 50.0  # farther doors are no address of the place


def reverse(lon: float, lat: float, *, known: Index | None = None) -> Here:
    """Return the address of a point (degrees, CRS84); a reason where there is none."""
    return reverse_many([(lon, lat)], known=known)[0]


def reverse_many(
    points: Sequence[tuple[float, float]], *, known: Index | None = None
) -> list[Here]:
    """Return the address of each point; one that is off the planet has a reason instead."""
    known = known or index()
    good = [pair if on_planet(*pair) else (0.0, 0.0) for pair in points]
    lons, lats = [pair[0] for pair in good], [pair[1] for pair in good]
    towns = boundaries.locate_many(lons, lats)
    inside = boundaries.locate_villages(lons, lats)
    found = []
    for point, town, village in zip(points, towns, inside, strict=True):
        if not on_planet(*point):
            found.append(Here("", None, reasons=(Reason.OFF_PLANET,)))
        elif town is None:
            found.append(Here("", None, reasons=(Reason.AT_SEA,)))
        else:
            found.append(_here(point, town, village, known))
    return found


def _here(
    point: tuple[float, float],
    town: boundaries.Area,
    village: boundaries.Village | None,
    known: Index,
) -> Here:
    text, level = town.full_name, Level.TOWN
    english, village_code = town.full_name_en, ""
    if village is not None:
        text, level, village_code = f"{text}{village.name}", Level.VILLAGE, village.code
        english = f"{village.name_en}, {english}"
    plate = known.doors.nearest(*point, within_m=DOOR_M) if known.doors else None
    if plate is not None and plate.town_code == town.code:
        street = "" if plate.street == spelled(plate.village) else plate.street.replace("台", "臺")
        text = f"{town.full_name}{plate.village}{street}{plate.lane}{plate.number}號"
        level = Level.DOOR
    parts = parse(text, known.names)
    return Here(
        text=text,
        level=level,
        county_code=town.county_code,
        town_code=town.code,
        village_code=village_code,
        postal_code=postal_code(parts, known),
        text_en=english,
        distance_m=round(plate.distance_m, 1) if plate and level is Level.DOOR else None,
    )
