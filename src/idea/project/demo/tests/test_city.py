"""The made-up city is the same every time, coherent, and pretends to be nobody."""

import hashlib
from pathlib import Path

import pytest
from shapely.geometry import Point

from idea.engines.catalog.types import Frequency, Theme
from idea.project.demo.agencies import AGENCIES
from idea.project.demo.city import city
from idea.project.demo.recipes import CITY, REFERENCE


def test_districts_tile_the_city_without_overlap():
    shapes = [district.shape for district in city().districts]
    assert len(shapes) == 6
    assert all(shape.is_valid and shape.geom_type == "Polygon" for shape in shapes)
    for one in range(6):
        for other in range(one):
            assert shapes[one].intersection(shapes[other]).area < 1e-9


def test_everything_stands_in_the_district_it_says():
    districts = {district.name: district for district in city().districts}
    assert len(city().landmarks) == 48 + 7 + 36
    for spot in city().landmarks:
        district = districts[spot.district]
        assert district.shape.buffer(0.001).contains(Point(spot.lon, spot.lat)), spot
        assert spot.address.startswith(f"澄瀾市{spot.district}")
        assert any(street.name in spot.address for street in district.streets)


def test_names_are_unique():
    for spots in (city().landmarks, [s for d in city().districts for s in d.streets]):
        names = [spot.name for spot in spots]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("recipe", CITY, ids=lambda recipe: recipe.slug)
def test_the_same_bytes_every_time(tmp_path: Path, recipe):
    """The catalog tells versions apart by their bytes: loading again must change nothing."""
    digests = set()
    for folder in ("one", "two"):
        path = tmp_path / folder / recipe.file
        path.parent.mkdir()
        recipe.write(path)
        assert path.stat().st_size > 500
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_recipes_use_words_the_catalog_knows():
    known = {agency.slug for agency in AGENCIES}
    slugs = [recipe.slug for recipe in (*CITY, *REFERENCE)]
    assert len(slugs) == len(set(slugs))
    for recipe in (*CITY, *REFERENCE):
        assert recipe.agency in known
        Theme(recipe.theme)
        Frequency(recipe.frequency)
        assert recipe.title
        assert recipe.title_en
        assert recipe.about.endswith("。")
        assert recipe.about_en.endswith(".")


def test_no_made_up_agency_has_the_name_of_a_real_county():
    from idea.kernel import boundaries

    assert {agency.name[:3] for agency in AGENCIES} == {"澄瀾市", "參考圖"}
    assert boundaries.county("澄瀾市") is None
