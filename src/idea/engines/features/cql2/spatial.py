"""Spatial functions of CQL2 as SQL (OGC 21-065r2, clause 7.8), skipping by boxes what is far."""

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from idea.engines.features.conditions import Where, box, related
from idea.engines.features.cql2.tree import Box, Node, Property, Shape, bad
from idea.engines.features.crs import outline, to_degrees
from idea.engines.features.types import CRS84, Crs

GEOMETRY = "geometry"
_TURNED = {"s_contains": "s_within", "s_within": "s_contains"}


def condition(op: str, first: Node, second: Node, *, crs: Crs, denied: bool) -> Where:
    """Return the condition that `op` holds (or where `denied`, does not) of two geometries."""
    if not isinstance(first, Property) and isinstance(second, Property):
        op, first, second = _TURNED.get(op, op), second, first
    function = f"ST_{op.removeprefix('s_').capitalize()}"
    left, right = _operand(first, crs), _operand(second, crs)
    if left is None and right is not None and op != "s_disjoint" and not denied:
        return related(function, right)
    sides = [GEOMETRY if side is None else "ST_GeomFromWKB(?)" for side in (left, right)]
    values = tuple(shapely.to_wkb(side) for side in (left, right) if side is not None)
    test = f"{'NOT ' if denied else ''}{function}({sides[0]}, {sides[1]})"
    return Where(f"({GEOMETRY} IS NOT NULL AND {test})" if None in (left, right) else test, values)


def _operand(node: Node, crs: Crs) -> BaseGeometry | None:
    """Return a geometry in CRS84, or None for the feature's own."""
    if isinstance(node, Property):
        if node.name != GEOMETRY:
            raise bad(_("Spatial functions ask about the property “geometry”."))
        return None
    if isinstance(node, Shape):
        return to_degrees(node.geometry, crs)
    if isinstance(node, Box):
        return _box(node, crs)
    raise bad(_("Spatial functions take the property “geometry”, a geometry in WKT, or a BBOX."))


def _box(node: Box, crs: Crs) -> BaseGeometry:
    first, second, third, fourth = node.bounds
    if crs.projected:
        return outline(node.bounds, crs)
    bounds = (second, first, fourth, third) if crs.latitude_first else node.bounds
    if bounds[1] > bounds[3]:
        raise bad(_("The south of a BBOX lies north of its north."))
    # Looked at before the halves: the antimeridian would hide a west that is off the planet.
    to_degrees(shapely.MultiPoint([bounds[:2], bounds[2:]]), CRS84)
    return box(bounds)
