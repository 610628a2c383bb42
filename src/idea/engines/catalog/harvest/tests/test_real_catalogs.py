"""Every real catalog is harvested completely: rows = data sets + repeated + rejected, to the unit."""

import gzip
import json
from dataclasses import asdict

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.harvest.tests.factories import run, source, state
from idea.engines.catalog.harvest.types import RunState
from idea.kernel.search import api as search

pytestmark = [pytest.mark.django_db, pytest.mark.data]

KAOHSIUNG = {
    "header": False,
    "fields": {"title": "1", "description": "2", "identifier": "3", "page": "3"},
    "publisher": "高雄市政府",
}
# file: records read, data sets, repeated, rejected, links
CATALOGS = {
    "ckan/dkan-french-w-license.json": (1, 1, 0, 0, 2),
    "ckan/uk_package_search_birmingham.json": (10, 10, 0, 0, 54),
    "csw/geonetwork-dcat-page-1.xml": (2, 2, 0, 0, 6),
    "csw/geonetwork-geodcatap-page-1.xml": (2, 2, 0, 0, 2),
    "csw/geonetwork-iso19139-page-1.xml": (2, 2, 0, 0, 22),
    "csw/geoplateforme-iso19139-IGNF_RPG.xml": (1, 1, 0, 0, 14),
    "dcat/catalog.xml": (4, 4, 0, 0, 6),
    "dcat/evian.json": (8, 8, 0, 0, 34),
    "dcat/flat.jsonld": (3, 3, 0, 0, 5),
    "dcat/geonetwork.xml": (1, 1, 0, 0, 0),
    "dcat/series.xml": (1, 1, 0, 0, 2),
    "dcat/sk-lkod/dataset1.ttl": (1, 1, 0, 0, 2),
    "dcat/sk-lkod/hvd.ttl": (1, 1, 0, 0, 2),
    "dcat-us/dcatus.json": (7, 7, 0, 0, 7),
    "dcat-us/dcatus_2.json": (3, 3, 0, 0, 3),
    "dcat-us/dcatus3_0_nested_catalog.json": (3, 3, 0, 0, 0),
    "dcat-us/dcatus3_0_series_with_members.json": (2, 2, 0, 0, 0),
    "dcat-us/dcatus_bad_license_uri.json": (1, 1, 0, 0, 1),
    "dcat-us/dcatus_long_description.json": (1, 1, 0, 0, 2),
    "dcat-us/dcatus_multiple_invalid.json": (1, 1, 0, 0, 0),
    "tw/city_01_taipei.json": (1127, 1120, 7, 0, 0),
    "tw/city_05_tainan.json": (602, 601, 1, 0, 0),
    "tw/city_09_kaohsiung.json": (1556, 1536, 18, 2, 0),
    "tw/city_14_taitung.json": (500, 471, 0, 29, 0),
    "tw/city_16_keelung.json": (485, 485, 0, 0, 0),
    "tw/data_gov_tw_full_fields_sample_2026-05.json": (24, 24, 0, 0, 24),
    "tw/kaohsiung_od_2018-03-20.csv": (1495, 1495, 0, 0, 0),
}


@pytest.mark.parametrize("name", CATALOGS, ids=lambda name: name.rpartition("/")[2])
def test_every_real_catalog_is_harvested_to_the_last_record(agency, shared_data, name):
    kaohsiung = name.endswith("kaohsiung_od_2018-03-20.csv")
    slug = source(
        mapping=KAOHSIUNG if kaohsiung else {},
        url="https://data.kcg.gov.tw/" if kaohsiung else "",
    )
    made = run(slug, shared_data(f"catalog/{name}"))
    counts = made.counts
    found = (
        counts.read, counts.datasets, counts.repeated, counts.rejected, counts.distributions,
    )  # fmt: skip
    assert found == CATALOGS[name]
    assert models.Dataset.objects.count() == counts.datasets == counts.new
    assert models.Distribution.objects.count() == counts.distributions
    before = state()
    again = run(slug, shared_data(f"catalog/{name}"), again=True)
    assert again.counts.same == counts.datasets
    assert state() == before


@pytest.mark.django_db(transaction=True)
def test_the_whole_listing_of_data_gov_tw(agency, shared_data):
    """53,319 rows are 52,547 data sets, 720 told twice, and 52 under a taken identifier.

    The second run knows the bytes; one that reads them all again is proven on a tenth, below.
    """
    listing = shared_data("catalog/tw/data_gov_tw_2026-03-23.jsonl.gz")
    slug = source(everywhere=True)
    made = run(slug, listing)
    counts = asdict(made.counts)
    assert (counts["read"], counts["datasets"]) == (53_319, 52_547)
    assert (counts["repeated"], counts["rejected"]) == (720, 52)
    assert counts["agencies"] == 800
    assert catalog.count() == models.HarvestPath.objects.count() == 52_547
    assert models.Distribution.objects.count() == counts["distributions"] == 230_032
    assert search.search("空氣品質", kinds=("dataset",)).total > 0
    changes = models.Change.objects.count()
    assert run(slug, listing).state is RunState.UNCHANGED
    assert models.Change.objects.count() == changes == 52_547


def test_a_second_run_over_five_thousand_real_rows_reads_all_and_changes_nothing(
    agency, shared_data, tmp_path
):
    """Every tenth row of the national listing, read again to the last record."""
    listing = shared_data("catalog/tw/data_gov_tw_2026-03-23.jsonl.gz")
    part = tmp_path / "part.jsonl"
    with gzip.open(listing, "rb") as rows:
        part.write_bytes(b"".join(row for at, row in enumerate(rows) if at % 10 == 0))
    slug = source(everywhere=True)
    made = run(slug, part)
    assert made.counts.read == 5_332
    before = state()
    again = run(slug, part, again=True)
    assert again.state is RunState.APPLIED
    assert again.counts.same == made.counts.datasets
    assert (again.counts.new, again.counts.changed, again.counts.gone) == (0, 0, 0)
    assert state() == before


def test_a_saved_page_of_a_longer_list_makes_nothing_gone(agency, shared_data, tmp_path):
    """The saved answer of CKAN holds 10 of 38 packages, and says so."""
    slug = source(most_lost=100)
    page = shared_data("catalog/ckan/uk_package_search_birmingham.json")
    run(slug, page)
    shorter = tmp_path / "page.json"
    said = json.loads(page.read_text())
    said["result"]["results"] = said["result"]["results"][:4]
    shorter.write_text(json.dumps(said))
    made = run(slug, shorter)
    assert (made.counts.gone, made.counts.held) == (0, 6)
    assert catalog.count() == 10
