"""Tells what a file is by its first bytes and its name, and refuses what is no table.

Looks only; opening is for the readers.
"""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from idea.engines.sources.conf import limits
from idea.engines.sources.errors import EmptyFile, NotATable, Protected, TooLarge
from idea.engines.sources.types import Format

_HEAD = 65536
_NAMES = {
    ".csv": Format.CSV, ".txt": Format.CSV, ".tsv": Format.TSV, ".tab": Format.TSV,
    ".xlsx": Format.XLSX, ".xlsm": Format.XLSX, ".ods": Format.ODS, ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES, ".ndjson": Format.JSON_LINES, ".geojsonl": Format.JSON_LINES,
    ".geojson": Format.GEOJSON, ".gpkg": Format.GEOPACKAGE, ".parquet": Format.PARQUET,
    ".geoparquet": Format.GEOPARQUET, ".kml": Format.KML,
    ".gpx": Format.GPX, ".osm": Format.OSM,
}  # fmt: skip
_OTHER_THINGS = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"%PDF", "PDF"),
    (b"MZ", "EXE"), (b"\x7fELF", "ELF"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"),
    (b"BM", "BMP"), (b"RIFF", "RIFF"), (b"\x00asm", "WebAssembly"),
    (b"ID3", "MP3"), (b"OggS", "Ogg"), (b"\xca\xfe\xba\xbe", "Java"), (b"{\\rtf", "RTF"),
)  # fmt: skip
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # TIFF 6.0, and BigTIFF
_TEXTLIKE = {b"BM", b"MZ", b"ID3", b"RIFF"}  # two letters may begin a table, too
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^\s*(<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_PROLOG = 2000  # bytes before the root of an XML file: a declaration, comments
_ROOTS = (
    (re.compile(rb"<(\w+:)?kml[\s>]"), Format.KML),
    (re.compile(rb"<(\w+:)?gpx[\s>]"), Format.GPX),
    (re.compile(rb"<osm(Change)?[\s>]"), Format.OSM),
)
# asset.version and geometricError (OGC 22-025r4, clause 7.6); glTF has the first alone.
_TILESET = (re.compile(rb'"asset"\s*:\s*\{[^{}]*"version"'), b'"geometricError"')
_OSM_ELEMENT = re.compile(rb'"elements"\s*:\s*\[\s*(\{[^{}]*"type"\s*:\s*"(node|way|relation)"|\])')
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"


def check_size(path: Path) -> None:
    """Raise EmptyFile or TooLarge."""
    size, most = path.stat().st_size, limits().max_file_bytes
    if size == 0:
        raise EmptyFile(
            _("The file is empty."), remedy=_("Save it again with a header and rows of data.")
        )
    if size > most:
        raise TooLarge(
            _("The file has {size} GB; at most {most} GB can be read.").format(
                size=f"{size / 1e9:.1f}", most=f"{most / 1e9:.1f}"
            ),
            remedy=_("Split it, or give it as Parquet, which is much smaller."),
        )


def recognize(  # noqa: C901, PLR0911, PLR0912  a list of tests, the surest first
    path: Path, filename: str
) -> Format | None:
    """Return the format of a file that is no archive; None for a zip or gzip, to be looked into.

    The bytes decide before the name. Raises NotATable for pictures, programs, web pages …, and
    Protected for an encrypted workbook.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((ZIP, b"PK\x05\x06", GZIP)):
        return None
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"SQLite format 3\0"):
        return Format.GEOPACKAGE
    if head.startswith(_OLE):
        raise _ole(path)
    if head.startswith(_TIFF):
        return Format.GEOTIFF
    for magic, name in _OTHER_THINGS:
        if head.startswith(magic) and (magic not in _TEXTLIKE or b"\0" in head[:512]):
            raise NotATable(
                _("The file is no table but something else ({kind}).").format(kind=name),
                remedy=_("Give a CSV, XLSX, ODS, JSON, GeoJSON, GeoPackage or Parquet file."),
            )
    _refuse_html(head)
    by_name = _NAMES.get(Path(filename.lower()).suffix)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] in (b"{", b"[") and by_name not in (Format.CSV, Format.TSV):
        return _json(text, by_name)
    for root, format_ in _ROOTS:
        if root.search(text[:_PROLOG]):
            return format_
    if text.startswith(b"<") and by_name in (Format.GPX, Format.OSM):
        return by_name
    if text.startswith(b"<"):
        raise NotATable(
            _("The file is XML, which cannot be read as a table."),
            remedy=_("Give the same data as CSV, JSON, GeoJSON or XLSX."),
        )
    if by_name in (Format.CSV, Format.TSV, Format.JSON, Format.JSON_LINES, Format.GEOJSON):
        return by_name
    return Format.CSV


def _json(text: bytes, by_name: Format | None) -> Format:
    if by_name is Format.JSON_LINES:
        return Format.JSON_LINES
    if re.search(rb'"type"\s*:\s*"(FeatureCollection|Feature)"', text):
        return Format.GEOJSON
    if _OSM_ELEMENT.search(text):
        return Format.OSM_JSON
    if _TILESET[1] in text and _TILESET[0].search(text):
        return Format.TILES_3D
    first = text.split(b"\n", 1)
    if (
        text[:1] == b"{"
        and len(first) > 1
        and first[0].rstrip().endswith(b"}")
        and first[1].lstrip()[:1] == b"{"
    ):
        return Format.JSON_LINES
    return Format.GEOJSON if by_name is Format.GEOJSON else Format.JSON


def _refuse_html(head: bytes) -> None:
    if not _HTML.match(head.lstrip(b"\xef\xbb\xbf")):
        return
    text = head.decode("utf-8", "replace")
    if (text.count("\ufffd")) > len(text) // 50:
        text = head.decode("cp950", "replace")
    found = _TITLE.search(text)
    title = re.sub(r"\s+", " ", found[1]).strip()[:100] if found else ""
    raise NotATable(
        _("This is a web page (“{title}”), not a data file.").format(title=title)
        if title
        else _("This is a web page, not a data file."),
        remedy=_(
            "Open the page and take the address of its download link, or download the file first."
        ),
    )


def _ole(path: Path) -> Exception:
    with path.open("rb") as file:
        content = file.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Protected(
            _("The workbook is protected by a password."),
            remedy=_("Open it in the spreadsheet program, remove the password and save it again."),
        )
    return NotATable(
        _("This is an old Office file (.xls, .doc), which cannot be read."),
        remedy=_("Open it and save it as XLSX, ODS or CSV (UTF-8)."),
    )
