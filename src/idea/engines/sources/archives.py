"""Opens archives without trusting them: counts what comes out, refuses paths that lead outside.

Unpacks one table or one map layer; archives in archives are refused.
"""

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from idea.engines.sources.conf import limits
from idea.engines.sources.errors import (
    EmptyFile,
    NotATable,
    Protected,
    TooLarge,
    UnreadableFile,
    UnsafeArchive,
)

Entry = zipfile.ZipInfo

_CHUNK = 1 << 20
_MOST_ENTRIES = 10_000
_MOST_TILES = 50_000  # files of a 3D tileset: a city has some thousands
_RATIO = 200  # a table packs 5 to 30 times; a bomb a thousand times
_SMALL = 64 << 20  # below this, no ratio does harm
_ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst", ".kmz")
_TABLES = (
    ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".geojson", ".xlsx", ".ods", ".gpkg",
    ".parquet", ".geoparquet", ".kml", ".gpx", ".osm",
)  # fmt: skip
_TILESET = "tileset.json"
_TILES = (".b3dm", ".i3dm", ".pnts", ".cmpt", ".subtree")
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def entries(path: Path) -> list[zipfile.ZipInfo]:
    """Return the files in a zip after a look at every one; raises UnsafeArchive or Protected."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise _broken() from error
    tiled = any(PurePosixPath(entry.filename).name == _TILESET for entry in found)
    if tiled and len(found) > _MOST_TILES:
        raise UnsafeArchive(
            _("The archive holds {count} files; a tileset may have {most}.").format(
                count=f"{len(found):,}", most=f"{_MOST_TILES:,}"
            ),
            remedy=_("Publish it in several parts, or by the address where it lies."),
        )
    if not tiled and len(found) > _MOST_ENTRIES:
        raise UnsafeArchive(
            _("The archive holds {count} files; a data file has a few.").format(
                count=f"{len(found):,}"
            ),
            remedy=_("Give the one file that holds the table."),
        )
    for entry in found:
        _check_path(entry)
    if any(entry.flag_bits & 1 for entry in found):
        raise Protected(
            _("The archive is protected by a password."),
            remedy=_("Pack it again without a password."),
        )
    total = sum(entry.file_size for entry in found)
    _check_size(total, path.stat().st_size)
    return [entry for entry in found if not entry.is_dir() and not _is_junk(entry.filename)]


def _check_path(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    link = stat.S_ISLNK(entry.external_attr >> 16)
    if link or name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
        raise UnsafeArchive(
            _("The archive holds a path that leads outside of it: {name}").format(name=name[:80]),
            remedy=_("Do not trust this file. Ask for it again where it came from."),
        )


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > limits().max_unpacked_bytes:
        raise TooLarge(
            _("Unpacked, the file would have {size} GB; at most {most} GB can be read.").format(
                size=f"{unpacked / 1e9:.1f}", most=f"{limits().max_unpacked_bytes / 1e9:.1f}"
            ),
            remedy=_("Split it, or give it as Parquet, which is much smaller."),
        )
    if unpacked > _SMALL and unpacked > _RATIO * packed:
        raise UnsafeArchive(
            _(
                "The archive would grow {times} times when unpacked: that is a trap (a zip bomb)."
            ).format(times=f"{unpacked // max(1, packed):,}"),
            remedy=_("Do not trust this file. Ask for it again where it came from."),
        )


def _is_junk(name: str) -> bool:
    return any(part in _JUNK for part in PurePosixPath(name).parts)


def check_contents(path: Path, *, most: int) -> None:
    """Unpack every entry to nowhere: headers lie about sizes. TooLarge above `most` bytes."""
    total = 0
    packed = path.stat().st_size
    for entry in entries(path):
        with _reading(), zipfile.ZipFile(path) as archive, archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                total += len(chunk)
                _check_size(total, packed)
                if total > most:
                    raise TooLarge(
                        _(
                            "The workbook has {size} MB unpacked; at most {most} MB can be read."
                        ).format(size=f"{total / 1e6:,.0f}+", most=f"{most / 1e6:,.0f}"),
                        remedy=_("Save it as CSV (UTF-8), which may be much larger."),
                    )


def single_table(found: Iterable[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Return the one entry that is a table; raises where there are none or several."""
    names = list(found)
    if not names:
        raise EmptyFile(
            _("The archive is empty."), remedy=_("Pack the file that holds the table again.")
        )
    tables = [e for e in names if PurePosixPath(e.filename.lower()).suffix in _TABLES]
    if len(tables) == 1:
        return tables[0]
    if not tables and any(e.filename.lower().endswith(_ARCHIVES) for e in names):
        raise UnsafeArchive(
            _("The archive holds another archive."), remedy=_("Unpack it and give the inner file.")
        )
    listed = ", ".join(e.filename for e in (tables or names)[:5])
    if tables:
        raise NotATable(
            _("The archive holds several tables: {names}").format(names=listed),
            remedy=_("Give one of them at a time."),
        )
    raise NotATable(
        _("The archive holds no table: {names}").format(names=listed),
        remedy=_("Give a CSV, XLSX, ODS, JSON, GeoJSON, GeoPackage or Parquet file."),
    )


