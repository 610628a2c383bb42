"""Real lines, areas and mixtures: what boxes, places and tiles give is what shapely says."""

import json

import pytest
import shapely
from shapely.geometry import shape

from idea.engines.features import api
from idea.engines.features.tests.factories import as_layer
from idea.engines.features.tests.test_tiles import at
from idea.engines.features.tiles import tile
from idea.engines.features.types import Query
from idea.engines.sources import api as sources
from idea.kernel.geometry import Place

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LAYERS = {
    "tw/roadworks/taipei-road-works.geojson": 1450,
    "tw/statistics/msa-polygons-chiayi-city.geojson": 1505,
    "tw/boundaries/towns.geojson": 368,
    "tw/hazards/typhoon-tracks-2009-2020.geojson": 2472,
    "tw/roadworks/tainan-narrow-lanes.geojson": 1525,
}


def truth(path):
    """Return the source's geometries by reading it without the platform.

    Those that leave the planet (the tracks have longitudes above 180) are refused by `sources`.
    """
    features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    made = [shape(f["geometry"]) if f["geometry"] else None for f in features]
    return [s for s in made if s and not s.is_empty and -180 <= s.bounds[0] <= s.bounds[2] <= 180]


@pytest.mark.parametrize("relative", LAYERS)
def test_boxes_places_tiles_and_pictures(tmp_path, shared_data, relative):
    path = shared_data(relative)
    table = sources.read(path, filename=path.name, workdir=tmp_path)
    layer = as_layer(tmp_path, table, name="real")
    shapes = truth(path)
    assert layer.layer.rows == LAYERS[relative]
    assert layer.layer.count == len(shapes)
    west, south, east, north = layer.layer.bbox
    assert layer.layer.bbox == pytest.approx(shapely.total_bounds(shapes), abs=1e-6)
    for part in range(1, 9):
        x, y = west + (east - west) * part / 10, south + (north - south) * part / 11
        box = (x, y, x + (east - west) / 9, y + (north - south) / 9)
        expected = sum(shapely.intersects(s, shapely.box(*box)) for s in shapes)
        page = api.query("real", Query(bbox=box, limit=3))
        assert page.matched == expected, box
        assert len(page.features) == min(3, expected)
    first = shapes[0].representative_point()
    nearest = api.near(Place(first.x, first.y), 100, 1)
    assert nearest[0].distance < 1
    assert tile(layer, *at(first.x, first.y, 12))
    assert api.picture("real").startswith("<svg")
