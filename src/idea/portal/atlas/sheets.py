"""The map on paper: its picture, drawn by the server, and the page that is printed.

The browser makes the PDF: it has the reader's fonts, and every system can do it.
"""

import hashlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features.atlas import api as atlas
from idea.engines.features.errors import BadParameter
from idea.engines.features.styles import api as styles
from idea.engines.features.styles.types import Entry
from idea.engines.features.types import Collection
from idea.engines.features.validity.api import during, span
from idea.kernel.errors import Problem
from idea.kernel.problems import problem_response
from idea.portal.atlas.state import State, asked, place
from idea.portal.paging import asked_number
from idea.portal.render import page

SIZES = range(200, 1601)  # pixels
LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of A4: the map's size in pixels, and in millimeters on paper."""

    code: str
    width: int
    height: int
    millimeters: float  # the map's width


PAPERS = {
    paper.code: paper
    for paper in (Paper("portrait", 744, 800, 186.0), Paper("landscape", 800, 640, 200.0))
}


def picture(request: HttpRequest) -> HttpResponse:
    """Answer with the map as SVG: `layers`, `at`, `datetime`, `width`, `height`, `grid`.

    A picture that cannot be drawn as asked is refused (400): nobody reads a wrong one's address.
    """
    try:
        drawn, etag = _picture(request)
    except Problem as problem:
        return problem_response(request, problem)
    if request.headers.get("if-none-match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=300"
    return response


def _picture(request: HttpRequest) -> tuple[bytes, str]:
    laid = atlas.read(request.GET.get("layers", ""))
    served = atlas.named([each.id for each in laid])
    at = place(request.GET.get("at", ""))
    if at is None and request.GET.get("at"):
        raise BadParameter(
            _("“at” is longitude, latitude and zoom with commas between."),
            remedy=_("For example at=121.5,25.04,12."),
        )
    width, height = (
        _pixels(request, name, usual) for name, usual in (("width", 960), ("height", 640))
    )
    when = span(request.GET["datetime"]) if request.GET.get("datetime") else None
    layers = tuple((each, during(served[each.id], when)) for each in laid if each.id in served)
    if at is None:
        bounds = atlas.fitting([layer for _laid, layer in layers])
        frame = atlas.Frame.around(bounds, width, height)
    else:
        frame = atlas.Frame.at(at.lon, at.lat, at.zoom, width, height)
    wanted = atlas.Asked(layers, frame, get_language() or "zh-hant", grid="grid" in request.GET)
    drawn = atlas.sheet(wanted)
    return drawn, f'"{hashlib.sha256(drawn).hexdigest()[:24]}"'


def _pixels(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name)
    number = usual if text is None else asked_number(text)
    if number is None or number not in SIZES:
        raise BadParameter(
            _("“%(name)s” must be a whole number of pixels from %(least)d to %(most)d.")
            % {"name": name, "least": SIZES[0], "most": SIZES[-1]}
        )
    return number


def paper(request: HttpRequest) -> HttpResponse:
    """Show the map as one sheet of A4, to be printed or kept as PDF by the browser."""
    state = asked(request)
    sheet = PAPERS.get(request.GET.get("paper", ""), PAPERS["portrait"])
    grid = "grid" in request.GET
    title = request.GET.get("title", "").strip()[:LONGEST_TITLE]
    on = [shown for shown in state.layers if shown.laid.shown]
    classes = _classes([shown.layer for shown in on])
    return page(
        request,
        "atlas/paper",
        "atlas",
        state=state,
        on=[(shown, classes[shown.layer.id]) for shown in on],
        paper=sheet,
        papers=[("portrait", _("A4 upright")), ("landscape", _("A4 across"))],
        grid=grid,
        title=title or " · ".join(_titles(state)) or _("Map"),
        typed=title,
        picture=_address(state, sheet, grid=grid),
        scale=_scale(state, sheet),
        now=timezone.now(),
    )


def _classes(layers: list[Collection]) -> dict[str, tuple[Entry, ...]]:
    """Return the lines of the legend of each layer that is drawn in a style of its own."""
    kept, found = styles.of_all(layers), dict[str, tuple[Entry, ...]]()
    for layer in layers:
        style = kept[layer.id][0]
        own = bool(styles.look_of(layer, style).key)
        found[layer.id] = styles.legend(style, layer).entries if own else ()
    return found


def _titles(state: State) -> list[str]:
    english = get_language() == "en"
    return [
        (english and shown.layer.title_en) or shown.layer.title
        for shown in state.layers
        if shown.laid.shown
    ]


def _address(state: State, sheet: Paper, *, grid: bool) -> str:
    size = f"width={sheet.width}&height={sheet.height}{'&grid=1' if grid else ''}"
    return f"{reverse('portal:atlas_picture')}{state.query or '?'}&{size}".replace("?&", "?")


def _scale(state: State, sheet: Paper) -> int:
    """Return the N of 1:N at the middle of the printed map, to two figures."""
    if state.at is None:
        bounds = atlas.fitting([shown.layer for shown in state.layers])
        frame = atlas.Frame.around(bounds, sheet.width, sheet.height)
    else:
        frame = atlas.Frame.at(state.at.lon, state.at.lat, state.at.zoom, sheet.width, sheet.height)
    number = frame.meters * sheet.width / (sheet.millimeters / 1000)
    return int(float(f"{number:.2g}"))
