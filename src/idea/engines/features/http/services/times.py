"""The dimension of time in a Web Map Service (OGC 06-042, annexes C and D).

Reads TIME, and says in the capabilities what may be asked. What is valid then is for `validity`.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from idea.engines.features.errors import BadParameter
from idea.engines.features.http.services.kvp import ServiceError
from idea.engines.features.http.services.xml import add
from idea.engines.features.types import Collection, Interval
from idea.engines.features.validity import spans
from idea.engines.features.validity.cutting import during, extent, known
from idea.kernel import clock
from idea.kernel.clock import TAIPEI

_TICK = timedelta(microseconds=1)
_PERIODS = ("P1D",)  # the steps that capabilities name


def at(layers: list[Collection], asked: Mapping[str, str]) -> list[Collection]:
    """Return the layers as they are at TIME; without it as the capabilities say (clause C.4.1)."""
    text = asked.get("TIME", "").strip()
    chosen = _asked(text) if text else None
    return [during(layer, chosen or _usual(layer)) for layer in layers]


def describe(parent: Element, layer: Collection, *, new: bool) -> None:
    """Add what may be asked of a layer that tells time; nothing to one that does not."""
    sides = _sides(layer)
    if sides is None:
        return
    first, last = sides
    said = f"{first}/{last}/{_PERIODS[0]}"
    more = {
        "default": min(max(_today(), first), last),
        "multipleValues": 0,
        "nearestValue": 0,
        "current": 1,
    }
    if new:
        add(parent, "Dimension", said, name="time", units="ISO8601", **more)
    else:  # 01-068r3, annex C
        add(parent, "Dimension", name="time", units="ISO8601")
        add(parent, "Extent", said, name="time", **more)


def _asked(text: str) -> Interval:
    if text.lower() == "current":
        return spans.span(_today().isoformat())
    parts = text.split("/")
    if len(parts) == 3 and parts[2] in _PERIODS:  # noqa: PLR2004  an interval with its step
        text = "/".join(parts[:2])
    try:
        return spans.coarse(text)
    except BadParameter:
        raise ServiceError(
            _("“TIME” must be a day, a month, a year, a moment, or an interval of two."),
            code="InvalidDimensionValue",
            locator="TIME",
        ) from None


def _usual(layer: Collection) -> Interval | None:
    sides = _sides(layer)
    return None if sides is None else spans.span(min(max(_today(), sides[0]), sides[1]).isoformat())


def _sides(layer: Collection) -> tuple[date, date] | None:
    """Return the first and the last day a layer tells of; None where it tells none."""
    if layer.validity is None:
        return None
    first, last = known(layer)
    if first is None or last is None:
        return None
    ends = extent(layer)
    begin, end = _day(first), _day(max(first, last - _TICK))
    if ends is not None and ends[1] is None:  # what has no end is there today
        end = max(end, _today())
    return begin, end


def _day(moment: datetime) -> date:
    return moment.astimezone(TAIPEI).date()


def _today() -> date:
    return clock.now().astimezone(TAIPEI).date()
