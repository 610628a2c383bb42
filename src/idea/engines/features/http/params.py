"""Reads query parameters strictly: what cannot be understood is a 400, never a guess.

OGC API Features part 1 (OGC 17-069r4), clauses 7.6 (parameters) and 7.15 (items); part 2
(18-058r1): crs, bbox-crs; part 3 (19-079r2): filter.
"""

import re
from hashlib import sha256

from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.features.crs import named, on_planet, outline
from idea.engines.features.errors import BadParameter, LayerChanged
from idea.engines.features.types import CRS84, Bounds, Crs, Interval
from idea.engines.features.validity.spans import span

COMMON = ("f", "lang")
_FORMATS = ("json", "geojson", "html")
_MOST_KEYS = 5
_CURSOR = re.compile(r"(?P<at>[0-9]{1,18})\.(?P<mark>[0-9a-f]{8})", re.ASCII)
_INTEGER = re.compile(r"[0-9]{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)


def check(request: HttpRequest, known: tuple[str, ...] = ()) -> None:
    """Refuse parameters that are not known, given twice, or that ask for another format."""
    allowed = {*COMMON, *known}
    for name, values in request.GET.lists():
        if name not in allowed:
            raise BadParameter(
                _("The parameter “%(name)s” is not known here.") % {"name": name[:80]},
                remedy=_("Known are: %(names)s.") % {"names": ", ".join(sorted(allowed))},
            )
        if len(values) > 1:
            raise BadParameter(_("The parameter “%(name)s” is given twice.") % {"name": name[:80]})
    if request.GET.get("f", "json") not in _FORMATS:
        raise BadParameter(
            _("Only JSON and HTML can be had here (f=json, f=html)."),
            remedy=_("Leave the parameter f out."),
        )


def wants_page(request: HttpRequest) -> bool:
    """Tell whether a person's browser asks; the parameter `f` is asked before the header Accept."""
    asked = request.GET.get("f")
    if asked is not None:
        return asked == "html"
    # Programs that take anything do not name HTML; browsers name it first.
    first = request.headers.get("accept", "").split(",")[0]
    return first.split(";")[0].strip() == "text/html"


def mark(lake_key: str) -> str:
    """Return what tells the version of a layer that a page's `after` counts in."""
    return sha256(lake_key.encode()).hexdigest()[:8]


def cursor(request: HttpRequest, lake_key: str) -> int | None:
    """Return the position a next link goes on from, or raise LayerChanged where it is stale."""
    text = request.GET.get("after")
    if text is None:
        return None
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise BadParameter(_("“after” is taken from a next link, as it is."))
    if found["mark"] != mark(lake_key):
        raise LayerChanged(
            _("There is a newer version of the layer."), remedy=_("Begin at the first page again.")
        )
    return int(found["at"])


def crs(request: HttpRequest, name: str) -> Crs:
    """Return the reference system a parameter names; CRS84 where it is not given."""
    return system(name, request.GET.get(name))


def system(name: str, text: str | None) -> Crs:
    """Return the reference system of a parameter's text; CRS84 where there is none."""
    return CRS84 if text is None else named(name, text)


def sortby(text: str) -> list[tuple[str, bool]]:
    """Return names of properties and whether the greatest is first, of "-kind,+name"."""
    keys = []
    for part in text.split(","):
        # In a query string "+" may have become a space.
        name = part[1:] if part[:1] in ("+", "-", " ") else part
        keys.append((name, part.startswith("-")))
    if len(keys) > _MOST_KEYS or len({name for name, _down in keys}) < len(keys):
        raise BadParameter(
            _("“sortby” takes up to %(most)d properties, each once.") % {"most": _MOST_KEYS}
        )
    return keys


def language(request: HttpRequest) -> str:
    """Return "en" or "zh-hant": the parameter `lang`, else what the browser prefers."""
    asked = request.GET.get("lang") or request.headers.get("accept-language", "")
    return "en" if asked.strip().lower().startswith("en") else "zh-hant"


def integer(request: HttpRequest, name: str, *, default: int | None, least: int) -> int | None:
    """Return a whole number of at least `least`."""
    text = request.GET.get(name)
    return default if text is None else whole(name, text, default=0, least=least)


def whole(name: str, text: str | None, *, default: int, least: int) -> int:
    """Return the whole number a parameter's text is; the default where there is none."""
    if text is None:
        return default
    if not _INTEGER.fullmatch(text) or int(text) < least:
        raise BadParameter(
            _("“%(name)s” must be a whole number of at least %(least)d.")
            % {"name": name, "least": least}
        )
    return int(text)


def bbox(text: str, system: Crs = CRS84) -> Bounds:
    """Return the box of 4 numbers, or of 6 with heights (which are not used).

    In degrees it is west, south, east, north, whichever axis `system` has first; in a projected
    system the least and the greatest of each axis.
    """
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part.strip()) for part in parts):
        raise BadParameter(
            _("“bbox” must be 4 or 6 numbers with commas between them."),
            remedy=_("For example bbox=121.4,24.9,121.7,25.2 (west, south, east, north)."),
        )
    numbers = [float(part) for part in parts]
    if len(numbers) == 6:  # noqa: PLR2004  with heights
        low, high = numbers.pop(2), numbers.pop(4)
        if low > high:
            raise BadParameter(_("The least height of “bbox” is above its greatest."))
    if system.latitude_first:
        numbers = [numbers[1], numbers[0], numbers[3], numbers[2]]
    west, south, east, north = numbers
    if system.projected:
        outline((west, south, east, north), system)
    elif not on_planet((west, south, east, north)) or south > north:
        raise BadParameter(
            _("“bbox” is not on the planet, or its south is north of its north."),
            remedy=_("Longitudes come first, in degrees: west, south, east, north."),
        )
    return west, south, east, north


def time(request: HttpRequest) -> Interval | None:
    """Return the span of time that `datetime` asks for; None where it is not given."""
    text = request.GET.get("datetime")
    return None if text is None else interval(text)


def interval(text: str) -> Interval:
    """Return the moments an instant or an interval (a/b, a/.., ../b) begins and ends at."""
    return span(text)
