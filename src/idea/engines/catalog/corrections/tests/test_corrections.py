"""Promises of corrections: what is accepted is published, what no longer fits is not, credit stays."""

import json

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.corrections import access, api
from idea.engines.catalog.corrections.errors import BadCorrection, CorrectionClosed
from idea.engines.catalog.corrections.privacy import erase, export
from idea.engines.catalog.corrections.types import ChangeState, Kind, State
from idea.engines.catalog.tests.factories import STOPS, publish
from idea.engines.catalog.types import Download, Draft
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden, TooMany
from idea.kernel.jobs import api as jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident(someone):
    return someone("resident")


@pytest.fixture
def editor(someone, agency):
    return someone("editor", "editor", agency)


def row_of(resident, slug, row, cells, **more):
    return api.correct_row(
        actor=resident,
        person_id=resident.id,
        slug=slug,
        row=row,
        cells=cells,
        why="現場看過",
        **more,
    )


def file_of(resident, slug, tmp_path, text, **more):
    path = tmp_path / "corrected.csv"
    path.write_text(text, encoding="utf-8")
    return api.correct_file(
        actor=resident,
        person_id=resident.id,
        slug=slug,
        path=path,
        filename="corrected.csv",
        why="比對過",
        **more,
    )


def cells(slug, column):
    found = catalog.rows(slug, limit=100)
    at = [c.name for c in found.columns].index(column)
    return [row[at] for row in found.rows]


def test_an_accepted_cell_is_in_the_next_version_with_thanks(stops, resident, editor):
    posted = row_of(resident, stops.slug, 3, {"人數": "950"}, name="王小明")
    assert (posted.state, posted.key, posted.total) == (State.OPEN, ("編號",), 1)
    api.decide(actor=editor, number=posted.number, accept=True)
    assert cells(stops.slug, "人數")[1] == 900  # nothing changes before it is published
    published = api.apply(actor=editor, number=posted.number)
    assert cells(stops.slug, "人數") == [1200, 950, 300, 80, 500]
    assert "王小明" in published.version.note
    assert published.version.layer is not None  # places stay places
    assert api.correction(posted.number).state is State.PUBLISHED
    assert [(c.name, c.version, c.changes) for c in api.credits_of(stops.slug)] == [
        ("王小明", 2, 1)
    ]


def test_a_file_is_compared_by_key_and_decided_row_by_row(stops, resident, editor, tmp_path):
    text = STOPS.replace("900", "901").replace("500,2024", "505,2024")
    text = text.replace("3,嘉義車站,嘉義市,120.441,23.479,300,2024-03-07\n", "")
    posted = file_of(resident, stops.slug, tmp_path, text + "6,新站,新北市,121.4,25.1,5,113/1/2\n")
    told = {(c.kind, c.key, c.column, c.old, c.new) for c in api.changes(posted.number).items}
    assert told == {
        (Kind.CHANGED, ("2",), "人數", "900", "901"),
        (Kind.REMOVED, ("3",), "", "", ""),
        (Kind.CHANGED, ("5",), "人數", "500", "505"),
        (Kind.ADDED, ("6",), "", "", ""),
    }
    (spared,) = [c.position for c in api.changes(posted.number, kind="removed").items]
    api.decide(
        actor=editor, number=posted.number, accept=False, reason="已核對", positions=[spared]
    )
    api.decide(actor=editor, number=posted.number, accept=True, state="waiting")
    api.apply(actor=editor, number=posted.number)
    assert api.correction(posted.number).counts == {
        ChangeState.REJECTED: 1,
        ChangeState.PUBLISHED: 3,
    }
    assert cells(stops.slug, "人數") == [1200, 901, 300, 80, 505, 5]
    assert str(cells(stops.slug, "啟用日期")[-1]) == "2024-01-02"


def test_what_no_longer_fits_is_a_conflict_and_the_rest_is_published(
    stops, resident, editor, tmp_path
):
    first = row_of(resident, stops.slug, 2, {"人數": "1250"})
    second = row_of(resident, stops.slug, 3, {"人數": "950"})
    moved = STOPS.replace("1200", "1300")
    lines = moved.splitlines()
    lines.insert(1, "9,新站,臺北市,121.5,25.0,1,2024-01-01")  # every row moves down
    publish(tmp_path, text="\n".join(lines) + "\n", organization="test-city", title="車站")
    for posted in (first, second):
        api.decide(actor=editor, number=posted.number, accept=True)
    assert api.apply(actor=editor, number=first.number) is None
    assert api.correction(first.number).counts == {ChangeState.CONFLICT: 1}
    api.apply(actor=editor, number=second.number)
    assert cells(stops.slug, "人數") == [1, 1300, 950, 300, 80, 500]


