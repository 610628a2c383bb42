"""From the many words for a format to the one token this catalog writes."""

import re
from typing import Final

_KNOWN: Final = {
    "text/csv": "csv",
    "csv (comma separated)": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "json-stat": "json",
    "application/vnd.geo+json": "geojson",
    "application/geo+json": "geojson",
    "geo json": "geojson",
    "application/ld+json": "jsonld",
    "json-ld": "jsonld",
    "json_ld": "jsonld",
    "application/x-ndjson": "jsonl",
    "ndjson": "jsonl",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/rdf+xml": "rdf",
    "rdf_xml": "rdf",
    "rdf/xml": "rdf",
    "text/turtle": "ttl",
    "rdf_turtle": "ttl",
    "turtle": "ttl",
    "text/html": "html",
    "web page": "html",
    "website": "html",
    "htm": "html",
    "www:link-1.0-http--link": "html",
    "www:link": "html",
    "text/plain": "txt",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/x-7z-compressed": "7z",
    "application/gzip": "gz",
    "application/vnd.ms-excel": "xls",
    "excel": "xlsx",
    "ms excel": "xls",
    "excel (.xlsx)": "xlsx",
    "excel (.xls)": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/msword": "doc",
    "word": "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.google-earth.kml+xml": "kml",
    "application/vnd.google-earth.kmz": "kmz",
    "application/gpx+xml": "gpx",
    "application/vnd.openstreetmap.data+xml": "osm",
    "application/geopackage+sqlite3": "gpkg",
    "geopackage": "gpkg",
    "application/vnd.apache.parquet": "parquet",
    "application/gml+xml": "gml",
    "shapefile": "shp.zip",
    "esri shapefile": "shp.zip",
    "shp": "shp.zip",
    "shape": "shp.zip",
    "shapefile (l93)": "shp.zip",
    "zip shp": "shp.zip",
    "3d tiles": "3dtiles",
    "3d-tiles": "3dtiles",
    "3d_tiles": "3dtiles",
    "ogc 3d tiles": "3dtiles",
    "cesium 3d tiles": "3dtiles",
    "ogc:wms": "wms",
    "wms_srvc": "wms",
    "ogc:wfs": "wfs",
    "wfs_srvc": "wfs",
    "ogc:wmts": "wmts",
    "ogc:wcs": "wcs",
    "arcgis geoservices rest api": "arcgis",
    "esri rest": "arcgis",
    "sparql": "sparql",
    "webservices": "api",
    "webservice": "api",
    "rest": "api",
    "openapi": "api",
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "image/png": "png",
    "image/jpeg": "jpg",
    "jpeg": "jpg",
    "其他": "",
    "其它": "",
    "other": "",
    "unknown": "",
    "bin": "",  # what crawlers write where nobody said
    "application/octet-stream": "",
}
SERVICES: Final = frozenset({"api", "wms", "wfs", "wmts", "wcs", "arcgis", "sparql"})
_TOKEN: Final = re.compile(r"[a-z0-9][a-z0-9.+_-]{0,39}")
_ENDING: Final = re.compile(r"\.([a-z0-9]{2,7})(?:\.(gz|zip))?$")
_ENDINGS: Final = frozenset(
    ("csv", "tsv", "json", "geojson", "jsonl", "xml", "rdf", "ttl", "xls", "xlsx", "ods", "odt",
     "doc", "docx", "pdf", "zip", "7z", "rar", "gz", "kml", "kmz", "gpkg", "gml", "gpx", "osm",
     "parquet", "shp", "txt", "html", "htm", "png", "jpg", "jpeg", "tif", "tiff", "rss", "atom")
)  # fmt: skip


def format_of(*words: str, url: str = "") -> str:
    """Return the token of the first word that tells a format, else what the address ends with."""
    for word in words:
        token = _token(word)
        if token:
            return token
    path = url.split("?", 1)[0].split("#", 1)[0].lower()
    found = _ENDING.search(path[-20:])
    if found is None:
        return ""
    ending = found[1] if found[1] in _ENDINGS else found[2] or ""
    return _token(ending) if ending in _ENDINGS else ""


def media_of(word: str) -> str:
    """Return a media type (type/subtype) where `word` is one or an IANA address of one."""
    text = word.strip().lower().rstrip("/")
    for prefix in ("http://", "https://"):
        if text.startswith(f"{prefix}www.iana.org/assignments/media-types/"):
            text = text.removeprefix(f"{prefix}www.iana.org/assignments/media-types/")
    text = text.partition(";")[0].strip()
    return text[:200] if re.fullmatch(r"[a-z]+/[a-z0-9.+_-]+", text) else ""


def _token(word: str) -> str:
    text = " ".join(word.split()).lower().rstrip("/")
    if text.startswith(("http://", "https://")):
        media = media_of(text)
        text = media or text.rpartition("/")[2].rpartition("#")[2]
    text = text.partition(";")[0].strip().lstrip(".")
    if text in _KNOWN:
        return _KNOWN[text]
    return text if _TOKEN.fullmatch(text) else ""
