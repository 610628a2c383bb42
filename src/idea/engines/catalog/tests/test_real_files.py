"""Real files of many kinds through the whole pipeline: what they hold is what is served."""

import json
from xml.etree import ElementTree as ET

import pytest

from idea.engines.catalog import api
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Download
from idea.engines.features import api as features

pytestmark = [pytest.mark.django_db, pytest.mark.data]

# path, rows (from INDEX.md of the files), with a map
FILES = [
    ("tw/facilities/shelters.csv", 4999, True),
    ("tw/hazards/flood-disaster-points.csv", 5491, True),  # TWD97
    ("tw/hazards/earthquakes-2014-2021.csv", 4551, True),
    ("tw/transport/fatal-traffic-accidents-2025.csv", 3918, True),
    ("tw/boundaries/counties.geojson", 22, True),
    ("tw/roadworks/taipei-road-works.geojson", 1450, True),
    ("tw/culture/kaohsiung-attractions.json", 56, True),
    ("tw/transport/taipei-metro-stations.json", 121, True),
    ("tw/environment/aqi-hourly-20260706-20260710.csv", 9408, None),
    ("tw/budget/central-government-budget-2016.csv", 1217, False),
    ("tw/prices/produce-wholesale-prices.csv", 26559, None),
    ("catalog/tw/data_gov_tw_usage_2018-07.csv", None, False),
]


@pytest.mark.parametrize(("path", "rows", "has_map"), FILES)
def test_a_real_file_is_published_whole(shared_data, path, rows, has_map):
    done = api.publish(actor=ACTOR, path=shared_data(path))
    found, version = done.dataset, done.version
    if rows is not None:
        assert version.rows + version.rejected == rows
    assert version.rejected <= version.issue_count
    if has_map is not None:
        assert found.has_map is has_map
    first = api.rows(found.slug, limit=10)
    assert first.total == version.rows
    assert len(first.rows) == min(10, version.rows)
    for format_ in api.formats(version):
        assert api.download(found.slug, format_).stat().st_size > 100
    assert len(json.loads(api.download(found.slug, Download.JSON).read_text())) == version.rows
    if found.has_map:
        assert features.collection(found.slug).layer.rows == version.rows
        west, south, east, north = version.layer.bbox
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
    if version.has_chart:
        chart = api.chart(found.slug)
        ET.fromstring(chart.svg)  # noqa: S314  our own
        assert chart.title
        assert len(chart.table) > 1
    assert api.publish(actor=ACTOR, path=shared_data(path)).unchanged


def test_a_known_answer_survives_the_journey(shared_data):
    """SOURCE.md: 4,999 shelters; row 1 is 五峰活動中心 at 121.073, 24.386."""
    slug = api.publish(actor=ACTOR, path=shared_data("tw/facilities/shelters.csv")).dataset.slug
    found = api.rows(slug, equals={"name": "五峰活動中心"})
    row = dict(zip([column.name for column in found.columns], found.rows[0], strict=True))
    assert (row["lon"], row["lat"], row["capacity"]) == (121.073, 24.386, 110)
