"""Reads GeoJSON (RFC 7946, and the `crs` member of its 2008 forerunner).

A feature whose geometry cannot be read is kept without a place; what is no feature is left out.
Both are named by their number in the collection, from 1; so are features that have no words at all.
"""

import re
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from django.utils.translation import gettext as _

from idea.engines.sources.errors import EmptyFile
from idea.engines.sources.readers import parts
from idea.engines.sources.readers.collection import Collection
from idea.engines.sources.readers.tree import Table, read_text, text_of
from idea.engines.sources.reading.geometry import DEGREES
from idea.engines.sources.reading.raw import Raw, RawColumn
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import Hints
from idea.kernel.geometry import CRS84, guess_crs

_FIRST = 1_000  # features that tell whether any has words
_EPSG = re.compile(r"EPSG:+(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)


def read(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    parts.refuse(hints)
    text, encoding = read_text(path, hints)
    collection = Collection(text, context.log)
    del text
    shapes = _Shapes(context)
    table, gaps = Table(context.workdir, to_wkb=shapes.to_wkb), []
    features = enumerate(collection, 1)
    first = list(islice(features, _FIRST))
    bare = not any(_says(feature) for _number, feature in first)
    for number, feature in chain(first, features):
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
        if bare:  # shapes alone: a table has to have a column
            properties = {"id": number, **properties}
        table.add(properties, (number, feature.get("geometry")))
    if not table.count:
        raise EmptyFile(
            _("The file holds no features."),
            remedy=_("Export the layer again with at least one feature."),
            issues=context.log.issues,
        )
    raw = Raw(
        table.relation(),
        [RawColumn(title) for title in table.titles],
        wkb=shapes.some,
        crs=hints.crs or _crs(collection.crs) or shapes.guess,
        gaps=lambda *_a: gaps,
        rejected=len(gaps),
    )
    return raw, encoding


class _Shapes:
    """The shapes of features as WKB, batch by batch, and what the first of them tell."""

    def __init__(self, context: Context) -> None:
        self.some = False
        self.guess = CRS84
        self._log = context.log
        self._begun = False

    def to_wkb(self, given: list[tuple[int, Any]]) -> list[bytes | None]:
        texts = [None if shape is None else orjson.dumps(shape).decode() for _n, shape in given]
        shapes = shapely.from_geojson(np.array(texts, dtype=object), on_invalid="ignore")
        lost = shapely.is_missing(shapes) & np.array([text is not None for text in texts], bool)
        for index in np.flatnonzero(lost):
            self._log.add(
                "geometry-unreadable",
                _("The geometry of this feature cannot be read. It is kept without a place."),
                row=given[index][0],
                value=texts[index],
                severity="warning",
            )
        shapes = shapely.force_2d(shapes)
        if not self._begun and not shapely.is_missing(shapes).all():
            self.guess, self._begun = _guess(shapes), True
        self.some = self.some or self._begun
        found: list[bytes | None] = shapely.to_wkb(shapes).tolist()
        return found


def _says(feature: Any) -> bool:
    return isinstance(feature, dict) and bool(feature.get("properties") or "id" in feature)


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
