"""The face of geographies.

Thin: each name is explained where it is defined.
"""

from idea.engines.features.geographies.actions import declare, withdraw
from idea.engines.features.geographies.hexagons import RESOLUTIONS, is_cell
from idea.engines.features.geographies.matching import (
    Joined,
    by_cells,
    by_code,
    by_name,
    many,
    speaks_of_county,
)
from idea.engines.features.geographies.queries import (
    Place,
    at,
    children,
    edition,
    geographies,
    geography,
    layers_at,
    predecessors,
    successors,
    unit,
    units,
)
from idea.engines.features.geographies.units import Units

__all__ = [
    "RESOLUTIONS",
    "Joined",
    "Place",
    "Units",
    "at",
    "by_cells",
    "by_code",
    "by_name",
    "children",
    "declare",
    "edition",
    "geographies",
    "geography",
    "is_cell",
    "layers_at",
    "many",
    "predecessors",
    "speaks_of_county",
    "successors",
    "unit",
    "units",
    "withdraw",
]
