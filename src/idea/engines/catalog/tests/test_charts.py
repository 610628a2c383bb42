"""Promises of charts: one that fits, a title that is true, never a reason not to publish."""

from xml.etree import ElementTree as ET

import pytest

from idea.engines.catalog import api, charting
from idea.engines.catalog.charts.choose import Picture
from idea.engines.catalog.charts.draw import draw
from idea.engines.catalog.charts.word import figure, words
from idea.engines.catalog.tests.factories import publish

pytestmark = pytest.mark.django_db
DAYS = "date,site,pm\n" + "".join(
    f"2026-01-{day:02d},{site},{day + bias}\n"
    for day in range(1, 21)
    for site, bias in (("a", 0), ("b", 2))
)
EVENTS = "day,what\n" + "".join(
    f"2026-{month:02d}-{day:02d},{'fire' if day % 3 else 'flood'}\n"
    for month in range(1, 10)
    for day in range(1, 29, month)
    if month != 5
    for _ in range(day % 4 + 1)
)
PLACES = "county,amount\n臺北市,5\n高雄市,9\n花蓮縣,2\n"
KINDS = "kind,x\n" + "".join(f"{'甲' if n % 3 else '乙'},{n * n}\n" for n in range(30))
SPREAD = "weight\n" + "".join(f"{n * 1.5}\n" for n in range(100))
CODES = "id,zip,lon,lat\n" + "".join(f"{n},{n + 100},121.{n},25.{n}\n" for n in range(10, 60))


def chart(folder, text, language="en"):
    slug = publish(folder, "data.csv", text, slug="data").dataset.slug
    return api.chart(slug, language=language)


@pytest.mark.parametrize(
    ("text", "title", "columns"),
    [
        (DAYS, "pm was highest at 2026-01-20: 21", ("date", "pm")),
        (PLACES, "高雄市 has the highest amount: 9", ("county", "amount")),
        (KINDS, "甲 has the most rows: 20, or 66.7%", ("kind", "Rows")),
        (SPREAD, "Half of all values of weight are between 37.1 and 111", ("From", "To", "Rows")),
    ],
)
def test_the_chart_fits_and_its_title_is_the_finding(tmp_path, text, title, columns):
    found = chart(tmp_path, text)
    assert (found.title, found.columns) == (title, columns)
    root = ET.fromstring(found.svg)  # noqa: S314  our own
    assert root.get("role") == "img"
    assert root[0].text == title
    assert "currentColor" in found.svg
    assert "<script" not in found.svg


def test_events_are_counted_and_a_month_without_any_is_a_zero(tmp_path):
    found = chart(tmp_path, EVENTS)
    assert found.columns == ("day", "Rows")
    assert dict(found.table)["2026-05"] == 0
    assert sum(n for _month, n in found.table) == len(EVENTS.splitlines()) - 1


@pytest.mark.parametrize("text", [CODES, "a,b\n1,2\n", "name\nx\ny\nz\n"])
def test_names_in_figures_and_tiny_tables_are_not_drawn(tmp_path, text):
    assert chart(tmp_path, text) is None


def test_the_words_are_in_both_languages_and_the_numbers_the_same(tmp_path):
    english, chinese = chart(tmp_path, PLACES), api.chart("data", language="zh-hant")
    assert english.table == chinese.table == (("高雄市", 9), ("臺北市", 5), ("花蓮縣", 2))
    assert english.svg != chinese.svg


def test_a_chart_that_fails_does_not_stop_the_publication(tmp_path, monkeypatch):
    def fail(*_args):
        raise RuntimeError("vega")

    monkeypatch.setattr(charting, "choose", fail)
    done = publish(tmp_path)
    assert not done.version.has_chart
    assert api.chart(done.dataset.slug) is None


def test_markup_in_the_data_stays_text():
    evil = '<script>alert(1)</script>"&'
    picture = Picture("things", ((evil, 3), ("b", 2), ("c", 1)), evil, evil, 3)
    svg = draw(picture, words(picture, "en"), "en")
    assert "<script" not in svg
    root = ET.fromstring(svg)  # noqa: S314  our own
    assert evil in root[0].text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1203, "1,203"), (24.6000001, "24.6"), (0.0123, "0.0123"), (12345.6, "12,346")],
)
def test_figures_are_for_reading(value, text):
    assert figure(value) == text


def test_a_tie_is_called_a_tie():
    rows = (("甲", 9), ("乙", 9), ("丙", 2))
    picture = Picture("kinds", rows, "區", "", 20)
    assert words(picture, "en")["title"].startswith("甲 and 1 other ")
    assert "乙" not in words(picture, "zh-hant")["title"]
    assert "並列" in words(picture, "zh-hant")["title"]
