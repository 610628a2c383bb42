"""`datetime` and TIME hold for features, tiles, pictures, WMS and what is here; lies are refused."""

from urllib.parse import urlencode

import mapbox_vector_tile
import pytest
from lxml import etree

from idea.engines.features.tests.factories import collection, points
from idea.engines.features.tests.services import pixels
from idea.engines.features.validity import api
from idea.engines.features.validity.tests.conftest import ROWS, SYSTEM, dated, rows
from idea.kernel import clock

pytestmark = pytest.mark.django_db
LIES = (
    "2026-13-40", "2026-01-02/2026-01-01", "99999-01-01", "..", "' OR 1=1 --", "2026-01-01/x", "",
)  # fmt: skip


def get(client, path, **asked):
    return client.get(f"{path}?{urlencode(asked)}")


def ink(png):
    """Return how many pixels of a picture are drawn on."""
    return int((pixels(png)[..., 3] > 0).sum())


def items(client, name, when, **more):
    body = get(client, f"/ogc/collections/{name}/items", datetime=when, **more).json()
    return body["numberMatched"], sorted(each["id"] for each in body["features"])


def test_items_follow_datetime_and_the_number_is_exact(client, works):
    assert items(client, works, "2022-06-01") == (4, [1, 2, 3, 4])
    assert items(client, works, "2022-06-01", limit=1)[0] == 4
    assert items(client, works, "2024-06-01/..", bbox="121,24,122,26") == (3, [2, 4, 5])


def test_the_extent_tells_the_interval(client, works, tmp_path):
    closed = dated(tmp_path, rows("roc", ROWS[:1]), "closed")
    told = client.get(f"/ogc/collections/{closed}").json()["extent"]["temporal"]
    assert told["interval"] == [["2019-12-31T16:00:00Z", "2024-05-31T16:00:00Z"]]
    begun = dated(tmp_path, rows("roc", ROWS[1:2]), "begun")
    told = client.get(f"/ogc/collections/{begun}").json()["extent"]["temporal"]
    assert told["interval"] == [["2022-03-14T16:00:00Z", None]]


def test_etags_differ_by_date_and_by_declaration(client, works):
    path = f"/ogc/collections/{works}/items"
    first, second = (get(client, path, datetime=day) for day in ("2022-06-01", "2024-06-01"))
    assert first["etag"] != second["etag"]
    api.withdraw(actor=SYSTEM, collection_id=works)
    again = client.get(f"{path}?datetime=2022-06-01", headers={"if-none-match": first["etag"]})
    assert again.status_code == 200


def tile(client, name, **asked):
    answer = get(client, f"/ogc/collections/{name}/tiles/6/53/27.mvt", **asked)
    assert answer.status_code == 200
    return answer, sorted(
        each["id"]
        for layer in mapbox_vector_tile.decode(answer.content).values()
        for each in layer["features"]
    )


def test_tiles_follow_datetime_under_their_own_names(client, works):
    whole, every = tile(client, works)
    some, valid = tile(client, works, datetime="2024-06-01")
    assert (every, valid) == ([1, 2, 3, 4, 5, 6], [2, 4])
    assert whole["etag"] != some["etag"]
    told = client.get(f"/ogc/collections/{works}/tiles.json?datetime=2024-06-01").json()
    [address] = told["tiles"]
    kept = client.get(address.format(z=6, x=53, y=27).replace("http://testserver", ""))
    assert "immutable" in kept["cache-control"]
    assert kept.content == some.content
    assert tile(client, works, datetime="2026-01-01")[1] == [2, 4]


def test_many_points_are_joined_of_the_date_alone(client, tmp_path, settings):
    settings.IDEA = {**getattr(settings, "IDEA", {}), "features_tile": 100}
    select = points(30_000).replace(
        "DATE '2026-01-01' + (i % 100)", "DATE '2026-01-01' + (i % 100)"
    )
    name = dated(tmp_path, select, "many", start="day", end="")
    body = tile(client, name, datetime="2026-01-10")[0].content
    found = mapbox_vector_tile.decode(body)["features"]["features"]
    counted = sum(each["properties"].get("_count", 1) for each in found)
    assert (
        0
        < counted
        <= 3_000
        < sum(
            each["properties"].get("_count", 1)
            for each in mapbox_vector_tile.decode(tile(client, name)[0].content)["features"][
                "features"
            ]
        )
    )


