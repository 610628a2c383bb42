"""What the Web Map Tile Service says of itself (OGC 07-057r7, clause 7.1.1 and 10.1)."""

from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element

from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.features import raster
from idea.engines.features.http.services import info
from idea.engines.features.http.services.wms_capabilities import (
    about,
    drawn_styles,
    legend_address,
    service_path,
    site_title,
    style_title,
    title_of,
)
from idea.engines.features.http.services.xml import XLINK, add, root
from idea.engines.features.matrices import CELLS, MATRIX_SETS, MatrixSet
from idea.engines.features.styles.types import DEFAULT, Style
from idea.engines.features.types import CRS84, Collection

VERSION = "1.0.0"
ENDINGS: Final = dict(zip(info.FORMATS, ("json", "html", "txt", "gml"), strict=True))
_WMTS = "http://www.opengis.net/wmts/1.0"
_PLACE = "{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}"


def capabilities(request: HttpRequest, layers: list[Collection], only: str | None) -> Element:
    """Return the document for the address of all layers, or of the one of `only`."""
    address = request.build_absolute_uri(service_path("wmts", only))
    document = root(
        "Capabilities",
        {
            "version": VERSION,
            "xmlns": _WMTS,
            "xmlns:ows": "http://www.opengis.net/ows/1.1",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{_WMTS} http://schemas.opengis.net/wmts/1.0/"
            "wmtsGetCapabilities_response.xsd",
            **XLINK,
        },
    )
    identification = add(document, "ows:ServiceIdentification")
    add(identification, "ows:Title", site_title() if only is None else title_of(layers[0]))
    add(identification, "ows:Abstract", _("Every data set with places, drawn as a map."))
    add(identification, "ows:ServiceType", "OGC WMTS")
    add(identification, "ows:ServiceTypeVersion", VERSION)
    add(identification, "ows:Fees", "none")
    add(identification, "ows:AccessConstraints", "none")
    operations = add(document, "ows:OperationsMetadata")
    for name in ("GetCapabilities", "GetTile", "GetFeatureInfo"):
        http = add(add(add(operations, "ows:Operation", name=name), "ows:DCP"), "ows:HTTP")
        encoding = add(
            add(http, "ows:Get", xlink_href=f"{address}?"), "ows:Constraint", name="GetEncoding"
        )
        add(add(encoding, "ows:AllowedValues"), "ows:Value", "KVP")
    contents = add(document, "Contents")
    tiles = request.build_absolute_uri(f"/ogc/wmts/{VERSION}")
    legend = request.build_absolute_uri(service_path("wms", only))
    found = drawn_styles(layers)
    for layer in layers:
        _layer(contents, layer, found[layer.id], tiles, legend)
    for matrices in MATRIX_SETS.values():
        _matrix_set(contents, matrices)
    add(document, "ServiceMetadataURL", xlink_href=f"{address}/{VERSION}/WMTSCapabilities.xml")
    return document


def _layer(
    contents: Element, layer: Collection, styles: list[Style], tiles: str, legends: str
) -> None:
    made = add(contents, "Layer")
    add(made, "ows:Title", title_of(layer))
    if about(layer):
        add(made, "ows:Abstract", about(layer))
    west, south, east, north = layer.layer.bbox
    box = add(made, "ows:WGS84BoundingBox")
    add(box, "ows:LowerCorner", f"{west} {south}")
    add(box, "ows:UpperCorner", f"{east} {north}")
    add(made, "ows:Identifier", layer.id)
    for found in styles:
        style = add(made, "Style", isDefault="true" if found.id == DEFAULT else "false")
        add(style, "ows:Title", style_title(found))
        add(style, "ows:Identifier", found.id)
        add(
            style,
            "LegendURL",
            format=raster.MEDIA_TYPE,
            xlink_href=legend_address(f"{legends}?", layer, found, "1.3.0"),
        )
    name = quote(layer.id)
    add(made, "Format", raster.MEDIA_TYPE)
    for kind in ENDINGS:
        add(made, "InfoFormat", kind)
    for each in MATRIX_SETS.values():
        add(add(made, "TileMatrixSetLink"), "TileMatrixSet", each.id)
    place = f"{tiles}/{name}/{_PLACE}"
    add(
        made,
        "ResourceURL",
        format=raster.MEDIA_TYPE, resourceType="tile", template=f"{place}.png",
    )  # fmt: skip
    for kind, ending in ENDINGS.items():
        template = f"{place}/{{J}}/{{I}}.{ending}"
        add(made, "ResourceURL", format=kind, resourceType="FeatureInfo", template=template)


def _matrix_set(contents: Element, matrices: MatrixSet) -> None:
    made = add(contents, "TileMatrixSet")
    add(made, "ows:Title", matrices.title)
    add(made, "ows:Identifier", matrices.id)
    code = "OGC:1.3:CRS84" if matrices.crs is CRS84 else matrices.crs.code.replace(":", "::")
    add(made, "ows:SupportedCRS", f"urn:ogc:def:crs:{code}")
    if matrices.scales:
        add(made, "WellKnownScaleSet", matrices.scales)
    for z in range(matrices.deepest + 1):
        matrix = add(made, "TileMatrix")
        add(matrix, "ows:Identifier", z)
        add(matrix, "ScaleDenominator", repr(matrices.denominator(z)))
        add(matrix, "TopLeftCorner", f"{matrices.west!r} {matrices.north!r}")
        add(matrix, "TileWidth", CELLS)
        add(matrix, "TileHeight", CELLS)
        add(matrix, "MatrixWidth", matrices.width(z))
        add(matrix, "MatrixHeight", matrices.height(z))
