"""Levels and reasons in words a person reads."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from idea.engines.features.addresses.types import Level, Reason

_LEVELS = {
    Level.DOOR: _("door plate"),
    Level.LANE: _("lane level"),
    Level.STREET: _("street level"),
    Level.VILLAGE: _("village level"),
    Level.TOWN: _("town level"),
    Level.COUNTY: _("county level"),
}
_REASONS = {
    Reason.EMPTY: _("Nothing was written."),
    Reason.TOO_LONG: _("This is too long for an address."),
    Reason.NOT_AN_ADDRESS: _("No county, town or street of Taiwan was found in it."),
    Reason.FOREIGN: _("It names no county or town of Taiwan; it may be an address abroad."),
    Reason.AMBIGUOUS: _("Several places are called so; write the county and the town."),
    Reason.CONFLICT: _("The county that was written has no such town."),
    Reason.POSTAL_CONFLICT: _("The postal code that was written is another town's."),
    Reason.COUNTY_GUESSED: _("No county was written; it was found by the town or the street."),
    Reason.TOWN_UNKNOWN: _("No town was found in it."),
    Reason.STREET_UNKNOWN: _("The lists that are loaded have no such street in this town."),
    Reason.NO_POINT: _("The street is known, but no list says where it lies."),
    Reason.DOOR_UNKNOWN: _("No list has this number; the nearest known door stands for it."),
    Reason.OFF_PLANET: _("These numbers are no place on the planet."),
    Reason.AT_SEA: _("The point lies at sea or abroad."),
}


def level_words(level: Level) -> str:
    return str(_LEVELS[level])


def reason_words(reasons: Iterable[Reason]) -> list[str]:
    return [str(_REASONS[reason]) for reason in reasons]
