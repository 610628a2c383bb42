"""What is near a place: cards from the engines, a map, a list by distance."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from idea.engines.features import api as features
from idea.engines.features.types import Nearby
from idea.kernel import near as kernel_near
from idea.portal.maps import place_map
from idea.portal.places import asked_place
from idea.portal.render import page

RADIUS = 1000  # meters: a walk of a quarter of an hour
MOST = 100
BULKY = 4000  # characters of a shape; a whole county's coast would outweigh the page


def near(request: HttpRequest) -> HttpResponse:
    wish = asked_place(request)
    language = get_language() or "zh-hant"
    around: list[Nearby] = []
    cards: list[kernel_near.Card] = []
    if wish.place is not None:
        around = features.near(wish.place, RADIUS, MOST)
        cards = kernel_near.cards(wish.place, language)
    return page(
        request,
        "pages/near",
        "near",
        wish=wish,
        place=wish.place,
        cards=cards,
        around=around[:50],
        radius=RADIUS,
        map=place_map(wish.place, [_drawn(item) for item in around if _is_light(item)], language),
    )


def _is_light(item: Nearby) -> bool:
    """Whether the map shows it: an area around the place would only color the whole map."""
    geometry = item.feature.get("geometry") or {}
    around = item.distance == 0 and "Polygon" in geometry.get("type", "")
    return not around and len(str(geometry)) < BULKY


def _drawn(item: Nearby) -> dict[str, Any]:
    return {**item.feature, "id": None, "properties": item.feature.get("properties") or {}}
