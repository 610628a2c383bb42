"""Every page answers in both languages, is sound HTML, and asks the database a constant number of times."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from idea.engines.features import api as features
from idea.portal.tests.html import Page

OPEN = [
    "/",
    "/search/",
    "/search/?q=飲水",
    "/search/?q=飲水&kind=dataset",
    "/datasets/",
    "/datasets/?q=飲水&sort=title&has_map=true&organization=test-city&theme=JUST",
    "/datasets/water/",
    "/datasets/water/?find=飲水&sort=-容納人數",
    "/agencies/test-city/",
    "/near/",
    "/near/?lon=121.52&lat=25.033",
    "/near/?q=25.033, 121.52",
    "/near/?q=nowhere at all",
    "/workbench/",
    "/workbench/queries/",
    "/developers/",
    "/about/",
    "/accessibility/",
    "/privacy/",
]
STAFF = ["/my/", "/desk/", "/desk/?q=飲水", "/desk/publish/", "/desk/publish/?dataset=water"]
STAFF += ["/desk/datasets/water/"]


@pytest.fixture
def water(publish):
    return publish(title_en="Water", slug="water", theme="JUST", keywords=("喝水",))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", OPEN)
def test_an_open_page_is_sound(client, water, prefix, address):
    response = client.get(prefix + address, headers={"accept": "text/html"})
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert page.faults == []
    assert page.unlabeled() == []
    assert page.all("html")[0]["lang"] == ("en" if prefix else "zh-Hant")
    assert len(page.all("h1")) == 1
    assert len(page.all("title")) == 1
    assert len(response.content) < 60_000, "a page stays under 100 kB with its CSS and JS"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", STAFF)
def test_a_staff_page_is_sound(client, water, person, prefix, address):
    person("manager")
    response = client.get(prefix + address)
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert page.faults == []
    assert page.unlabeled() == []


@pytest.mark.parametrize(
    "address", ["/", "/datasets/", "/search/?q=飲水", "/datasets/water/", "/near/?lon=1&lat=2"]
)
def test_more_data_sets_do_not_mean_more_queries(client, water, publish, address):
    def count():
        client.get(address)  # what is cached, is cached
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = count()
    for number in range(4):
        publish(title=f"飲水機 {number}", slug=f"water-{number}", keywords=(f"k{number}",))
    assert count() == few


def test_the_home_page_asks_for_the_changes_only_once_its_numbers_are_known(client, water):
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) == 1


def test_a_page_sets_no_cookie_and_allows_no_inline_code(client, water):
    response = client.get("/datasets/water/")
    assert response.cookies == {}
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_the_other_language_is_the_same_page(client, water):
    page = Page(client.get("/datasets/?q=飲水&has_map=true").content.decode())
    links = [a for a in page.all("a") if a.get("hreflang") == "en"]
    assert len(links) == 1
    assert client.get(links[0]["href"]).wsgi_request.GET["has_map"] == "true"
    assert links[0]["href"].startswith("/en/datasets/?q=")


def test_english_readers_see_english_where_there_is_some_and_marked_chinese_elsewhere(
    client, publish
):
    publish(title="只有中文", slug="only")
    publish(title="飲水機", title_en="Water <taps>", slug="taps")
    html = client.get("/en/datasets/").content.decode()
    assert "Water &lt;taps&gt;" in html
    assert '<span lang="zh-Hant">只有中文</span>' in html


def test_the_data_set_page_says_what_machines_need(client, water):
    html = client.get("/datasets/water/").content.decode()
    block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    said = json.loads(block)
    assert said["@type"] == "Dataset"
    assert said["name"] == "飲水機"
    assert 'href="/feeds/datasets/water.atom"' in html
    assert "/download/water/water.csv" in html


def test_every_address_of_the_contract_is_there():
    names = ["home", "search", "datasets", "near", "my", "desk", "desk_publish", "api_guide"]
    names += ["about", "accessibility", "privacy", "manifest", "sitemap", "robots"]
    for language, start in (("zh-hant", "/"), ("en", "/en/")):
        with translation.override(language):
            for name in names:
                assert reverse(f"portal:{name}").startswith(start)
            assert reverse("portal:dataset", args=["飲水機"]).startswith(start)
            assert reverse("portal:agency", args=["test-city"]).startswith(start)


def test_robots_and_browsers_find_what_they_ask_for(client, water):
    assert "/sitemap-1.xml</loc>" in client.get("/sitemap.xml").content.decode()
    sitemap = client.get("/sitemap-1.xml").content.decode()
    assert "/datasets/water/</loc>" in sitemap
    assert "/en/datasets/water/" in sitemap
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in robots
    assert "Disallow: /en/desk/" in robots
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/"
    assert client.get("/en/manifest.webmanifest").json()["start_url"] == "/en/"
    assert client.get("/favicon.ico").status_code == 302


def test_the_list_can_be_had_as_csv_and_runs_no_formula(client, publish):
    publish(title="=cmd()", slug="bad")
    publish(title="飲水機", slug="water", theme="JUST")
    page = Page(client.get("/datasets/?theme=JUST").content.decode())
    address = next(a["href"] for a in page.all("a") if "list.csv" in str(a.get("href")))
    text = b"".join(client.get(address)).decode("utf-8-sig")
    assert [row["slug"] for row in csv.DictReader(io.StringIO(text))] == ["water"]
    everything = b"".join(client.get("/en/datasets/list.csv")).decode("utf-8-sig")
    assert {row["title"] for row in csv.DictReader(io.StringIO(everything))} == {
        "'=cmd()",
        "飲水機",
    }


def test_near_me_looks_around_once_and_lists_each_place_once(client, publish, monkeypatch):
    publish(slug="water")
    asked = []
    look = features.near
    monkeypatch.setattr(features, "near", lambda *a, **k: asked.append(a) or look(*a, **k))
    text = client.get("/near/?lon=121.52&lat=25.033").content.decode()
    assert len(asked) == 1
    assert text.count("飲水機二") == 1
    assert json.dumps("飲水機二").strip('"') in text, "the map draws what the card lists"
