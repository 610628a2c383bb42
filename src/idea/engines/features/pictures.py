"""Pictures as bytes: PNG of arrays, JPEG of a PNG. Knows pixels only."""

import io
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image

JPEG = "image/jpeg"


def jpeg(png: bytes, quality: int = 85) -> bytes:
    """Return a PNG as JPEG; what is see-through there becomes white here."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as read:
        seen = read.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    out = io.BytesIO()
    Image.alpha_composite(paper, seen).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


@lru_cache(maxsize=8)
def nothing(width: int, height: int) -> bytes:
    """Return a PNG that is see-through all over."""
    return png(np.zeros((4, height, width), dtype=np.uint8))


def png(bands: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG of bands (red, green, blue, cover), rows and columns."""
    out = io.BytesIO()
    pixels = np.ascontiguousarray(np.moveaxis(bands, 0, -1))
    Image.fromarray(pixels, "RGBA").save(out, "PNG", compress_level=4)
    return out.getvalue()
