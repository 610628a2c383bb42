"""Opens the GeoTIFFs that people send: as nothing else, and within bounded memory.

Opens and says what is wrong; what a raster means belongs to the engines. rasterio brings a GDAL of
its own beside pyogrio's: they share a process, and the list of drivers in `gdal.py`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

MOST_CELLS: Final = 6_000_000_000  # of all bands: what a 2 GB file of bytes may hold, thrice
MOST_SIDE: Final = 500_000
MOST_BANDS: Final = 32
_TIGHTEST: Final = 1_500  # deflate packs 1,032 to one: who claims more holds less than he says
_TURN: Final = 1e-9  # of a cell: rounding is no rotation
_CACHE: Final = 64 << 20  # bytes of decoded blocks
_OPTIONS: Final = {
    "GDAL_CACHEMAX": _CACHE,
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # nothing beside the file is looked at
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_NUM_THREADS": "2",
    "GTIFF_IGNORE_READ_ERRORS": "NO",
}
# Else it tells each process of drivers in `gdal.py` that it never had; errors are raised.
logging.getLogger("rasterio").setLevel(logging.ERROR)


@contextmanager
def environment() -> Iterator[None]:
    """Set GDAL's options for what is done within."""
    import rasterio

    with rasterio.Env(**_OPTIONS):
        yield


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Lend the file as a rasterio dataset; RasterioIOError where it is no GeoTIFF."""
    import rasterio

    with environment(), rasterio.open(path, driver="GTiff", sharing=False) as source:
        yield source


def flaw(source: Any, size: int) -> str:
    """Return why a dataset of `size` bytes cannot be served, "" where it can."""
    cells = source.width * source.height * source.count
    kinds = set(source.dtypes)
    bytes_a_cell = max(_width(kind) for kind in kinds)
    turn = source.transform
    tests = (
        (source.count > MOST_BANDS, _("It has %(n)d bands; at most %(most)d can be served.")
         % {"n": source.count, "most": MOST_BANDS}),
        (cells > MOST_CELLS or max(source.width, source.height) > MOST_SIDE,
         _("It claims %(width)d × %(height)d cells, which is too many.")
         % {"width": source.width, "height": source.height}),
        (cells * bytes_a_cell > size * _TIGHTEST + (1 << 20),
         _("It claims far more cells than its bytes can hold.")),
        (len(kinds) > 1, _("Its bands are of different types.")),
        (any("complex" in kind for kind in kinds), _("Its values are complex numbers.")),
        (source.crs is None or turn.is_identity, _("It does not say where on Earth it lies.")),
        (abs(turn.b) > abs(turn.a) * _TURN or abs(turn.d) > abs(turn.e) * _TURN
         or turn.a <= 0 or turn.e >= 0, _("It is rotated, or its north is not up.")),
    )  # fmt: skip
    return next((words for wrong, words in tests if wrong), "")


def _width(kind: str) -> int:
    import numpy as np

    return int(np.dtype(kind).itemsize) if not kind.startswith("complex_int") else 4
