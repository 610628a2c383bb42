"""Web Map Service 1.3.0 (OGC 06-042, ISO 19128), and 1.1.1 (01-068r3) for old GIS desktops.

Reads requests; what the service says of itself is in `wms_capabilities`, drawing in `raster`.
"""

import re
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features import raster
from idea.engines.features.crs import SUPPORTED
from idea.engines.features.errors import TooLong
from idea.engines.features.http.answers import entrance, fresh, send, tag
from idea.engines.features.http.services import info, kvp, times, xml
from idea.engines.features.http.services.documents import answer
from idea.engines.features.http.services.kvp import ServiceError
from idea.engines.features.http.services.wms_capabilities import (
    MOST_LAYERS,
    MOST_PIXELS,
    NEW,
    OLD,
    SVG,
    SYSTEMS,
    capabilities,
)
from idea.engines.features.styles import api as styles
from idea.engines.features.styles.errors import NoStyle
from idea.engines.features.styles.types import DEFAULT, Style
from idea.engines.features.types import Collection

Operation = Callable[[HttpRequest, Mapping[str, str], str, str | None], HttpResponse]
DRAWING = "2"  # goes up when pictures are drawn differently
_HOUR = 3600
_COLOR = re.compile(r"0[xX]([0-9a-fA-F]{6})", re.ASCII)
_MOST_LEGEND = 200
_MOST_FEATURES = info.MOST


@entrance("*")
def wms(request: HttpRequest, collection_id: str | None = None) -> HttpResponse:
    """Answer for all layers, or for the one of `collection_id`."""
    version = NEW
    try:
        asked = kvp.given(request)
        version = _version(asked)
        return _operation(asked)(request, asked, version, collection_id)
    except ServiceError as error:
        return _report(error, version)
    except TooLong as error:
        return _report(ServiceError(str(error.detail), code="", status=error.status), version)


def _operation(asked: Mapping[str, str]) -> Operation:
    if asked.get("SERVICE", "WMS").upper() != "WMS":
        raise ServiceError(_("This is a WMS."), locator="SERVICE")
    name = kvp.needed(asked, "REQUEST")
    if name.lower() not in _OPERATIONS:
        raise ServiceError(
            _("The request “%(name)s” is not known here.") % {"name": name[:80]},
            code="OperationNotSupported",
            locator="REQUEST",
        )
    return _OPERATIONS[name.lower()]


def _version(asked: Mapping[str, str]) -> str:
    """Return the version to answer in (clause 6.2.4): the one asked for, or the one nearest."""
    text = asked.get("VERSION") or asked.get("WMTVER", "")
    if not text:
        return OLD if "SRS" in asked else NEW
    return OLD if text < NEW else NEW


def _get_capabilities(
    request: HttpRequest, _asked: Mapping[str, str], version: str, only: str | None
) -> HttpResponse:
    layers = kvp.layers(only)
    return answer(
        request,
        ("wms", version, only, *layers),
        lambda: capabilities(request, layers, version, only),
        "text/xml" if version == NEW else "application/vnd.ogc.wms_xml",
    )


def _get_map(
    request: HttpRequest, asked: Mapping[str, str], version: str, only: str | None
) -> HttpResponse:
    layers = _layers(asked, "LAYERS", only)
    found = _styles(asked, layers)
    looks = [styles.look_of(*pair) for pair in zip(layers, found, strict=True)]
    view = _view(asked, version)
    _png(asked)
    background = _background(asked)
    dated = times.at(layers, asked)
    versions = [(each.lake_key, look.key) for each, look in zip(dated, looks, strict=True)]
    etag = tag(DRAWING, *versions, view, background)
    if known := fresh(request, etag):
        return known
    body = raster.picture(dated, view, background, looks)
    return send(body, etag=etag, media_type=raster.MEDIA_TYPE, max_age=_HOUR)


def _get_feature_info(
    _request: HttpRequest, asked: Mapping[str, str], version: str, only: str | None
) -> HttpResponse:
    layers = times.at(_layers(asked, "QUERY_LAYERS", only), asked)
    view = _view(asked, version)
    kind = asked.get("INFO_FORMAT", info.FORMATS[2]).split(";")[0].strip()
    if kind == "application/geo+json":
        kind = info.FORMATS[0]
    if kind not in info.FORMATS:
        raise _no_format(asked["INFO_FORMAT"], "INFO_FORMAT")
    across, down = ("I", "J") if version == NEW else ("X", "Y")
    try:
        column = kvp.whole(asked, across, least=0, most=view.width - 1)
        row = kvp.whole(asked, down, least=0, most=view.height - 1)
    except ServiceError as error:
        missing = error.code == "MissingParameterValue"
        code = error.code if missing else "InvalidPoint"
        raise ServiceError(error.words, code=code, locator=error.locator) from None
    most = 1
    if asked.get("FEATURE_COUNT"):
        most = kvp.whole(asked, "FEATURE_COUNT", least=1, most=10**6)
    found = info.features_at(layers, view, column, row, min(most, _MOST_FEATURES))
    return info.answer(found, kind)


