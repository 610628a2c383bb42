"""What is written to files for map programs: features, and what is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Ending(StrEnum):
    """The files that can be made; each value is the file's ending."""

    OSM = "osm"
    OSM_JSON = "osm.json"
    GPX = "gpx"
    KML = "kml"


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself."""

    title: str
    attribution: str  # who is to be thanked
    license: str  # SPDX, or the words of the terms; empty: not told
    url: str  # where it comes from


@dataclass(frozen=True, slots=True)
class Shown:
    """A feature to be written: CRS84, two dimensions; `shape` is of shapely, or None."""

    id: str
    shape: Any
    properties: Mapping[str, Any]

    def words(self) -> dict[str, str]:
        """Return the properties that say something, as text."""
        return {
            name: _text(value)
            for name, value in self.properties.items()
            if value is not None and value != ""
        }


def _text(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
