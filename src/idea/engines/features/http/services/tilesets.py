"""OGC API Tiles 1.0 (OGC 20-057): tile sets of collections, their tiles, and TileJSON 3.

Conformance classes core, tileset, tilesets-list, geodata-tilesets, mvt, datetime. Tiles are made in
`features.tiles`, matrix sets stand in `features.matrices`.
"""

from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features import queries, store, tiles
from idea.engines.features.drawn import drawn
from idea.engines.features.errors import BadParameter
from idea.engines.features.http import params
from idea.engines.features.http.answers import JSON, entrance, fresh, link, send, tag
from idea.engines.features.http.pages import Page, page
from idea.engines.features.http.services.wms_capabilities import about, title_of
from idea.engines.features.matrices import MATRIX_SETS, WEB_MERCATOR, MatrixSet, matrix_set
from idea.engines.features.pmtiles import MEDIA_TYPE as PMTILES
from idea.engines.features.pmtiles import pmtiles
from idea.engines.features.styles.looks import drawn_by
from idea.engines.features.types import CRS84, Collection
from idea.engines.features.validity.cutting import during
from idea.kernel.serving import serve

CONFORMS = [
    *(
        f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}"
        for name in (
            "core",
            "tileset",
            "tilesets-list",
            "geodata-tilesets",
            "mvt",
            "datetime",
            "oas30",
        )
    ),
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
]
TILESETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
SCHEMES = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
SCHEME = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
DRAWING = "4"  # goes up when tiles are made differently: older copies lapse
DEEPEST_SAID = 14  # clients enlarge the deepest they know
_DIMENSIONS = {"Point": 0, "LineString": 1, "Polygon": 2}
_HOUR = 3600
_DAY = 86_400


@entrance("v", "datetime")
def tile(
    request: HttpRequest, collection_id: str, *, z: str, x: str, y: str, matrices: str = ""
) -> HttpResponse:
    """Answer with a vector tile.

    An address that names the version (`v`) has what never changes; a withdrawn layer is out of
    shared caches within an hour.
    """
    layer = during(queries.collection(collection_id), params.time(request))
    chosen = matrix_set(matrices or WEB_MERCATOR.id)
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in (z, x, y)):  # noqa: PLR2004  22 levels
        raise BadParameter(_("A tile is named by three whole numbers."))
    numbers = int(z), int(x), int(y)
    chosen.check(*numbers)
    keep = drawn_by(layer)
    etag = tag(DRAWING, layer.lake_key, keep, chosen.id, *numbers)
    if known := fresh(request, etag):
        return known
    body = drawn(etag, lambda: tiles.tile(layer, *numbers, matrices=chosen, keep=keep))
    response = send(body, etag=etag, media_type=tiles.MEDIA_TYPE, max_age=_HOUR)
    if request.GET.get("v") == version(layer):
        response["Cache-Control"] = f"public, max-age={_DAY}, s-maxage={_HOUR}, immutable"
    return response


