"""Promises of titles and slugs: readable, stable, safe in addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.engines.catalog.naming import SLUG_LENGTH, filename_of, is_slug, slug_of, title_of


@pytest.mark.parametrize(
    ("filename", "title"),
    [
        ("air-raid_shelters-penghu.csv", "Air raid shelters penghu"),
        ("避難收容處所.csv", "避難收容處所"),
        ("C:\\data\\stops.XLSX", "Stops"),
        ("towns.shp.zip", "Towns"),
        ("report.2024.csv", "Report.2024"),
        (".csv", "Data"),
    ],
)
def test_a_title_is_made_from_a_file_name(filename, title):
    assert title_of(filename) == title


def test_a_name_that_says_nothing_takes_the_host_along():
    assert (
        title_of("download", "https://data.example.gov/download?id=3")
        == "Data.example.gov download"
    )
    assert filename_of("https://x.example/a/%E5%85%AC%E5%9C%92.csv?y=1") == "公園.csv"


@pytest.mark.parametrize(
    ("candidates", "slug"),
    [
        (("Air Quality", "空氣品質"), "air-quality"),
        (("", "空氣品質"), "空氣品質"),
        (("", "臺北市 公園（2024）"), "臺北市-公園2024"),
        (("", "ＡＢＣ１２３"), "abc123"),
        (("", "!!!"), "data"),
        (("", "jobs"), "jobs-data"),
        (("", "../../etc/passwd"), "etcpasswd"),
    ],
)
def test_slugs(candidates, slug):
    assert slug_of(*candidates) == slug


@given(st.text(max_size=300))
def test_any_title_gives_a_slug_that_is_one(text):
    slug = slug_of(text)
    assert is_slug(slug) or slug.endswith("-data")
    assert 0 < len(slug) <= SLUG_LENGTH + 5
    assert not set(slug) & set("/?#%&. \\\"'<>\x00\n")


@given(st.text(max_size=100))
def test_any_file_name_gives_a_title(text):
    assert title_of(text)
