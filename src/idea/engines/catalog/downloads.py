"""Downloads of a version in every format.

CSV opens in spreadsheets: it starts with a byte order mark, and a text that a spreadsheet would
run as a formula gets an apostrophe before it (OWASP, CSV injection). Rows stand in the file's
order.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog import access, queries, reader, xlsx
from idea.engines.catalog.errors import NotInThisFormat
from idea.engines.catalog.kept import kept
from idea.engines.catalog.types import Download, Version
from idea.engines.features import api as features
from idea.engines.features.types import Raster, Tileset
from idea.engines.sources.types import ColumnType, Role
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.duck import literal, quote
from idea.kernel.lake import lake

# The wide signs (Chinese Excel takes them for the narrow ones) mean "none" where they stand alone.
_FORMULA = r"^([=+\-@\t\r\n]|[＝＋－＠].)"
_PLAIN_NUMBER = r"^[+-]?\d+(\.\d+)?$"
_BATCH = 10_000


def download(slug: str, format: Download, number: int | None = None) -> Path:  # noqa: A002
    """Return a local file of a version in a format; NotInThisFormat where it cannot be had."""
    return file_of(queries.version(slug, number), format)


def whole(
    *,
    actor: Actor,
    slug: str,
    format: Download,  # noqa: A002
    number: int | None = None,
) -> tuple[Version, Path]:
    """Return a file with the columns of personal data too, for an officer of its own agency.

    Each reading is written down. Raises Forbidden, and what `download` raises.
    """
    dataset = queries.dataset(slug)
    access.check(actor, access.PERSONAL, dataset.organization_id)
    version = queries.version(slug, number, whole=True)
    path = file_of(version, format)
    audit.record(
        actor=actor,
        action="catalog.personal",
        target=f"dataset:{slug}",
        data={"version": version.number, "format": str(format)},
    )
    return version, path


def file_of(version: Version, format_: Download) -> Path:
    """Return a local file of a version at hand; NotInThisFormat where it cannot be had."""
    refusal = unavailable(version, format_)
    if refusal:
        raise NotInThisFormat(refusal, remedy=_("Take another format."))
    if format_ is Download.ORIGINAL:
        return lake().local(version.payload_key)
    if format_ is Download.PARQUET:
        return lake().local(version.lake_key)
    if format_ is Download.TIFF and (raster := _raster(version)) is not None:
        return lake().local(raster.key)
    return kept(version, format_, MAKERS[format_])


def tileset(version: Version) -> Tileset | None:
    """Return the 3D Tiles that the public may have of a version, None where there are none."""
    # Where a column is closed the file as it came is not given out; nor is what is in it.
    return version.layer.tileset if version.layer is not None and not version.hidden else None


def tile_file(version: Version, name: str) -> features.TileFile:
    """Return one file of a version's 3D Tiles; NotInThisFormat where they are not kept here."""
    tiles = tileset(version)
    if tiles is None or not tiles.key:
        raise NotInThisFormat(
            _("There are no 3D Tiles of this data set here."), remedy=_("Take another format.")
        )
    return features.tile_file(tiles, name)


def formats(version: Version) -> list[Download]:
    """Return the formats a version can be had in."""
    return [format_ for format_ in Download if not unavailable(version, format_)]


def unavailable(version: Version, format_: Download) -> str:
    """Return why a version cannot be had in a format, "" where it can."""
    if format_ is Download.ORIGINAL and version.hidden:
        return _(
            "The file as it came holds personal data (%(columns)s), which are not given out."
        ) % {"columns": ", ".join(column.title for column in version.hidden[:5])}
    if format_ is Download.GEOJSON and version.layer is None:
        return _("This data set has no places, so there is no GeoJSON of it.")
    if format_ is Download.TIFF and _raster(version) is None:
        return _("This data set is no raster, so there is no GeoTIFF of it.")
    if format_ is Download.XLSX and (
        version.rows > xlsx.MOST_ROWS or len(version.columns) > xlsx.MOST_COLUMNS
    ):
        return _("An Excel sheet holds %(most)s rows; this data set has %(rows)s.") % {
            "most": f"{xlsx.MOST_ROWS:,}",
            "rows": f"{version.rows:,}",
        }
    return ""


