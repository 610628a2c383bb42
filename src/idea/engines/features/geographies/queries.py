"""Which geographies there are, their units on a day, and where a point is in each of them."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from idea.engines.features import queries as layers
from idea.engines.features.geographies import built_in, declared
from idea.engines.features.geographies.errors import NoGeography, NotAGeography, NoUnit
from idea.engines.features.geographies.types import Columns, Geography, GeographyKind, Unit
from idea.engines.features.geographies.units import Units
from idea.engines.features.models import GeographyRecord
from idea.engines.features.types import Collection
from idea.kernel import boundaries
from idea.kernel.boundaries import Change


class Place(NamedTuple):
    """A unit with the units it is found among."""

    units: Units
    number: int

    @property
    def unit(self) -> Unit:
        return self.units.rows[self.number]


def geographies() -> list[Geography]:
    """Return every geography: those that come with the site, then the declared ones by id."""
    own = list(built_in.BUILT_IN.values()) if boundaries.available() else []
    return [*own, *(_info(record) for record in GeographyRecord.objects.select_related("layer"))]


def geography(geography_id: str) -> Geography:
    """Return one geography. NoGeography: there is none."""
    if geography_id in built_in.BUILT_IN and boundaries.available():
        return built_in.BUILT_IN[geography_id]
    record = (
        None
        if "\0" in geography_id
        else GeographyRecord.objects.select_related("layer").filter(layer_id=geography_id).first()
    )
    if record is None:
        raise NoGeography(
            _("There is no set of areas “%(id)s”.") % {"id": geography_id[:80]},
            remedy=_("Look at the list at /api/v1/areas."),
        )
    return _info(record)


def units(geography_id: str, day: date | None = None) -> Units:
    """Return the units of a geography on a day; None: today's. NoGeography."""
    found = geography(geography_id)
    if found.source:
        return declared.units(found, layers.collection(found.source), day)
    return built_in.units(found.id, built_in.era(day))


def edition(found: Geography) -> str:
    """Return what changes when the units of a geography do: its layer's file and columns."""
    if not found.source:
        return found.id
    return f"{layers.collection(found.source).lake_key} {found.columns}"


def unit(geography_id: str, code: str, day: date | None = None) -> Place:
    """Return the unit of a code, of today or of before where no day is said. NoGeography, NoUnit.

    A county is found by its ISO 3166-2 code and its letter too.
    """
    found = units(geography_id, day)
    if (number := found.index.get(code)) is not None:
        return Place(found, number)
    if day is None and not found.geography.source:
        for era in built_in.ERAS[1:]:
            earlier = built_in.units(geography_id, era)
            for spelled in (code, f"{code}0"):
                if (number := earlier.index.get(spelled)) is not None:
                    return Place(earlier, number)
        area = boundaries.any_code(code)
        if area is not None and (number := found.index.get(area.code)) is not None:
            return Place(found, number)
    raise NoUnit(
        _("“%(title)s” has no area with the code “%(code)s”.")
        % {"title": found.geography.title, "code": code[:80]},
        remedy=_("Look at its list at /api/v1/areas/%(id)s.") % {"id": geography_id},
    )


def at(lon: float, lat: float, day: date | None = None) -> list[Place]:
    """Return the unit of every geography that a point (degrees CRS84) is in."""
    found = []
    for each in geographies():
        try:
            among = units(each.id, day)
        except NotAGeography:  # its newest version has other columns
            continue
        if (number := int(among.numbers([lon], [lat])[0])) >= 0:
            found.append(Place(among, number))
    return found


def children(place: Place, day: date | None = None) -> list[Place]:
    """Return the units of other geographies that say they are parts of this one."""
    own = place.unit
    if day is None and own.valid_to is not None:
        day = own.valid_to
    found = []
    for each in geographies():
        if each.parent == own.geography:
            among = units(each.id, day)
            found += [Place(among, n) for n, row in enumerate(among.rows) if row.parent == own.code]
    return found


def layers_at(place: Place, limit: int) -> list[Collection]:
    """Return map layers whose bounds touch an area's, the most local first."""
    return layers.touching(place.units.bounds(place.number), limit)


def predecessors(own: Unit) -> tuple[Change, ...]:
    """Return what a county or town was made of; nothing is known of others."""
    return boundaries.before(own.code) if own.geography in built_in.BUILT_IN else ()


def successors(own: Unit) -> tuple[Change, ...]:
    """Return what became of a county or town of before."""
    if own.geography not in built_in.BUILT_IN or own.valid_to is None:
        return ()
    return boundaries.after(own.code)


def _info(record: GeographyRecord) -> Geography:
    layer = record.layer
    return Geography(
        id=layer.id,
        title=layer.title,
        title_en=layer.title_en,
        kind=GeographyKind(record.kind),
        source=layer.id,
        parent=record.parent,
        columns=Columns(**record.columns),
        count=layer.count,
        bounds=(layer.west, layer.south, layer.east, layer.north),
    )
