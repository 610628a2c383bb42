"""The face of small-area statistics."""

from idea.engines.catalog.areas.declaring import declare, withdraw
from idea.engines.catalog.areas.drawing import drawn, heading, number
from idea.engines.catalog.areas.levels import Level, level
from idea.engines.catalog.areas.mapping import CLASSES, area_map, first_level, levels, measurable
from idea.engines.catalog.areas.writing import as_csv, as_geojson, unmatched_csv

__all__ = [
    "CLASSES",
    "Level",
    "area_map",
    "as_csv",
    "as_geojson",
    "declare",
    "drawn",
    "first_level",
    "heading",
    "level",
    "levels",
    "measurable",
    "number",
    "unmatched_csv",
    "withdraw",
]
