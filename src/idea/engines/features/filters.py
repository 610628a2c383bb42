"""CQL2 filters and boxes as SQL conditions, for engines that search tables of their own.

The table must be DuckDB's, with a column `geometry` in CRS84; names and types are the caller's.
"""

from collections.abc import Mapping

from idea.engines.features.conditions import Where, box, related
from idea.engines.features.cql2 import encoded, text
from idea.engines.features.cql2.sql import condition
from idea.engines.features.crs import outline
from idea.engines.features.types import CRS84, Bounds, Crs


def selection(
    said: str, types: Mapping[str, str], *, as_json: bool = False, crs: Crs = CRS84
) -> Where:
    """Return the condition a CQL2 filter is (OGC 21-065r2); `types` are DuckDB's, by column.

    Raises BadFilter where the filter is none, or asks for what `types` has not.
    """
    return condition((encoded if as_json else text).parse(said), types, crs)


def touching(bounds: Bounds, crs: Crs = CRS84) -> Where:
    """Return the condition that `geometry` touches a box; east of west: over the antimeridian."""
    return related("ST_Intersects", outline(bounds, crs) if crs.projected else box(bounds))
