"""Addresses of the EU's authority tables for languages, file types and availability.

Themes, frequencies, access rights and licenses have theirs in `labels.py`.
"""

from typing import Final

EU: Final = "http://publications.europa.eu/resource/authority"
LANGUAGES: Final = {
    "zh": f"{EU}/language/ZHO",
    "en": f"{EU}/language/ENG",
    "ja": f"{EU}/language/JPN",
    "ko": f"{EU}/language/KOR",
    "fr": f"{EU}/language/FRA",
    "de": f"{EU}/language/DEU",
    "es": f"{EU}/language/SPA",
    "id": f"{EU}/language/IND",
    "vi": f"{EU}/language/VIE",
    "th": f"{EU}/language/THA",
    "sk": f"{EU}/language/SLK",
    "it": f"{EU}/language/ITA",
    "pt": f"{EU}/language/POR",
    "nl": f"{EU}/language/NLD",
}
FILE_TYPES: Final = {
    "csv": "CSV",
    "tsv": "TSV",
    "xlsx": "XLSX",
    "xls": "XLS",
    "ods": "ODS",
    "json": "JSON",
    "jsonl": "JSONL",
    "geojson": "GEOJSON",
    "gpkg": "GPKG",
    "shp": "SHP",
    "shp.zip": "SHP",
    "3dtiles": "JSON",
    "3dtiles.zip": "ZIP",
    "parquet": "PARQUET",
    "geoparquet": "PARQUET",
    "kml": "KML",
    "gpx": "XML",
    "osm": "XML",
    "osm.json": "JSON",
    "kmz": "KMZ",
    "xml": "XML",
    "html": "HTML",
    "pdf": "PDF",
    "zip": "ZIP",
    "txt": "TXT",
    "rdf": "RDF_XML",
    "ttl": "RDF_TURTLE",
    "jsonld": "JSON_LD",
    "doc": "DOC",
    "docx": "DOCX",
    "odt": "ODT",
    "wms": "WMS_SRVC",
    "wfs": "WFS_SRVC",
    "wmts": "WMTS_SRVC",
    "sparql": "SPARQLQ",
    "rss": "RSS",
    "jpg": "JPEG",
    "png": "PNG",
    "tiff": "TIFF",
    "gml": "GML",
}
AVAILABLE: Final = f"{EU}/planned-availability/STABLE"
THEME_SCHEME: Final = f"{EU}/data-theme"
SHA256: Final = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def language_uri(code: str) -> str:
    """Return the address of a language (BCP 47), "" where the table has none for it here."""
    return LANGUAGES.get(code.partition("-")[0].casefold(), "")


def file_type_uri(token: str) -> str:
    name = FILE_TYPES.get(token, "")
    return f"{EU}/file-type/{name}" if name else ""
