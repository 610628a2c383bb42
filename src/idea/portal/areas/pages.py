"""The pages of areas: the sets there are, one set, and one area with what was before and after it.

Asks the geographies; `at` shows a day: 2010-12-24 has Taipei County.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features import api as features
from idea.engines.features.geographies import api as known
from idea.engines.features.geographies.api import Place
from idea.engines.features.geographies.types import Geography, Unit
from idea.kernel import boundaries, clock
from idea.kernel.boundaries import Change, Relation
from idea.kernel.boundaries.systems import of_county
from idea.portal.paging import Paging, asked_page
from idea.portal.places import asked_place
from idea.portal.render import page

SIZE = 100
LAYERS = 12
SIZES = {"": (720, 540), "400": (400, 400)}  # pixels; the narrow one stays readable on a phone


def geographies(request: HttpRequest) -> HttpResponse:
    """Show every set of areas, and the areas that a place or an address (`q`) is in."""
    day, wish = _day(request), asked_place(request)
    here = known.at(wish.place.lon, wish.place.lat, day) if wish.place else []
    return page(
        request,
        "areas/geographies",
        "areas",
        rows=[(each, _title(each), _kind(each.kind)) for each in known.geographies()],
        text=request.GET.get("q", "")[:200],
        day=day,
        wish=wish,
        here=[(place.unit, _name(place.unit), _title(place.units.geography)) for place in here],
    )


def units(request: HttpRequest, geography: str) -> HttpResponse:
    """Show the areas of a set, a hundred a page, those whose names hold `q`."""
    day, text = _day(request), request.GET.get("q", "")[:200]
    found = known.units(geography, day)
    numbers = found.matching(text)
    paging = Paging(asked_page(request), len(numbers), SIZE)
    shown = numbers[paging.offset : paging.offset + SIZE]
    return page(
        request,
        "areas/units",
        "areas",
        geography=found.geography,
        title=_title(found.geography),
        text=text,
        day=day,
        paging=paging,
        rows=[(found.rows[number], _name(found.rows[number])) for number in shown],
    )


def area(request: HttpRequest, geography: str, code: str) -> HttpResponse:
    """Show one area: a map, its codes, what it is in and made of, before and after."""
    day = _day(request)
    place = known.unit(geography, code, day)
    unit = place.unit
    return page(
        request,
        "areas/area",
        "areas",
        unit=unit,
        name=_name(unit),
        title=_title(place.units.geography),
        geography=place.units.geography,
        day=day,
        parent=_parent(place),
        codes=of_county(unit.code) if unit.geography == "county" else {},
        children=[(each.unit, _name(each.unit)) for each in known.children(place, day)],
        before=[_change(each) for each in known.predecessors(unit)] if not unit.valid_to else [],
        after=[_change(each) for each in known.successors(unit)],
        layers=known.layers_at(place, LAYERS),
    )


def picture(request: HttpRequest, geography: str, code: str) -> HttpResponse:
    """Answer with the area on a map, as an SVG."""
    place = known.unit(geography, code, _day(request))
    rows, name = place.units.rows, _name(place.unit)
    shapes = [(row.code, shape) for row, shape in zip(rows, place.units.shapes, strict=True)]
    width, height = SIZES.get(request.GET.get("width", ""), SIZES[""])
    svg = features.choropleth(
        shapes,
        {place.unit.code: 0},
        [(0, name)],
        title=name,
        description=_("%(name)s and what is around it.") % {"name": name},
        language="en" if get_language() == "en" else "zh-hant",
        width=width,
        height=height,
    )
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _parent(place: Place) -> Unit | None:
    """Return what an area is in, as it was when the area stood."""
    parent = place.units.geography.parent
    if not parent or not place.unit.parent:
        return None
    among = known.units(parent, place.unit.valid_to)
    number = among.index.get(place.unit.parent)
    return None if number is None else among.rows[number]


def _change(change: Change) -> dict[str, Any]:
    now = boundaries.area(change.after)
    words = {
        Relation.ONE_TO_ONE: _("the same ground under another code"),
        Relation.MANY_TO_ONE: _("joined with others"),
        Relation.EXTENDED: _("the code stayed, its ground grew"),
    }
    return {
        "change": change,
        "kind": str(change.kind),
        "now": now.full_name if now else "",
        "words": words[change.relation],
    }


def _title(geography: Geography) -> str:
    if not geography.source:
        return _kind(geography.kind)
    return (get_language() == "en" and geography.title_en) or geography.title


def _kind(kind: str) -> str:
    return {
        "county": _("Counties"),
        "town": _("Towns"),
        "village": _("Villages"),
        "statistical": _("Statistical areas"),
        "basin": _("Basins"),
        "custom": _("Other areas"),
    }[kind]


def _name(unit: Unit) -> str:
    return unit.full_name_en if get_language() == "en" else unit.full_name


def _day(request: HttpRequest) -> date | None:
    """Return the day of `at`; None where there is none, or no day."""
    return clock.parse_date(request.GET.get("at", "")[:20])