def test_without_a_key_a_moved_row_is_a_conflict(agency, resident, editor, tmp_path):
    text = "名,數\n甲,1\n甲,1\n乙,2\n"
    slug = publish(tmp_path, "plain.csv", text, organization=agency.slug).dataset.slug
    one = row_of(resident, slug, 4, {"數": "3"})
    two = row_of(resident, slug, 3, {"數": "5"})
    assert one.key == ("_row",)
    publish(tmp_path, "plain.csv", "名,數\n丙,9\n甲,1\n甲,1\n乙,2\n", organization=agency.slug)
    for posted in (one, two):
        api.decide(actor=editor, number=posted.number, accept=True)
        api.apply(actor=editor, number=posted.number)
    assert api.correction(one.number).counts == {ChangeState.CONFLICT: 1}
    assert cells(slug, "數") == [9, 5, 1, 2]  # row 3 still says 甲,1


def test_publishing_twice_makes_no_second_version(stops, resident, editor):
    posted = row_of(resident, stops.slug, 3, {"人數": "950"})
    api.decide(actor=editor, number=posted.number, accept=True)
    api.apply(actor=editor, number=posted.number)
    # As after a crash between the version and the note of it:
    models.CorrectionChange.objects.update(state=ChangeState.ACCEPTED)
    assert api.apply(actor=editor, number=posted.number) is None
    assert catalog.dataset(stops.slug).current.number == 2
    assert api.correction(posted.number).counts == {ChangeState.PUBLISHED: 1}


def test_the_sites_own_download_sent_back_corrects_nothing(agency, resident, tmp_path):
    text = "code,note\n001,=1+1\n002,-x\n003,plain\n"
    slug = publish(tmp_path, "food.csv", text, organization=agency.slug).dataset.slug
    sent = catalog.download(slug, Download.CSV).read_text(encoding="utf-8-sig")
    with pytest.raises(BadCorrection):
        file_of(resident, slug, tmp_path, sent)
    posted = file_of(resident, slug, tmp_path, sent.replace("plain", "素色"))
    assert [(c.column, c.new) for c in api.changes(posted.number).items] == [("note", "素色")]


def test_leading_zeros_and_formulas_survive_a_correction(agency, resident, editor, tmp_path):
    text = "code,note\n001,=1+1\n002,-x\n003,plain\n"
    slug = publish(tmp_path, "food.csv", text, organization=agency.slug).dataset.slug
    posted = row_of(resident, slug, 4, {"note": "素色"})
    api.decide(actor=editor, number=posted.number, accept=True)
    api.apply(actor=editor, number=posted.number)
    assert cells(slug, "code") == ["001", "002", "003"]
    assert cells(slug, "note") == ["=1+1", "-x", "素色"]


def test_shapes_survive_a_correction(agency, resident, editor, tmp_path):
    ring = [[[121, 25], [121.1, 25], [121.1, 25.1], [121, 25]]]
    features = [
        {
            "type": "Feature",
            "properties": {"id": n, "name": f"區{n}"},
            "geometry": {"type": "Polygon", "coordinates": ring},
        }
        for n in (1, 2)
    ]
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    slug = catalog.publish(
        actor=Actor.system("tests"), path=path, draft=Draft(organization=agency.slug)
    ).dataset.slug
    found = api.find(catalog.version(slug), "區2").rows[0]
    posted = row_of(resident, slug, found.number, {"name": "第二區"})
    api.decide(actor=editor, number=posted.number, accept=True)
    version = api.apply(actor=editor, number=posted.number).version
    assert version.layer.count == 2
    assert version.layer.kind == "Polygon"
    assert sorted(cells(slug, "name")) == ["區1", "第二區"]


