"""Promises of the list: exact totals, facets that tell the truth, a constant number of queries."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from idea.engines.catalog import api, models, shelf
from idea.engines.catalog.errors import BadRowsQuery
from idea.engines.catalog.tests.factories import ACTOR, FOOD, publish, write
from idea.engines.catalog.types import Draft, Filter
from idea.engines.identity import api as identity
from idea.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(tmp_path):
    for name, slug in (("甲局", "jia"), ("乙局", "yi")):
        identity.ensure_organization(actor=ACTOR, name=name, slug=slug)
    said = [
        {
            "title": "車站位置",
            "theme": "TRAN",
            "organization": "甲局",
            "keywords": ("鐵路", "地圖"),
        },
        {"title": "食物", "theme": "AGRI", "organization": "甲局", "keywords": ("鐵路",)},
        {"title": "車站食物", "organization": "乙局", "license": "CC0-1.0"},
    ]
    publish(tmp_path, **said[0])
    publish(tmp_path, "a.csv", FOOD, **said[1])
    publish(tmp_path, "b.csv", FOOD + "salt,spice,9,\n", **said[2])


def titles(**wanted):
    return [dataset.title for dataset in api.listing(Filter(**wanted)).datasets]


FILTERS = [
    ({}, ["車站食物", "食物", "車站位置"]),
    ({"organization": "jia"}, ["食物", "車站位置"]),
    ({"theme": "TRAN"}, ["車站位置"]),
    ({"license": "CC0-1.0"}, ["車站食物"]),
    ({"has_map": True}, ["車站位置"]),
    ({"has_map": False}, ["車站食物", "食物"]),
    ({"keyword": "鐵路"}, ["食物", "車站位置"]),
    ({"keyword": "鐵路", "organization": "yi"}, []),
    ({"format": "csv", "sort": "title"}, ["車站位置", "車站食物", "食物"]),
    ({"sort": "-rows"}, ["車站食物", "食物", "車站位置"]),
    ({"limit": 1, "offset": 1}, ["食物"]),
    ({"text": "車站", "sort": "title"}, ["車站位置", "車站食物"]),
    ({"text": "沒有這種資料"}, []),
]


def test_filters(three):
    for wanted, expected in FILTERS:
        assert titles(**wanted) == expected, wanted


def test_the_total_counts_all_pages_and_facets_count_under_the_other_choices(three):
    found = api.listing(Filter(organization="jia", limit=1))
    assert found.total == 2
    assert {f.value: f.count for f in found.facets["organization"]} == {"jia": 2, "yi": 1}
    assert {f.value: f.count for f in found.facets["theme"]} == {"TRAN": 1, "AGRI": 1}
    assert {f.value: f.count for f in found.facets["keyword"]} == {"鐵路": 2, "地圖": 1}
    assert {f.value: f.count for f in found.facets["has_map"]} == {"true": 1}
    assert [f.label for f in found.facets["organization"]] == ["甲局", "乙局"]


def test_the_most_relevant_comes_first(three):
    found = api.listing(Filter(text="食物", sort="relevance"))
    assert found.total == 2
    assert found.datasets[0].title == "食物"


def test_withdrawn_data_sets_are_not_listed(three):
    slug = api.listing(Filter(theme="TRAN")).datasets[0].slug
    api.withdraw(actor=ACTOR, slug=slug, why="錯誤")
    assert titles(text="車站") == ["車站食物"]
    assert api.count() == 2
    assert api.listing(Filter()).facets["has_map"] == []
    api.restore(actor=ACTOR, slug=slug)
    assert api.count() == 3
    assert len(titles(text="車站")) == 2


def test_an_unknown_sort_is_refused():
    with pytest.raises(BadRowsQuery):
        api.listing(Filter(sort="password"))


def many(count, version):
    """Write `count` data sets straight into the tables: lists read nothing else."""
    template = version.dataset
    start = datetime(2026, 1, 1, tzinfo=UTC)
    sets = [
        models.Dataset(
            id=uuid7(),
            slug=f"set-{i}",
            title=f"資料集 {i:05d}",
            organization_id=template.organization.id,
            license="OGDL-Taiwan-1.0",
            frequency="monthly",
            theme=["TRAN", "ENVI", "HEAL"][i % 3],
            format=["csv", "xlsx"][i % 2],
            rows=i,
            keywords=[f"k{i % 50}"],
            modified_at=start + timedelta(minutes=i),
        )
        for i in range(count)
    ]
    models.Dataset.objects.bulk_create(sets, batch_size=500)
    models.Dataset.objects.filter(slug__startswith="set-").update(current=version)
    shelf.touch()


def test_stamps_stay_few_and_every_change_is_seen(tmp_path):
    done = publish(tmp_path)
    template = models.Version.objects.select_related("dataset").get(pk=done.version.id)
    many(shelf.STAMPS + 50, template)
    ids = list(models.Dataset.objects.filter(slug__startswith="set-").values_list("id", flat=True))
    assert api.listing(Filter(theme="ENVI")).total == 83
    for start, key in enumerate(ids):  # one by one, past the point where they are made one
        models.Dataset.objects.filter(pk=key).update(theme="GOVE")
        shelf.touch([key])
        if start % 50 == 0:
            assert api.listing(Filter(theme="GOVE")).total == start + 1
    assert models.Stamp.objects.count() <= shelf.STAMPS
    models.Dataset.objects.filter(id__in=ids).update(theme="TRAN")
    shelf.touch(ids)
    assert models.Stamp.objects.count() == 1
    assert api.listing(Filter(theme="TRAN")).total == len(ids)
    with contextlib.suppress(KeyError), transaction.atomic():  # what is rolled back is forgotten
        models.Dataset.objects.filter(pk=ids[0]).update(theme="ENVI")
        shelf.touch([ids[0]])
        assert api.listing(Filter(theme="ENVI")).total == 1
        raise KeyError
    assert api.listing(Filter(theme="ENVI")).total == 0


def test_ten_thousand_data_sets_are_listed_in_as_many_queries_as_one(tmp_path):
    done = publish(tmp_path)
    version = models.Version.objects.select_related("dataset").get(pk=done.version.id)
    api.listing(Filter())  # the shelf is read when something changed
    with CaptureQueriesContext(connection) as few:
        api.listing(Filter())
    many(10_000, version)
    api.listing(Filter())
    with CaptureQueriesContext(connection) as much:
        found = api.listing(Filter(theme="TRAN"))
    assert found.total == 3_334
    assert len(found.datasets) == 20
    assert len(much) == len(few) <= 10
    assert len(api.listing(Filter(offset=5_000)).datasets) == 20


def test_publishing_lists_of_files_keeps_each(tmp_path):
    for number in range(3):
        path = write(tmp_path, f"file-{number}.csv", f"a,b\n{number},2\n3,4\n")
        api.publish(actor=ACTOR, path=path, draft=Draft())
    assert sorted(titles()) == ["File 0", "File 1", "File 2"]
