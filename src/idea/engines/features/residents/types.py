"""What is said of a layer and the residents' page: shown or not, and what would be fitting."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """Why a layer is proposed for the near-me page, or why it is not."""

    PLACES = "places"
    AREAS = "areas"
    LINES = "lines"
    RASTER = "raster"
    EMPTY = "empty"
    NAMELESS = "nameless"

    @property
    def words(self) -> str:
        return str(_WORDS[self])


_WORDS = {
    Reason.PLACES: _("It has places with words to know them by."),
    Reason.AREAS: _("It has areas with words to know them by."),
    Reason.LINES: _("Lines and mixed shapes seldom answer what is at a place."),
    Reason.RASTER: _("A raster has no places to name."),
    Reason.EMPTY: _("It has nothing on the map yet."),
    Reason.NAMELESS: _("No column has words to know a place by."),
}
FITTING = frozenset({Reason.PLACES, Reason.AREAS})


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a layer answers on the near-me page; what nobody has decided is not shown."""

    shown: bool
    decided: bool
    reason: Reason

    @property
    def proposed(self) -> bool:
        return self.reason in FITTING
