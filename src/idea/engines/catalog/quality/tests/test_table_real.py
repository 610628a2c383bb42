"""Frictionless and we give the same verdict on every real table: its CSV download and its schema."""

import csv
import re

import pytest

from idea.engines.catalog import api
from idea.engines.catalog.faces.table_schema import table_schema
from idea.engines.catalog.quality.checks.table import table
from idea.engines.catalog.quality.types import State
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Declared, Download, Draft
from idea.engines.sources.types import ColumnType

pytestmark = [pytest.mark.django_db, pytest.mark.data]

TABLES = [
    "budget/central-government-budget-2016.csv",
    "budget/central-government-budget-2018.csv",
    "connectivity/itaiwan-hotspots.csv",
    "environment/aqi-hourly-20260706-20260710.csv",
    "environment/aqi-stations.csv",
    "environment/forecast36h-2026-07.csv",
    "environment/household-power-2013.csv",
    "environment/radiation-gammamonitor.csv",
    "environment/rain-stations-20220310.csv",
    "environment/taipower-daily-supply-2017.csv",
    "facilities/air-raid-shelters-chiayi-city.csv",
    "facilities/elementary-schools-2014.csv",
    "facilities/junior-high-schools-2014.csv",
    "facilities/pharmacies-masks-20200303.csv",
    "facilities/shelters.csv",
    "food/border-failures-2007-2013.csv",
    "food/food-factories-tainan-chiayi.csv",
    "food/food-self-sufficiency.csv",
    "fraud/fraud-165-daily-change.csv",
    "gazetteer/area.csv",
    "gazetteer/city.csv",
    "gazetteer/cityarea.csv",
    "hazards/earthquakes-2014-2021.csv",
    "hazards/evacuation-map-coverage.csv",
    "hazards/evacuation-map-links-nantou.csv",
    "hazards/flood-disaster-points.csv",
    "hazards/flood-reports-2025-07.csv",
    "hazards/flood-sensors.csv",
    "health/dengue-village-rate-2015.csv",
    "health/tainan-spraying-201509.csv",
    "land/land-change-points-chiayi-penghu-2016.csv",
    "land/presale-tainan.csv",
    "land/real-price-taipei.csv",
    "land/real-price-taoyuan.csv",
    "participation/join-petition-endorsements.csv",
    "participation/open-parliament-action-plan.csv",
    "participation/vtaiwan-uberx-comments.csv",
    "participation/vtaiwan-uberx-summary.csv",
    "roadworks/tainan-excavation-permits-2013.csv",
    "statistics/birth-rate.csv",
    "statistics/msa-population-penghu.csv",
    "statistics/town-population-age-sex-2015-11.csv",
    "statistics/village-population-2021-03.csv",
    "transport/taipei-metro-departures-2015.csv",
    "transport/tra-stations-2014.csv",
    "transport/tra-stations.json",
    "culture/kaohsiung-attractions.json",
]


@pytest.mark.parametrize("path", TABLES)
def test_frictionless_agrees(shared_data, path):
    published = api.publish(actor=ACTOR, path=shared_data(f"tw/{path}"))
    dataset, version = published.dataset, published.version
    file = api.download(dataset.slug, Download.CSV)
    assert verdict(file, dataset, version) == ours(version, ())
    # and once more with promises, some of which real rows break
    declared = promises(version)
    said = api.edit(actor=ACTOR, slug=dataset.slug, draft=Draft(declared=declared))
    assert verdict(file, said, version) == ours(version, declared), failures(version, declared)


def promises(version):
    """Promise what an eager publisher would: the first columns required, the first one unique …"""
    found = []
    for number, column in enumerate(version.columns[:6]):
        numeric = column.type in (ColumnType.INTEGER, ColumnType.NUMBER)
        text = column.type is ColumnType.STRING
        found.append(
            Declared(
                name=column.name,
                required=number < 2,
                unique=number == 0,
                minimum="0" if numeric else "",
                pattern=r"[^0-9]*" if text and number == 3 else "",
                codes=(("臺北市", ""), ("新北市", "")) if text and number == 4 else (),
            )
        )
    return tuple(found)


def ours(version, declared):
    found = table(version, declared)
    return {one.key.partition(".")[2] for one in found.findings if one.state is State.BAD}


def failures(version, declared):
    return table(version, declared).bad_rows


KINDS = {
    "type-error": "types",
    "blank-row": "rows",
    "unique-error": "unique",
    "required": "required",
    "pattern": "pattern",
    "minimum": "range",
    "maximum": "range",
    "enum": "codes",
}


def verdict(file, dataset, version):
    """Return the kinds of errors frictionless finds in the whole file."""
    from frictionless import Detector, Resource, Schema, system
    from frictionless.formats import CsvControl

    with file.open(encoding="utf-8-sig", newline="") as text:
        width = len(next(csv.reader(text)))
    schema = table_schema(version, dataset.declared)
    if width > len(version.columns):
        schema["fields"].append({"name": "wkt", "type": "string"})
    with system.use_context(trusted=True):
        resource = Resource(
            path=str(file),
            format="csv",
            encoding="utf-8-sig",
            schema=Schema.from_descriptor(schema),
            control=CsvControl(delimiter=","),
            detector=Detector(field_float_numbers=True),
        )
        report = resource.validate(limit_errors=1_000_000)
    found = set()
    for error in [*report.errors, *(e for task in report.tasks for e in task.errors)]:
        if error.type == "constraint-error":
            note = re.search(r'constraint "(\w+)"', error.note)
            found.add(KINDS[note[1]])
        else:
            found.add(KINDS.get(error.type, f"{error.type}: {error.note}"))
    return found
