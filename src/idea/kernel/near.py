"""What there is to know near a place: engines register cards, the near-me page shows them.

Collects and sorts; what a card says is its engine's business, how it looks the portal's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

from idea.kernel.geometry import Place
from idea.kernel.registry import Registry

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CardItem:
    """One thing near by, listed in a card and drawn on the map."""

    label: str
    url: str
    distance_m: float | None = None  # meters
    note: str = ""  # what it is one of
    feature: Mapping[str, Any] | None = None  # GeoJSON; None: not drawn


@dataclass(frozen=True, slots=True)
class Card:
    """What one engine has to say of a place. All text is plain and gets escaped."""

    key: str  # of the card, e.g. "features"
    title: str
    value: str  # the one number or word, with its unit
    detail: str = ""  # a sentence below it
    as_of: datetime | None = None
    source: str = ""  # who says so
    url: str = ""  # where there is more
    urgency: int = 0  # 0 good to know, 1 look, 2 act soon, 3 act now
    distance_m: float | None = None  # meters to the nearest thing
    items: tuple[CardItem, ...] = ()  # near by, the nearest first
    areas: tuple[CardItem, ...] = ()  # what the place lies in: a school district, a park


class NearCard(Protocol):
    """Answers for a place in a language ("zh-hant", "en"); None: nothing to say there."""

    def __call__(self, place: Place, language: str) -> Card | None: ...


near_cards: Registry[NearCard] = Registry("near-me card")


def cards(place: Place, language: str) -> list[Card]:
    """Return every card for `place`, the urgent first, then the near.

    A card that fails is logged and left out: the others are still worth seeing.
    """
    found: list[Card] = []
    for key in near_cards.keys():  # noqa: SIM118  a Registry iterates over its items
        try:
            card = near_cards[key](place, language)
        except Exception:  # a plug-in may fail in any way
            log.exception("near_card_failed", card=key)
            continue
        if card is not None:
            found.append(card)
    return sorted(found, key=_order)


def _order(card: Card) -> tuple[int, float]:
    return -card.urgency, float("inf") if card.distance_m is None else card.distance_m
