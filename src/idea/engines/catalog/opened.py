"""Which columns of a version the public may read, and the copy of its rows that holds no others.

A column declared as personal is open to nobody: every face reads what `public` gives, whose rows
are a file without such columns. What is not open is not in it, so nothing has to be filtered.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings

from idea.engines.catalog.snapshot import narrow_plain
from idea.engines.catalog.types import Declared, Version
from idea.engines.features import api as features
from idea.engines.sources.types import Column, ColumnType, Role
from idea.kernel.errors import Issue
from idea.kernel.lake import lake

_PLACES: Final = {
    Role.LONGITUDE,
    Role.LATITUDE,
    Role.EASTING,
    Role.NORTHING,
    Role.ADDRESS,
    Role.COUNTY,
    Role.TOWN,
}
_COORDINATES: Final = {Role.LONGITUDE, Role.EASTING}
_SHAPED: Final = {
    *("geojson", "gpkg", "shp.zip", "geoparquet", "parquet", "kml", "gpx", "osm", "osm.json"),
    *("tif", "3dtiles", "3dtiles.zip"),
}


def closed(declared: Iterable[Declared]) -> frozenset[str]:
    """Return the names, case-folded, of the columns that nobody may read."""
    return frozenset(_plain(column.name) for column in declared if column.personal)


def is_closed(name: str, shut: frozenset[str]) -> bool:
    return _plain(name) in shut


def public(version: Version, declared: Sequence[Declared], drawn: Sequence[str] | None) -> Version:
    """Return the version as the public may read it; as it is where nothing is closed.

    `drawn` are the columns its chart shows; None: nobody noted them. Places that a closed column
    tells go with it, as do the file as it came, its digest, and what was found in closed cells.
    """
    shut = closed(declared)
    hidden = tuple(column for column in version.columns if is_closed(column.name, shut))
    if not hidden:
        return version
    columns = tuple(column for column in version.columns if column not in hidden)
    layer = None if _tells_place(version, hidden) else version.layer
    names = {_plain(name) for column in hidden for name in (column.name, column.title)}
    return replace(
        version,
        columns=columns,
        hidden=tuple(replace(column, example="", note="") for column in hidden),
        layer=layer,
        lake_key=f"{version.lake_key.rpartition('/')[0]}/open-{_mark(hidden, layer=layer)}.parquet",
        payload_key="",
        payload_size=0,
        sha256="",
        size=0,
        issues=tuple(issue for issue in version.issues if _harmless(issue, columns)),
        notes=tuple(note for note in version.notes if not any(n in _plain(note) for n in names)),
        has_chart=version.has_chart and drawn is not None and names.isdisjoint(map(_plain, drawn)),
    )


def ensure(version: Version) -> Version:
    """Return the version, its public rows in the lake: made from the whole where they are not."""
    if version.hidden and version.columns and not lake().exists(version.lake_key):
        _write(version)
    return version


def _write(version: Version) -> None:
    whole = lake().local(f"{version.lake_key.rpartition('/')[0]}/data.parquet")
    work = Path(settings.IDEA_HOME) / "work"
    work.mkdir(parents=True, exist_ok=True)
    names = [column.name for column in version.columns]
    with TemporaryDirectory(dir=work, prefix="open-") as folder:
        out = Path(folder) / "open.parquet"
        if version.layer is not None:
            features.narrow(whole, version.layer, names, out=out)
        else:
            narrow_plain(whole, names, out=out)
        lake().put(out, version.lake_key, move=True)


def _tells_place(version: Version, hidden: Iterable[Column]) -> bool:
    """Tell whether a hidden column says where its row is: a place on the map would say it too.

    A table without coordinates has its places from a text (WKT, GeoJSON, "lat,lon"), any of them.
    """
    if any(column.role in _PLACES for column in hidden):
        return True
    from_text = version.format not in _SHAPED and not any(
        column.role in _COORDINATES for column in version.columns
    )
    return from_text and any(column.type is ColumnType.STRING for column in hidden)


def _mark(hidden: Iterable[Column], *, layer: object) -> str:
    told = "\0".join(sorted(column.name for column in hidden)) + f"\0{layer is not None}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _harmless(issue: Issue, columns: Iterable[Column]) -> bool:
    """Tell whether what was found is of an open column: whole rows may quote any cell."""
    return issue.column is not None and any(
        issue.column in {column.name, column.title} for column in columns
    )


def _plain(name: str) -> str:
    return name.strip().casefold()
