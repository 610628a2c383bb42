"""What a map's address says: which layers, where, how near; read leniently, written shortly.

Pages refuse nothing: what cannot be read is left out, by the same rule each time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from django.http import HttpRequest

from idea.engines.features.atlas import api as atlas
from idea.engines.features.atlas.api import Laid
from idea.engines.features.types import Collection, Interval
from idea.engines.features.validity.api import during, span
from idea.kernel.geometry import on_planet

LONGEST = 4000  # characters of `layers` that are read
ZOOMS = (3.0, 19.0)
MERCATOR = 85.0  # degrees: farther from the equator there is no web map
_AT = re.compile(
    r"(-?\d{1,3}(?:\.\d{1,9})?),(-?\d{1,2}(?:\.\d{1,9})?),(\d{1,2}(?:\.\d{1,4})?)", re.ASCII
)

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class At:
    """Where the middle of a map is (degrees, WGS 84), and its zoom (web maps; tiles of 512)."""

    lon: float
    lat: float
    zoom: float

    def __str__(self) -> str:
        return f"{self.lon:.5f},{self.lat:.5f},{self.zoom:.4g}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A layer of the map, with what is served under its name."""

    laid: Laid
    layer: Collection


@dataclass(frozen=True, slots=True)
class State:
    """A map as its address tells it. `missing`: names that no layer has, or no longer."""

    layers: tuple[Shown, ...] = ()
    at: At | None = None
    missing: tuple[str, ...] = ()
    when: date | None = None  # the map as of this day; None: all that the layers have
    other: date | None = None  # the day it is compared with; never without `when`

    @property
    def query(self) -> str:
        """The shortest query that asks for this map again, beginning with "?" or empty."""
        layers = ",".join(map(quote, atlas.written(s.laid for s in self.layers).split(",")))
        said = {
            "layers": layers.replace("%3A", ":"),
            "at": str(self.at) if self.at else "",
            "datetime": str(self.when or ""),
            "compare": str(self.other or ""),
        }
        query = "&".join(f"{name}={value}" for name, value in said.items() if value)
        return f"?{query}" if query else ""

    def with_layers(self, layers: Iterable[Shown]) -> "State":
        return replace(self, layers=tuple(layers))

    def added(self, layer: Collection) -> "State":
        """Return the map with `layer` on top, in the first tone that is free."""
        used = {shown.laid.tone for shown in self.layers}
        free = [tone for tone in range(len(atlas.TONES)) if tone not in used]
        tone = free[0] if free else len(self.layers) % len(atlas.TONES)
        return self.with_layers([Shown(Laid(layer.id, tone=tone), layer), *self.layers])


def asked(request: HttpRequest) -> State:
    """Return the map of a request's `layers` and `at`, in one query."""
    laid = atlas.laid_on(request.GET.get("layers", "")[:LONGEST])
    served = atlas.named([each.id for each in laid])
    when, other = day(request.GET.get("datetime", "")), day(request.GET.get("compare", ""))
    state = State(
        tuple(Shown(each, served[each.id]) for each in laid if each.id in served),
        place(request.GET.get("at", "")),
        tuple(each.id for each in laid if each.id not in served),
        when or other,
        other if when != other and when else None,
    )
    return as_of(state, state.when)


def as_of(state: State, when: date | None) -> State:
    """Return the map as of a day, not compared with another unless it is its own."""
    other = state.other if when == state.when else None
    layers = [replace(shown, layer=during(shown.layer, span_of(when))) for shown in state.layers]
    return replace(state.with_layers(layers), when=when, other=other)


def span_of(when: date | None) -> Interval | None:
    """Return the span of time of a day in Taiwan."""
    return None if when is None else span(when.isoformat())


def day(text: str) -> date | None:
    """Return the day of YYYY-MM-DD; None where it is none."""
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return found if found is not None and found.year > 1 else None


def place(text: str) -> At | None:
    """Return the place of "lon,lat,zoom"; None where it is none."""
    found = _AT.fullmatch(text)
    if found is None:
        return None
    lon, lat, zoom = (float(part) for part in found.groups())
    if not on_planet(lon, lat) or abs(lat) > MERCATOR:
        return None
    return At(lon, lat, min(max(zoom, ZOOMS[0]), ZOOMS[1]))
