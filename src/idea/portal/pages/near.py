"""What is near a place: the engines' cards, and a map of what they name.

Looks nothing up itself, so that nothing is looked up twice.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from idea.kernel import near as kernel_near
from idea.portal.maps import place_map
from idea.portal.places import asked_place
from idea.portal.render import page


def near(request: HttpRequest) -> HttpResponse:
    wish = asked_place(request)
    language = get_language() or "zh-hant"
    cards: list[kernel_near.Card] = []
    if wish.place is not None:
        cards = kernel_near.cards(wish.place, language)
    return page(
        request,
        "pages/near",
        "near",
        wish=wish,
        place=wish.place,
        cards=cards,
        anything=any(card.items for card in cards),
        map=place_map(wish.place, _drawn(cards), language),
    )


def _drawn(cards: list[kernel_near.Card]) -> list[dict[str, Any]]:
    """Return what the cards list; an area around the place would only color the whole map."""
    return [
        {**item.feature, "id": None, "properties": item.feature.get("properties") or {}}
        for card in cards
        for item in card.items
        if item.feature is not None
    ]
