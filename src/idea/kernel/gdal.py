"""Which of GDAL's drivers may open what people send: those that read the bytes they are given.

Sets the environment GDAL reads once, when it is first loaded; reading itself is for the engines.
"""

import os
from typing import Final

ALLOWED: Final = frozenset({"ESRI Shapefile", "GPKG", "GeoJSON", "KML", "LIBKML"})

# GDAL goes by content, not by name. A file called .kml or .shp that is an OGR VRT, a WFS or a GDALG
# description makes it open any file of this machine or any address (/vsicurl/), and has no list of
# drivers that may: so these are all others of the locked version, as a test makes sure.
_SKIPPED = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF",
    "EDIGEO", "EEDA", "ESRIJSON", "Elasticsearch", "FlatGeobuf", "GDALG", "GML", "GPSBabel", "GPX",
    "GTFS", "GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG", "LVBAG", "MBTiles", "MEM",
    "MVT", "MapInfo File", "MapML", "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT",
    "OGR_PDS", "OGR_VRT", "OSM", "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES",
    "PMTiles", "S57", "SQLite", "SXF", "Selafin", "TopoJSON", "VDV", "VFK", "VICAR", "WAsP", "WFS",
    "XLSX",
)  # fmt: skip


def confine() -> None:
    """Leave GDAL only the drivers of `ALLOWED`. Works before pyogrio is first imported."""
    os.environ["GDAL_SKIP"] = ",".join(_SKIPPED)
    os.environ["LIBKML_EXTERNAL_STYLE"] = "NO"  # a style may name an address, too
