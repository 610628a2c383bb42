"""Tells what is at a place: the areas it lies in, and what of every layer holds it or is near.

Puts together what `nearest`, the boundaries and the address index know; measures nothing itself.
"""

from collections.abc import Collection as Ids
from dataclasses import dataclass

from idea.engines.features.addresses import api as addresses
from idea.engines.features.nearest import near
from idea.engines.features.types import Collection, Interval, Nearby
from idea.kernel import boundaries
from idea.kernel.geometry import Place

MOST = 300  # features in all
EACH = 5  # of one layer
FARTHEST = 5000  # meters


@dataclass(frozen=True, slots=True)
class OfLayer:
    """What one layer has at a place, the nearest first; what holds the place comes before."""

    collection: Collection
    found: tuple[Nearby, ...]

    @property
    def inside(self) -> bool:
        return self.found[0].inside


@dataclass(frozen=True, slots=True)
class Here:
    """A place, the areas it lies in (None at sea and abroad), and what the layers have there."""

    place: Place
    town: boundaries.Area | None
    village: boundaries.Village | None
    address: str  # of the nearest known door within 50 m, else down to the village
    address_en: str
    layers: tuple[OfLayer, ...]


def here(
    place: Place,
    radius_m: float = 100,
    *,
    ids: Ids[str] | None = None,
    each: int = EACH,
    residents: bool = False,
    interval: Interval | None = None,
) -> Here:
    """Return what is at `place` and within `radius_m` meters (1 to FARTHEST) around it.

    From all layers, those named in `ids` or those chosen for `residents`; at most `each` features
    of one and MOST in all. The layers with an area that holds the place come first, then by
    distance. Of layers that tell time, what is valid in `interval`. What it asks the database does
    not grow with the layers.
    """
    radius = min(max(radius_m, 1.0), FARTHEST)
    town = boundaries.locate(place.lon, place.lat)
    village = boundaries.locate_villages([place.lon], [place.lat])[0]
    address = addresses.reverse(place.lon, place.lat)
    by_layer: dict[str, list[Nearby]] = {}
    for one in near(
        place, radius, MOST, ids=ids, each=each, residents=residents, interval=interval
    ):
        by_layer.setdefault(one.collection.id, []).append(one)
    layers = [
        OfLayer(found[0].collection, tuple(sorted(found, key=lambda one: not one.inside)))
        for found in by_layer.values()
    ]
    layers.sort(key=lambda layer: not layer.inside)  # stable: within each part the nearest first
    return Here(place, town, village, address.text, address.text_en, tuple(layers))
