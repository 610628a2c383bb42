"""Every code has its words in both languages, and every license an address."""

import pytest
from django.utils import translation

from idea.engines.catalog import labels
from idea.engines.catalog.types import Frequency, License, Theme


@pytest.mark.parametrize(
    ("codes", "label"),
    [
        (License, labels.license_label),
        (Theme, labels.theme_label),
        (Frequency, labels.frequency_label),
    ],
)
def test_every_code_has_words(codes, label):
    for code in codes:
        with translation.override("en"):
            english = label(code)
        with translation.override("zh-hant"):
            chinese = label(code)
        assert english != chinese
        assert not chinese.isascii()


def test_every_license_that_has_a_text_has_its_address():
    assert set(License) - set(labels.LICENSE_URLS) == {License.OTHER}