def tileset(found: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a 3D tileset by their names within it; none where there is no tileset.

    Its root is the highest tileset.json; what lies outside of that folder is no part of it.
    """
    files = {entry.filename.replace("\\", "/"): entry for entry in found}
    roots = sorted((name for name in files if PurePosixPath(name).name == _TILESET), key=_depth)
    if not roots:
        if any(name.lower().endswith(_TILES) for name in files):
            raise NotATable(
                _("The archive holds 3D Tiles, but no tileset.json to begin with."),
                remedy=_("Pack the folder that has tileset.json in it, with all below it."),
            )
        return {}
    highest = [name for name in roots if _depth(name) == _depth(roots[0])]
    if len(highest) > 1:
        raise NotATable(
            _("The archive holds several tilesets: {names}").format(names=", ".join(highest[:5])),
            remedy=_("Give one of them at a time, or put a tileset.json above them."),
        )
    folder = roots[0].removesuffix(_TILESET)
    files = {name.removeprefix(folder): at for name, at in files.items() if name.startswith(folder)}
    for name in files:
        if name.lower().endswith(_ARCHIVES):
            raise UnsafeArchive(
                _("The archive holds another archive."),
                remedy=_("Unpack it and give the inner file."),
            )
    return files


def tileset_files(path: Path) -> dict[str, str] | None:
    """Return the names in a zip of a 3D tileset's files, by their names within the tileset."""
    if not zipfile.is_zipfile(path):
        return None
    return {name: entry.filename for name, entry in tileset(entries(path)).items()} or None


def _depth(name: str) -> int:
    return name.count("/")


def unpack(path: Path, entry: zipfile.ZipInfo, target: Path) -> Path:
    """Write one entry to `target`, counting the bytes."""
    with _reading(), zipfile.ZipFile(path) as archive, archive.open(entry) as file:
        return _copy(file, target, packed=max(entry.compress_size, 1))


def unpack_gzip(path: Path, target: Path) -> Path:
    """Write the content of a gzip file to `target`, counting the bytes."""
    with _reading(), gzip.open(path) as file:
        return _copy(file, target, packed=path.stat().st_size)


def _copy(file: IO[bytes] | gzip.GzipFile, target: Path, *, packed: int) -> Path:
    total = 0
    with target.open("wb") as out:
        while chunk := file.read(_CHUNK):
            total += len(chunk)
            _check_size(total, packed)
            out.write(chunk)
    return target


class _reading:  # noqa: N801  reads as a word in `with`
    """Turns every way in which unpacking fails into one error."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        faults = (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        )
        if isinstance(error, faults):
            raise _broken() from error


def _broken() -> UnreadableFile:
    return UnreadableFile(
        _("The archive is broken or cut off."),
        remedy=_("Download or save it again; compare its size with the original."),
    )
