"""Tiles and maps of a raster over HTTP; its collection is made without the catalog."""

from datetime import UTC, datetime

import numpy as np
import pytest
from rasterio.io import MemoryFile

from idea.engines.features import api
from idea.engines.features.rasters.tests.factories import dem
from idea.engines.features.tests.factories import staged
from idea.engines.features.types import Collection
from idea.kernel.ids import uuid7
from idea.kernel.lake import lake

pytestmark = pytest.mark.django_db
HERE = "/ogc/collections/heights"
SQUARE = "SELECT 1::BIGINT AS _row, 'height' AS name, ST_MakeEnvelope(121, 24.4, 121.6, 24.95) AS geometry"


@pytest.fixture
def layer(tmp_path):
    from dataclasses import replace

    key = f"test/{uuid7()}"
    layer = api.write(staged(tmp_path, SQUARE), out=tmp_path / "d.parquet")
    raster = api.write_raster(dem(tmp_path), out=tmp_path / "d.tif", key=f"{key}.tif")
    lake().put(tmp_path / "d.parquet", f"{key}.parquet")
    lake().put(tmp_path / "d.tif", raster.key)
    made = Collection(
        id="heights", title="高程", title_en="Heights", description="", lake_key=f"{key}.parquet",
        layer=replace(layer, raster=raster), columns=("name",),
        updated_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    api.register(made)
    return made


def picture(response):
    assert response.status_code == 200, response.content[:300]
    assert response["Content-Type"] == "image/png"
    with MemoryFile(response.content) as file, file.open() as read:
        return read.read()


def tile(client, z, y, x, matrices="WebMercatorQuad", **said):
    return client.get(f"{HERE}/map/tiles/{matrices}/{z}/{y}/{x}.png", said)


def test_what_is_registered_comes_back_whole(layer):
    assert api.collection("heights").layer == layer.layer


def test_a_tile_is_drawn_once_and_kept(client, layer, monkeypatch):
    first = tile(client, 10, 439, 857)
    bands = picture(first)
    assert bands.shape == (4, 256, 256)
    assert bands[3].any()
    from idea.engines.features.rasters import drawing

    monkeypatch.setattr(drawing, "pixels", None)
    assert tile(client, 10, 439, 857).content == first.content
    again = client.get(first.wsgi_request.path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_tiles_fit_together_and_outside_is_nothing(client, layer):
    west = picture(tile(client, 10, 439, 856))
    east = picture(tile(client, 10, 439, 857))
    seam = np.abs(west[:3, :, -1].astype(int) - east[:3, :, 0].astype(int))
    both = (west[3, :, -1] > 0) & (east[3, :, 0] > 0)
    assert both.any()
    assert seam[:, both].max() < 30
    assert not picture(tile(client, 10, 0, 0)).any()
    assert picture(tile(client, 0, 0, 0)).shape == (4, 256, 256)
    assert picture(tile(client, 4, 6, 8, "TWD97TM2Quad"))[3].any() in (True, False)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("WebMercatorQuad/3/8/0", 404),
        ("WebMercatorQuad/99/0/0", 404),
        ("WebMercatorQuad/a/0/0", 400),
        ("WebMercatorQuad/-1/0/0", 400),
        ("WebMercatorQuad/1/0/9999999999", 400),
        ("Nothing/1/0/0", 404),
    ],
)
def test_tiles_out_of_range_are_refused(client, layer, path, status):
    response = client.get(f"{HERE}/map/tiles/{path}.png")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_tilejson_leads_to_tiles(client, layer):
    body = client.get(f"{HERE}/map/tiles.json").json()
    address = body["tiles"][0].replace("{z}", "10").replace("{y}", "439").replace("{x}", "857")
    response = client.get(address)
    assert picture(response)[3].any()
    assert "immutable" in response["Cache-Control"]
    assert 8 <= body["maxzoom"] <= 12  # a cell of 100 m


def test_maps_and_wms_show_the_cells(client, layer):
    box = {"bbox": "121.1,24.5,121.5,24.9", "width": 60, "height": 60}
    drawn = picture(client.get(f"{HERE}/map", box))
    assert drawn[3].all()
    assert np.ptp(drawn[1].astype(int)) > 100
    asked = {
        "SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetMap", "LAYERS": "heights",
        "STYLES": "", "CRS": "CRS:84", "BBOX": box["bbox"], "WIDTH": 60, "HEIGHT": 60,
        "FORMAT": "image/png", "TRANSPARENT": "TRUE",
    }  # fmt: skip
    assert np.array_equal(picture(client.get("/ogc/wms", asked)), drawn)
