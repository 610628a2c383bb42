"""The REST interface answers everybody, refuses nonsense with a problem, and never crashes."""

import pytest

pytestmark = pytest.mark.django_db
URL = "/api/v1/addresses"


def test_forward_tells_parts_matches_and_why(client):
    answer = client.get(
        URL, {"q": "106台北縣新店市北新路3段1號"}, headers={"accept-language": "en"}
    )
    told = answer.json()
    assert answer.status_code == 200
    assert told["parts"]["normalized"] == "新北市新店區北新路三段1號"
    assert told["parts"]["renamed"][0] == {
        "before": "臺北縣",
        "after": "新北市",
        "since": "2010-12-25",
        "law": "地方制度法第七條之一",
    }
    (match,) = told["matches"]
    assert (match["town_code"], match["level"]) == ("65000060", "town")
    assert 121.4 < match["lon"] < 121.7
    assert 24.8 < match["lat"] < 25.1


def test_nothing_found_is_no_error_but_a_reason_in_words(client):
    told = client.get(
        URL, {"q": "10 Downing Street, London"}, headers={"accept-language": "en"}
    ).json()
    assert told["matches"] == []
    assert told["reasons"] == ["foreign"]
    assert "abroad" in told["words"][0]


@pytest.mark.parametrize(
    "text",
    ["", "x" * 10_000, "\u202e\x01", "' OR 1=1; --", "%00", "😀" * 100, "臺" * 9999],
    ids=["empty", "long", "controls", "sql", "percent", "faces", "chinese"],
)
@pytest.mark.parametrize("path", ["", "/parse", "/suggest"])
def test_bad_text_is_answered(client, path, text):
    answer = client.get(f"{URL}{path}", {"q": text})
    assert answer.status_code in {200, 400, 422}, answer.content
    if answer.status_code == 200 and path == "":
        assert answer.json()["matches"] == []


def test_reverse_and_points_off_the_planet(client):
    told = client.get(f"{URL}/reverse", {"lon": 121.5198, "lat": 25.0324}).json()
    assert (told["level"], told["town_code"]) == ("village", "63000050")
    for lon, lat in ((200, 10), (121, 91), ("nan", 25), ("inf", 25)):
        answer = client.get(f"{URL}/reverse", {"lon": lon, "lat": lat})
        assert answer.status_code == 422, (lon, lat)
        assert answer.headers["content-type"].startswith("application/problem+json")
    assert client.get(f"{URL}/reverse", {"lon": 0, "lat": 0}).json()["reasons"] == ["at-sea"]


def test_suggest_is_bounded(client):
    assert client.get(f"{URL}/suggest", {"q": "臺北市信"}).json()[0]["text"] == "臺北市信義區"
    assert len(client.get(f"{URL}/suggest", {"q": "臺", "limit": 3}).json()) == 3
    assert client.get(f"{URL}/suggest", {"q": "臺", "limit": 999}).status_code == 422


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b'{"addresses": 5}', "application/json"),
        (b'{"addresses": []}', "application/json"),
        (b"", "text/csv"),
    ],
)
def test_a_bad_batch_is_a_problem(client, body, kind):
    answer = client.post(f"{URL}/batch", body, content_type=kind)
    assert answer.status_code == 422
    assert answer.json()["code"] == "address-batch-bad"


def test_pages_of_other_sites_may_ask(client):
    answer = client.get(URL, {"q": "臺北市"}, headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
