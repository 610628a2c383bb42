"""The page that explains quality names every indicator with its points, and none that is gone."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

import idea
from idea.engines.catalog.quality import words
from idea.engines.catalog.quality.indicators import BANDS, INDICATORS

PAGE = Path(idea.__file__).parents[2] / "docs" / "explanation" / "quality.md"


@pytest.fixture
def rows():
    if not PAGE.exists():
        pytest.skip("the documentation is not beside the package")
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    found = (re.match(r"\| `([a-z_]+\.[a-z_]+)` \| (.+?) \|(?: (\d+) \|)?", one) for one in lines)
    return {one[1]: (one[2], int(one[3] or 0)) for one in found if one}


def test_every_indicator_is_explained_with_its_points(rows):
    with override("en"):
        told = {key: (str(words.LABELS[key]), one.points) for key, one in INDICATORS.items()}
    assert rows == told


def test_the_bands_are_told():
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for name, least in BANDS:
        if least:
            assert f"{str(name).title()} from {least}" in text
