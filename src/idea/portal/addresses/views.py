"""The page that positions one address, or says what address a point has.

Positioning is the engine's; here it is shown on a map and as a table.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features.addresses import api
from idea.engines.features.addresses.conf import conf
from idea.engines.features.addresses.types import Found, Here, Match
from idea.kernel.geometry import Place
from idea.portal.maps import place_map
from idea.portal.places import pair
from idea.portal.render import page

LONGEST = 1000  # characters that are shown again; an address has fewer
SUGGESTIONS = 8
_PADDING = 0.004  # degrees around what is shown


def addresses(request: HttpRequest) -> HttpResponse:
    """Show one address (`q`), one point (`lon`, `lat`), or only the form."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    here = _point(request)
    found = api.geocode(text) if text and here is None else None
    return page(
        request,
        "addresses/addresses",
        "addresses",
        text=text,
        asked=bool(text or here),
        found=found,
        matches=[(match, *_words(match)) for match in found.matches] if found else [],
        why=api.reason_words(found.reasons) if found and not found.matches else [],
        parts=_parts(found) if found else [],
        here=here[1] if here else None,
        here_words=_here_words(here[1]) if here else None,
        map=_map(found, here),
        at_once=conf().addresses_at_once,
        loaded=api.lists(),
    )


def suggest(request: HttpRequest) -> JsonResponse:
    """Answer `{"items": [{"title", "kind", "url"}]}` for a box while somebody types an address."""
    found = api.suggest(request.GET.get("q", "")[:LONGEST], SUGGESTIONS)
    return JsonResponse({"items": [{"title": one.text, "kind": "", "url": ""} for one in found]})


def _point(request: HttpRequest) -> tuple[Place, Here] | None:
    numbers = pair(f"{request.GET.get('lon', '')},{request.GET.get('lat', '')}")
    if numbers is None:
        return None
    return Place(*numbers), api.reverse(*numbers)


def _words(match: Match) -> tuple[str, str, list[str]]:
    """Return in words: how fine the point is, how fine the address is known, and why not finer."""
    return (
        api.level_words(match.level),
        api.level_words(match.confirmed),
        api.reason_words(match.reasons),
    )


def _here_words(here: Here) -> dict[str, Any]:
    return {
        "level": api.level_words(here.level) if here.level else "",
        "why": api.reason_words(here.reasons),
    }


def _parts(found: Found) -> list[tuple[str, str]]:
    parts = found.parts
    told = (
        (_("In its normal form"), parts.text),
        (_("Postal code as written"), parts.postal_code),
        (_("Could not be placed"), parts.rest),
    )
    return [(name, value) for name, value in told if value]


def _map(found: Found | None, here: tuple[Place, Here] | None) -> dict[str, Any]:
    matches = found.matches if found else ()
    place = here[0] if here else None
    if matches and place is None:
        place = Place(matches[0].lon, matches[0].lat)
    return points_map(place, list(matches))


def points_map(place: Place | None, matches: list[Match]) -> dict[str, Any]:
    """Return the options of a map of matches; a click asks what address is there."""
    options = place_map(place, [_feature(match) for match in matches], get_language() or "zh-hant")
    options["pick"] = reverse("portal:addresses")
    if matches:
        options["legend"] = {"title": _("Positions found"), "kind": "Point"}
        lons, lats = [one.lon for one in matches], [one.lat for one in matches]
        options["bbox"] = (
            min(lons) - _PADDING,
            min(lats) - _PADDING,
            max(lons) + _PADDING,
            max(lats) + _PADDING,
        )
    return options


def _feature(match: Match) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": None,
        "geometry": {"type": "Point", "coordinates": [match.lon, match.lat]},
        "properties": {
            _("Address"): match.text,
            _("Level"): api.level_words(match.level),
            _("Score"): match.score,
        },
    }
