"""Counties and towns of Taiwan: which one a place is in, and which one a name means.

Reads the boundaries that the front-end build writes; older names lead to today's areas. Where the
files are not there yet, nothing is found and the log says why.
"""

from idea.kernel.boundaries.atlas import (
    area,
    available,
    locate,
    locate_many,
    representative_point,
    shapes,
)
from idea.kernel.boundaries.lookup import county, find_areas, town
from idea.kernel.boundaries.types import Area, Kind

__all__ = [
    "Area",
    "Kind",
    "area",
    "available",
    "county",
    "find_areas",
    "locate",
    "locate_many",
    "representative_point",
    "shapes",
    "town",
]
