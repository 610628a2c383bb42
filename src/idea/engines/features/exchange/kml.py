"""Writes features as KML 2.2 (OGC 07-147r2): placemarks with all their columns as data."""

from collections.abc import Iterable
from typing import Any

import shapely

from idea.engines.features.exchange.types import About, Shown
from idea.engines.features.exchange.words import attribute, name_of, text


def write(features: Iterable[Shown], about: About) -> bytes:
    said = f"{about.attribution} · {about.license}" if about.license else about.attribution
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">\n'
        f"<Document><name>{text(about.title)}</name>"
        f"<atom:author><atom:name>{text(about.attribution)}</atom:name></atom:author>"
        f"<atom:link href={attribute(about.url)}/>"
        f"<description>{text(said)}</description>\n"
    )
    return "".join([head, *map(_placemark, features), "</Document></kml>\n"]).encode()


def _placemark(each: Shown) -> str:
    words = each.words()
    data = "".join(
        f"<Data name={attribute(name)}><value>{text(value)}</value></Data>"
        for name, value in words.items()
    )
    drawn = "" if each.shape is None or each.shape.is_empty else _geometry(each.shape)
    return (
        f"<Placemark><name>{text(name_of(words, each.id))}</name>"
        f"<ExtendedData>{data}</ExtendedData>{drawn}</Placemark>\n"
    )


def _geometry(shape: Any) -> str:
    kind = shape.geom_type
    if kind in ("Point", "LineString"):
        return f"<{kind}>{_places(shape)}</{kind}>"
    if kind == "LinearRing":
        return f"<LinearRing>{_places(shape)}</LinearRing>"
    if kind == "Polygon":
        inner = "".join(
            f"<innerBoundaryIs>{_geometry(ring)}</innerBoundaryIs>" for ring in shape.interiors
        )
        outer = f"<outerBoundaryIs>{_geometry(shape.exterior)}</outerBoundaryIs>"
        return f"<Polygon>{outer}{inner}</Polygon>"
    return f"<MultiGeometry>{''.join(map(_geometry, shape.geoms))}</MultiGeometry>"


def _places(line: Any) -> str:
    places = shapely.get_coordinates(line).tolist()
    return f"<coordinates>{' '.join(f'{x:.7f},{y:.7f}' for x, y in places)}</coordinates>"
