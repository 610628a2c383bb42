"""A layer's tiles in one PMTiles file, read by the format's own reader."""

import gzip

import mapbox_vector_tile
import pytest
from pmtiles.reader import MmapSource, Reader

from idea.engines.features import api, tiles
from idea.engines.features.pmtiles import deepest, pmtiles
from idea.engines.features.tests.factories import collection, points
from idea.engines.features.tests.services import one_point

pytestmark = pytest.mark.django_db


def test_the_file_holds_every_tile_of_the_layer(tmp_path):
    made = collection(tmp_path, points(400))
    with pmtiles(made).open("rb") as file:
        reader = Reader(MmapSource(file))
        header, said = reader.header(), reader.metadata()
        assert (header["min_zoom"], header["max_zoom"]) == (0, deepest(made))
        assert header["min_lon_e7"] == round(made.layer.bbox[0] * 1e7)
        assert said["vector_layers"][0]["fields"] == {
            "name": "String", "kind": "Number", "value": "Number", "day": "String", "even": "Boolean",
        }  # fmt: skip
        for z, x, y in ((0, 0, 0), (6, 53, 27), (9, 428, 220)):
            body = gzip.decompress(reader.get(z, x, y))
            assert body == tiles.tile(made, z, x, y)
        found = mapbox_vector_tile.decode(gzip.decompress(reader.get(0, 0, 0)))
        assert len(found["features"]["features"]) == 396
        assert reader.get(6, 0, 0) is None


def test_the_download_is_of_the_version_that_is_served(client, tmp_path, settings):
    one_point(tmp_path)
    first = client.get("/ogc/collections/stop/tiles.pmtiles")
    assert first["Content-Type"] == "application/vnd.pmtiles"
    assert b"".join(first.streaming_content)[:7] == b"PMTiles"
    assert "stop.pmtiles" in first["Content-Disposition"]
    known = {"if-none-match": first["ETag"]}
    assert client.get("/ogc/collections/stop/tiles.pmtiles", headers=known).status_code == 304
    one_point(tmp_path)  # published anew
    again = client.get("/ogc/collections/stop/tiles.pmtiles", headers=known)
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    kept = list((settings.IDEA_HOME / "cache" / "pmtiles").glob("*/*"))
    owner = pmtiles(api.collection("stop")).parent
    assert [path for path in kept if path.parent == owner] == [pmtiles(api.collection("stop"))]
    api.unregister("stop")
    assert client.get("/ogc/collections/stop/tiles.pmtiles", headers=known).status_code == 404


def test_web_maps_read_parts_of_it_in_place(client, tmp_path):
    one_point(tmp_path)
    address = "/ogc/collections/stop/tiles.pmtiles"
    whole = b"".join(client.get(address).streaming_content)

    def part(offset, length):
        asked = {"Range": f"bytes={offset}-{offset + length - 1}"}
        response = client.get(address, headers=asked)
        assert response.status_code == 206
        assert response["Content-Range"].endswith(f"/{len(whole)}")
        return b"".join(response.streaming_content)

    reader = Reader(part)
    assert reader.header()["max_zoom"] >= 10
    assert reader.get(0, 0, 0)
    beyond = client.get(address, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")