@entrance()
def archive(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Answer with all tiles in one file (PMTiles v3), or with the ranges web maps read of it."""
    layer = queries.collection(collection_id)
    response = serve(
        request,
        pmtiles(layer),
        filename=f"{layer.id}.pmtiles",
        media_type=PMTILES,
        etag=tag("pmtiles", DRAWING, layer.lake_key, *drawn_by(layer)).strip('"'),
        modified=layer.updated_at,
    )
    return cast("HttpResponse", response)  # streamed; headers are all that is done to it


def version(layer: Collection) -> str:
    """Return what names a layer's version in the addresses of its tiles."""
    return tag(DRAWING, layer.lake_key, *drawn_by(layer)).strip('"')[:12]


@entrance()
def tilesets(request: HttpRequest, collection_id: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    here = f"{_collection(request, layer)}/tiles"
    body = {
        "links": [link(here, "self"), link(_collection(request, layer), "collection")],
        "tilesets": [_short(layer, each, here) for each in MATRIX_SETS.values()],
    }
    return _say(request, body)


@entrance()
def tileset(request: HttpRequest, collection_id: str, matrices: str) -> HttpResponse:
    """Answer with what 17-083r4 (clause 8) has a tile set say of itself."""
    layer, chosen = queries.collection(collection_id), matrix_set(matrices)
    here = f"{_collection(request, layer)}/tiles"
    place = f"{here}/{chosen.id}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    west, south, east, north = layer.layer.bbox
    body = _short(layer, chosen, here)
    body["links"] += [
        {**link(place, "item", tiles.MEDIA_TYPE, _("Tiles")), "templated": True},
        link(_collection(request, layer), "geodata"),
    ]
    if chosen is WEB_MERCATOR:
        body["links"].append(link(f"{here}.json", "describedby", JSON, "TileJSON"))
    limits = [
        dict(zip(_LIMITS, (str(z), *chosen.limits(z, layer.layer.bbox)), strict=True))
        for z in range(chosen.deepest + 1)
    ]
    body |= {
        "description": about(layer),
        "attribution": layer.attribution,
        "tileMatrixSetLimits": limits,
        "boundingBox": {
            "lowerLeft": [west, south],
            "upperRight": [east, north],
            "crs": CRS84.uri,
        },
        "layers": [
            {
                "id": tiles.LAYER,
                "title": title_of(layer),
                "dataType": "vector",
                **_dimension(layer),
                "propertiesSchema": {
                    "type": "object",
                    "properties": {
                        each.name: {"type": each.type}
                        | ({"format": each.format} if each.format else {})
                        for each in store.schema(layer).properties
                    },
                },
            }
        ],
    }
    return _say(request, {key: value for key, value in body.items() if value != ""})


_LIMITS = ("tileMatrix", "minTileRow", "maxTileRow", "minTileCol", "maxTileCol")


@entrance("datetime")
def tile_json(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Answer with TileJSON 3.0.0 (Mapbox): what web maps and desktops take a layer's tiles from."""
    layer = during(queries.collection(collection_id), params.time(request))
    when = urlencode({"datetime": request.GET["datetime"]}) if layer.during else ""
    here = f"{_collection(request, layer)}/tiles"
    west, south, east, north = layer.layer.bbox
    body = {
        "tilejson": "3.0.0",
        "tiles": [f"{here}/{{z}}/{{x}}/{{y}}.mvt?v={version(layer)}{when and '&'}{when}"],
        "vector_layers": [
            {
                "id": tiles.LAYER,
                "description": title_of(layer),
                "minzoom": 0,
                "maxzoom": DEEPEST_SAID,
                "fields": {each.name: each.type for each in store.schema(layer).properties},
            }
        ],
        "name": title_of(layer),
        "description": about(layer),
        "attribution": layer.attribution,
        "version": "1.0.0",
        "scheme": "xyz",
        "minzoom": 0,
        "maxzoom": DEEPEST_SAID,
        "bounds": [max(-180, west), max(-85.0511, south), min(180, east), min(85.0511, north)],
        "center": [(west + east) / 2, (south + north) / 2, 9],
    }
    return _say(request, body)


@entrance()
def matrix_sets(request: HttpRequest) -> HttpResponse:
    here = request.build_absolute_uri("/ogc/tileMatrixSets")
    body = {
        "links": [link(here, "self")],
        "tileMatrixSets": [
            {
                "id": each.id,
                "title": each.title,
                "crs": each.crs.uri,
                **({"uri": each.uri} if each.uri else {}),
                "links": [link(f"{here}/{each.id}", "self", title=each.title)],
            }
            for each in MATRIX_SETS.values()
        ],
    }
    return _say(request, body)


@entrance()
def matrix_set_(request: HttpRequest, matrices: str) -> HttpResponse:
    return _say(request, matrix_set(matrices).definition())


def _short(layer: Collection, matrices: MatrixSet, here: str) -> dict[str, Any]:
    """Return what the list of tile sets says of one."""
    scheme = f"{here.partition('/collections/')[0]}/tileMatrixSets/{matrices.id}"
    return {
        "title": f"{title_of(layer)} ({matrices.title})",
        "dataType": "vector",
        "crs": matrices.crs.uri,
        "tileMatrixSetURI": matrices.uri or scheme,
        "links": [link(f"{here}/{matrices.id}", "self"), link(scheme, SCHEME)],
    }


def _dimension(layer: Collection) -> dict[str, int]:
    found = _DIMENSIONS.get(layer.layer.kind.removeprefix("Multi"))
    return {} if found is None else {"geometryDimension": found}


def _collection(request: HttpRequest, layer: Collection) -> str:
    return request.build_absolute_uri(f"/ogc/collections/{layer.id}")


def _say(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    if params.wants_page(request):
        plain = [each for each in body.get("links", []) if not each.get("templated")]
        sets = [*body.get("tilesets", []), *body.get("tileMatrixSets", [])]
        shown = Page(
            str(body.get("title") or body.get("name") or _("Vector tiles")),
            body.get("description", ""),
            trail=[(_("Map layers"), request.build_absolute_uri("/ogc/"))],
            columns=[_("Tile matrix set")] if sets else (),
            rows=[(each["links"][0]["href"], [each["title"]]) for each in sets],
        )
        return page(request, shown, body | {"links": plain})
    etag = tag(body, get_language())
    return fresh(request, etag) or send(body, etag=etag)