@pytest.mark.parametrize("path", ["items", "tiles.json", "tiles/6/53/27.mvt", "map", "map.svg"])
def test_lies_are_refused_everywhere(client, works, path):
    for lie in LIES:
        answer = get(client, f"/ogc/collections/{works}/{path}", datetime=lie)
        assert answer.status_code == 400, (path, lie)
        assert answer["content-type"].startswith("application/problem+json")


def test_pictures_follow_datetime(client, works):
    asked = {"bbox": "120.9,24.9,121.1,25.1", "width": 200, "height": 200, "transparent": "true"}
    path = f"/ogc/collections/{works}/map"
    before, later = (
        get(client, path, **asked, datetime=day) for day in ("2019-01-01", "2027-06-01")
    )
    assert before["etag"] != later["etag"]
    assert 0 < ink(before.content) < ink(later.content)
    svg = f"/ogc/collections/{works}/map.svg"
    assert get(client, svg, datetime="2019-01-01").content != client.get(svg).content


def test_a_layer_that_tells_no_time_is_the_same_at_every_time(client, tmp_path):
    collection(tmp_path, "SELECT 1::BIGINT AS _row, 'a' AS name, ST_Point(121.01, 25) AS geometry")
    assert items(client, "made", "1999-01-01") == (1, [1])
    assert tile(client, "made", datetime="1999-01-01")[0]["etag"] == tile(client, "made")[0]["etag"]


WMS = {
    "SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetMap", "STYLES": "", "CRS": "CRS:84",
    "BBOX": "120.9,24.9,121.1,25.1", "WIDTH": 200, "HEIGHT": 200, "FORMAT": "image/png",
    "TRANSPARENT": "TRUE",
}  # fmt: skip


def drawn(client, name, **more):
    answer = get(client, "/ogc/wms", **WMS, LAYERS=name, **more)
    assert answer["content-type"] == "image/png", answer.content
    return ink(answer.content)


def test_wms_tells_the_dimension_and_follows_it(client, works):
    document = etree.fromstring(client.get("/ogc/wms?SERVICE=WMS&REQUEST=GetCapabilities").content)
    [dimension] = document.iter("{http://www.opengis.net/wms}Dimension")
    today = clock.now().astimezone(clock.TAIPEI).date().isoformat()
    assert dimension.attrib == {
        "name": "time", "units": "ISO8601", "default": today, "multipleValues": "0",
        "nearestValue": "0", "current": "1",
    }  # fmt: skip
    first, last, step = dimension.text.split("/")
    assert (first, last, step) == ("2020-01-01", "2027-12-31", "P1D")
    assert drawn(client, works, TIME="2022") > drawn(client, works, TIME="2019-12-31") > 0
    assert drawn(client, works) == drawn(client, works, TIME="current")
    assert drawn(client, works) == drawn(client, works, TIME=today)
    assert drawn(client, works, TIME="2020-01-01/2028-01-01/P1D") > drawn(client, works)


def test_old_wms_has_the_extent_beside_the_dimension(client, works):
    answer = client.get("/ogc/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetCapabilities")
    document = etree.fromstring(answer.content)
    assert document.find(".//Layer/Layer/Dimension").get("units") == "ISO8601"
    assert document.find(".//Layer/Layer/Extent").text.startswith("2020-01-01/")


def test_wms_refuses_what_is_no_time_by_a_report(client, works):
    for lie in ("2026-13-40", "99999", "2026-01-02/2026-01-01", "2026-01-01,2026-02-01", "' OR 1"):
        answer = get(client, "/ogc/wms", **WMS, LAYERS=works, TIME=lie)
        assert answer.status_code == 400
        assert b"InvalidDimensionValue" in answer.content


def test_wms_tells_of_the_features_of_the_time(client, works):
    asked = {**WMS, "REQUEST": "GetFeatureInfo", "QUERY_LAYERS": works, "LAYERS": works,
             "INFO_FORMAT": "application/json", "I": 110, "J": 100, "FEATURE_COUNT": 10}  # fmt: skip
    then = get(client, "/ogc/wms", **asked, TIME="2022-06-01").json()
    later = get(client, "/ogc/wms", **asked, TIME="2025-01-01").json()
    assert {each["properties"]["name"] for each in then["features"]} == {"工程1"}
    assert later["features"] == []


def test_what_is_here_follows(client, works):
    asked = {"lon": 121.01, "lat": 25.0, "radius": 50, "layers": works}
    assert get(client, "/api/v1/here", **asked, datetime="2022-06-01").json()["layers"]
    assert not get(client, "/api/v1/here", **asked, datetime="2025-01-01").json()["layers"]
    for lie in LIES[:-1]:
        assert get(client, "/api/v1/here", **asked, datetime=lie).status_code in (400, 422)
