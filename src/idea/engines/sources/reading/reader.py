"""Reads a file of any known format into a staged table.

Chooses the reader and owns the database file; each reader knows one family of formats.
"""
# ruff: noqa: S608  names are c0, c1 … or quoted, texts are literals

import shutil
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
from django.utils.translation import gettext as _

from idea.engines.sources import archives, recognize
from idea.engines.sources.conf import limits
from idea.engines.sources.errors import NotATable, UnreadableFile, UnsafeArchive
from idea.engines.sources.readers import (
    delimited,
    geojson,
    gpx,
    osm,
    parquet,
    parts,
    sheets,
    tiles3d,
    tree,
)
from idea.engines.sources.reading.log import Log
from idea.engines.sources.reading.raw import Raw
from idea.engines.sources.reading.staging import Context, Wide, stage
from idea.engines.sources.types import Format, Hints, Inspection, Staged
from idea.kernel import duck
from idea.kernel.errors import Problem
from idea.kernel.progress import Progress, silent

_HEAD = 8 << 20  # what `inspect` reads of a delimited text
_INSPECTED = 50
# Whatever a hint says.
_BY_BYTES = (Format.PARQUET, Format.GEOPACKAGE, Format.GEOTIFF, Format.TILES_3D)
_WIDE_MEMORY = "2GB"  # thousands of columns need it even for a few rows


@dataclass(frozen=True, slots=True)
class Opened:
    """What is to be read, out of its archive if it came in one."""

    path: Path
    filename: str
    format: Format
    inside: str = ""  # name in the archive


def read(
    path: Path,
    *,
    filename: str,
    workdir: Path,
    hints: Hints | None = None,
    progress: Progress = silent,
) -> Staged:
    """Read `path` into view `rows` of a DuckDB file in `workdir`, which must outlive the result.

    `rows` stands on Parquet beside the database: `_row` BIGINT, the columns, and where there are
    places `geometry` in CRS84, longitude first. Raises BadInput, and nothing else, whatever the
    bytes are; single bad rows are left out and named in `issues`.
    """
    hints = hints or Hints()
    progress(0, 100, _("Looking at the file"))
    recognize.check_size(path)
    workdir.mkdir(parents=True, exist_ok=True)
    try:
        return _read(path, filename, workdir, hints, progress)
    except Problem:
        raise
    except (
        duckdb.Error,
        pa.ArrowException,
        ValueError,
        OSError,
        OverflowError,
        RecursionError,
    ) as error:
        raise UnreadableFile(
            _("The file cannot be read: {reason}").format(
                reason=(str(error).splitlines() or [""])[0][:200]
            ),
            remedy=_("Save it as CSV (UTF-8), XLSX or GeoPackage and try again."),
        ) from error


def _read(path: Path, filename: str, workdir: Path, hints: Hints, progress: Progress) -> Staged:
    opened = _open(path, filename, workdir, hints)
    try:
        staged = _stage(opened, filename, workdir, hints, progress)
    except Wide:
        staged = _stage(opened, filename, workdir, hints, progress, wide=True)
    progress(100, 100, "")
    return staged


def _stage(
    opened: Opened,
    filename: str,
    workdir: Path,
    hints: Hints,
    progress: Progress,
    *,
    wide: bool = False,
) -> Staged:
    database = workdir / "staged.duckdb"
    for name in (database, database.with_suffix(".duckdb.wal")):
        name.unlink(missing_ok=True)
    connection = (
        duck.connect(database, threads=1, memory_limit=_WIDE_MEMORY)
        if wide
        else duck.connect(database)
    )
    try:
        context = Context(connection, workdir, Log(), progress, wide)
        if opened.inside:
            context.log.note(_("Read from the archive: {name}").format(name=opened.inside))

        def use(raw: Raw, encoding: str) -> Staged:
            return stage(
                context, raw, database=database, filename=filename, format=opened.format,
                encoding=encoding, crs=hints.crs,
            )  # fmt: skip

        return _dispatch(context, opened, hints, use)
    finally:
        connection.close()


def _dispatch(  # noqa: C901, PLR0911  a table of formats
    context: Context, opened: Opened, hints: Hints, use: delimited.Use
) -> Staged:
    path = opened.path
    match opened.format:
        case Format.CSV | Format.TSV:
            return delimited.attempt(context, path, hints, opened.format, use)
        case Format.XLSX | Format.ODS:
            return use(*sheets.read(context, path, hints))
        case Format.JSON:
            return use(*tree.read_json(context, path, hints))
        case Format.JSON_LINES:
            return use(*tree.read_lines(context, path, hints))
        case Format.GEOJSON:
            return use(*geojson.read(context, path, hints))
        case Format.GEOPACKAGE | Format.SHAPEFILE | Format.KML:
            from idea.engines.sources.readers import layers  # GDAL: 60 MB only readers need

            return use(*layers.read(context, path, hints, opened.format))
        case Format.GPX:
            return use(*gpx.read(context, path, hints))
        case Format.OSM:
            return use(*osm.read_xml(context, path, hints))
        case Format.OSM_JSON:
            return use(*osm.read_json(context, path, hints))
        case Format.PARQUET | Format.GEOPARQUET:
            return use(*parquet.read(context, path, hints))
        case Format.GEOTIFF:
            from idea.engines.sources.readers import geotiff  # GDAL for rasters, as above

            return use(*geotiff.read(context, path))
        case Format.TILES_3D | Format.TILES_3D_ZIP:
            return use(*tiles3d.read(context, path))


