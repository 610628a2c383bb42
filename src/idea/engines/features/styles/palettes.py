"""Colors that go together and are told apart by most color-blind people, by day and in print.

Sequential and diverging palettes are stops that any number of classes is mixed from, in CIELAB, so
that steps look alike; the qualitative one is a list (Okabe and Ito, Color Universal Design, 2008).
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Palette:
    kind: str  # sequential, diverging, qualitative
    stops: tuple[str, ...]
    words: object  # of a person's language when it is shown


PALETTES: Final = {
    "lake": Palette("sequential", ("#cfe6e4", "#58a5ad", "#06323d"), _("Light to dark teal")),
    "ember": Palette("sequential", ("#fde3b8", "#dd6f2d", "#5a1206"), _("Light to dark orange")),
    "dusk": Palette("sequential", ("#f4dc72", "#2f9d86", "#402a64"), _("Yellow, green, violet")),
    "plum": Palette("sequential", ("#ead9ec", "#a764a8", "#3c0d4a"), _("Light to dark plum")),
    "ink": Palette("sequential", ("#d9dad8", "#80868a", "#1b2023"), _("Light to dark gray")),
    "tide": Palette("diverging", ("#8a4a06", "#f1efe6", "#0b5563"), _("Brown to teal")),
    "poles": Palette("diverging", ("#9e2a1c", "#f3efe9", "#245a9c"), _("Red to blue")),
    "market": Palette(
        "qualitative",
        ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7a6a00", "#4b3b8f"),
        _("Eight colors told apart"),
    ),
}
SEQUENTIAL, QUALITATIVE = "lake", "market"
LAND: Final = "#fbfaf6"  # what maps are drawn on
_FAINT: Final = 1.4  # contrast below which a mark is lost on the land
_ALIKE: Final = 8.0  # CIE76 difference below which two classes look the same
_WHITE: Final = np.array([0.95047, 1.0, 1.08883])
_TO_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip


def colors(name: str, count: int, *, reverse: bool = False) -> list[str]:
    """Return `count` colors "#rrggbb" of a palette; a qualitative one begins again at its end."""
    stops = PALETTES[name].stops
    if PALETTES[name].kind == "qualitative":
        made = [stops[at % len(stops)] for at in range(count)]
    else:
        lab = np.array([_lab(stop) for stop in stops])
        at = np.linspace(0, len(stops) - 1, count) if count > 1 else np.array([1.0])
        mixed = [np.interp(at, np.arange(len(stops)), lab[:, channel]) for channel in range(3)]
        made = [_hex(each) for each in np.column_stack(mixed)]
    return made[::-1] if reverse else made


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted(float(_linear(each) @ _TO_XYZ[1]) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def faint(shown: list[str]) -> list[str]:
    """Return the colors that are hard to see on the land."""
    return [each for each in shown if contrast(each, LAND) < _FAINT]


def alike(shown: list[str]) -> bool:
    """Return whether two neighbors, or the same color used twice, cannot be told apart."""
    near = any(np.linalg.norm(_lab(a) - _lab(b)) < _ALIKE for a, b in pairwise(shown))
    return near or len(set(shown)) < len(shown)


def _linear(color: str) -> Floats:
    rgb = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    made: Floats = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004  sRGB
    return made


def _lab(color: str) -> Floats:
    """Return L*, a*, b* (CIE 1976, D65)."""
    xyz = _TO_XYZ @ _linear(color) / _WHITE
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _hex(lab: Floats) -> str:
    y = (lab[0] + 16) / 116
    f = np.array([y + lab[1] / 500, y, y - lab[2] / 200])
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * _WHITE
    rgb = np.clip(np.linalg.solve(_TO_XYZ, xyz), 0, 1)
    coded = np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * rgb ** (1 / 2.4) - 0.055)  # noqa: PLR2004
    return "#" + "".join(f"{round(float(each) * 255):02x}" for each in coded)
