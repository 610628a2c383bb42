"""Reads GeoJSON (RFC 7946, and the `crs` member of its 2008 forerunner).

A feature whose geometry cannot be read is kept without a place; what is no feature is left out.
Both are named by their number in the collection, from 1.
"""

import re
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from django.utils.translation import gettext as _

from idea.engines.sources.errors import EmptyFile
from idea.engines.sources.readers.columnar import lay_down
from idea.engines.sources.readers.tree import Table, parse, read_text, text_of
from idea.engines.sources.reading.geometry import DEGREES
from idea.engines.sources.reading.raw import Raw, RawColumn
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import Hints
from idea.kernel.geometry import CRS84, guess_crs

_EPSG = re.compile(r"EPSG:+(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)


def read(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    text, encoding = read_text(path, hints)
    value = parse(text, context.log)
    del text
    declared = ""
    if isinstance(value, dict):
        declared = _crs(value.get("crs"))
        value = value.get("features", []) if value.get("type") != "Feature" else [value]
    features = value if isinstance(value, list) else []
    table, geometries, gaps = Table(context.workdir, batch=None), [], []
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            gaps.append(number)
            context.log.add(
                "feature-unreadable",
                _("This is no GeoJSON feature; it was left out."),
                row=number,
                value=text_of(feature),
            )
            continue
        properties = dict(feature.get("properties") or {})
        if "id" in feature and "id" not in {key.lower() for key in properties}:
            properties = {"id": feature["id"], **properties}
        table.add(properties)
        geometries.append((number, feature.get("geometry")))
    if not table.count:
        raise EmptyFile(
            _("The file holds no features."),
            remedy=_("Export the layer again with at least one feature."),
            issues=context.log.issues,
        )
    shapes = _shapes(context, geometries)
    crs = hints.crs or declared or _guess(shapes)
    relation = lay_down(
        table.rows(),
        len(table.titles),
        context.workdir / "source.parquet",
        shapes=shapely.to_wkb(shapes).tolist(),
    )
    columns = [RawColumn(title) for title in table.titles]
    has_shapes = bool((~shapely.is_missing(shapes)).any())
    return (
        Raw(relation, columns, wkb=has_shapes, crs=crs, gaps=lambda *_a: gaps, rejected=len(gaps)),
        encoding,
    )


def _shapes(context: Context, geometries: list[tuple[int, Any]]) -> Any:
    texts = [None if shape is None else orjson.dumps(shape).decode() for _n, shape in geometries]
    shapes = shapely.from_geojson(np.array(texts, dtype=object), on_invalid="ignore")
    lost = shapely.is_missing(shapes) & np.array([text is not None for text in texts], dtype=bool)
    for index in np.flatnonzero(lost):
        context.log.add(
            "geometry-unreadable",
            _("The geometry of this feature cannot be read. It is kept without a place."),
            row=geometries[index][0],
            value=texts[index],
            severity="warning",
        )
    return shapely.force_2d(shapes)


def _crs(member: Any) -> str:
    """Return `EPSG:3826` for a `crs` member that names one; "" for none or CRS84."""
    name = (member or {}).get("properties", {}).get("name", "") if isinstance(member, dict) else ""
    found = _EPSG.search(str(name))
    if not found:
        return ""
    code = f"EPSG:{found[1]}"
    return "" if code in DEGREES else code


def _guess(shapes: Any) -> str:
    """Return the system that the numbers are in: older files of Taiwan hold TWD97 undeclared."""
    points = shapely.get_coordinates(shapes[:2000])
    if not len(points) or np.nanmax(np.abs(points[:, 0])) <= 360:  # noqa: PLR2004  degrees
        return CRS84
    guess = guess_crs(points[:, 0], points[:, 1])
    return guess.crs if guess and not guess.swapped else CRS84