def _open(path: Path, filename: str, workdir: Path, hints: Hints, *, depth: int = 0) -> Opened:
    """Return the table in `path`, unpacked where it came in an archive."""
    found = recognize.recognize(path, filename)
    if found is not None:
        if hints.format and found not in _BY_BYTES:
            found = hints.format
        if found in (Format.PARQUET, Format.GEOPARQUET):
            found = Format.GEOPARQUET if parquet.is_geo(path) else Format.PARQUET
        return Opened(path, filename, found)
    with path.open("rb") as file:
        zipped = file.read(2) == recognize.ZIP[:2]
    if zipped:
        entries = archives.entries(path)
        names = {entry.filename.lower() for entry in entries}
        if packed := _packed(path, entries, names, filename):
            return Opened(path, filename, packed)
        shapes = [entry for entry in entries if entry.filename.lower().endswith(".shp")]
        if shapes:
            return _shapefile(path, entries, shapes, workdir, hints)
    if depth:
        raise UnsafeArchive(
            _("The archive holds another archive."), remedy=_("Unpack it and give the inner file.")
        )
    if zipped:
        entry = archives.single_table(entries)
        inner = PurePosixPath(entry.filename).name
        target = archives.unpack(path, entry, _inside(workdir, inner))
    else:
        inner = filename.removesuffix(".gz") if filename.lower().endswith(".gz") else filename
        target = archives.unpack_gzip(path, _inside(workdir, inner))
    recognize.check_size(target)
    opened = _open(target, inner, workdir, hints, depth=depth + 1)
    return _not_alone(replace(opened, inside=inner))


def _not_alone(opened: Opened) -> Opened:
    if opened.format is Format.TILES_3D:
        raise NotATable(
            _("The archive holds one document of 3D Tiles, but not as tileset.json."),
            remedy=_("Pack the folder that has tileset.json in it, with all below it."),
        )
    return opened


def _inside(workdir: Path, name: str) -> Path:
    """Return where to unpack to: a name of our own, with the suffix that GDAL wants to see."""
    suffix = PurePosixPath(name.lower()).suffix
    return workdir / f"unpacked{suffix if suffix.isascii() and suffix[1:].isalnum() else ''}"


def _packed(
    path: Path, entries: list[archives.Entry], names: set[str], filename: str
) -> Format | None:
    """Return the format of a zip that is read as it is."""
    if book := _workbook(names, filename):
        archives.check_contents(path, most=limits().max_memory_file_bytes)
        return book
    return Format.TILES_3D_ZIP if archives.tileset(entries) else None


def _workbook(names: set[str], filename: str) -> Format | None:
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Format.XLSX
    if "content.xml" in names and "mimetype" in names:
        return Format.ODS
    if filename.lower().endswith((".xlsx", ".xlsm", ".ods")):
        raise NotATable(
            _("The file is called a workbook but is none: it holds no sheets."),
            remedy=_("Open it in the spreadsheet program and save it again as XLSX or ODS."),
        )
    return None


def _shapefile(
    path: Path,
    entries: list[archives.Entry],
    shapes: list[archives.Entry],
    workdir: Path,
    hints: Hints,
) -> Opened:
    named = {PurePosixPath(shape.filename).stem: shape for shape in reversed(shapes)}
    asked = parts.layer_of(hints, [PurePosixPath(shape.filename).stem for shape in shapes])
    chosen = named[asked] if asked else shapes[0]
    stem = chosen.filename[: -len(".shp")].lower()
    folder = workdir / "shapefile"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for entry in entries:
        name = entry.filename.lower()
        if name.startswith(f"{stem}.") and name.count(".") == stem.count(".") + 1:
            archives.unpack(path, entry, folder / f"layer{PurePosixPath(name).suffix}")
    if not (folder / "layer.dbf").exists() or not (folder / "layer.shx").exists():
        raise UnreadableFile(
            _("The shapefile is not complete: .shp, .shx and .dbf are needed."),
            remedy=_("Pack all the files of the layer, also .prj and .cpg, into the zip."),
        )
    return Opened(folder / "layer.shp", chosen.filename, Format.SHAPEFILE, chosen.filename)


def inspect(path: Path, *, filename: str, hints: Hints | None = None) -> Inspection:
    """Return what a file seems to be, from its first rows; a large CSV is not read to its end."""
    with TemporaryDirectory(prefix="inspect-") as folder:
        workdir = Path(folder)
        source = _beginning(path, filename, workdir, hints or Hints())
        staged = read(source, filename=filename, workdir=workdir / "staged", hints=hints)
        connection = duck.connect(staged.database, read_only=True)
        try:
            names = ", ".join(["_row", *(duck.quote(column.name) for column in staged.columns)])
            rows = connection.execute(
                f"SELECT {names} FROM rows ORDER BY _row LIMIT {_INSPECTED}"
            ).fetchall()
        finally:
            connection.close()
    return Inspection(
        format=staged.format, encoding=staged.encoding, columns=staged.columns, rows=tuple(rows),
        complete=source == path, geometry=staged.geometry, issues=staged.issues, notes=staged.notes,
    )  # fmt: skip


def _beginning(path: Path, filename: str, workdir: Path, hints: Hints) -> Path:
    """Return a file with the first whole lines of a large delimited text, or `path` itself."""
    recognize.check_size(path)
    if path.stat().st_size <= _HEAD:
        return path
    found = hints.format or recognize.recognize(path, filename)
    if found not in (Format.CSV, Format.TSV, Format.JSON_LINES):
        return path
    with path.open("rb") as file:
        head = file.read(_HEAD)
    target = workdir / "beginning"
    target.write_bytes(head[: head.rfind(b"\n") + 1] or head)
    return target
