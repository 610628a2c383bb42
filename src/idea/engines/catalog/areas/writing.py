"""A statistical map as CSV and as GeoJSON: what the picture shows, for those who go on with it."""

import csv
import io
from typing import Any

import orjson
import shapely

from idea.engines.catalog.areas.outlines import outlines
from idea.engines.catalog.areas.types import AreaMap, AreaValue
from idea.engines.catalog.downloads import guarded

_HEAD = ("code", "county", "name", "rows", "value", "rank", "withheld")


def as_csv(made: AreaMap) -> bytes:
    """Return UTF-8 with a byte-order mark, a line an area; withheld cells are empty."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(_HEAD)
    for each in made.areas:
        cells = (each.rows, each.value, None if each.rank is None else each.rank + 1)
        words = (each.code, guarded(each.county), guarded(each.name))
        write.writerow([*words, *cells, "true" if each.hidden else "false"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def unmatched_csv(made: AreaMap) -> bytes:
    """Return UTF-8 with a byte-order mark: the cells that mean no area, and in how many rows.

    Of rows with places: the row's number, its longitude and its latitude. At most 10,000 lines.
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([*(made.keys or ("_row", "lon", "lat")), "rows"])
    for each in made.unmatched_cells:
        cells = each.cells[-len(made.keys) :] if made.keys else each.cells
        write.writerow([*map(guarded, cells), each.rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_geojson(made: AreaMap) -> bytes:
    """Return a FeatureCollection (RFC 7946) of the level's areas, simplified as the atlas is."""
    shapes = dict(outlines(made))
    features = [
        {
            "type": "Feature",
            "id": each.code,
            "geometry": orjson.Fragment(shapely.to_geojson(shapes[each.code])),
            "properties": properties(each),
        }
        for each in made.areas
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def properties(each: AreaValue) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": each.name,
        "name_en": each.name_en,
        "county": each.county,
        "rows": each.rows,
        "value": each.value,
        "rank": None if each.rank is None else each.rank + 1,
        "withheld": each.hidden,
    }