def test_bad_proposals_are_refused_with_the_column(stops, resident):
    with pytest.raises(BadCorrection) as refused:
        row_of(resident, stops.slug, 3, {"人數": "很多", "啟用日期": "昨天"})
    assert [issue.column for issue in refused.value.issues] == ["人數", "啟用日期"]
    assert row_of(resident, stops.slug, 3, {"啟用日期": "113/2/7"})  # a day as people write it
    for wrong in ({"row": 999}, {"cells": {}}, {"cells": {"nope": "1"}}):
        with pytest.raises(BadCorrection):
            row_of(resident, stops.slug, **{"row": 3, "cells": {"人數": "1"}, **wrong})


def test_who_may_do_what(stops, resident, editor, someone):
    posted = row_of(resident, stops.slug, 3, {"人數": "950"})
    for act in (
        lambda: api.decide(actor=resident, number=posted.number, accept=True),
        lambda: api.apply(actor=resident, number=posted.number),
        lambda: api.withdraw(actor=editor, person_id=editor.id, number=posted.number),
        lambda: api.hide(actor=editor, number=posted.number, why="不雅"),
    ):
        with pytest.raises(Forbidden):
            act()
    api.withdraw(actor=resident, person_id=resident.id, number=posted.number)
    with pytest.raises(CorrectionClosed):
        api.decide(actor=editor, number=posted.number, accept=True)


def test_a_rejection_needs_a_reason_and_ends_it(stops, resident, editor):
    posted = row_of(resident, stops.slug, 3, {"人數": "950"})
    with pytest.raises(BadCorrection):
        api.decide(actor=editor, number=posted.number, accept=False)
    done = api.decide(actor=editor, number=posted.number, accept=False, reason="查無實據")
    assert done.state is State.REJECTED
    assert api.changes(posted.number).items[0].reason == "查無實據"


def test_nobody_floods_the_owner(stops, resident, monkeypatch):
    monkeypatch.setattr(access, "conf", type("C", (), {"corrections_daily": 2}))
    for value in ("1", "2"):
        row_of(resident, stops.slug, 3, {"人數": value})
    with pytest.raises(TooMany):
        row_of(resident, stops.slug, 3, {"人數": "3"})


def test_personal_data_leaves_on_request(stops, resident, editor):
    posted = row_of(resident, stops.slug, 3, {"人數": "950"}, name="王小明")
    api.decide(actor=editor, number=posted.number, accept=True)
    api.apply(actor=editor, number=posted.number)
    told = json.dumps(export(resident.id), default=str, ensure_ascii=False)
    assert "王小明" in told
    assert "950" in told
    erase(resident.id)
    assert "王小明" not in catalog.dataset(stops.slug).current.note
    assert not any("王小明" in change.note for change in catalog.changes())
    assert api.credits_of(stops.slug)[0].name == ""
    assert export(resident.id)["corrections"] == []


def test_a_derived_data_set_says_what_it_comes_from(stops, resident, tmp_path, client):
    path = tmp_path / "merged.csv"
    path.write_text(STOPS + "6,新站,新北市,121.4,25.1,5,2024-01-02\n", encoding="utf-8")
    api.derive(
        actor=resident,
        person_id=resident.id,
        slug=stops.slug,
        path=path,
        filename="merged.csv",
        title="車站（含新站）",
        changes="補上新站。",
        name="民間資料中心",
    )
    jobs.run_pending()
    (made,) = api.derivatives(stops.slug)
    assert (made.title, made.source_version, made.author_name) == (
        "車站（含新站）",
        1,
        "民間資料中心",
    )
    derived = catalog.dataset(made.slug)
    assert derived.organization_slug == api.COMMUNITY
    assert derived.license == stops.license
    said = api.prov(derived)
    assert said["prov:wasDerivedFrom"]["@id"] == catalog.page_url(stops.slug)
    assert said["prov:wasAttributedTo"]["foaf:name"] == "民間資料中心"
    assert api.prov(catalog.dataset(stops.slug))["prov:hadDerivation"]
    turtle = client.get(f"/datasets/{made.slug}.ttl").content.decode()
    assert f"prov:wasDerivedFrom <{catalog.page_url(stops.slug)}>" in turtle
    assert "補上新站。" in turtle


def test_files_that_correct_nothing_are_counted_too(stops, resident, tmp_path, monkeypatch):
    monkeypatch.setattr(access, "TRIES", 1)
    with pytest.raises(BadCorrection):
        file_of(resident, stops.slug, tmp_path, STOPS)
    with pytest.raises(TooMany):
        file_of(resident, stops.slug, tmp_path, STOPS)
