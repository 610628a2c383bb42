"""Counties, towns and villages of Taiwan: which one a place is in, and which one a name means.

Reads the boundaries that the front-end build writes; older names lead to today's areas. Where the
files are not there yet, nothing is found and the log says why.
"""

from idea.kernel.boundaries.atlas import (
    area,
    available,
    inside,
    locate,
    locate_many,
    representative_point,
    shapes,
    town_numbers,
)
from idea.kernel.boundaries.lookup import county, find_areas, town
from idea.kernel.boundaries.reforms import Change, Relation, after, before, changes
from idea.kernel.boundaries.systems import any_code
from idea.kernel.boundaries.types import Area, Kind
from idea.kernel.boundaries.villages import Village, locate_villages, village_shapes, villages

__all__ = [
    "Area",
    "Change",
    "Kind",
    "Relation",
    "Village",
    "after",
    "any_code",
    "area",
    "available",
    "before",
    "changes",
    "county",
    "find_areas",
    "inside",
    "locate",
    "locate_many",
    "locate_villages",
    "representative_point",
    "shapes",
    "town",
    "town_numbers",
    "village_shapes",
    "villages",
]
