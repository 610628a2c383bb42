"""Reads the units of a declared geography from the layer that it is made of.

Rows of one code are one unit. What cannot be a unit is left out and counted.
"""
# ruff: noqa: S608  names are quoted

from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _

from idea.engines.features import store
from idea.engines.features.geographies.errors import NotAGeography
from idea.engines.features.geographies.types import Columns, Geography, Unit
from idea.engines.features.geographies.units import Units
from idea.engines.features.types import Collection
from idea.kernel import clock, duck

MOST: Final = 200_000  # units
_AREAS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def units(geography: Geography, layer: Collection, day: date | None = None) -> Units:
    """Return the units on a day (None: those that have not ended). NotAGeography: it is none."""
    if geography.columns is None:
        raise ValueError("a declared geography has columns")
    return _standing(geography, layer.lake_key, store.table(layer), day)


def check(layer: Collection, columns: Columns) -> None:
    """Raise NotAGeography where a column is not there, or the layer holds no areas."""
    known = store.column_types(layer)
    asked = (columns.code, columns.name, columns.name_en, columns.valid_from)
    for name in (*asked, columns.valid_to, columns.parent):
        if name and name not in known:
            raise NotAGeography(
                _("There is no column %(name)s.") % {"name": name[:80]},
                remedy=_("The columns are: %(names)s.") % {"names": ", ".join(list(known)[:50])},
            )
    if "olygon" not in layer.layer.kind and layer.layer.kind != "Mixed":
        raise NotAGeography(
            _("The layer holds no areas: it is of %(kind)s.") % {"kind": layer.layer.kind},
            remedy=_("Declare a layer of polygons."),
        )


@lru_cache(maxsize=16)
def _standing(geography: Geography, key: str, source: str, day: date | None) -> Units:
    rows, shapes = _read(geography, key, source)
    keep = [number for number, row in enumerate(rows) if _stands(row, day)]
    return Units(geography, tuple(rows[number] for number in keep), shapes[keep])


def _stands(row: Unit, day: date | None) -> bool:
    if day is None:
        return row.valid_to is None or row.valid_to >= clock.now().astimezone(clock.TAIPEI).date()
    return (row.valid_from or date.min) <= day <= (row.valid_to or date.max)


@lru_cache(maxsize=8)
def _read(
    geography: Geography,
    key: str,  # noqa: ARG001  the file's name: another version is another answer
    source: str,
) -> tuple[tuple[Unit, ...], npt.NDArray[Any]]:
    told = geography.columns or Columns("")
    texts = (told.code, told.name, told.name_en, told.parent)
    days = (told.valid_from, told.valid_to)
    columns = [f"trim({duck.quote(c)}::VARCHAR)" if c else "''" for c in texts]
    columns += [f"try_cast({duck.quote(c)}::VARCHAR AS DATE)" if c else "NULL::DATE" for c in days]
    sql = (
        f"SELECT {', '.join(columns)}, ST_AsWKB(geometry)::BLOB FROM {source} "
        f"WHERE geometry IS NOT NULL AND {duck.quote(told.code)} IS NOT NULL "
        f"ORDER BY 1, 5, _row LIMIT {MOST + 1}"
    )
    with store.reader() as cursor:
        found = cursor.execute(sql).fetchall()
    if len(found) > MOST:
        raise NotAGeography(_("A set of areas has at most %(most)d areas.") % {"most": MOST})
    shapes = shapely.make_valid(shapely.from_wkb([row[-1] for row in found], on_invalid="fix"))
    parts: dict[tuple[str, date | None], tuple[Unit, list[Any]]] = {}
    for row, shape in zip(found, shapes, strict=True):
        code, name, english, parent, since, until, _wkb = row
        if not code or shapely.get_type_id(shape) not in _AREAS:
            continue
        unit = Unit(
            *(geography.id, code, name or code, english or ""),
            parent=parent or "",
            valid_from=since,
            valid_to=until,
        )
        parts.setdefault((code, since), (unit, []))[1].append(shape)
    joined: npt.NDArray[Any] = np.empty(len(parts), dtype=object)
    joined[:] = [
        some[0] if len(some) == 1 else shapely.unary_union(some) for _unit, some in parts.values()
    ]
    return tuple(unit for unit, _some in parts.values()), joined
