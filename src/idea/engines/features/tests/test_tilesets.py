"""OGC API Tiles 1.0 (20-057), its abstract tests in short; TileJSON; tiles read by another decoder."""
# ruff: noqa: S608  the tests' own SQL

import math

import mapbox_vector_tile
import pytest

from idea.engines.features import api, tiles
from idea.engines.features.conf import FeaturesSettings
from idea.engines.features.matrices import MATRIX_SETS, WEB_MERCATOR
from idea.engines.features.tests.factories import collection, points
from idea.engines.features.tests.services import POINT, one_point, shapes

pytestmark = pytest.mark.django_db
BASE = "/ogc/collections/stop"
LON, LAT = POINT


@pytest.fixture
def stop(tmp_path):
    return one_point(tmp_path)


def get(client, path, status=200, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.content[:300]
    return response


def decoded(body):
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})


def at(matrices, z, lon=LON, lat=LAT):
    """Return column, row of the tile that holds a place, and the place within it (0 to 4096)."""
    x, y = lon, lat
    if matrices.crs.projected:
        from pyproj import Transformer

        x, y = Transformer.from_crs("OGC:CRS84", matrices.crs.code, always_xy=True).transform(
            lon, lat
        )
    side = matrices.side / 2**z
    across, down = (x - matrices.west) / side, (matrices.north - y) / side
    column, row = math.floor(across), math.floor(down)
    return column, row, (across - column) * 4096, (down - row) * 4096


# --- tile sets --------------------------------------------------------------------------------


def test_the_collection_leads_to_its_tile_sets_and_they_to_tiles(client, stop):
    links = {each["rel"]: each["href"] for each in get(client, BASE).json()["links"]}
    listed = get(client, links["http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"]).json()
    assert len(listed["tilesets"]) == len(MATRIX_SETS)
    for short in listed["tilesets"]:
        assert {"dataType", "crs", "tileMatrixSetURI", "links"} <= set(short)
        own = {each["rel"]: each for each in short["links"]}
        whole = get(client, own["self"]["href"]).json()
        scheme = get(
            client, own["http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"]["href"]
        ).json()
        assert scheme["crs"] == whole["crs"] == short["crs"]
        [item] = [each for each in whole["links"] if each["rel"] == "item"]
        assert item["templated"]
        # The limits hold the place, and the template leads to a tile with it.
        limits = whole["tileMatrixSetLimits"][6]
        assert limits["tileMatrix"] == "6"
        address = (
            item["href"]
            .replace("{tileMatrix}", "6")
            .replace("{tileRow}", str(limits["minTileRow"]))
            .replace("{tileCol}", str(limits["minTileCol"]))
        )
        tile = get(client, address)
        assert tile["Content-Type"] == "application/vnd.mapbox-vector-tile"
        assert len(decoded(tile.content)["features"]["features"]) == 1
        assert set(whole["layers"][0]["propertiesSchema"]["properties"]) == {"name", "lines"}


def test_matrix_sets_are_as_the_standard_registers_them(client):
    body = get(client, "/ogc/tileMatrixSets").json()
    assert [each["id"] for each in body["tileMatrixSets"]] == list(MATRIX_SETS)
    web = get(client, "/ogc/tileMatrixSets/WebMercatorQuad").json()
    first, *_rest, last = web["tileMatrices"]
    # 17-083r4, annex D.1
    assert first["scaleDenominator"] == pytest.approx(559082264.028717, rel=1e-9)
    assert first["cellSize"] == pytest.approx(156543.033928041, rel=1e-9)
    assert first["pointOfOrigin"] == pytest.approx([-20037508.3427892, 20037508.3427892])
    assert (last["id"], last["matrixWidth"]) == ("22", 2**22)
    world = get(client, "/ogc/tileMatrixSets/WorldCRS84Quad").json()["tileMatrices"][0]
    assert world["scaleDenominator"] == pytest.approx(279541132.014358, rel=1e-9)
    assert (world["matrixWidth"], world["matrixHeight"], world["cellSize"]) == (2, 1, 0.703125)
    survey = get(client, "/ogc/tileMatrixSets/TWD97TM2Quad").json()
    assert survey["crs"].endswith("/3826")
    for matrix in survey["tileMatrices"]:
        assert matrix["scaleDenominator"] == pytest.approx(matrix["cellSize"] / 0.00028)
    get(client, "/ogc/tileMatrixSets/Nope", 404)


