"""The page of a version says what changed, which is what the file says."""

from urllib.parse import unquote

import pytest
from django.core.cache import cache

from idea.engines.catalog import api, comparing
from idea.engines.catalog.tests.factories import ACTOR, STOPS, publish
from idea.engines.catalog.types import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(tmp_path):
    first = publish(tmp_path, title="車站").dataset
    text = STOPS.replace("1200", "1300").replace(
        "4,民雄車站,嘉義縣,120.432,23.556,80,2024-04-08\n", ""
    )
    publish(
        tmp_path,
        "new.csv",
        text + "6,花蓮車站,花蓮縣,121.601,23.993,700,2024-06-01\n",
        slug=first.slug,
    )
    return first.slug


def test_the_page_shows_each_kind_of_change(client, two):
    page = client.get(f"/datasets/{two}/versions/2/").content.decode()
    assert "<del>1200</del> <ins>1300</ins>" in page
    for words in ("花蓮車站", "民雄車站", "以「編號」辨識同一列資料。"):
        assert words in page, page[page.index("<main") :][:3000]
    added = client.get(f"/datasets/{two}/versions/2/?kind=added").content.decode()
    assert "花蓮車站" in added
    assert "民雄車站" not in added


def test_the_first_version_has_nothing_before_it(client, two):
    page = client.get(f"/datasets/{two}/versions/1/")
    assert page.status_code == 200
    assert client.get(f"/datasets/{two}/versions/9/").status_code == 404


def test_the_same_is_had_from_the_interface(client, two):
    url = f"/api/v1/datasets/{two}/versions/2/diff"
    body = client.get(url).json()
    assert (body["added"], body["removed"], body["changed"], body["key"]) == (1, 1, 1, ["編號"])
    text = client.get(url, {"format": "csv"}).content.decode()
    assert [line.split(",")[0] for line in text.split()][1:] == [
        "before",
        "after",
        "removed",
        "added",
    ]
    assert client.get(url, {"kind": "moved"}).status_code == 422
    assert client.get(url, {"against": 7}).status_code == 404
    back = api.compare(two, 1, against=2)
    assert (back.diff.added, back.diff.removed) == (1, 1)


def test_only_so_many_comparisons_are_made_at_once(client, two, monkeypatch):
    cache.clear()
    monkeypatch.setattr(comparing, "WAIT", 0.01)
    with comparing._turn(), comparing._turn():
        answer = client.get(f"/api/v1/datasets/{two}/versions/2/diff")
        assert (answer.status_code, answer["Retry-After"]) == (429, "10")
    assert client.get(f"/api/v1/datasets/{two}/versions/2/diff").status_code == 200


def test_feeds_say_the_same_in_json(client, two):
    api.edit(actor=ACTOR, slug=two, draft=Draft(title="新站"))
    feed = client.get("/feeds/changes.json")
    assert feed["Content-Type"].startswith("application/feed+json")
    items = feed.json()["items"]
    assert [item["tags"] for item in items] == [["edited"], ["updated"], ["created"]]
    one = client.get(f"/feeds/datasets/{two}.json").json()
    assert unquote(one["feed_url"]).endswith(f"/feeds/datasets/{two}.json")
    assert len(one["items"]) == 3
