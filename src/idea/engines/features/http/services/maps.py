"""OGC API Maps 1.0 (OGC 20-058): pictures of one collection or several, as PNG or JPEG.

Conformance classes core, collection-map, dataset-map, collections-selection, scaling,
spatial-subsetting, crs, background, png, jpeg, datetime. What part of the world is in `map_views`.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import queries, raster
from idea.engines.features.errors import BadParameter
from idea.engines.features.http import params
from idea.engines.features.http.answers import entrance, fresh, send, tag
from idea.engines.features.http.services.map_views import KNOWN, box_of, view
from idea.engines.features.http.services.wms_capabilities import MOST_LAYERS
from idea.engines.features.pictures import JPEG, jpeg
from idea.engines.features.styles.api import look_of
from idea.engines.features.types import Bounds, Collection
from idea.engines.features.validity.cutting import during

CONFORMS = [
    f"http://www.opengis.net/spec/ogcapi-maps-1/1.0/conf/{name}"
    for name in (
        "core",
        "collection-map",
        "dataset-map",
        "collections-selection",
        "scaling",
        "spatial-subsetting",
        "crs",
        "background",
        "png",
        "jpeg",
        "datetime",
    )
]
MAP = "http://www.opengis.net/def/rel/ogc/1.0/map"
DRAWING = "1"  # goes up when maps are drawn differently
_HOUR = 3600
_FORMATS = {"png": raster.MEDIA_TYPE, "jpeg": JPEG, "jpg": JPEG}
_COLOR = re.compile(r"(?:0[xX]|#)?([0-9a-fA-F]{6})", re.ASCII)
_NAMED = {"white": "ffffff", "black": "000000", "gray": "808080", "silver": "c0c0c0"}
_BACKGROUND = ("bgcolor", "transparent", "void-color", "void-transparent")


@entrance("*")
def collection_map(request: HttpRequest, collection_id: str) -> HttpResponse:
    _check(request)
    layer = queries.collection(collection_id)
    return _answer(request, [layer], layer.layer.bbox)


@entrance("*")
def dataset_map(request: HttpRequest) -> HttpResponse:
    """Answer with the layers that are named, the first undermost; else with the most local ones."""
    _check(request, "collections")
    names = [each.strip() for each in request.GET.get("collections", "").split(",")]
    if not any(names):
        bounds = box_of(request) or (-180.0, -90.0, 180.0, 90.0)
        layers = queries.touching(bounds, MOST_LAYERS)
        return _answer(request, layers[::-1], _around(layers))
    if len(names) > MOST_LAYERS:
        raise BadParameter(
            _("At most %(most)d layers can be asked for at once.") % {"most": MOST_LAYERS}
        )
    layers = [queries.collection(name) for name in names]
    return _answer(request, layers, _around(layers))


def _answer(request: HttpRequest, layers: list[Collection], around: Bounds) -> HttpResponse:
    span = params.time(request)
    layers = [during(layer, span) for layer in layers]
    shown = view(request, around)
    kind = _media_type(request)
    background = _background(request, kind)
    looks = [look_of(each) for each in layers]
    versions = [(each.lake_key, look.key) for each, look in zip(layers, looks, strict=True)]
    etag = tag("map", DRAWING, kind, *versions, shown, background)
    response = fresh(request, etag)
    if response is None:
        body = raster.picture(layers, shown, background, looks)
        body = jpeg(body) if kind == JPEG else body
        response = send(body, etag=etag, media_type=kind, max_age=_HOUR)
    response["Content-Crs"] = f"<{shown.crs.uri}>"
    west, south, east, north = shown.bounds
    box = (south, west, north, east) if shown.crs.latitude_first else shown.bounds
    response["Content-Bbox"] = ",".join(format(side, ".10g") for side in box)
    return response


def _around(layers: list[Collection]) -> Bounds:
    if not layers:
        return (-180.0, -90.0, 180.0, 90.0)
    wests, souths, easts, norths = zip(*(each.layer.bbox for each in layers), strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _check(request: HttpRequest, *more: str) -> None:
    allowed = {*KNOWN, *_BACKGROUND, "datetime", "f", "lang", *more}
    for name, values in request.GET.lists():
        if name not in allowed:
            raise BadParameter(
                _("The parameter “%(name)s” is not known here.") % {"name": name[:80]},
                remedy=_("Known are: %(names)s.") % {"names": ", ".join(sorted(allowed))},
            )
        if len(values) > 1:
            raise BadParameter(_("The parameter “%(name)s” is given twice.") % {"name": name[:80]})


def _media_type(request: HttpRequest) -> str:
    asked = request.GET.get("f")
    if asked is not None:
        if asked not in _FORMATS:
            raise BadParameter(_("A map can be had as png or jpeg."))
        return _FORMATS[asked]
    accepted = request.headers.get("accept", "")
    only = JPEG in accepted and raster.MEDIA_TYPE not in accepted and "image/*" not in accepted
    return JPEG if only else raster.MEDIA_TYPE


def _background(request: HttpRequest, kind: str) -> str:
    """Return the color under the layers; "" for none, as is usual where none is named (clause 9).

    There is no void: where there are no data, there is background.
    """
    for name in ("bgcolor", "void-color"):
        _color(request, name)
    for name in ("transparent", "void-transparent"):
        if request.GET.get(name, "true").lower() not in ("true", "false"):
            raise BadParameter(_("“%(name)s” is true or false.") % {"name": name})
    color = _color(request, "bgcolor")
    clear = request.GET.get("transparent", "false" if color else "true").lower() == "true"
    if kind == JPEG or not clear:
        return color or "#ffffff"
    return ""


def _color(request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "")
    found = _COLOR.fullmatch(_NAMED.get(text.lower(), text))
    if text and found is None:
        raise BadParameter(_("“%(name)s” must be like 0xFFFFFF.") % {"name": name})
    return f"#{found[1]}" if found else ""
