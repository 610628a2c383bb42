import pytest

pytestmark = pytest.mark.django_db


def test_search_answers_with_counts_and_marks(client, city):
    body = client.get("/api/v1/search", {"q": "空氣", "kind": "dataset", "limit": 1}).json()
    assert body["total"] == 2
    assert body["kinds"] == {"dataset": 2, "page": 1}
    assert body["relaxed"] is False
    (hit,) = body["hits"]
    assert hit["key"] == "air"
    assert hit["title_marks"] == [[0, 2]]
    assert hit["updated_at"].startswith("2026-01-01T00:00:00")


def test_kinds_may_be_repeated(client, city):
    answer = client.get("/api/v1/search?q=空氣&kind=dataset&kind=page")
    assert answer.json()["total"] == 3


def test_an_empty_query_lists_everything(client, city):
    assert client.get("/api/v1/search").json()["total"] == 4


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1", "limit=x"])
def test_limits_are_kept(client, city, query):
    assert client.get(f"/api/v1/search?{query}").status_code == 422


def test_suggestions(client, city):
    body = client.get("/api/v1/search/suggest", {"q": "公"}).json()
    assert [(item["key"], item["url"]) for item in body] == [("parks", "/parks")]
