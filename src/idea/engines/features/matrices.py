"""The tile matrix sets that maps are cut in (OGC 17-083r4, Two Dimensional Tile Matrix Set 2.0).

Numbers only: which tile covers what. Tiles have 256 cells of 0.28 mm on a side.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from pyproj import Transformer

from idea.engines.features.crs import SUPPORTED
from idea.engines.features.errors import NoMatrixSet, NoTile
from idea.engines.features.types import CRS84, Bounds, Crs

CELLS = 256
_PIXEL = 0.00028  # meters, the size a rendered cell is said to have
_METERS = math.pi * 6_378_137 / 180  # a degree's, on the sphere the standard takes
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
_REGISTERED = "http://www.opengis.net/def/tilematrixset/OGC/1.0/"


@dataclass(frozen=True, slots=True)
class MatrixSet:
    """Each matrix has twice the columns and rows of the one before; axes are east, then north."""

    id: str
    title: str
    crs: Crs
    west: float  # of the corner where tile 0/0/0 begins, in the units of the system
    north: float
    side: float  # of a tile of matrix 0
    columns: int  # of matrix 0
    deepest: int
    uri: str = ""  # where it is registered; "" for one of our own
    scales: str = ""  # its well-known scale set in WMTS
    also: str = ""  # another name in WMTS

    def cell(self, z: int) -> float:
        """Return the side of a cell, in the units of the system."""
        return self.side / (CELLS << z)

    def denominator(self, z: int) -> float:
        return self.cell(z) * (1.0 if self.crs.projected else _METERS) / _PIXEL

    def width(self, z: int) -> int:
        return self.columns << z

    def height(self, z: int) -> int:
        return 1 << z

    def check(self, z: int, x: int, y: int) -> None:
        """Raise NoTile outside the matrix."""
        inside = 0 <= z <= self.deepest and 0 <= x < self.width(z) and 0 <= y < self.height(z)
        if not inside:
            raise NoTile(_("There is no tile %(z)s/%(x)s/%(y)s.") % {"z": z, "x": x, "y": y})

    def bounds(self, z: int, x: int, y: int, edge: float = 0) -> Bounds:
        """Return a tile's sides in its system; with `edge`, a part of its side more around it."""
        side = self.side / 2**z
        west, north = self.west + (x - edge) * side, self.north - (y - edge) * side
        whole = (1 + 2 * edge) * side
        return west, north - whole, west + whole, north

    def degrees(self, z: int, x: int, y: int, edge: float = 0) -> Bounds:
        """Return what `bounds` does in degrees (CRS84), within the world."""
        return degrees(self.bounds(z, x, y, edge), self.crs)

    def limits(self, z: int, bbox: Bounds) -> tuple[int, int, int, int]:
        """Return the first and last row, first and last column whose tiles touch `bbox` (CRS84)."""
        west, south, east, north = transformer(CRS84.code, self.crs.code).transform_bounds(
            *_within_mercator(bbox) if self.crs.code == "EPSG:3857" else bbox
        )
        side = self.side / 2**z

        def held(value: float, most: int) -> int:
            return max(0, min(most - 1, math.floor(value))) if math.isfinite(value) else 0

        return (
            held((self.north - north) / side, self.height(z)),
            held((self.north - south) / side, self.height(z)),
            held((west - self.west) / side, self.width(z)),
            held((east - self.west) / side, self.width(z)),
        )

    def definition(self) -> dict[str, Any]:
        """Return the set as the standard's JSON encoding has it (17-083r4, annex D)."""
        made = {
            "id": self.id,
            "title": self.title,
            "uri": self.uri,
            "crs": self.crs.uri,
            "orderedAxes": ["E", "N"] if self.crs.projected else ["Lon", "Lat"],
            "wellKnownScaleSet": self.scales
            and f"http://www.opengis.net/def/wkss/OGC/1.0/{self.scales.rsplit(':', 1)[1]}",
            "tileMatrices": [
                {
                    "id": str(z),
                    "scaleDenominator": self.denominator(z),
                    "cellSize": self.cell(z),
                    "cornerOfOrigin": "topLeft",
                    "pointOfOrigin": [self.west, self.north],
                    "tileWidth": CELLS,
                    "tileHeight": CELLS,
                    "matrixWidth": self.width(z),
                    "matrixHeight": self.height(z),
                }
                for z in range(self.deepest + 1)
            ],
        }
        return {key: value for key, value in made.items() if value}


def degrees(bounds: Bounds, crs: Crs) -> Bounds:
    """Return a box of a system (east first) as the box in degrees around it, within the world."""
    if not crs.projected:
        west, south, east, north = bounds
    else:
        west, south, east, north = transformer(crs.code, CRS84.code).transform_bounds(*bounds)
        if not math.isfinite(west + east) or west > east:  # over the edge of the world
            west, east = -180.0, 180.0
        if not math.isfinite(south + north):
            south, north = -90.0, 90.0
    return max(-180.0, west), max(-90.0, south), min(180.0, east), min(90.0, north)


@lru_cache(maxsize=16)
def transformer(source: str, target: str) -> Transformer:
    """Return what takes positions from one system to another, east (longitude) first in both."""
    return Transformer.from_crs(source, target, always_xy=True)


def _within_mercator(bbox: Bounds) -> Bounds:
    west, south, east, north = bbox
    most = 85.051128
    return west, max(-most, min(most, south)), east, max(-most, min(most, north))


_WORLD = 20037508.342789244  # half the side of the Mercator square, meters
WEB_MERCATOR = MatrixSet(
    id="WebMercatorQuad",
    title="Google Maps Compatible for the World",
    crs=SUPPORTED[f"{_EPSG}3857"],
    west=-_WORLD,
    north=_WORLD,
    side=2 * _WORLD,
    columns=1,
    deepest=22,
    uri=f"{_REGISTERED}WebMercatorQuad",
    scales="urn:ogc:def:wkss:OGC:1.0:GoogleMapsCompatible",
    also="GoogleMapsCompatible",  # what the national base map's WMTS calls it
)
_CRS84_QUAD = MatrixSet(
    id="WorldCRS84Quad",
    title="CRS84 for the World",
    crs=CRS84,
    west=-180.0,
    north=90.0,
    side=180.0,
    columns=2,
    deepest=20,
    uri=f"{_REGISTERED}WorldCRS84Quad",
    scales="urn:ogc:def:wkss:OGC:1.0:GoogleCRS84Quad",
)
_TWD97 = MatrixSet(
    # Nobody has registered one for the survey grid. This holds Taiwan with Penghu, Kinmen and
    # Matsu; cells are of 2 meters to a power, 4 km to 0.25 m.
    id="TWD97TM2Quad",
    title="TWD97 / TM2 zone 121 for Taiwan",
    crs=SUPPORTED[f"{_EPSG}3826"],
    west=-262_144.0,
    north=3_145_728.0,
    side=1_048_576.0,
    columns=1,
    deepest=14,
)
MATRIX_SETS = {each.id: each for each in (WEB_MERCATOR, _CRS84_QUAD, _TWD97)}


def matrix_set(name: str) -> MatrixSet:
    """Return a set by its name or its other one; raise NoMatrixSet."""
    for each in MATRIX_SETS.values():
        if name in (each.id, each.also):
            return each
    raise NoMatrixSet(
        _("There is no tile matrix set “%(name)s”.") % {"name": name[:80]},
        remedy=_("Known are: %(names)s.") % {"names": ", ".join(MATRIX_SETS)},
    )
