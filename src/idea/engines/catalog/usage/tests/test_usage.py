"""Promises of usage counts: exact sums from any number of processes, nobody in them, cheap."""

from datetime import timedelta

import pytest
from django.urls import reverse

from idea.engines.catalog import models
from idea.engines.catalog.ckan import shapes
from idea.engines.catalog.shelf import shelf
from idea.engines.catalog.tests.factories import publish
from idea.engines.catalog.usage import api, counting
from idea.engines.catalog.usage.types import Use

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
ROBOT = {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"}


@pytest.fixture(autouse=True)
def _own(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()
    counting._uses.clear()
    counting._misses.clear()


@pytest.fixture
def stops(tmp_path):
    return publish(tmp_path).dataset


def test_counts_are_summed_by_day_and_kind(stops):
    for _ in range(3):
        api.count("stops", Use.VIEW)
    api.count("stops", Use.API)
    api.count("no-such-data-set", Use.API)
    assert api.flush() == 2
    api.count("stops", Use.VIEW)  # as another process would
    api.flush()
    found = api.usage(stops.id)
    assert (found.views, found.downloads, found.api, len(found.days)) == (4, 0, 1, 90)
    assert found.days[-1].views == 4
    assert api.flush() == 0


def test_pages_downloads_and_calls_are_counted_robots_are_not(client, stops):
    page = reverse("portal:dataset", args=["stops"])
    for address in (page, "/download/stops/stops.csv", "/api/v1/datasets/stops/rows"):
        client.get(address, **BROWSER)
        client.get(address, **ROBOT)
    client.get("/download/stops/stops.csv", HTTP_RANGE="bytes=100-200", **BROWSER)
    client.get(reverse("portal:dataset", args=["nothing"]), **BROWSER)
    client.get(page, HTTP_USER_AGENT="curl/8")
    client.get("/api/v1/datasets/stops", HTTP_USER_AGENT="curl/8")
    api.flush()
    found = api.usage(stops.id)
    assert (found.views, found.downloads, found.api) == (1, 1, 2)


def test_uses_by_the_interface_of_ckan_are_counted_by_either_method(client, stops):
    action = "/api/3/action/"
    table = {"resource_id": shapes.own_id(stops, "csv")}
    client.get(f"{action}package_show", {"id": "stops"})
    client.post(f"{action}package_show", {"id": "stops"}, content_type="application/json")
    client.get(f"{action}datastore_search", table, **BROWSER)
    client.get(f"{action}datastore_search_sql", {"sql": "SELECT count(*) FROM stops"})
    client.get(f"{action}datastore_search", table, **ROBOT)
    client.get(f"{action}datastore_search", table | {"filters": "{"})
    client.get(f"{action}package_list")
    api.flush()
    assert (api.usage(stops.id).views, api.usage(stops.id).api) == (0, 4)


def test_nothing_but_numbers_is_stored():
    columns = {field.name for field in models.DailyUse._meta.fields}
    assert columns == {"id", "dataset", "day", "kind", "times"}


def test_popularity_is_of_thirty_days_and_no_change_of_the_data_set(stops):
    models.DailyUse.objects.create(
        dataset_id=stops.id, day=counting._today() - timedelta(days=31), kind="view", times=9
    )
    for _ in range(2):
        api.count("stops", Use.DOWNLOAD)
    api.flush()
    before = shelf()
    assert api.renew() == 1
    after = shelf()
    assert (before.keys["-popularity"].max(), after.keys["-popularity"].max()) == (0, 2)
    row = models.Dataset.objects.get(slug="stops")
    assert (row.popularity, row.modified_at) == (2, stops.modified_at)
    assert api.renew() == 0


def test_words_are_told_only_from_the_fifth_time_and_never_a_persons():
    for _ in range(4):
        api.missed("獨角獸  數量")
    api.missed("王小明 A123456789")
    api.missed("me@example.org")
    api.flush()
    assert api.misses() == []
    assert not models.Miss.objects.exclude(words="").exists()  # not even in the database
    api.missed("獨角獸 數量")
    api.flush()
    assert [(found.words, found.times) for found in api.misses()] == [("獨角獸 數量", 5)]
    assert models.Miss.objects.count() == 1


def test_a_failed_write_loses_nothing(stops, monkeypatch):
    api.count("stops", Use.VIEW)

    def fail(_uses):
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(counting, "_write_uses", fail)
        with pytest.raises(OSError, match="disk full"):
            api.flush()
    api.flush()
    assert api.usage(stops.id).views == 1


def test_the_line_is_drawn_without_style_or_script(stops):
    api.count("stops", Use.VIEW)
    api.flush()
    drawn = api.sparkline(api.usage(stops.id), 'uses "a day"')
    assert "style=" not in drawn
    assert "&quot;a day&quot;" in drawn