def _get_legend(
    request: HttpRequest, asked: Mapping[str, str], _version: str, only: str | None
) -> HttpResponse:
    """Answer GetLegendGraphic (OGC 05-078r4, Styled Layer Descriptor profile, clause 12)."""
    layer = kvp.layer(kvp.needed(asked, "LAYER"), only)
    [style] = _styles({"STYLES": asked.get("STYLE", "")}, [layer])
    kind = _legend_format(asked)
    width, height = (
        kvp.whole(asked, name, least=1, most=_MOST_LEGEND) if asked.get(name) else 20
        for name in ("WIDTH", "HEIGHT")
    )
    look = styles.look_of(layer, style)
    etag = tag(DRAWING, layer.lake_key, look.key, style.number, kind, width, height, get_language())
    if known := fresh(request, etag):
        return known
    if look.plain and kind == raster.MEDIA_TYPE:  # one sign, as large as was asked for
        body = raster.legend(layer.layer.kind, width, height, look.inks[0])
    else:
        body = styles.legend_svg(style, layer).encode()
        if kind == raster.MEDIA_TYPE:
            body = raster.from_svg(body.decode())
    return send(body, etag=etag, media_type=kind, max_age=_HOUR)


_OPERATIONS: dict[str, Operation] = {
    "getcapabilities": _get_capabilities,
    "capabilities": _get_capabilities,  # what WMS 1.0 said
    "getmap": _get_map,
    "map": _get_map,
    "getfeatureinfo": _get_feature_info,
    "getlegendgraphic": _get_legend,
}


def _layers(asked: Mapping[str, str], name: str, only: str | None) -> list[Collection]:
    names = [each.strip() for each in kvp.needed(asked, name).split(",")]
    if len(names) > MOST_LAYERS:
        raise ServiceError(
            _("At most %(most)d layers can be asked for at once.") % {"most": MOST_LAYERS},
            locator=name,
        )
    return [kvp.layer(each, only) for each in names]


def _styles(asked: Mapping[str, str], layers: list[Collection]) -> list[Style]:
    """Return the style of each layer (clause 7.3.3.4): its default where none is named."""
    said = asked.get("STYLES", "")
    names = said.split(",") if said else [""] * len(layers)
    if len(names) != len(layers):
        raise no_style(said, "STYLES")
    return [style_of(layer, name.strip()) for layer, name in zip(layers, names, strict=True)]


def style_of(layer: Collection, name: str, *, locator: str = "STYLES", code: str = "") -> Style:
    """Return a style that can be drawn here; one that cannot is none of this service."""
    try:
        found = styles.style(layer, name)
    except NoStyle:
        raise no_style(name, locator, code) from None
    if name and not styles.drawable(found) and found.id != DEFAULT:
        raise no_style(name, locator, code)
    return found


def no_style(name: str, locator: str, code: str = "") -> ServiceError:
    return ServiceError(
        _("There is no style “%(name)s” of this layer.") % {"name": name[:80]},
        code=code or "StyleNotDefined",
        locator=locator,
    )


def _view(asked: Mapping[str, str], version: str) -> raster.View:
    name = "CRS" if version == NEW else "SRS"
    code = kvp.needed(asked, name).upper()
    crs = SUPPORTED.get(SYSTEMS.get(code, ""))
    if crs is None or (code == "CRS:84" and version != NEW):
        raise ServiceError(
            _("“%(name)s” names no reference system of this service.") % {"name": code[:80]},
            code=f"Invalid{name}",
            locator=name,
        )
    first, second, third, fourth = kvp.box(asked, "BBOX")
    bounds = (first, second, third, fourth)
    if crs.latitude_first:
        # What is drawn is longitude across, whatever the order of the axes was in the request.
        if version == NEW:
            bounds = (second, first, fourth, third)
        crs = SUPPORTED[SYSTEMS["CRS:84"]]
    width = kvp.whole(asked, "WIDTH", least=1, most=MOST_PIXELS)
    height = kvp.whole(asked, "HEIGHT", least=1, most=MOST_PIXELS)
    return raster.View(crs, bounds, width, height)


def _png(asked: Mapping[str, str]) -> None:
    kind = asked.get("FORMAT", raster.MEDIA_TYPE).split(";")[0].strip().lower()
    if kind not in (raster.MEDIA_TYPE, "png"):
        raise _no_format(asked["FORMAT"], "FORMAT")


def _legend_format(asked: Mapping[str, str]) -> str:
    kind = asked.get("FORMAT", raster.MEDIA_TYPE).split(";")[0].strip().lower()
    if kind == SVG:
        return kind
    _png(asked)
    return raster.MEDIA_TYPE


def _no_format(name: str, locator: str) -> ServiceError:
    return ServiceError(
        _("The format “%(name)s” cannot be had here.") % {"name": name[:80]},
        code="InvalidFormat",
        locator=locator,
    )


def _background(asked: Mapping[str, str]) -> str:
    """Return the color under the layers; "" where the picture is to be see-through."""
    if asked.get("TRANSPARENT", "").upper() == "TRUE":
        return ""
    text = asked.get("BGCOLOR") or "0xFFFFFF"
    found = _COLOR.fullmatch(text)
    if found is None:
        raise ServiceError(_("“BGCOLOR” must be like 0xFFFFFF."), locator="BGCOLOR")
    return f"#{found[1]}"


def _report(error: ServiceError, version: str) -> HttpResponse:
    """Return a report of the exception (1.3.0: clause 6.11 and annex E.2)."""
    attributes = {"version": version}
    if version == NEW:
        attributes["xmlns"] = "http://www.opengis.net/ogc"
    document = xml.root("ServiceExceptionReport", attributes)
    said = {"code": error.code} if error.code else {}
    if version == NEW and error.locator:
        said["locator"] = error.locator
    xml.add(document, "ServiceException", error.words, **said)
    kind = "text/xml" if version == NEW else "application/vnd.ogc.se_xml"
    return xml.response(document, kind, error.status)