@pytest.mark.parametrize("name", MATRIX_SETS)
@pytest.mark.parametrize("z", [0, 5, 12])
def test_a_place_lies_where_it_should_in_each_set(client, stop, name, z):
    matrices = MATRIX_SETS[name]
    column, row, x, y = at(matrices, z)
    tile = get(client, f"{BASE}/tiles/{name}/{z}/{row}/{column}")
    [feature] = decoded(tile.content)["features"]["features"]
    assert feature["geometry"]["coordinates"] == pytest.approx([x, y], abs=1.5)
    assert feature["properties"] == {"name": "站", "lines": 3}
    assert feature["id"] == 5
    other = (column + 2) % matrices.width(z)
    if z:
        assert get(client, f"{BASE}/tiles/{name}/{z}/{row}/{other}").content == b""


def test_tile_json_is_what_maps_open(client, stop):
    body = get(client, f"{BASE}/tiles.json").json()
    assert body["tilejson"] == "3.0.0"
    [layer] = body["vector_layers"]
    assert layer["fields"] == {"name": "string", "lines": "integer"}
    west, south, east, north = body["bounds"]
    assert west <= LON <= east
    assert south <= LAT <= north
    column, row, *_rest = at(WEB_MERCATOR, 14)
    [template] = body["tiles"]
    address = template.replace("{z}", "14").replace("{x}", str(column)).replace("{y}", str(row))
    tile = get(client, address)
    assert layer["id"] in decoded(tile.content)
    assert "immutable" in tile["Cache-Control"]
    assert "immutable" not in get(client, address.split("?")[0] + "?v=other")["Cache-Control"]


def test_a_tile_is_sent_once_until_there_is_a_new_version(client, stop, tmp_path):
    column, row, *_rest = at(WEB_MERCATOR, 10)
    path = f"{BASE}/tiles/10/{column}/{row}.mvt"
    first = get(client, path)
    assert get(client, path, 304, **{"if-none-match": first["ETag"]}).content == b""
    one_point(tmp_path)  # published anew
    assert get(client, path)["ETag"] != first["ETag"]


# --- what tiles hold --------------------------------------------------------------------------


def test_lines_and_areas_come_with_their_properties_in_the_right_places(client, tmp_path):
    made = shapes(tmp_path)
    column, row, *_rest = at(WEB_MERCATOR, 5, 121.0, 24.0)
    found = decoded(tiles.tile(made, 5, column, row))["features"]["features"]
    assert {f["properties"]["name"]: f["geometry"]["type"] for f in found} == {
        "站": "Point", "路": "LineString", "區": "Polygon",
    }  # fmt: skip
    [area] = [f for f in found if f["id"] == 3]
    xs = [x for x, _y in area["geometry"]["coordinates"][0]]
    ys = [y for _x, y in area["geometry"]["coordinates"][0]]
    _column, _row, west, south = at(WEB_MERCATOR, 5, 121.0, 24.0)
    assert min(xs) == pytest.approx(west, abs=2)
    assert max(ys) == pytest.approx(south, abs=2)


def test_every_kind_of_value_reaches_a_tile(tmp_path):
    select = (
        "SELECT 1 AS _row, 7::TINYINT AS a, 2::UBIGINT AS b, 1.5::FLOAT AS c, 1.25::DECIMAL(9,2) AS d, "
        "DATE '2026-01-02' AS e, TIMESTAMP '2026-01-02 03:04:05' AS f, true AS g, ['x'] AS h, "
        "NULL::VARCHAR AS i, 'geometry' AS \"Name\", TIME '01:02:03' AS j, ST_Point(0, 0) AS geometry"
    )
    made = collection(tmp_path, select)
    [feature] = decoded(tiles.tile(made, 0, 0, 0))["features"]["features"]
    assert feature["properties"] == {
        "a": 7, "b": 2.0, "c": 1.5, "d": 1.25, "e": "2026-01-02", "f": "2026-01-02T03:04:05",
        "g": True, "h": "[x]", "Name": "geometry", "j": "01:02:03",
    }  # fmt: skip


def few(most):
    return lambda: FeaturesSettings(features_tile=most)


