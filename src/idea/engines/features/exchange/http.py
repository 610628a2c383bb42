"""The entrance of files for map programs: /ogc/collections/<id>/features.<ending>."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import queries
from idea.engines.features.errors import BadParameter
from idea.engines.features.exchange.types import Ending
from idea.engines.features.exchange.writing import about, write
from idea.engines.features.http import params
from idea.engines.features.http.answers import entrance, fresh, send, tag
from idea.engines.features.types import CRS84

_EDITION = "1"  # goes up when the files are written differently
MEDIA = {
    Ending.OSM: "application/vnd.openstreetmap.data+xml",
    Ending.OSM_JSON: "application/json",
    Ending.GPX: "application/gpx+xml",
    Ending.KML: "application/vnd.google-earth.kml+xml",
}


@entrance("bbox")
def features_file(request: HttpRequest, collection_id: str, ending: str) -> HttpResponse:
    layer = queries.collection(collection_id)
    try:
        wanted = Ending(ending)
    except ValueError:
        raise BadParameter(
            _("There is no file that ends in .%(ending)s.") % {"ending": ending[:20]},
            remedy=_("There are: %(endings)s.") % {"endings": ", ".join(Ending)},
        ) from None
    bbox = params.bbox(request.GET["bbox"], CRS84) if "bbox" in request.GET else None
    etag = tag(_EDITION, wanted, layer.lake_key, about(layer), bbox, params.language(request))
    if known := fresh(request, etag):
        return known
    response = send(write(layer, wanted, bbox=bbox), etag=etag, media_type=MEDIA[wanted])
    name = quote(f"{layer.id}.{wanted}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
