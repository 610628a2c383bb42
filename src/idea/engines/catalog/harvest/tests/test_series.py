"""Series of data sets come with their members, once, by the names the source gives them."""

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.faces import load
from idea.engines.catalog.harvest import api
from idea.engines.catalog.harvest.errors import HarvestedElsewhere
from idea.engines.catalog.harvest.tests.factories import ACTOR, run, source, state
from idea.engines.catalog.series import save_series

pytestmark = pytest.mark.django_db
PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""
SERIES = '<https://x.example/series/budget> a dcat:DatasetSeries ; dct:title "%s"@zh ; '
SERIES += 'dct:description "逐年預算"@zh .\n'


def member(year, series="<https://x.example/series/budget>"):
    inside = f"; dcat:inSeries {series}" if series else ""
    return f'<https://x.example/d/{year}> a dcat:Dataset ; dct:title "預算 {year}"@zh {inside} .\n'


def catalog_of(path, *parts, title="歲出預算"):
    path.write_text(PREFIXES + SERIES % title + "".join(parts))
    return path


def all_series():
    return [(each.title, each.members) for each in load.all_series()]


def test_members_join_one_series_and_a_second_run_changes_nothing(agency, tmp_path):
    portal = source()
    file = catalog_of(tmp_path / "a.ttl", member(2024), member(2025), member(2026, ""))
    run(portal, file)
    assert all_series() == [("歲出預算", 2)]
    found = load.all_series()[0]
    assert (found.description, found.organization_slug) == ("逐年預算", "city")
    assert catalog.dataset("預算-2024").series == found.slug
    assert catalog.dataset("預算-2026").series == ""
    before, key = state(), found.id
    made = run(portal, file, again=True)
    assert made.counts.same == 3
    assert state() == before
    assert [each.id for each in load.all_series()] == [key]


def test_another_title_of_the_series_changes_no_member(agency, tmp_path):
    portal = source()
    run(portal, catalog_of(tmp_path / "a.ttl", member(2024), member(2025)))
    before, slug = state(), load.all_series()[0].slug
    made = run(portal, catalog_of(tmp_path / "b.ttl", member(2024), member(2025), title="總預算"))
    assert (made.counts.same, made.counts.changed) == (2, 0)
    assert state() == before
    assert all_series() == [("總預算", 2)]
    assert load.all_series()[0].slug == slug, "addresses must not break"


def test_a_member_leaves_and_an_empty_series_goes(agency, tmp_path):
    portal = source()
    run(portal, catalog_of(tmp_path / "a.ttl", member(2024), member(2025)))
    run(portal, catalog_of(tmp_path / "b.ttl", member(2024, ""), member(2025)))
    assert catalog.dataset("預算-2024").series == ""
    assert all_series() == [("歲出預算", 1)]
    run(portal, catalog_of(tmp_path / "c.ttl", member(2024, ""), member(2025, "")))
    assert all_series() == []


def test_a_series_whose_members_are_withdrawn_stays_for_their_pages(agency, tmp_path):
    portal = source(most_lost=100)
    run(portal, catalog_of(tmp_path / "a.ttl", member(2024), member(2025, "")))
    run(portal, catalog_of(tmp_path / "b.ttl", member(2025, "")))
    assert all_series() == [("歲出預算", 0)]
    assert catalog.dataset("預算-2024").series_title == "歲出預算"


def test_series_of_two_sources_with_one_title_are_two(agency, tmp_path):
    run(source("one"), catalog_of(tmp_path / "a.ttl", member(2024)))
    other = member(2030).replace("x.example", "y.example")
    (tmp_path / "b.ttl").write_text(
        PREFIXES + (SERIES % "歲出預算").replace("x.example", "y.example") + other
    )
    run(source("two"), tmp_path / "b.ttl")
    assert all_series() == [("歲出預算", 1), ("歲出預算", 1)]
    assert len({each.slug for each in load.all_series()}) == 2


def test_a_series_told_by_its_address_alone_is_named_by_it(agency, tmp_path):
    (tmp_path / "a.ttl").write_text(PREFIXES + member(2024))
    run(source(), tmp_path / "a.ttl")
    assert all_series() == [("https://x.example/series/budget", 1)]


def test_a_harvested_series_is_edited_at_its_source_until_the_source_is_removed(agency, tmp_path):
    portal = source()
    run(portal, catalog_of(tmp_path / "a.ttl", member(2024)))
    slug = load.all_series()[0].slug
    with pytest.raises(HarvestedElsewhere):
        save_series(actor=ACTOR, title="Mine", organization="city", slug=slug)
    api.remove_source(actor=ACTOR, slug=portal, keep=True)
    save_series(actor=ACTOR, title="Mine", organization="city", slug=slug)
    assert all_series() == [("Mine", 1)]


def test_a_series_in_itself_is_none(agency, tmp_path):
    text = member(2024, "<https://x.example/d/2024>")
    (tmp_path / "a.ttl").write_text(PREFIXES + text)
    made = run(source(), tmp_path / "a.ttl")
    assert made.issue_counts == {"cycle": 1}
    assert (made.counts.datasets, models.Series.objects.count()) == (1, 0)


def test_series_of_data_json_come_with_their_members(agency, shared_data):
    made = run(source(), shared_data("catalog/dcat-us/dcatus3_0_series_with_members.json"))
    assert made.counts.datasets == 2
    assert [members for _title, members in all_series()] == [2]
