"""Makes a collection, or the part of it in a box, a file for map programs.

Which collection there is, and who may have it, is for `queries`; the formats are beside this file.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote

import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from idea.engines.features import reading
from idea.engines.features.conf import features_settings
from idea.engines.features.errors import TooManyFeatures
from idea.engines.features.exchange import gpx, kml, osm
from idea.engines.features.exchange.types import About, Ending, Shown
from idea.engines.features.types import Bounds, Collection, Query

_MOST_CORNERS: Final = 1_000_000  # about 100 MB of OSM XML
_WRITERS: Final[dict[Ending, Callable[[Iterable[Shown], About], bytes]]] = {
    Ending.OSM: osm.write_xml,
    Ending.OSM_JSON: osm.write_json,
    Ending.GPX: gpx.write,
    Ending.KML: kml.write,
}


def write(layer: Collection, ending: Ending, *, bbox: Bounds | None = None) -> bytes:
    """Return the file; TooManyFeatures where its corners are more than one file should have."""
    return _WRITERS[ending](_features(layer, bbox), about(layer))


def about(layer: Collection) -> About:
    # Whoever registers a layer says “agency · license” (catalog.outward).
    who, _dot, terms = layer.attribution.rpartition(" · ")
    with override("zh-hant"):
        return About(
            title=layer.title,
            attribution=who or terms,
            license=terms if who else "",
            url=f"{settings.IDEA_SITE_URL}/ogc/collections/{quote(layer.id)}",
        )


def _features(layer: Collection, bbox: Bounds | None) -> Iterator[Shown]:
    after, corners = None, 0
    most = features_settings().features_page
    while True:
        wanted = Query(bbox=bbox, limit=most, after=after)
        found = reading.read(layer, wanted, geometry=_as_it_is)
        shapes = shapely.from_geojson([each["geometry"] for each in found.features])
        corners += int(shapely.get_num_coordinates(shapes).sum())
        if corners > _MOST_CORNERS:
            raise TooManyFeatures(
                _("The layer has more than %(most)s corners, too many for one such file.")
                % {"most": f"{_MOST_CORNERS:,}"},
                remedy=_("Ask for a part with “bbox”, or take GeoPackage, GeoJSON or Parquet."),
            )
        for each, shape in zip(found.features, shapes, strict=True):
            yield Shown(str(each["id"]), shape, each["properties"])
        if found.next_after is None:
            return
        after = found.next_after


def _as_it_is(geojson: str) -> Any:
    return geojson
