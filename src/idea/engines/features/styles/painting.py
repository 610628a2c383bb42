"""What the server draws a style with: the class of each row in SQL, an ink for each class.

Knows no picture; `raster` and `picture` draw with it.
"""

from dataclasses import dataclass

from idea.engines.features.styles import classing, compiling
from idea.engines.features.styles.types import INK, OTHER, Method, Symbology
from idea.engines.features.types import Collection
from idea.kernel import duck


@dataclass(frozen=True, slots=True)
class Ink:
    """How one class is drawn; sizes in pixels."""

    color: str = INK
    opacity: float = 0.28  # of areas' insides
    outline: float = 1.2
    width: float = 1.8
    radius: float = 3.4
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """`rank` is the SQL of a row's ink, `radius` that of its radius, "" where the ink says it."""

    inks: tuple[Ink, ...] = (Ink(),)
    rank: str = "0"
    radius: str = ""
    key: str = ""  # differs where pictures differ

    @property
    def plain(self) -> bool:
        return self.rank == "0" and not self.radius


PLAIN = Look()


def look(of: Symbology | None, layer: Collection, key: str = "") -> Look:
    """Return how a symbology is drawn; the plain look where there is none."""
    if of is None:
        return PLAIN
    colors = [*compiling.class_colors(of), OTHER]
    inks = tuple(Ink(c, of.opacity, of.width, of.width, of.radius, of.dash) for c in colors)
    radius = ""
    if of.method is Method.PROPORTIONAL:
        share = (
            f"greatest(0, coalesce({duck.quote(of.column)}::DOUBLE, 0)) / {of.greatest or 1.0!r}"
        )
        radius = f"greatest(1.5, least({of.largest!r}, {of.largest!r} * sqrt({share})))"
    return Look(inks, classing.rank_sql(of, layer), radius, key)
