"""Makes GeoJSON features (RFC 7946) of rows: which columns are asked for, and what becomes of them.

Knows no file and no query; `reading`, `points` and `small` write the same feature the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from idea.engines.features import store

PLACE = "ST_AsGeoJSON(geometry)"


def columns(types: Mapping[str, str], names: Sequence[str], geometry: str = PLACE) -> str:
    """Return the SQL columns `feature` takes, of DuckDB's `types` by name."""
    values = [store.json_value(name, types[name]) for name in names]
    return ", ".join(["_row", geometry, *values])


def feature(
    names: Sequence[str], row: Sequence[Any], geometry: Callable[[str], Any] = orjson.loads
) -> dict[str, Any]:
    """Return the feature of a row (`_row`, geometry as GeoJSON text, values…)."""
    return {
        "type": "Feature",
        "id": row[0],
        "geometry": None if row[1] is None else geometry(row[1]),
        "properties": dict(zip(names, row[2:], strict=True)),
    }
