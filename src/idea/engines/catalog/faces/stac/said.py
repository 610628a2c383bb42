"""A raster in the words of STAC 1.1.0: a collection a data set, an item a version.

Extensions: projection 2.0.0 and raster 2.0.0. Addresses are absolute.
"""

from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

import numpy as np
import shapely
from django.conf import settings

from idea.engines.catalog import labels
from idea.engines.catalog.faces.stac.search import Scene
from idea.engines.catalog.linked import download_url, features_url, page_url
from idea.engines.catalog.types import Dataset, Download, License
from idea.engines.features.types import Band, Bounds, Raster

VERSION: Final = "1.1.0"
EXTENSIONS: Final = (
    "https://stac-extensions.github.io/projection/v2.0.0/schema.json",
    "https://stac-extensions.github.io/raster/v2.0.0/schema.json",
)
COG: Final = "image/tiff; application=geotiff; profile=cloud-optimized"
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"
_CORNERS: Final = 11  # along each side: a straight line in the grid is a curve in degrees


def root() -> str:
    return f"{settings.IDEA_SITE_URL}/stac"


def collection_of(scenes: list[Scene], *, english: bool = False) -> dict[str, Any]:
    """Return the collection of the versions of one data set, the newest first."""
    dataset = scenes[0].dataset
    here = f"{root()}/collections/{quote(dataset.slug)}"
    title = (english and dataset.title_en) or dataset.title
    first = min(each.interval[0] for each in scenes)
    last = max(each.interval[1] for each in scenes)
    wests, souths, easts, norths = zip(*(each.bbox for each in scenes), strict=True)
    body: dict[str, Any] = {
        "type": "Collection",
        "stac_version": VERSION,
        "stac_extensions": [],
        "id": dataset.slug,
        "title": title,
        "description": (english and dataset.description_en) or dataset.description or title,
        "license": _license(dataset),
        "providers": [
            {"name": dataset.organization, "roles": ["producer", "licensor"]},
            {
                "name": str(settings.IDEA_SITE_NAME["zh-hant"]),
                "roles": ["host"],
                "url": f"{settings.IDEA_SITE_URL}/",
            },
        ],
        "extent": {
            "spatial": {"bbox": [[min(wests), min(souths), max(easts), max(norths)]]},
            "temporal": {"interval": [[first.strftime(_MOMENT), last.strftime(_MOMENT)]]},
        },
        "links": [
            _link("self", here),
            _link("root", f"{root()}/"),
            _link("parent", f"{root()}/"),
            _link("items", f"{here}/items", GEOJSON),
            _link("about", page_url(dataset.slug), "text/html"),
            *_license_link(dataset),
        ],
    }
    if dataset.keywords:
        body["keywords"] = list(dataset.keywords)
    return body


def item_of(scene: Scene, *, english: bool = False) -> dict[str, Any]:
    """Return one version as an item, a GeoJSON feature."""
    dataset, version, raster = scene.dataset, scene.version, scene.raster
    parent = f"{root()}/collections/{quote(dataset.slug)}"
    return {
        "type": "Feature",
        "stac_version": VERSION,
        "stac_extensions": list(EXTENSIONS),
        "id": scene.id,
        "collection": dataset.slug,
        "bbox": list(scene.bbox),
        "geometry": shapely.geometry.mapping(outline(raster.crs, raster.bounds)),
        "properties": {
            "title": (english and dataset.title_en) or dataset.title,
            **_time(scene),
            "created": version.created_at.strftime(_MOMENT),
            "updated": version.created_at.strftime(_MOMENT),
            "license": _license(dataset),
            **_projection(raster),
        },
        "links": [
            _link("self", f"{parent}/items/{quote(scene.id)}", GEOJSON),
            _link("root", f"{root()}/"),
            _link("parent", parent),
            _link("collection", parent),
            *_license_link(dataset),
        ],
        "assets": _assets(scene),
    }


@lru_cache(maxsize=1024)
def outline(crs: str, bounds: Bounds) -> shapely.Polygon:
    """Return the sides of a raster as a polygon in CRS84, to a ten-millionth of a degree."""
    from pyproj import CRS, Transformer

    west, south, east, north = bounds
    across, up = np.linspace(west, east, _CORNERS), np.linspace(south, north, _CORNERS)
    ring = [*((x, south) for x in across), *((east, y) for y in up[1:])]
    ring += [*((x, north) for x in across[::-1][1:]), *((west, y) for y in up[::-1][1:-1])]
    xs, ys = np.array(ring).T
    turn = Transformer.from_crs(CRS.from_user_input(crs), "OGC:CRS84", always_xy=True)
    lon, lat = turn.transform(xs, ys)
    made = shapely.Polygon(np.column_stack([np.round(lon, 7), np.round(lat, 7)]))
    return shapely.orient_polygons(made)


def _time(scene: Scene) -> dict[str, Any]:
    first, last = (each.strftime(_MOMENT) for each in scene.interval)
    if first == last:
        return {"datetime": first}
    return {"datetime": None, "start_datetime": first, "end_datetime": last}


def _projection(raster: Raster) -> dict[str, Any]:
    west, south, east, north = raster.bounds
    across, up = raster.cell
    said: dict[str, Any] = {
        "proj:shape": [raster.height, raster.width],
        "proj:transform": [across, 0.0, west, 0.0, -up, north],
        "proj:bbox": [west, south, east, north],
    }
    known = raster.crs.startswith("EPSG:")
    return {"proj:code": raster.crs if known else None, **said} | (
        {} if known else {"proj:wkt2": raster.crs}
    )


def _assets(scene: Scene) -> dict[str, Any]:
    slug = scene.dataset.slug
    made: dict[str, Any] = {
        "data": {
            "href": download_url(slug, Download.TIFF, scene.version.number),
            "type": COG,
            "title": scene.dataset.title,
            "roles": ["data"],
            "bands": [_band(number, band) for number, band in enumerate(scene.raster.bands, 1)],
        },
    }
    if scene.current:  # pictures and tiles are of what is current
        made["thumbnail"] = {
            "href": f"{features_url(slug)}/map?width=512",
            "type": "image/png",
            "roles": ["thumbnail"],
        }
        made["tiles"] = {
            "href": f"{features_url(slug)}/map/tiles.json",
            "type": JSON,
            "title": "TileJSON",
            "roles": ["visual"],
        }
    return made


def _band(number: int, band: Band) -> dict[str, Any]:
    figures = {
        "minimum": band.minimum,
        "maximum": band.maximum,
        "mean": band.mean,
        "stddev": band.deviation,
        "valid_percent": band.valid,
    }
    said = {
        "name": band.name or str(number),
        "data_type": band.data_type,
        "unit": band.unit,
        "nodata": band.nodata,
        "statistics": {name: value for name, value in figures.items() if value is not None},
    }
    return {name: value for name, value in said.items() if value not in ("", None)}


def _license(dataset: Dataset) -> str:
    """Return an SPDX identifier, or `other` with a link (STAC 1.1.0, common metadata)."""
    known = {License.PUBLIC_DOMAIN, License.OTHER, License.CC_BY_3_TW}
    return "other" if dataset.license in known else str(dataset.license)


def _license_link(dataset: Dataset) -> list[dict[str, str]]:
    url = dataset.license_url or labels.LICENSE_URLS.get(dataset.license, "")
    return [{"rel": "license", "href": url, "title": labels.license_label(dataset.license)}] * bool(
        url
    )


def _link(rel: str, href: str, media_type: str = JSON) -> dict[str, str]:
    return {"rel": rel, "href": href, "type": media_type}
