"""The lists that formats and licenses are looked up in: EU file types, EU licences, SPDX.

Facts of others' vocabularies, in our own short form; asking about them is for the checks.
"""

from typing import Final, NamedTuple

from idea.engines.catalog.types import License


class FileType(NamedTuple):
    code: str  # in the EU file-type authority table
    open: bool  # in data.europa.eu's list of non-proprietary formats
    machine: bool  # in its list of machine-readable formats
    structured: bool = False  # a table or tree of values, as Taiwan's check means it


# By the catalog's own tokens. Parquet, GeoPackage and TopoJSON are open standards that the lists
# of data.europa.eu do not name: they earn no points there, and are structured all the same.
FILE_TYPES: Final[dict[str, FileType]] = {
    "csv": FileType("CSV", open=True, machine=True, structured=True),
    "tsv": FileType("TSV", open=True, machine=False, structured=True),
    "json": FileType("JSON", open=True, machine=True, structured=True),
    "jsonl": FileType("JSON", open=True, machine=True, structured=True),
    "geojson": FileType("GEOJSON", open=True, machine=True, structured=True),
    "json-ld": FileType("JSON_LD", open=True, machine=True, structured=True),
    "jsonld": FileType("JSON_LD", open=True, machine=True, structured=True),
    "xml": FileType("XML", open=True, machine=True, structured=True),
    "gml": FileType("GML", open=False, machine=False, structured=True),
    "kml": FileType("KML", open=True, machine=True, structured=True),
    "gpx": FileType("XML", open=True, machine=True, structured=True),
    "osm": FileType("XML", open=True, machine=True, structured=True),
    "osm.json": FileType("JSON", open=True, machine=True, structured=True),
    "kmz": FileType("KMZ", open=True, machine=True, structured=True),
    "rss": FileType("RSS", open=True, machine=True, structured=True),
    "atom": FileType("ATOM", open=False, machine=False, structured=True),
    "ods": FileType("ODS", open=True, machine=True, structured=True),
    "xls": FileType("XLS", open=False, machine=True, structured=True),
    "xlsx": FileType("XLSX", open=False, machine=True, structured=True),
    "shp": FileType("SHP", open=False, machine=True, structured=True),
    "shp.zip": FileType("SHP", open=False, machine=True, structured=True),
    # Documents in JSON; what they lead to is made for programs, too.
    "3dtiles": FileType("JSON", open=True, machine=True, structured=True),
    "3dtiles.zip": FileType("ZIP", open=True, machine=False),
    "gpkg": FileType("GPKG", open=False, machine=False, structured=True),
    "parquet": FileType("PARQUET", open=False, machine=False, structured=True),
    "geoparquet": FileType("PARQUET", open=False, machine=False, structured=True),
    "rdf": FileType("RDF_XML", open=True, machine=True, structured=True),
    "ttl": FileType("RDF_TURTLE", open=True, machine=True, structured=True),
    "turtle": FileType("RDF_TURTLE", open=True, machine=True, structured=True),
    "nt": FileType("RDF_N_TRIPLES", open=True, machine=True, structured=True),
    "nq": FileType("RDF_N_QUADS", open=True, machine=True, structured=True),
    "netcdf": FileType("NETCDF", open=True, machine=True, structured=True),
    "nc": FileType("NETCDF", open=True, machine=True, structured=True),
    "dbf": FileType("DBF", open=True, machine=False, structured=True),
    "mdb": FileType("MDB", open=False, machine=False, structured=True),
    "ics": FileType("ICS", open=True, machine=True, structured=True),
    "topojson": FileType("TOPOJSON", open=False, machine=False, structured=True),
    "sql": FileType("SQL", open=False, machine=False, structured=True),
    "txt": FileType("TXT", open=True, machine=False),
    "html": FileType("HTML", open=True, machine=False),
    "htm": FileType("HTML", open=True, machine=False),
    "rtf": FileType("RTF", open=True, machine=False),
    "zip": FileType("ZIP", open=True, machine=False),
    "gz": FileType("GZIP", open=True, machine=False),
    "gzip": FileType("GZIP", open=True, machine=False),
    "tar": FileType("TAR", open=True, machine=False),
    "7z": FileType("7Z", open=False, machine=False),
    "rar": FileType("RAR", open=False, machine=False),
    "pdf": FileType("PDF", open=False, machine=False),
    "doc": FileType("DOC", open=False, machine=False),
    "docx": FileType("DOCX", open=False, machine=False),
    "odt": FileType("ODT", open=False, machine=False),
    "odp": FileType("ODP", open=False, machine=False),
    "ppt": FileType("PPT", open=False, machine=False),
    "pptx": FileType("PPTX", open=False, machine=False),
    "png": FileType("PNG", open=True, machine=False),
    "jpg": FileType("JPEG", open=False, machine=False),
    "jpeg": FileType("JPEG", open=False, machine=False),
    "jp2": FileType("JPEG2000", open=True, machine=False),
    "bmp": FileType("BMP", open=True, machine=False),
    "gif": FileType("GIF", open=False, machine=False),
    "svg": FileType("SVG", open=False, machine=False),
    "tif": FileType("TIFF", open=True, machine=False),
    "tiff": FileType("TIFF", open=True, machine=False),
    "geotiff": FileType("TIFF", open=True, machine=False),
    "dwg": FileType("DWG", open=False, machine=False),
    "dxf": FileType("DXF", open=False, machine=False),
    "las": FileType("LAS", open=False, machine=False),
    "grib": FileType("GRIB", open=False, machine=False, structured=True),
    "wms": FileType("WMS_SRVC", open=True, machine=False),
    "wfs": FileType("WFS_SRVC", open=False, machine=False, structured=True),
    "wmts": FileType("WMTS_SRVC", open=False, machine=False),
    "wcs": FileType("WCS_SRVC", open=False, machine=False),
}

# The licences of the EU licence authority table that this site knows, by SPDX identifier.
EU_LICENSES: Final = frozenset(
    {
        License.CC_BY, License.CC_BY_SA, License.CC_BY_NC, License.CC_BY_ND, License.CC_BY_NC_SA,
        License.CC_BY_NC_ND, License.CC_BY_3, License.CC0, License.PDDL, License.ODC_BY,
        License.ODBL, License.OGL_UK, License.ETALAB, License.DL_DE_BY, License.MIT,
    }
)  # fmt: skip
# On the SPDX list and not in the EU's table: Taiwan's own license is one of them.
SPDX_LICENSES: Final = frozenset({License.OGDL, License.CC_BY_3_TW})

# Top-level media types of the IANA registry (RFC 6838, clause 4.2), and the subtypes that are in
# its "standards tree" under no vendor or personal prefix are too many to list: one is accepted
# when it is written as the registry writes it.
MEDIA_TOPS: Final = frozenset(
    {
        "application", "audio", "font", "haptics", "image", "message", "model", "multipart",
        "text", "video",
    }
)  # fmt: skip


def file_type(token: str) -> FileType | None:
    return FILE_TYPES.get(token.lower())
