"""The map page says in its address what it shows, and without a script shows the same."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idea.engines.features.atlas import api as features
from idea.portal.tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def water(publish):
    return publish(title_en="Water", slug="water", theme="ENVI")


@pytest.fixture
def many(publish, water):
    return [
        water,
        *(publish(title=f"飲水機 {n}", slug=f"water-{n}", theme="JUST") for n in range(3)),
    ]


PAGES = [
    "/maps/",
    "/maps/?layers=water&at=121.52,25.03,14",
    "/maps/?layers=-water:50:3",
    "/maps/?q=25.03,121.52",
    "/maps/?q=飲水",
    "/maps/?q=zzzz",
    "/maps/?find=飲水&theme=ENVI",
    "/maps/here/",
    "/maps/here/?lon=121.5198&lat=25.0324&radius=300",
    "/maps/here/?q=nowhere at all",
    "/maps/print/?layers=water",
    "/maps/print/?layers=water&paper=landscape&grid=1&title=%3Cb%3E",
    "/maps/embed/?layers=water",
]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_sound(client, water, prefix, address):
    response = client.get(prefix + address, headers={"accept": "text/html"})
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert page.faults == []
    assert page.unlabeled() == []
    assert len(page.all("h1")) == 1
    assert len(response.content) < 60_000


HOSTILE = [
    "layers=<script>,../x,water:0,a b&at=x",
    "layers=" + "a," * 5000,
    "at=nan,nan,nan",
    "at=999,99,99",
    "at=121,89.9,5",
    "at=1e9,1,1",
    "at=121,25",
    "find=%27%22%3C",
    "theme=NOPE",
    "q=" + "九" * 500,
    "layers=water,water,water",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_what_cannot_be_read_is_left_out(client, water, query):
    for path in ("/maps/", "/maps/embed/", "/maps/print/", "/maps/here/"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 200, path
        assert b"<script>,.." not in response.content
        assert b"alert" not in response.content


def test_a_layer_that_is_gone_is_named(client, water):
    text = client.get("/maps/?layers=water,gone").content.decode()
    assert "這些圖層不存在或已撤下：gone" in text
    assert options(text)["state"]["layers"][0]["id"] == "water"


def options(text):
    return json.loads(
        re.search(r'<script id="atlas-options"[^>]*>(.*?)</script>', text, re.DOTALL)[1]
    )


def test_the_state_reaches_the_script_the_picture_and_the_links(client, many):
    text = client.get("/maps/?layers=-water-1:40,water&at=121.52,25.03,14.5").content.decode()
    state = options(text)["state"]
    assert [(s["id"], s["opacity"], s["shown"], s["tone"]) for s in state["layers"]] == [
        ("water-1", 40, False, 1),
        ("water", 100, True, 0),
    ]
    assert state["at"] == [121.52, 25.03, 14.5]
    same = "?layers=-water-1:40,water&amp;at=121.52000,25.03000,14.5"
    for begins in ("/maps/map.svg", "/maps/print/"):
        assert begins + same in text
    assert (
        f"/maps/embed/{same.replace('&amp;', '&amp;amp;')}" in text or f"/maps/embed/{same}" in text
    )


def test_links_change_the_map_without_scripts(client, many):
    page = Page(client.get("/maps/?layers=water,water-1").content.decode())
    hrefs = [a["href"] for a in page.all("a") if "layers=" in a.get("href", "")]
    assert "/maps/?layers=-water,water-1" in hrefs, "turn off"
    assert "/maps/?layers=water-1:100:0,water:100:1" in hrefs, "the lower one up; colors stay"
    assert "/maps/?layers=water-1" in hrefs, "take off"
    assert "/maps/?layers=water-2,water,water-1" in hrefs, "put on top, in a new tone"


def test_a_full_map_takes_no_more(client, publish):
    for number in range(features.MOST + 1):
        publish(title=f"層 {number}", slug=f"l{number}")
    full = ",".join(f"l{n}" for n in range(features.MOST))
    text = client.get(f"/maps/?layers={full}").content.decode()
    assert len(options(text)["state"]["layers"]) == features.MOST
    page = Page(text)
    adding = [
        a["href"] for a in page.all("a") if "l12" in a.get("href", "") and "layers=" in a["href"]
    ]
    assert adding == []


def test_more_layers_are_no_more_queries(client, publish, water):
    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ("/maps/", "/maps/?layers=water", "/maps/here/?lon=121.5198&lat=25.0324")
    few = [asked(address) for address in addresses]
    for number in range(5):
        publish(title=f"飲水機 {number}", slug=f"w{number}", theme="JUST")
    assert [asked(address) for address in addresses] == few
    assert max(few) <= 8
    assert asked("/maps/?layers=water,w0,w1,w2,w3,w4") == few[1]


def test_words_lead_to_places_and_layers(client, water):
    found = client.get("/maps/find.json?q=25.03, 121.52").json()["places"]
    assert [(p["lon"], p["lat"]) for p in found] == [(121.52, 25.03)]
    town = client.get("/maps/find.json?q=臺北市中正區").json()["places"][0]
    assert town["title"].startswith("臺北市中正區")
    assert client.get("/maps/find.json?q=飲水").json()["layers"][0]["id"] == "water"
    assert client.get("/maps/find.json").json() == {"places": [], "layers": []}


@pytest.mark.parametrize(
    ("words", "lon", "lat"),
    [
        ("302000, 2770000", 121.5154, 25.0378),
        ("E 302000 N 2770000", 121.5154, 25.0378),
        ("302000 2770000", 121.5154, 25.0378),
    ],
)
def test_coordinates_of_the_survey_grid(client, words, lon, lat):
    [spot] = client.get("/maps/find.json", {"q": words}).json()["places"]
    assert (spot["lon"], spot["lat"]) == pytest.approx((lon, lat), abs=0.001)


def test_coordinates_of_the_outer_islands_are_offered_in_their_zone(client):
    spots = client.get("/maps/find.json", {"q": "309000, 2607000"}).json()["places"]  # Magong
    assert [s["note"] for s in spots] == [
        "TWD97 二度分帶（中央經線 121 度）",
        "TWD97 二度分帶（中央經線 119 度）",
    ]
    assert spots[1]["lon"] == pytest.approx(119.58, abs=0.02)


def test_what_is_here_without_a_script(client, water):
    text = client.get("/maps/here/?lon=121.5198&lat=25.0324&radius=50").content.decode()
    assert "飲水機一" in text
    assert "臺北市中正區" in text
    assert re.search(r"TM2-121 +E 3024\d\d +N 27694\d\d", text)


def test_what_is_here_is_asked_of_the_layers_of_the_map(client, many):
    text = client.get("/maps/here/?lon=121.5198&lat=25.0324&layers=water-1").content.decode()
    assert "飲水機 1" in text
    assert "飲水機 2" not in text


def test_only_the_embedded_map_may_stand_in_a_frame_and_it_sets_no_cookie(client, water):
    embedded = client.get("/maps/embed/?layers=water")
    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]
    assert "script-src 'self'" in embedded.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded.headers
    assert not embedded.cookies
    text = embedded.content.decode()
    assert "accounts/" not in text
    assert "<form" not in text
    for path in ("/maps/", "/maps/print/", "/maps/here/", "/maps/map.svg"):
        response = client.get(path)
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"], path
        assert response.headers["X-Frame-Options"] == "DENY"
        assert not response.cookies


def test_the_embedded_map_is_the_same_for_somebody_signed_in(client, person, water):
    before = client.get("/maps/embed/?layers=water").content
    person("manager")
    assert client.get("/maps/embed/?layers=water").content == before


def test_the_picture_is_kept_by_its_etag_and_refuses_nonsense(client, water):
    first = client.get("/maps/map.svg?layers=water&at=121.52,25.03,14&width=400&height=300")
    assert first.headers["Content-Type"].startswith("image/svg+xml")
    assert b'width="400" height="300"' in first.content
    again = client.get(
        "/maps/map.svg?layers=water&at=121.52,25.03,14&width=400&height=300",
        headers={"if-none-match": first.headers["ETag"]},
    )
    assert again.status_code == 304
    for query in ("layers=a:b", "at=x", "width=9", "width=99999", "height=x", "layers=a,a"):
        refused = client.get(f"/maps/map.svg?{query}")
        assert refused.status_code == 400, query
        assert refused.json()["code"] == "bad-parameter"


def test_the_sheet_has_title_scale_legend_and_where_it_is_from(client, water):
    text = client.get("/maps/print/?layers=water&at=121.52,25.03,14&title=我的圖").content.decode()
    assert "<h1>我的圖</h1>" in text
    assert "1:17,000" in text, "4.33 m a pixel, 4 pixels a millimeter"
    assert "測試市政府" in text
    assert "/maps/?layers=water" in text


def test_nothing_is_published_yet(client):
    text = client.get("/maps/").content.decode()
    assert "目前尚無附有位置的資料集" in text


def test_a_data_set_opens_in_the_map(client, water):
    assert "/maps/?layers=water" in client.get("/datasets/water/").content.decode()


def test_the_printed_legend_tells_the_classes_of_a_layers_own_style(client, water):
    from idea.engines.features.styles import api as styles
    from idea.engines.features.styles.compiling import class_colors
    from idea.kernel.audit.types import Actor

    address = "/maps/print/?layers=water"
    assert "sheet__classes" not in client.get(address).content.decode()
    column = features.named(["water"])["water"].columns[0]
    said = {"method": "categories", "column": column}
    made = styles.save(actor=Actor.system("test"), collection_id="water", symbology=said)
    text = client.get(address).content.decode()
    assert "sheet__classes" in text
    for color, value in zip(class_colors(made.symbology), made.symbology.values, strict=True):
        assert color in text
        assert value in text


def test_a_very_long_value_is_cut_where_it_is_told(client, publish):
    long = "形" * 5_000
    publish(text=f"name,lon,lat,shape\n甲,121.5,25.0,{long}\n", slug="long")
    told = client.get("/maps/here/?lon=121.5&lat=25.0&layers=long").content.decode()
    assert "形" * 200 in told
    assert "形" * 301 not in told
