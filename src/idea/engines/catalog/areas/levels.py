"""What rows can be joined to: a geography, or H3's hexagons of a resolution, by one short name."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.features.geographies import api as geographies
from idea.engines.features.geographies.errors import NoGeography
from idea.engines.features.geographies.types import Geography
from idea.kernel import boundaries

_H3: Final = "h3-"


@dataclass(frozen=True, slots=True)
class Level:
    """`geography` None: hexagons of `resolution`."""

    id: str
    geography: Geography | None = None
    resolution: int = 0

    @property
    def units(self) -> geographies.Units:
        """The areas of today; not of hexagons."""
        return geographies.units(self.id)

    @property
    def edition(self) -> str:
        """Changes when the same rows may fall into other areas."""
        return geographies.edition(self.geography) if self.geography else self.id

    def words(self) -> str:
        """Return what the areas are called, in the reader's language."""
        if self.geography is None:
            return _("hexagons (H3, resolution %(number)d)") % {"number": self.resolution}
        own = {"county": _("county"), "town": _("town"), "village": _("village")}
        english = get_language() == "en" and self.geography.title_en
        return own.get(self.id) or english or self.geography.title


def level(name: str) -> Level:
    """Return the level of a name: county, town, village, a geography's id, h3-7. BadRowsQuery."""
    number = name.removeprefix(_H3)
    if name.startswith(_H3) and number.isascii() and number.isdigit():
        if int(number[:3]) in geographies.RESOLUTIONS and len(number) <= 2:  # noqa: PLR2004
            return Level(name, None, int(number))
        raise BadRowsQuery(
            _("Hexagons have a resolution from %(least)d to %(most)d.")
            % {"least": geographies.RESOLUTIONS[0], "most": geographies.RESOLUTIONS[-1]}
        )
    try:
        return Level(name, geographies.geography(name))
    except NoGeography as problem:
        raise BadRowsQuery(problem.detail, remedy=problem.remedy) from None


def every() -> list[Level]:
    """Return every level there is: geographies first, then hexagons from coarse to fine."""
    if not boundaries.available():
        return []
    known = [Level(each.id, each) for each in geographies.geographies()]
    return [*known, *(Level(f"{_H3}{number}", None, number) for number in geographies.RESOLUTIONS)]