def _csv(version: Version, out: Path) -> None:
    body = out.with_name(f"{out.name}.body")
    columns = [
        f"{_harmless(column.name) if column.type is ColumnType.STRING else quote(column.name)} "
        f"AS {quote(_harmless_title(column.name))}"
        for column in version.columns
    ]
    if _has_shapes(version):
        columns.append("ST_AsText(geometry) AS wkt")
    try:
        _copy(version, ", ".join(columns), body, "FORMAT csv, HEADER true")
        with out.open("wb") as target, body.open("rb") as source:
            target.write(b"\xef\xbb\xbf")
            shutil.copyfileobj(source, target, 1 << 20)
    finally:
        body.unlink(missing_ok=True)


def _json(version: Version, out: Path) -> None:
    columns = [quote(column.name) for column in version.columns]
    if _has_shapes(version):
        columns.append("ST_AsGeoJSON(geometry)::JSON AS geometry")
    _copy(version, ", ".join(columns), out, "FORMAT json, ARRAY true")


def _geojson(version: Version, out: Path) -> None:
    """RFC 7946: CRS84, seven decimals, the right-hand rule; rows without a place have null."""
    columns = ", ".join(
        f"{quote(column.name)}::VARCHAR AS {quote(column.name)}"
        if column.type is ColumnType.TIME
        else quote(column.name)
        for column in version.columns
    )
    _copy(
        version,
        f"_row, {columns}, geometry",
        out,
        "FORMAT gdal, DRIVER 'GeoJSON', "
        "LAYER_CREATION_OPTIONS ('RFC7946=YES', 'ID_FIELD=_row', 'WRITE_NAME=NO')",
    )


def _xlsx(version: Version, out: Path) -> None:
    columns = ", ".join(quote(column.name) for column in version.columns)
    with reader.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {reader.table(version.lake_key)} ORDER BY _row")  # noqa: S608

        def batches() -> Iterator[tuple[Any, ...]]:
            while batch := cursor.fetchmany(_BATCH):
                yield from batch

        xlsx.write(out, [column.name for column in version.columns], batches())


def _raster(version: Version) -> Raster | None:
    return version.layer.raster if version.layer is not None else None


MAKERS: Final[dict[Download, Callable[[Version, Path], None]]] = {
    Download.CSV: _csv,
    Download.JSON: _json,
    Download.GEOJSON: _geojson,
    Download.XLSX: _xlsx,
}


def _copy(version: Version, columns: str, out: Path, options: str) -> None:
    with reader.cursor() as cursor:
        cursor.execute(
            f"COPY (SELECT {columns} FROM {reader.table(version.lake_key)} ORDER BY _row) "  # noqa: S608
            f"TO {literal(str(out))} ({options})"
        )


def _harmless(name: str) -> str:
    """Return SQL that puts an apostrophe before what a spreadsheet would run."""
    column = quote(name)
    return (
        f"CASE WHEN regexp_matches({column}, '{_FORMULA}') "
        f"AND NOT regexp_matches({column}, '{_PLAIN_NUMBER}') "
        f"THEN chr(39) || {column} ELSE {column} END"
    )


def guarded(text: str) -> str:
    """Return `text` with an apostrophe before what a spreadsheet would run as a formula."""
    runs = re.match(_FORMULA, text) and not re.fullmatch(_PLAIN_NUMBER[1:-1], text)
    return f"'{text}" if runs else text


def _harmless_title(name: str) -> str:
    return f"'{name}" if re.match(_FORMULA, name) else name


def _has_shapes(version: Version) -> bool:
    """Tell whether there is geometry that the columns do not hold already as coordinates."""
    roles = {column.role for column in version.columns}
    coordinates = {Role.LONGITUDE, Role.LATITUDE} <= roles or {Role.EASTING, Role.NORTHING} <= roles
    return version.layer is not None and not coordinates
