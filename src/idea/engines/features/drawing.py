"""Turns places into SVG marks: a frame that fits, paths, dots. Knows pixels, not collections."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from idea.engines.features.types import Bounds

_LEAST_SPAN = 0.02  # degrees: a single place is shown with the streets' surroundings, about 2 km
_MARGIN = 0.06


@dataclass(frozen=True, slots=True)
class Frame:
    """A plate carrée map true to scale at its middle, `width` x `height` pixels."""

    west: float
    north: float
    across: float  # pixels a degree of longitude
    down: float  # pixels a degree of latitude
    width: int
    height: int

    @classmethod
    def around(cls, bbox: Bounds, width: int, height: int) -> "Frame":
        west, south, east, north = bbox
        middle, center = (west + east) / 2, (south + north) / 2
        shrink = max(0.1, math.cos(math.radians(center)))
        spare = 1 - 2 * _MARGIN
        down = min(
            width * spare / max((east - west) * shrink, _LEAST_SPAN),
            height * spare / max(north - south, _LEAST_SPAN),
        )
        across = down * shrink
        return cls(
            middle - width / 2 / across, center + height / 2 / down, across, down, width, height
        )

    @classmethod
    def at(cls, lon: float, lat: float, zoom: float, width: int, height: int) -> "Frame":
        """Return the frame a web map (tiles of 512 pixels) of the same size has about there."""
        across = 512 * 2.0**zoom / 360
        down = across / max(0.1, math.cos(math.radians(lat)))
        return cls(lon - width / 2 / across, lat + height / 2 / down, across, down, width, height)

    @property
    def bounds(self) -> Bounds:
        return (
            self.west,
            self.north - self.height / self.down,
            self.west + self.width / self.across,
            self.north,
        )

    @property
    def pixel(self) -> float:
        """Degrees of latitude a pixel."""
        return 1 / self.down

    @property
    def meters(self) -> float:
        """Meters a pixel, in the middle."""
        return 111_320 / self.down

    def project(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return pixels of an array of (lon, lat)."""
        moved: npt.NDArray[np.float64] = (points - (self.west, self.north)) * (
            self.across,
            -self.down,
        )
        return moved

    def path(self, shape: Any) -> str:
        """Return the `d` of lines and rings, to a tenth of a pixel; "" where nothing is seen."""
        if shape is None or shapely.is_empty(shape):
            return ""
        cut = shapely.clip_by_rect(shapely.simplify(shape, self.pixel * 0.7), *self.bounds)
        return "".join(self._lines(cut))

    def _lines(self, shape: Any) -> Iterable[str]:
        for part in shapely.get_parts(shapely.get_parts(shape)):
            kind = shapely.get_type_id(part)
            if kind == shapely.GeometryType.POLYGON:
                # Holes the other way round than what holds them: so areas that lie in others
                # can be told from holes (SVG 1.1, fill-rule nonzero).
                for ring in shapely.get_rings(shapely.orient_polygons(part)):
                    yield self._line(ring) + "Z"
            elif kind == shapely.GeometryType.LINESTRING:
                yield self._line(part)

    def _line(self, line: Any) -> str:
        pixels = np.round(self.project(shapely.get_coordinates(line)), 1)
        return "M" + " ".join(f"{x:g},{y:g}" for x, y in pixels)


def dots(pixels: npt.NDArray[np.float64], most: int) -> list[tuple[float, float, int]]:
    """Return (x, y, number of points) of at most `most` dots that stand for all `pixels`.

    `pixels` holds rows (x, y, number). Near points join, at first within 3 pixels, then wider.
    """
    cell = 3.0
    while True:
        keys = np.floor(pixels[:, :2] / cell).astype(np.int64)
        _cells, index = np.unique(keys, axis=0, return_inverse=True)
        index = index.ravel()
        counts = np.bincount(index, weights=pixels[:, 2])
        if len(counts) <= most:
            break
        cell *= 1.5
    x = np.bincount(index, weights=pixels[:, 0] * pixels[:, 2]) / counts
    y = np.bincount(index, weights=pixels[:, 1] * pixels[:, 2]) / counts
    return [
        (float(a), float(b), int(n)) for a, b, n in zip(x.round(1), y.round(1), counts, strict=True)
    ]


def scale_bar(frame: Frame) -> tuple[float, str]:
    """Return the length in pixels and the words of a scale bar of about a sixth of the width."""
    wanted = frame.width / 6 * frame.meters
    power = 10 ** math.floor(math.log10(wanted))
    length = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    words = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"  # noqa: PLR2004  a km
    return length / frame.meters, words
