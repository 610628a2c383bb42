"""What the page of a data set says of its 3D Tiles: what they are, and the addresses to open.

Shows no tiles: Cesium, QGIS and their like do, and take the address.
"""

from dataclasses import dataclass

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset
from idea.engines.features.types import Tileset


@dataclass(frozen=True, slots=True)
class Shown:
    tileset: Tileset
    address: str  # of what is current
    fixed: str  # of this version for good; empty where the tiles lie elsewhere
    cesium: str  # a line of JavaScript
    error: str  # meters, as are the heights
    low: str
    high: str


def tiles_shown(found: Dataset) -> Shown | None:
    """Return what to say of the current version's 3D Tiles, None where it has none."""
    version = found.current
    tileset = catalog.tileset(version) if version is not None else None
    if version is None or tileset is None:
        return None
    kept = tileset.key != ""
    address = catalog.tileset_url(found.slug) if kept else tileset.address
    return Shown(
        tileset=tileset,
        address=address,
        fixed=catalog.tileset_url(found.slug, version.number) if kept else "",
        cesium=(
            "viewer.scene.primitives.add(\n"
            f'  await Cesium.Cesium3DTileset.fromUrl("{_quoted(address)}")\n);'
        ),
        error=_meters(tileset.geometric_error),
        low=_meters(tileset.low),
        high=_meters(tileset.high),
    )


def _meters(value: float | None) -> str:
    if value is None:
        return ""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def _quoted(address: str) -> str:
    return address.replace("\\", "%5C").replace('"', "%22")
