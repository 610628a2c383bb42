"""Promises of what is measured on a description: exact points, evidence, and no false alarm."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import rdflib
from django.utils.translation import override

from idea.engines.catalog.faces.dcat import Rdf, dataset_graph, written
from idea.engines.catalog.faces.tests.described import described
from idea.engines.catalog.quality import words
from idea.engines.catalog.quality.checks import dcat_ap
from idea.engines.catalog.quality.checks.taiwan import badge, taiwan
from idea.engines.catalog.quality.checks.ways import ways
from idea.engines.catalog.quality.indicators import (
    GROUPS,
    INDICATORS,
    MQA_KEYS,
    MQA_TOTAL,
    band,
    group_points,
)
from idea.engines.catalog.quality.measuring import measure
from idea.engines.catalog.quality.types import Badge, Band, LinkHealth, Replies, State, Subject
from idea.engines.catalog.types import Distribution, Draft

NOW = datetime(2026, 11, 23, tzinfo=UTC)
URL = "https://data.example.tw/a.csv"
FULL = Draft(
    title="空氣品質",
    description="各測站每小時的空氣品質。",
    keywords=("空氣",),
    theme="ENVI",
    place="臺灣",
    start=date(2024, 1, 1),
    license="CC-BY-4.0",
    license_given="可自由利用，請註明出處。",
    contact_email="air@example.tw",
    frequency="monthly",
)
FILE = Distribution(
    title="CSV",
    access_url="https://data.example.tw/air",
    download_url=URL,
    format="csv",
    media_type="text/csv",
    encoding="UTF-8",
    size=2048,
    modified=NOW - timedelta(days=10),
    fields=(("測站", "名稱"), ("AQI", "指標")),
)


def answered(url=URL, **said):
    good = LinkHealth(url, NOW, 200, ok=True, charset="utf-8", header=("測站", "AQI", "時間"))
    return replace(good, **said)


def subject(draft=FULL, links=(FILE,), health=(), **more):
    there = {one.url: one for one in health}
    return Subject(described(draft, links), NOW, there, **more)


ALIVE = (answered(), answered(FILE.access_url, header=(), charset=""))


def measured(*args, **more):
    found, points, word = measure(subject(*args, **more), None)
    return {one.key: one for one in found.findings}, points, word


def test_the_points_are_those_of_the_method():
    assert MQA_TOTAL == 405
    assert {group: group_points(group) for group in GROUPS} == {
        "findability": 100,
        "accessibility": 100,
        "interoperability": 110,
        "reusability": 75,
        "contextuality": 20,
    }
    assert [band(n) for n in (405, 351, 350, 221, 220, 121, 120, 0)] == [
        Band.EXCELLENT,
        Band.EXCELLENT,
        Band.GOOD,
        Band.GOOD,
        Band.SUFFICIENT,
        Band.SUFFICIENT,
        Band.BAD,
        Band.BAD,
    ]


def test_a_full_description_with_living_links_has_all_points():
    found, points, word = measured(health=ALIVE)
    assert points == 405, [key for key in MQA_KEYS if found[key].points < INDICATORS[key].points]
    assert word == Badge.PLATINUM


def test_nothing_said_leaves_what_the_site_itself_says():
    found, points, word = measured(Draft(title="只有名稱"), ())
    assert {key for key in MQA_KEYS if found[key].points} == {
        "mqa.access",
        "mqa.access_known",
        "mqa.publisher",
        "mqa.issued",
        "mqa.modified",
    }
    assert points == 35
    assert word == Badge.NONE
    assert found["taiwan.link"].note == "no_distribution"


@pytest.mark.parametrize(
    ("lost", "draft", "link"),
    [
        ("mqa.keyword", {"keywords": ()}, {}),
        ("mqa.theme", {"theme": ""}, {}),
        ("mqa.spatial", {"place": ""}, {}),
        ("mqa.temporal", {"start": None}, {}),
        ("mqa.contact", {"contact_email": ""}, {}),
        ("mqa.rights", {"license_given": ""}, {}),
        ("mqa.dcat_ap", {"description": ""}, {}),
        ("mqa.size", {}, {"size": None}),
        ("mqa.license_known", {"license": "other"}, {}),
    ],
)
def test_each_indicator_costs_its_points_and_no_others(lost, draft, link):
    found, points, _word = measured(replace(FULL, **draft), (replace(FILE, **link),), ALIVE)
    assert points == 405 - INDICATORS[lost].points
    assert found[lost].state is State.BAD


def test_a_closed_format_costs_openness_and_readability():
    _found, points, word = measured(
        links=(replace(FILE, format="pdf", media_type="application/pdf"),), health=ALIVE
    )
    assert points == 405 - 40
    assert word == Badge.BRONZE


def test_the_best_file_counts_for_points_and_the_worst_for_the_badge():
    bad = replace(FILE, title="PDF", format="pdf", media_type="", size=None)
    found, points, word = measured(links=(bad, FILE), health=ALIVE)
    assert points == 405
    assert word == Badge.BRONZE
    assert found["taiwan.structured"].facts["count"] == 1
    assert found["taiwan.structured"].facts["of"] == 2


def test_links_nobody_asked_are_not_measured_which_is_not_failed():
    found, points, word = measured()
    assert points == 405 - 80
    assert word == ""
    for key in ("mqa.access_ok", "mqa.download_ok", "taiwan.link", "taiwan.encoding"):
        assert found[key].state is State.UNMEASURED


@pytest.mark.parametrize(
    ("answer", "key", "note", "word"),
    [
        ({"status": 404, "ok": False}, "taiwan.link", "link_failed", Badge.NONE),
        (
            {"status": 0, "ok": False, "problem": "http-too-slow"},
            "taiwan.link",
            "link_silent",
            Badge.NONE,
        ),
        (
            {"web_page": True, "header": (), "charset": "utf-8"},
            "taiwan.download",
            "web_page",
            Badge.BRONZE,
        ),
        ({"charset": "big5"}, "taiwan.encoding", "encoding_bad", Badge.SILVER),
        ({"header": ("測站", "時間")}, "taiwan.fields", "fields_missing", Badge.SILVER),
    ],
)
def test_each_fault_of_a_link_is_named(answer, key, note, word):
    found, _points, got = measured(health=(answered(**answer), ALIVE[1]))
    assert (found[key].state, found[key].note, got) == (State.BAD, note, word)


def test_ascii_is_every_encoding_and_big5_has_many_names():
    for said, seen in (("Big5", "ascii"), ("CP950", "big5"), ("utf8", "utf-8")):
        link = replace(FILE, encoding=said)
        found, _points, _word = measured(links=(link,), health=(answered(charset=seen), ALIVE[1]))
        assert found["taiwan.encoding"].state is State.GOOD, (said, seen)


@pytest.mark.parametrize(
    ("frequency", "days", "state", "word"),
    [
        ("monthly", 10, State.GOOD, Badge.PLATINUM),
        ("monthly", 38, State.GOOD, Badge.PLATINUM),
        ("monthly", 39, State.BAD, Badge.SILVER),
        ("daily", 3, State.BAD, Badge.SILVER),
        ("irregular", 4000, State.UNMEASURED, Badge.GOLD),
        ("unknown", 4000, State.UNMEASURED, Badge.GOLD),
        ("never", 4000, State.NONE, Badge.PLATINUM),
    ],
)
def test_only_who_promised_can_be_late(frequency, days, state, word):
    link = replace(FILE, modified=NOW - timedelta(days=days))
    found, _points, got = measured(replace(FULL, frequency=frequency), (link,), ALIVE)
    assert (found["taiwan.timely"].state, got) == (state, word)


def test_a_promise_without_a_date_of_the_files_cannot_be_measured():
    found, _points, _word = measured(links=(replace(FILE, modified=None),), health=ALIVE)
    assert (found["taiwan.timely"].state, found["taiwan.timely"].note) == (
        State.UNMEASURED,
        "no_date",
    )


def test_replies_count_where_somebody_counts_them():
    for replies, state in (
        (None, State.UNMEASURED),
        (Replies(0, 0), State.UNMEASURED),
        (Replies(4, 4), State.GOOD),
        (Replies(4, 2), State.PART),
        (Replies(4, 1), State.BAD),
    ):
        asked = subject(health=ALIVE, replies=replies)
        found = {one.key: one for one in taiwan(asked, ways(asked))}
        assert found["taiwan.reply"].state is state
        assert badge(found) == Badge.PLATINUM


def test_evidence_names_no_contact():
    found, _points, _word = measured(health=ALIVE)
    assert "air@example.tw" not in str(found["mqa.contact"].facts)


def test_every_indicator_and_every_note_has_words_in_both_languages():
    for key in INDICATORS:
        assert words.LABELS[key]
    for language in ("zh-hant", "en"):
        with override(language):
            for case in (subject(health=ALIVE), subject(), subject(Draft(title="x"), ())):
                found, _points, _word = measure(case, None)
                for one in found.findings:
                    text = words.note(one.note, one.facts)
                    assert text
                    assert "%(" not in text
                    assert text != one.note


SAMPLES = {
    "full": (FULL, (FILE,)),
    "no description": (replace(FULL, description=""), (FILE,)),
    "English only": (replace(FULL, description="", description_en="Hourly."), (FILE,)),
    "no links": (FULL, ()),
    "a link without an address": (FULL, (replace(FILE, access_url="", download_url=""),)),
    "an address that is none": (FULL, (replace(FILE, access_url="see office", download_url=""),)),
    "download address only": (FULL, (replace(FILE, access_url=""),)),
    "one of two links bad": (FULL, (FILE, replace(FILE, access_url="", download_url=""))),
    "spaces and Chinese in an address": (
        FULL,
        (replace(FILE, access_url="https://a.tw/空 氣.csv", download_url=""),),
    ),
    "closed": (replace(FULL, access="closed", access_why="個人資料"), ()),
}


@pytest.mark.data
@pytest.mark.parametrize("name", SAMPLES)
def test_pyshacl_gives_the_same_verdict_on_what_was_said(shared_data, name):
    pyshacl = pytest.importorskip("pyshacl")
    shapes = shared_data("catalog/shacl/dcat-ap-3.0.1_shapes.ttl")
    dataset = described(*SAMPLES[name])
    data = rdflib.Graph().parse(data=written(dataset_graph(dataset), Rdf.N_TRIPLES), format="nt")
    for triple in list(stand_ins(dataset, data)):
        data.remove(triple)
    conforms, _report, text = pyshacl.validate(data, shacl_graph=str(shapes), advanced=True)
    assert conforms == (not list(dcat_ap.violations(dataset))), text


def stand_ins(dataset, data):
    """Yield what the site said in place of what nobody said."""
    dct, dcat = rdflib.DCTERMS, rdflib.DCAT
    for node in data.subjects(rdflib.RDF.type, dcat.Dataset):
        if not (dataset.description or dataset.description_en):
            yield from data.triples((node, dct.description, None))
    pages = [link for link in dataset.linked if not dcat_ap.is_iri(link.url)]
    for triple in data.triples((None, dcat.accessURL, None)):
        if pages and str(triple[2]).endswith(f"/datasets/{dataset.slug}/"):
            yield triple
