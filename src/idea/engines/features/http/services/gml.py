"""Writes features as GML 2.1.2 (OGC 02-069), which desktops ask GetFeatureInfo for.

Coordinates are degrees, longitude first, as GML 2 has EPSG:4326. Knows GeoJSON, no layers.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from idea.engines.features.http.services.xml import add, root, written

MEDIA_TYPE: Final = "application/vnd.ogc.gml"
_HERE: Final = "urn:ide:features"
# Narrower than what XML 1.0 allows, which not all readers of its 4th edition take.
_NO_NAME: Final = re.compile("[^A-Za-z0-9_.一-龥-]")
_PARTS: Final = {
    "MultiPoint": ("Point", "pointMember"),
    "MultiLineString": ("LineString", "lineStringMember"),
    "MultiPolygon": ("Polygon", "polygonMember"),
}
_SYSTEM: Final = {"srsName": "EPSG:4326"}


def collection(features: Iterable[tuple[str, Mapping[str, Any]]]) -> bytes:
    """Return a document of features, each with the name of its layer."""
    made = root(
        "wfs:FeatureCollection",
        {
            "xmlns:wfs": "http://www.opengis.net/wfs",
            "xmlns:gml": "http://www.opengis.net/gml",
            "xmlns:f": _HERE,
        },
    )
    add(add(made, "gml:boundedBy"), "gml:null", "unknown")
    for layer, feature in features:
        member = add(made, "gml:featureMember")
        one = add(member, f"f:{_name(layer)}", fid=f"{layer}.{feature['id']}")
        for name, value in feature["properties"].items():
            if value is not None:
                add(one, f"f:{_name(name)}", value)
        if feature["geometry"] is not None:
            _geometry(add(one, "f:geometry"), feature["geometry"], **_SYSTEM)
    return written(made)


def _geometry(parent: Element, geometry: Mapping[str, Any], **said: str) -> None:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        whole = add(parent, "gml:MultiGeometry", **said)
        for each in geometry["geometries"]:
            _geometry(add(whole, "gml:geometryMember"), each)
    elif kind in _PARTS:
        part, member = _PARTS[kind]
        whole = add(parent, f"gml:{kind}", **said)
        for each in geometry["coordinates"]:
            _geometry(add(whole, f"gml:{member}"), {"type": part, "coordinates": each})
    elif kind == "Polygon":
        whole = add(parent, "gml:Polygon", **said)
        for at, ring in enumerate(geometry["coordinates"]):
            side = add(whole, "gml:innerBoundaryIs" if at else "gml:outerBoundaryIs")
            add(add(side, "gml:LinearRing"), "gml:coordinates", _places(ring))
    else:
        places = [geometry["coordinates"]] if kind == "Point" else geometry["coordinates"]
        add(add(parent, f"gml:{kind}", **said), "gml:coordinates", _places(places))


def _places(places: Iterable[Any]) -> str:
    return " ".join(",".join(map(repr, place[:2])) for place in places)


def _name(text: str) -> str:
    """Return a text as a name of XML: others' letters become underscores."""
    made = _NO_NAME.sub("_", text)
    return made if made[:1].isalpha() or made.startswith("_") else f"_{made}"
