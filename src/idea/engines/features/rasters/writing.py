"""Writes a GeoTIFF as a cloud-optimized one (OGC 21-026), and finds out what its bands hold.

Cells are read block by block, so that a file of gigabytes takes tens of megabytes of memory.
"""

import math
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from idea.engines.features.errors import BadRaster
from idea.engines.features.types import Band, Raster
from idea.kernel import raster
from idea.kernel.progress import Progress, silent

_BLOCK: Final = 512  # cells a side: one is read for a tile, or four
_SAMPLE: Final = 1024  # cells a side that figures are made of, from an overview
_DRAWN: Final = (2, 98)  # percent: what lies outside is drawn as the ends of the colors
_COLORS: Final = 256


def write(path: Path, *, out: Path, key: str, progress: Progress = silent) -> Raster:
    """Write `path` as `out`, which will be `key` in the lake; return what it is.

    Blocks are deflated, 512 cells wide; overviews are made anew. Raises BadRaster where a block
    cannot be read: then nothing is left at `out`.
    """
    from rasterio.errors import RasterioError
    from rasterio.shutil import copy

    progress(0, 100, _("Making the raster quick to read"))
    try:
        with raster.opened(path) as source:
            options = _options(source)
            copy(source, out, driver="COG", **options)
        progress(80, 100, _("Looking at the cells"))
        with raster.opened(out) as made:
            return _described(made, key, out.stat().st_size)
    except RasterioError as error:
        out.unlink(missing_ok=True)
        raise BadRaster(
            _("The raster cannot be read to its end: %(why)s")
            % {"why": str(error).splitlines()[0][:200]},
            remedy=_("The file is torn or broken: export it again."),
        ) from None


def _options(source: Any) -> dict[str, str]:
    # Means of classes would be classes that are not there.
    classes = source.colorinterp[0].name == "palette" or _whole(source.dtypes[0], narrow=True)
    picture = source.count >= 3 and source.dtypes[0] == "uint8"  # noqa: PLR2004  red, green, blue
    return {
        "COMPRESS": "DEFLATE",  # every reader of TIFF knows it; LERC and zstd not all
        "PREDICTOR": "YES",
        "BLOCKSIZE": str(_BLOCK),
        "OVERVIEWS": "IGNORE_EXISTING",
        "OVERVIEW_RESAMPLING": "NEAREST" if classes and not picture else "AVERAGE",
        "BIGTIFF": "IF_SAFER",
    }


def _whole(kind: str, *, narrow: bool) -> bool:
    found = np.dtype(kind)
    return np.issubdtype(found, np.integer) and (not narrow or found.itemsize == 1)


def _described(made: Any, key: str, size: int) -> Raster:
    shape = _sampled(made.height, made.width)
    code = made.crs.to_epsg()
    west, south, east, north = made.bounds
    return Raster(
        key=key,
        crs=f"EPSG:{code}" if code else made.crs.to_wkt(),
        width=made.width,
        height=made.height,
        bounds=(west, south, east, north),
        size=size,
        bands=tuple(_band(made, number, shape) for number in range(1, made.count + 1)),
        palette=_palette(made),
    )


def _sampled(height: int, width: int) -> tuple[int, int]:
    part = max(1, math.ceil(max(height, width) / _SAMPLE))
    return max(1, height // part), max(1, width // part)


def _band(made: Any, number: int, shape: tuple[int, int]) -> Band:
    at = number - 1
    nodata = made.nodatavals[at]
    kind = made.dtypes[at]
    said = {
        "name": made.descriptions[at] or "",
        "shows": made.colorinterp[at].name,
        "data_type": kind,
        "unit": made.units[at] or "",
        "nodata": float(nodata) if nodata is not None and _held(nodata, kind) else None,
    }
    cells = made.read(number, out_shape=shape)
    known = made.read_masks(number, out_shape=shape) > 0
    values: npt.NDArray[np.float64] = cells[known & np.isfinite(cells)].astype(np.float64)
    if not values.size:
        return Band(**said, valid=0.0)
    low, high = (float(each) for each in np.percentile(values, _DRAWN))
    least, most = float(values.min()), float(values.max())
    if low == high:  # hardly any cell differs: draw all there is
        low, high = least, most
    return Band(
        **said,
        low=low,
        high=high,
        minimum=least,
        maximum=most,
        mean=float(values.mean()),
        deviation=float(values.std()),
        valid=round(100 * values.size / cells.size, 2),
    )


def _held(value: float, kind: str) -> bool:
    if not math.isfinite(value):
        return False
    found = np.dtype(kind)
    if not np.issubdtype(found, np.integer):
        return True
    held = np.iinfo(found)
    return bool(held.min <= value <= held.max)


def _palette(made: Any) -> tuple[tuple[int, int, int, int], ...]:
    if made.colorinterp[0].name != "palette":
        return ()
    colors = made.colormap(1)
    return tuple(tuple(colors.get(value, (0, 0, 0, 0))) for value in range(_COLORS))
