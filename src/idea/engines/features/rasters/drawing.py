"""Draws a raster as the picture of a box in any reference system: bands to colors, nothing to none.

Pixels and colors; which box, and how a picture goes out, is for `http` and `features.raster`.
"""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from idea.engines.features.errors import BadRaster
from idea.engines.features.types import Band, Bounds, Raster
from idea.kernel import raster as files
from idea.kernel.lake import lake

_COLORS: Final = 256
# From dark violet over green to yellow: steps that the eye takes for equal, also in gray (the
# anchors of Matplotlib's viridis, which are in the public domain).
_RAMP: Final = (
    (0.0, 68, 1, 84), (0.125, 71, 44, 122), (0.25, 59, 81, 139), (0.375, 44, 113, 142),
    (0.5, 33, 144, 141), (0.625, 39, 173, 129), (0.75, 92, 200, 99), (0.875, 170, 220, 50),
    (1.0, 253, 231, 37),
)  # fmt: skip
Pixels = npt.NDArray[np.uint8]


def pixels(raster: Raster, bounds: Bounds, crs: str, width: int, height: int) -> Pixels:
    """Return red, green, blue and cover (4, height, width) of a box in the units of `crs`.

    Raises BadRaster where the file cannot be read.
    """
    from rasterio.enums import Resampling
    from rasterio.errors import RasterioError
    from rasterio.transform import from_bounds
    from rasterio.vrt import WarpedVRT

    chosen = shown(raster)
    classes = bool(raster.palette)
    nodata = raster.bands[0].nodata
    options: dict[str, Any] = {
        "crs": crs,
        "transform": from_bounds(*bounds, width, height),
        "width": width,
        "height": height,
        "resampling": Resampling.nearest if classes else Resampling.bilinear,
    }
    try:
        with files.opened(lake().local(raster.key)) as source:
            # What the file says of it may be nothing its cells can hold; alpha is cover already.
            options |= {"src_nodata": nodata, "nodata": nodata}
            options["add_alpha"] = nodata is None and not _covered(source)
            with WarpedVRT(source, **options) as warped:
                cells = warped.read([number + 1 for number in chosen])
                cover = warped.dataset_mask()
    except RasterioError as error:
        raise BadRaster(
            _("The raster cannot be drawn: %(why)s") % {"why": str(error).splitlines()[0][:200]}
        ) from None
    if np.issubdtype(cells.dtype, np.floating):
        cover = np.where(np.isfinite(cells).all(axis=0), cover, 0).astype(np.uint8)
        cells = np.nan_to_num(cells)
    made = np.empty((4, height, width), dtype=np.uint8)
    made[3] = cover
    if classes:
        colors = np.array(raster.palette, dtype=np.uint8)[np.clip(cells[0], 0, _COLORS - 1)]
        made[:3] = np.moveaxis(colors[..., :3], -1, 0)
        made[3] = np.minimum(made[3], colors[..., 3])
    elif len(chosen) == 1:
        made[:3] = np.moveaxis(ramp()[_scaled(cells[0], raster.bands[chosen[0]])], -1, 0)
    else:
        for at, number in enumerate(chosen):
            band = raster.bands[number]
            made[at] = cells[at] if band.data_type == "uint8" else _scaled(cells[at], band)
    made[:3, made[3] == 0] = 0
    return made


def shown(raster: Raster) -> tuple[int, ...]:
    """Return which bands (from 0) are drawn: those that say red, green, blue, else the first."""
    said = [band.shows for band in raster.bands]
    if {"red", "green", "blue"} <= set(said):
        return tuple(said.index(color) for color in ("red", "green", "blue"))
    return (0,)


@lru_cache(maxsize=1)
def ramp() -> Pixels:
    """Return the 256 colors (red, green, blue) of one band, from the least to the greatest."""
    stops = np.array(_RAMP)
    at = np.linspace(0, 1, _COLORS)
    bands = [np.interp(at, stops[:, 0], stops[:, color]) for color in (1, 2, 3)]
    made: Pixels = np.column_stack(bands).round().astype(np.uint8)
    return made


def _scaled(cells: npt.NDArray[Any], band: Band) -> Pixels:
    """Return values between the band's ends as 0 to 255."""
    low, high = band.low or 0.0, band.high or 0.0
    if high <= low:
        return np.full(cells.shape, _COLORS // 2, dtype=np.uint8)
    part = (cells.astype(np.float32) - np.float32(low)) / np.float32(high - low)
    made: Pixels = (np.clip(part, 0, 1) * (_COLORS - 1)).round().astype(np.uint8)
    return made


def _covered(source: Any) -> bool:
    return any(band.name == "alpha" for band in source.colorinterp)