def test_thinned_points_stand_for_all_of_them_once(tmp_path, monkeypatch):
    monkeypatch.setattr("idea.engines.features.tiles.features_settings", few(500))
    made = collection(tmp_path, points(30_000))
    for z in (5, 7, 8):
        total = 0
        for x in range(*span(z, 120, 122, 0)):
            for y in range(*span(z, 25, 22, 1)):
                tile = tiles.tile(made, z, x, y)
                for feature in decoded(tile)["features"]["features"] if tile else ():
                    place = feature["geometry"]["coordinates"]
                    inside = all(0 <= value <= 4096 for value in place)
                    total += feature["properties"].get("_count", 1) if inside else 0
        assert total == pytest.approx(29_700, rel=0.002), z


def span(z, first, last, axis):
    a, b = (at(WEB_MERCATOR, z, *((121, v) if axis else (v, 24)))[axis] for v in (first, last))
    return a, b + 1


def test_long_texts_are_left_out_before_features_are(tmp_path):
    text = "repeat(md5(i::VARCHAR), 100)"
    made = collection(
        tmp_path,
        f"SELECT i AS _row, {text} AS long, ST_Point(121 + i / 1e5, 24) AS geometry FROM range(900) t(i)",
    )
    body = tiles.tile(made, 5, *at(WEB_MERCATOR, 5, 121, 24)[:2])
    assert len(body) <= tiles.MOST_BYTES
    found = decoded(body)["features"]["features"]
    assert len(found) == 900
    assert found[0]["properties"] == {}
    near = tiles.tile(made, 18, *at(WEB_MERCATOR, 18, 121, 24)[:2])
    assert "long" in decoded(near)["features"]["features"][0]["properties"]


def test_no_tile_of_many_areas_is_too_large_and_the_largest_stay(tmp_path):
    side = "0.002 + (i % 7) / 1000"
    area = f"ST_MakeEnvelope(121 + (i % 200) / 200, 24 + i / 30000, 121 + (i % 200) / 200 + {side}, 24 + i / 30000 + {side})"
    made = collection(tmp_path, f"SELECT i AS _row, {area} AS geometry FROM range(30000) t(i)")
    for z in (6, 8, 9):
        body = tiles.tile(made, z, *at(WEB_MERCATOR, z, 121.3, 24.3)[:2])
        assert len(body) <= tiles.MOST_BYTES
    found = decoded(body)["features"]["features"]
    assert 0 < len(found) <= 10_000
    assert sum(f["id"] % 7 == 6 for f in found) > sum(f["id"] % 7 == 0 for f in found)


# --- bad requests -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("tiles/99/0/0.mvt", 404),
        ("tiles/2/4/0.mvt", 404),
        ("tiles/-1/0/0.mvt", 400),
        ("tiles/nan/0/0.mvt", 400),
        ("tiles/1e1/0/0.mvt", 400),
        ("tiles/99999999999999999999/0/0.mvt", 400),
        ("tiles/²/0/0.mvt", 400),
        ("tiles/WebMercatorQuad/2/4/0", 404),
        ("tiles/WorldCRS84Quad/0/1/0", 404),
        ("tiles/Nope/0/0/0", 404),
        ("tiles/Nope", 404),
        ("tiles/WebMercatorQuad/0/0/0?bbox=1", 400),
        ("tiles/WebMercatorQuad/0/0/0?v=1&v=2", 400),
    ],
)
def test_a_bad_request_is_a_problem(client, stop, path, status):
    response = get(client, f"{BASE}/{path}", status)
    assert response["Content-Type"] == "application/problem+json"


def test_a_layer_that_was_taken_away_gives_nothing(client, stop):
    column, row, *_rest = at(WEB_MERCATOR, 10)
    paths = [f"{BASE}/tiles/10/{column}/{row}.mvt", f"{BASE}/tiles", f"{BASE}/tiles.json"]
    paths += [f"{BASE}/tiles/WebMercatorQuad", f"{BASE}/tiles/WebMercatorQuad/10/{row}/{column}"]
    etags = [get(client, path)["ETag"] for path in paths]
    api.unregister("stop")
    for path, etag in zip(paths, etags, strict=True):
        get(client, path, 404)
        get(client, path, 404, **{"if-none-match": etag})
