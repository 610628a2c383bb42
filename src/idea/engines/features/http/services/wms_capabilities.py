"""What the Web Map Service says of itself (OGC 06-042 annex E.1; 1.1.1: 01-068r3 annex A)."""

from urllib.parse import quote
from xml.etree.ElementTree import Element

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features import raster
from idea.engines.features.crs import SUPPORTED
from idea.engines.features.http.services import info, times
from idea.engines.features.http.services.xml import XLINK, add, online, root
from idea.engines.features.styles import api as styles
from idea.engines.features.styles.types import DEFAULT, Style
from idea.engines.features.types import CRS84, Bounds, Collection

NEW, OLD = "1.3.0", "1.1.1"
SVG = "image/svg+xml"
MOST_PIXELS = 2560  # a side
MOST_LAYERS = 20
_WMS = "http://www.opengis.net/wms"
_SLD = "http://www.opengis.net/sld"
_SCHEMAS = "http://schemas.opengis.net"
_LEAST = 0.0005  # degrees: a layer of one place has some breadth all the same
# How requests name the systems.
SYSTEMS = {"CRS:84": CRS84.uri} | {
    crs.code: uri for uri, crs in SUPPORTED.items() if crs is not CRS84
}


def capabilities(
    request: HttpRequest, layers: list[Collection], version: str, only: str | None
) -> Element:
    """Return the document for the address of all layers, or of the one of `only`."""
    new = version == NEW
    address = request.build_absolute_uri(service_path("wms", only)) + "?"
    if new:
        where = (
            f"{_WMS} {_SCHEMAS}/wms/1.3.0/capabilities_1_3_0.xsd "
            f"{_SLD} {_SCHEMAS}/sld/1.1.0/sld_capabilities.xsd"
        )
        document = root(
            "WMS_Capabilities",
            {
                "version": NEW,
                "xmlns": _WMS,
                "xmlns:sld": _SLD,
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation": where,
                **XLINK,
            },
        )
    else:
        document = root("WMT_MS_Capabilities", {"version": OLD, **XLINK})
    title = site_title() if only is None else title_of(layers[0])
    _service(document, request, title, new=new)
    capability = add(document, "Capability")
    _operations(capability, address, new=new)
    exception = add(capability, "Exception")
    add(exception, "Format", "XML" if new else "application/vnd.ogc.se_xml")
    if not new:
        add(
            capability,
            "UserDefinedSymbolization",
            SupportSLD="0", UserLayer="0", UserStyle="0", RemoteWFS="0",
        )  # fmt: skip
    top = add(capability, "Layer")
    add(top, "Title", title)
    for code in SYSTEMS:
        if new or code != "CRS:84":
            add(top, "CRS" if new else "SRS", code)
    if layers:
        _boxes(top, _around(layers), new=new)
    found = drawn_styles(layers)
    for layer in layers:
        made = _layer(top, layer, request, new=new)
        for each in found[layer.id]:
            _style(made, layer, each, address, new=new)
    return document


def service_path(name: str, only: str | None) -> str:
    return f"/ogc/{name}" if only is None else f"/ogc/collections/{quote(only)}/{name}"


def site_title() -> str:
    names = settings.IDEA_SITE_NAME
    return _("%(site)s: map layers") % {"site": names.get(get_language(), names["zh-hant"])}


def title_of(layer: Collection) -> str:
    return (get_language() == "en" and layer.title_en) or layer.title


def about(layer: Collection) -> str:
    return (get_language() == "en" and layer.description_en) or layer.description


def _service(document: Element, request: HttpRequest, title: str, *, new: bool) -> None:
    service = add(document, "Service")
    add(service, "Name", "WMS" if new else "OGC:WMS")
    add(service, "Title", title)
    add(service, "Abstract", _("Every data set with places, drawn as a map."))
    online(service, request.build_absolute_uri("/"))
    add(service, "Fees", "none")
    add(service, "AccessConstraints", "none")
    if new:
        add(service, "LayerLimit", MOST_LAYERS)
        add(service, "MaxWidth", MOST_PIXELS)
        add(service, "MaxHeight", MOST_PIXELS)


