"""Rasters made by formula: heights in the survey grid, colors in degrees, classes with a palette."""

import numpy as np
import rasterio
from rasterio.transform import from_bounds

GRID = (250_000.0, 2_700_000.0, 310_000.0, 2_760_000.0)  # TWD97 / TM2 zone 121, 60 km a side


def write(path, cells, *, bounds=GRID, crs="EPSG:3826", nodata=None, **said):
    """Write bands (band, row, column) as a plain GeoTIFF; return its path."""
    count, height, width = cells.shape
    transform = said.pop("transform", from_bounds(*bounds, width, height))
    after = {name: said.pop(name) for name in ("colors", "names", "shows") if name in said}
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=count, dtype=cells.dtype,
        crs=crs, transform=transform, nodata=nodata, **said,
    ) as made:  # fmt: skip
        if "shows" in after:
            made.colorinterp = after["shows"]
        made.write(cells)
        if "colors" in after:
            made.write_colormap(1, after["colors"])
        if "names" in after:
            made.descriptions = after["names"]
    return path


def heights(size=600):
    """Return meters that rise from west (0) to east (3,000), nothing in the north-west corner."""
    row = np.linspace(0, 3000, size, dtype=np.float32)
    cells = np.repeat(row[None, :], size, axis=0)[None].copy()
    cells[0, : size // 10, : size // 10] = -9999
    return cells


def dem(folder, size=600, **said):
    return write(folder / "dem.tif", heights(size), nodata=-9999, names=("height",), **said)


def colors(folder, size=300):
    """Red rises to the east, green to the south; blue is even."""
    ramp = np.linspace(0, 255, size).astype(np.uint8)
    cells = np.stack([
        np.repeat(ramp[None, :], size, axis=0),
        np.repeat(ramp[:, None], size, axis=1),
        np.full((size, size), 128, dtype=np.uint8),
    ])  # fmt: skip
    return write(
        folder / "colors.tif", cells, bounds=(121.0, 24.0, 122.0, 25.0), crs="EPSG:4326",
        photometric="RGB",
    )  # fmt: skip


def classes(folder, size=256):
    cells = np.zeros((1, size, size), dtype=np.uint8)
    cells[0, :, size // 2 :] = 7
    return write(
        folder / "classes.tif", cells, bounds=(121.0, 24.0, 122.0, 25.0), crs="EPSG:4326",
        colors={0: (0, 0, 255, 255), 7: (255, 128, 0, 255)},
    )  # fmt: skip
