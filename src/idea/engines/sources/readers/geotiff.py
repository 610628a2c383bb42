"""Reads a GeoTIFF (OGC 19-008r4) as a table of its bands, each with the raster's outline.

The cells themselves are no rows: what draws and serves them is made where it is published.
"""

import math
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from idea.engines.sources.errors import UnreadableFile
from idea.engines.sources.readers.placed import Placed
from idea.engines.sources.reading.raw import Raw
from idea.engines.sources.reading.staging import Context
from idea.kernel import raster
from idea.kernel.geometry import CRS84

_CORNERS: Final = 21  # along each side: a straight line in the grid is a curve in degrees


def read(context: Context, path: Path) -> tuple[Raw, str]:
    from rasterio.errors import RasterioError

    context.progress(5, 100, _("Looking at the raster"))
    try:
        with raster.opened(path) as source:
            if words := raster.flaw(source, path.stat().st_size):
                raise _refused(words)
            outline = _outline(source)
            table = Placed(context)
            for band in range(1, source.count + 1):
                table.add(_said(source, band, context), outline)
            context.log.note(
                _("A raster of %(width)d × %(height)d cells: each band is a row.")
                % {"width": source.width, "height": source.height}
            )
    except RasterioError as error:
        raise _refused(str(error).splitlines()[0][:200]) from None
    return table.raw(), "utf-8"


def _said(source: Any, band: int, context: Context) -> dict[str, Any]:
    nodata = source.nodatavals[band - 1]
    kind = source.dtypes[band - 1]
    if nodata is not None and not _fits(nodata, kind):
        context.log.note(
            _("Band %(band)d says that %(value)s means no data, which %(type)s cannot hold.")
            % {"band": band, "value": format(nodata, "g"), "type": kind}
        )
        nodata = None
    return {
        "band": str(band),
        "name": source.descriptions[band - 1] or "",
        "shows": source.colorinterp[band - 1].name,
        "data_type": kind,
        "unit": source.units[band - 1] or "",
        "nodata": "" if nodata is None else format(nodata, "g"),
        "width": str(source.width),
        "height": str(source.height),
        "cell_width": format(source.res[0], ".12g"),
        "cell_height": format(source.res[1], ".12g"),
        "crs": f"EPSG:{code}" if (code := source.crs.to_epsg()) else source.crs.to_wkt()[:200],
    }


def _fits(value: float, kind: str) -> bool:
    if np.issubdtype(np.dtype(kind), np.floating):
        return True
    held = np.iinfo(np.dtype(kind))
    return math.isfinite(value) and held.min <= value <= held.max


def _outline(source: Any) -> Any:
    """Return the raster's sides as a polygon in CRS84."""
    west, south, east, north = source.bounds
    across, up = np.linspace(west, east, _CORNERS), np.linspace(south, north, _CORNERS)
    xs = np.concatenate([across, np.full(_CORNERS, east), across[::-1], np.full(_CORNERS, west)])
    ys = np.concatenate([np.full(_CORNERS, south), up, np.full(_CORNERS, north), up[::-1]])
    try:
        system = CRS.from_wkt(source.crs.to_wkt())
        lon, lat = Transformer.from_crs(system, CRS84, always_xy=True).transform(xs, ys)
    except ProjError:
        raise _refused(_("Its reference system is not known.")) from None
    on_earth = np.isfinite(lon).all() and np.isfinite(lat).all()
    if not on_earth or np.abs(lon).max() > 180.0001 or np.abs(lat).max() > 90.0001:  # noqa: PLR2004  degrees
        raise _refused(_("It does not lie on the planet."))
    shape = shapely.Polygon(np.column_stack([np.clip(lon, -180, 180), np.clip(lat, -90, 90)]))
    return shape if shape.is_valid else shape.envelope


def _refused(words: str) -> UnreadableFile:
    return UnreadableFile(
        _("The raster cannot be read: %(why)s") % {"why": words},
        remedy=_("Give a GeoTIFF with a reference system and north up; gdalwarp makes one."),
    )