def _operations(capability: Element, address: str, *, new: bool) -> None:
    operations = add(capability, "Request")
    own = "text/xml" if new else "application/vnd.ogc.wms_xml"
    legend = "sld:GetLegendGraphic" if new else "GetLegendGraphic"
    for name, formats in (
        ("GetCapabilities", [own]),
        ("GetMap", [raster.MEDIA_TYPE]),
        ("GetFeatureInfo", info.FORMATS),
        (legend, [raster.MEDIA_TYPE, SVG]),
    ):
        operation = add(operations, name)
        for each in formats:
            add(operation, "Format", each)
        online(add(add(add(operation, "DCPType"), "HTTP"), "Get"), address)


def _layer(top: Element, layer: Collection, request: HttpRequest, *, new: bool) -> Element:
    made = add(top, "Layer", queryable=1, opaque=0)
    add(made, "Name", layer.id)
    add(made, "Title", title_of(layer))
    if about(layer):
        add(made, "Abstract", about(layer))
    _boxes(made, layer.layer.bbox, new=new)
    times.describe(made, layer, new=new)
    if layer.attribution:
        add(add(made, "Attribution"), "Title", layer.attribution)
    data = add(made, "DataURL")
    add(data, "Format", "text/html")
    online(data, request.build_absolute_uri(reverse("portal:dataset", args=[layer.id])))
    return made


def _style(parent: Element, layer: Collection, style: Style, address: str, *, new: bool) -> None:
    made = add(parent, "Style")
    add(made, "Name", style.id)
    add(made, "Title", style_title(style))
    width, height = _legend_size(style, layer)
    legend = add(made, "LegendURL", width=width, height=height)
    add(legend, "Format", raster.MEDIA_TYPE)
    online(legend, legend_address(address, layer, style, NEW if new else OLD))


def drawn_styles(layers: list[Collection]) -> dict[str, list[Style]]:
    """Return the styles of each layer that the server draws; the first is the usual one.

    A default an expert wrote for browsers is drawn plainly.
    """
    return {
        layer_id: [each for each in found if styles.drawable(each) or each.id == DEFAULT]
        for layer_id, found in styles.of_all(layers).items()
    }


def style_title(style: Style) -> str:
    return (get_language() == "en" and style.title_en) or style.title


def _legend_size(style: Style, layer: Collection) -> tuple[int, int]:
    """Return the width and height of a style's legend; one sign is as large as WMS has it."""
    single = style.symbology is None or style.symbology.one_sign
    return (20, 20) if single else styles.legend_size(style, layer)


def legend_address(address: str, layer: Collection, style: Style, version: str) -> str:
    chosen = "" if style.id == DEFAULT else f"&STYLE={quote(style.id)}"
    return (
        f"{address}SERVICE=WMS&VERSION={version}&REQUEST=GetLegendGraphic&FORMAT=image/png"
        f"&LAYER={quote(layer.id)}{chosen}"
    )


def _boxes(parent: Element, bbox: Bounds, *, new: bool) -> None:
    west, south, east, north = _broad(bbox)
    if new:
        box = add(parent, "EX_GeographicBoundingBox")
        for name, value in (
            ("westBoundLongitude", west),
            ("eastBoundLongitude", east),
            ("southBoundLatitude", south),
            ("northBoundLatitude", north),
        ):
            add(box, name, value)
        add(parent, "BoundingBox", CRS="CRS:84", minx=west, miny=south, maxx=east, maxy=north)
        add(parent, "BoundingBox", CRS="EPSG:4326", minx=south, miny=west, maxx=north, maxy=east)
    else:
        sides = {"minx": west, "miny": south, "maxx": east, "maxy": north}
        add(parent, "LatLonBoundingBox", **sides)
        add(parent, "BoundingBox", SRS="EPSG:4326", **sides)


def _broad(bbox: Bounds) -> Bounds:
    west, south, east, north = bbox
    if east - west < _LEAST:
        west, east = west - _LEAST, east + _LEAST
    if north - south < _LEAST:
        south, north = south - _LEAST, north + _LEAST
    return west, south, east, north


def _around(layers: list[Collection]) -> Bounds:
    sides = list(zip(*(each.layer.bbox for each in layers), strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
