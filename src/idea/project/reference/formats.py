"""The page of file formats: what is read, what is written, and what is detected."""

from pathlib import Path

from idea.engines.catalog.types import Download, License
from idea.engines.sources.types import ColumnType, Format, Role
from idea.project.reference.markdown import code, heading, table

READ = {
    Format.CSV: "Comma, semicolon, tab, bar or other separators; UTF-8, UTF-16, Big5/CP950.",
    Format.TSV: "Tab-separated values; encodings as CSV.",
    Format.XLSX: "Excel workbook; the first sheet that holds a table, or the one you name.",
    Format.ODS: "OpenDocument spreadsheet; sheets as XLSX.",
    Format.JSON: "An array of objects, or an object that holds one.",
    Format.JSON_LINES: "One JSON object a line.",
    Format.GEOJSON: "RFC 7946 feature collection; an old `crs` member is heeded.",
    Format.GEOPACKAGE: "OGC GeoPackage; the first layer, or the one you name.",
    Format.SHAPEFILE: "Shapefile in a zip, with .dbf, .shx and, if you have it, .prj and .cpg.",
    Format.GEOPARQUET: "GeoParquet 1.x.",
    Format.KML: "KML 2.2: placemarks with their places and extended data.",
    Format.GPX: "GPX 1.0 and 1.1: way points, routes and tracks; a track's points as a layer.",
    Format.OSM: "OpenStreetMap XML 0.6: points, lines and areas with their tags.",
    Format.OSM_JSON: "OpenStreetMap JSON as Overpass writes it; as OSM XML.",
    Format.GEOTIFF: "GeoTIFF and BigTIFF, north up, up to 32 bands: a raster, a row a band.",
    Format.TILES_3D: "A tileset.json of 3D Tiles 1.0 or 1.1, by its address: the tiles stay there.",
    Format.TILES_3D_ZIP: "3D Tiles 1.0 or 1.1 in a zip, tileset.json at the top: a document a row.",
    Format.PARQUET: "Parquet without places, or with coordinate columns.",
}
WRITTEN = {
    Download.CSV: "UTF-8 with a byte order mark; cells a spreadsheet would run are made harmless.",
    Download.JSON: "An array of objects.",
    Download.GEOJSON: "RFC 7946, longitude first; only where there are places.",
    Download.PARQUET: "GeoParquet where there are places, Hilbert-sorted; else Parquet.",
    Download.XLSX: "Excel workbook, up to the 1,048,576 rows one sheet holds.",
    Download.TIFF: "Cloud-optimized GeoTIFF, by HTTP ranges; only where a raster was published.",
    Download.ORIGINAL: "The file as it came, byte for byte.",
}


def page(_docs: Path) -> str:
    text = heading("File formats", "What a publisher may bring and what a reader may take away.")
    text += "## Read\n\n"
    text += table(("format", "notes"), [(code(f.value), READ[f]) for f in Format])
    text += "## Written\n\n"
    text += table(("format", "notes"), [(code(d.value), WRITTEN[d]) for d in Download])
    text += "## Column types\n\nIn the words of Frictionless Table Schema: "
    text += ", ".join(code(kind.value) for kind in ColumnType) + ".\n\n"
    text += "## What a column may be for\n\n"
    text += ", ".join(code(role.value) for role in Role if role.value) + ".\n\n"
    text += "## Licenses\n\n" + ", ".join(code(license_.value) for license_ in License) + ".\n"
    return text
