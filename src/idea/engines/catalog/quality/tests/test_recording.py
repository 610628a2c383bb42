"""Promises of keeping measurements: after news only, in bulk, and without touching the data set."""

from datetime import timedelta

import pytest

from idea.engines.catalog import api, models
from idea.engines.catalog.quality import recording
from idea.engines.catalog.quality.api import (
    advice,
    badge_svg,
    dqv,
    ids_of,
    league,
    measure_datasets,
    measurement,
    overall,
    trend,
    trend_svg,
)
from idea.engines.catalog.quality.types import Mend, State
from idea.engines.catalog.tests.factories import ACTOR, STOPS, publish
from idea.engines.catalog.types import Declared, Distribution, Draft, Filter
from idea.kernel import clock
from idea.kernel.events import api as events
from idea.kernel.ids import uuid7
from idea.kernel.jobs import api as jobs

pytestmark = pytest.mark.django_db(transaction=True)
LINK = Distribution(title="CSV", download_url="https://data.example.tw/a.csv", format="csv")


def work():
    events.deliver(100)
    jobs.run_pending()


def linked(title="水情", **said):
    draft = Draft(title=title, organization=said.pop("organization", ""), **said)
    return api.register(actor=ACTOR, draft=draft, distributions=[LINK])


def test_a_publication_is_measured_soon_after_and_its_dates_stay(tmp_path):
    before = publish(tmp_path).dataset
    assert measurement(before.slug) is None
    work()
    found = measurement(before.slug)
    after = api.dataset(before.slug)
    assert found.number == 1
    assert (after.quality_points, after.quality_badge) == (found.points, found.badge)
    assert after.modified_at == before.modified_at
    assert found.finding("content.duplicates").state is State.GOOD
    assert api.listing(Filter(badge=found.badge)).total == 1


def test_an_edit_an_description_and_a_link_are_measured_too(tmp_path):
    slug = linked().slug
    work()
    poor = measurement(slug).points
    api.edit(actor=ACTOR, slug=slug, draft=Draft(theme="ENVI", keywords=("水",)))
    work()
    assert measurement(slug).points == poor + 60
    assert [one.points for one in trend(slug)] == [poor, poor + 60]


def test_measuring_again_writes_nothing(tmp_path):
    slug = publish(tmp_path).dataset.slug
    ids = ids_of()
    assert measure_datasets(ids) == 1
    stored = models.Measurement.objects.get()
    assert measure_datasets(ids) == 0
    assert models.Measurement.objects.get().at == stored.at
    assert len(trend(slug)) == 1


def test_rows_are_read_again_only_when_they_or_the_promises_changed(tmp_path, monkeypatch):
    slug = publish(tmp_path).dataset.slug
    ids, reads = ids_of(), []
    real = recording.measure_rows
    monkeypatch.setattr(recording, "measure_rows", lambda *a: reads.append(1) or real(*a))
    measure_datasets(ids)
    api.edit(actor=ACTOR, slug=slug, draft=Draft(theme="TRAN"))
    measure_datasets(ids)
    assert len(reads) == 1
    declared = (Declared(name="人數", minimum="100"),)
    api.edit(actor=ACTOR, slug=slug, draft=Draft(declared=declared))
    measure_datasets(ids)
    assert len(reads) == 2
    found = measurement(slug)
    assert [(row.row, row.column, row.value) for row in found.bad_rows] == [(5, "人數", "80")]


def test_time_alone_makes_a_data_set_late(tmp_path, monkeypatch):
    slug = publish(tmp_path, frequency="weekly").dataset.slug
    measure_datasets(ids_of())
    assert measurement(slug).finding("taiwan.timely").state is State.GOOD
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert measure_datasets(ids_of()) == 1
    assert measurement(slug).finding("taiwan.timely").state is State.BAD
    assert [one.badge for one in trend(slug)] == ["platinum", "silver"]


def test_withdrawn_data_sets_leave_the_league(tmp_path):
    found = publish(tmp_path)
    measure_datasets(ids_of())
    assert overall().measured == 1
    assert [one.measured for one in league()] == [1]
    api.withdraw(actor=ACTOR, slug=found.dataset.slug, why="誤植")
    assert overall().datasets == 0
    assert league() == []


def test_advice_begins_with_persons_then_points_and_names_the_form(tmp_path):
    text = STOPS.replace("站名", "電郵").replace("臺北車站", "a@example.tw")
    dataset = publish(tmp_path, text=text).dataset
    measure_datasets(ids_of())
    things = advice(dataset, measurement(dataset.slug))
    assert things[0].indicator.key == "content.personal"
    gains = [one.gain for one in things[1:]]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] == 30
    assert things[1].mend is Mend.EDIT


def test_one_missing_address_is_told_once_with_all_its_points():
    page = Distribution(title="頁", access_url="https://a.tw/page", format="html")
    slug = api.register(actor=ACTOR, draft=Draft(title="頁"), distributions=[page]).slug
    measure_datasets(ids_of())
    things = {one.indicator.key: one for one in advice(api.dataset(slug), measurement(slug))}
    assert things["mqa.download"].gain == 50
    assert things["mqa.download"].mend is Mend.LINKS
    assert not {"mqa.download_ok", "taiwan.download"} & set(things)


def test_requests_answered_in_time_count_for_the_agency():
    dataset = linked()
    day = clock.now().astimezone(clock.TAIPEI).date()
    said = {"organization_id": dataset.organization_id, "what": "x", "state": "answered"}
    for number, (due, answered) in enumerate(
        [(day, clock.now()), (day - timedelta(days=9), clock.now()), (day + timedelta(9), None)], 1
    ):
        models.DataRequest.objects.create(
            number=number, title=f"t{number}", due=due, answered_at=answered, **said
        )
    measure_datasets(ids_of())
    found = measurement(dataset.slug).finding("taiwan.reply")
    assert (found.state, found.facts) == (State.PART, {"asked": 2, "in_time": 1})


def test_many_harvested_sets_are_measured_set_by_set_in_batches(
    tmp_path, django_assert_max_num_queries
):
    owner = linked()
    row = models.Dataset.objects.get(id=owner.id)
    rows = []
    for number in range(1200):
        row.pk, row.slug, row.origin = uuid7(), f"h-{number}", "portal"
        rows.append(
            models.Dataset(**{f.attname: getattr(row, f.attname) for f in row._meta.fields})
        )
    models.Dataset.objects.bulk_create(rows)
    models.Distribution.objects.bulk_create(
        models.Distribution(
            dataset_id=one.id, download_url=f"https://a.tw/{one.slug}", format="csv"
        )
        for one in rows
    )
    with django_assert_max_num_queries(60):
        assert measure_datasets(ids_of(origin="portal")) == 1200
    assert overall(origin="portal").measured == 1200
    assert measure_datasets(ids_of(origin="portal")) == 0


def test_pictures_and_linked_data_say_what_was_measured(tmp_path):
    slug = publish(tmp_path).dataset.slug
    assert dqv(api.dataset(slug)) == []
    assert "尚未量測" in badge_svg(api.dataset(slug), "zh-hant")
    measure_datasets(ids_of())
    found = measurement(slug)
    assert f"{found.points}/405" in badge_svg(api.dataset(slug), "en")
    assert str(found.points) in trend_svg(trend(slug), "zh-hant")
    nodes = dqv(api.dataset(slug))
    values = {one["@id"].partition("#")[2]: one["dqv:value"]["@value"] for one in nodes}
    assert values["mqa"] == str(found.points)
    assert values["taiwan.link"] == "true"
    assert "taiwan.reply" not in values
