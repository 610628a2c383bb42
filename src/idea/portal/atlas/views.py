"""The map of many layers, what is at a place on it, and the map that stands in other sites' pages.

Asks the engines; what stands in the map's address is for `state`.
"""

import math
from dataclasses import dataclass, replace

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from pyproj import Transformer

from idea.engines.features.atlas import api as features
from idea.kernel.geometry import Place
from idea.portal.atlas.finding import spots
from idea.portal.atlas.options import options
from idea.portal.atlas.state import ZOOMS, At, Shown, State, asked, span_of
from idea.portal.atlas.tree import title_of, tree
from idea.portal.paging import asked_number
from idea.portal.places import LONGEST, asked_place
from idea.portal.render import page

_NEAREST = 17.0  # a single point is shown with the streets around it
STEP = 0.4  # of the picture: how far a link moves it
RADII = (50, 100, 300, 1000, 3000)  # meters
PICTURE = (960, 640)  # pixels


@dataclass(frozen=True, slots=True)
class Row:
    """A layer of the map as a page without scripts shows it: what is said, and where links lead."""

    shown: Shown
    title: str
    off_on: str
    without: str
    up: str
    down: str
    near: str
    items: str


def atlas(request: HttpRequest) -> HttpResponse:
    state = asked(request)
    words = request.GET.get("q", "").strip()[:LONGEST]
    find = request.GET.get("find", "").strip()[:LONGEST]
    theme = request.GET.get("theme", "")
    found = tree(find, theme)
    here = reverse("portal:atlas")
    places = [(spot, here + replace(state, at=spot.at).query) for spot in spots(words)]
    return page(
        request,
        "atlas/atlas",
        "atlas",
        state=state,
        rows=_rows(state),
        tree=found,
        words=words,
        find=find,
        theme=theme,
        places=places,
        found_layers=tree(words).themes if words else [],
        moves=_moves(state),
        middle=_middle(state),
        picture=_picture(state),
        compared=_picture(replace(state, when=state.other)) if state.other else "",
        timed=sum(shown.layer.validity is not None for shown in state.layers),
        timeless=here + replace(state, when=None, other=None).query,
        options=options(state),
        site_url=settings.IDEA_SITE_URL,
    )


def here(request: HttpRequest) -> HttpResponse:
    """Show what is at a place (`lon`, `lat`, or words `q`), of all layers or those in `layers`."""
    state = asked(request)
    wish = asked_place(request)
    asked_radius = asked_number(request.GET.get("radius", "")) or RADII[1]
    radius = min(max(asked_radius, 1), features.FARTHEST)
    found = None
    if wish.place is not None:
        ids = [shown.laid.id for shown in state.layers if shown.laid.shown] or None
        found = features.here(wish.place, radius, ids=ids, interval=span_of(state.when))
    return page(
        request,
        "atlas/here",
        "atlas",
        state=state,
        wish=wish,
        here=found,
        radius=radius,
        radii=RADII,
        grid=_grid(wish.place) if wish.place else "",
        map_url=_map_of(state, wish.place),
    )


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest) -> HttpResponse:
    """Show the map alone, for frames in pages of other sites: no cookie, nothing to sign in to."""
    state = asked(request)
    return page(
        request,
        "atlas/embed",
        state=state,
        rows=_rows(state),
        picture=_picture(state),
        whole=settings.IDEA_SITE_URL + reverse("portal:atlas") + state.query,
        options=options(state),
    )


def _picture(state: State) -> str:
    """Return the address of the map drawn by the server, as of its first date."""
    return reverse("portal:atlas_picture") + replace(state, other=None).query


def _rows(state: State) -> list[Row]:
    layers, here = state.layers, reverse("portal:atlas")

    def address(changed: list[Shown]) -> str:
        return here + state.with_layers(changed).query

    when = f"&datetime={state.when}" if state.when else ""
    rows = []
    for at, shown in enumerate(layers):
        others = [each for each in layers if each is not shown]
        turned = replace(shown, laid=replace(shown.laid, shown=not shown.laid.shown))
        rows.append(
            Row(
                shown,
                title_of(shown.layer),
                off_on=address([turned if each is shown else each for each in layers]),
                without=address(others),
                up=address([*others[: at - 1], shown, *others[at - 1 :]]) if at else "",
                down=address([*others[: at + 1], shown, *others[at + 1 :]])
                if at + 1 < len(layers)
                else "",
                near=here + replace(state, at=_fitted([shown])).query,
                items=f"/ogc/collections/{shown.laid.id}/items?f=html{when}",
            )
        )
    return rows


def _fitted(layers: list[Shown]) -> At:
    """Return the place that shows all of `layers` in the page's picture."""
    frame = features.Frame.around(features.fitting([each.layer for each in layers]), *PICTURE)
    west, south, east, north = frame.bounds
    zoom = math.log2(frame.across * 360 / 512)
    return At((west + east) / 2, (south + north) / 2, min(max(zoom, ZOOMS[0]), _NEAREST))


def _middle(state: State) -> At:
    return state.at or _fitted(list(state.layers))


def _moves(state: State) -> dict[str, str]:
    """Return where the links lead that move the picture and bring it nearer, without scripts."""
    at, here = _middle(state), reverse("portal:atlas")
    west, south, east, north = features.Frame.at(at.lon, at.lat, at.zoom, *PICTURE).bounds
    across, up = (east - west) * STEP, (north - south) * STEP
    moved = {
        "north": replace(at, lat=min(at.lat + up, 84.0)),
        "south": replace(at, lat=max(at.lat - up, -84.0)),
        "west": replace(at, lon=max(at.lon - across, -180.0)),
        "east": replace(at, lon=min(at.lon + across, 180.0)),
        "closer": replace(at, zoom=min(at.zoom + 1, 19.0)),
        "farther": replace(at, zoom=max(at.zoom - 1, 3.0)),
    }
    return {name: here + replace(state, at=place).query for name, place in moved.items()}


def _map_of(state: State, place: Place | None) -> str:
    at = At(place.lon, place.lat, 16.0) if place else state.at
    return reverse("portal:atlas") + replace(state, at=at).query


def _grid(place: Place) -> str:
    """Return a place in TWD97 as surveyors write it: zone, easting and northing."""
    outer = place.lon < 120.0  # noqa: PLR2004  Penghu, Kinmen and Matsu have a zone of their own
    made = Transformer.from_crs("OGC:CRS84", "EPSG:3825" if outer else "EPSG:3826", always_xy=True)
    east, north = made.transform(place.lon, place.lat)
    return f"TM2-{119 if outer else 121}  E {east:.0f}  N {north:.0f}"
