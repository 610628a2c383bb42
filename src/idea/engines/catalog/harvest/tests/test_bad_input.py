"""Whatever a source says, each fault costs its record at most, and is named in the report."""

import json
from datetime import timedelta

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.harvest import api
from idea.engines.catalog.harvest.conf import conf
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.tests.factories import lines, row, run, source, state
from idea.kernel import clock

pytestmark = pytest.mark.django_db
TTL = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""
XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">%s</rdf:RDF>"""


def described(name, rest=""):
    return f'<https://x.example/{name}> a dcat:Dataset ; dct:title "{name}" {rest} .\n'


def codes(made):
    return {(bad.identifier.rpartition("/")[2], bad.issue.code) for bad in made.issues}


def given(tmp_path, text, name="a.ttl"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# --- RDF -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        '<https://x.example/bad> dct:title "no end .\n',
        "<https://x.example/bad> dct:title ??? .\n",
        "undeclared:prefix a dcat:Dataset .\n",
    ],
)
def test_a_broken_statement_of_turtle_takes_nothing_away(agency, tmp_path, broken):
    """An open quotation swallows what comes after it: that is missed, not gone."""
    portal = source(most_lost=100)
    whole = [described(name) for name in ("a", "b", "c")]
    run(portal, given(tmp_path, TTL + "".join(whole), "good.ttl"))
    file = given(tmp_path, TTL + whole[0] + broken + whole[1] + whole[2])
    made = run(portal, file)
    assert made.issue_counts["broken-statement"] >= 1
    assert (made.counts.gone, made.counts.changed) == (0, 0)
    assert made.counts.same + made.counts.held == catalog.count() == 3
    before = state()
    run(portal, file, again=True)
    assert state() == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xml", XML % "<dcat:Dataset rdf:about='https://x.example/a'><dct:title>a</dct:title>"),
        ("a.jsonld", '{"@context": {"dcat": "http://www.w3.org/ns/dcat#"}, "@graph": [{"@id": 1}]}'),
        ("a.jsonld", '{"@type": "dcat:Dataset", "@context": "http://www.w3.org/ns/dcat#", '),
        ("a.ttl", TTL + "this is no turtle at all"),
        ("a.xml", XML % ""),
    ],
    ids=["xml cut", "json-ld", "json cut", "turtle", "empty"],
)  # fmt: skip
def test_rdf_in_which_nothing_holds_keeps_the_last_good_state(agency, tmp_path, name, text):
    portal = source()
    run(portal, given(tmp_path, TTL + described("a"), "good.ttl"))
    before = state()
    with pytest.raises(Exception, match=r".") as caught:
        run(portal, given(tmp_path, text, name))
    assert caught.value.code.startswith("harvest-")
    assert state() == before


ENTITIES = {
    "nested": '<!ENTITY a "{}"><!ENTITY x "{}">'.format("ha" * 10, "&a;" * 10),
    "file": '<!ENTITY x SYSTEM "file:///etc/passwd">',
    "parameter": '<!ENTITY % a "ha"><!ENTITY x "ha">',
    "large": '<!ENTITY x "{}">'.format("ha" * 200),
}


@pytest.mark.parametrize("entities", ENTITIES.values(), ids=ENTITIES)
def test_xml_whose_entities_grow_or_lie_elsewhere_is_refused(
    agency, tmp_path, entities, monkeypatch
):
    """The parser would follow them: a few lines would take all memory of the machine."""
    limits = conf().model_copy(update={"harvest_tree_mb": 1})
    monkeypatch.setattr("idea.engines.catalog.harvest.readers.rdf.conf", lambda: limits)
    title = f"<dct:title>{'&x;' * 3000}</dct:title>"
    body = f"<dcat:Dataset rdf:about='https://x.example/a'>{title}</dcat:Dataset>"
    text = (XML % body).replace("?>", f"?><!DOCTYPE rdf:RDF [{entities}]>", 1)
    with pytest.raises(NotACatalog):
        run(source(), given(tmp_path, text, "a.xml"))
    assert models.Dataset.objects.count() == 0


def test_plain_abbreviations_of_addresses_are_read(agency, tmp_path):
    body = "<dcat:Dataset rdf:about='&x;a'><dct:title>a</dct:title></dcat:Dataset>"
    entity = '<!DOCTYPE rdf:RDF [<!ENTITY x "https://x.example/?a=1&#38;b=">]>'
    text = (XML % body).replace("?>", f"?>{entity}", 1)
    made = run(source(), given(tmp_path, text, "a.xml"))
    assert (made.counts.datasets, made.issue_counts) == (1, {})


# --- cycles ----------------------------------------------------------------------------------


def test_parts_of_themselves_are_named_and_taken(agency, tmp_path):
    file = given(
        tmp_path,
        TTL
        + described("self", "; dct:isPartOf <https://x.example/self>")
        + described("one", "; dct:isPartOf <https://x.example/two>")
        + described("two", "; dct:isPartOf <https://x.example/one>")
        + described("whole")
        + described("part", "; dct:isPartOf <https://x.example/whole>"),
    )
    made = run(source(), file)
    assert codes(made) == {("self", "cycle"), ("one", "cycle"), ("two", "cycle")}
    assert (made.counts.datasets, made.counts.rejected) == (5, 0)


def test_a_series_in_itself_ends(agency, tmp_path):
    series = (
        '<https://x.example/s> a dcat:DatasetSeries ; dct:title "s" ;'
        " dcat:inSeries <https://x.example/s> .\n"
    )
    file = given(tmp_path, TTL + series + described("a", "; dcat:inSeries <https://x.example/s>"))
    made = run(source(), file)
    assert made.counts.datasets == 1
    assert models.Series.objects.get().title == "s"


def test_a_catalog_in_a_catalog_in_itself_ends(agency, tmp_path):
    nested = (
        "<https://x.example/c> a dcat:Catalog ; dcat:catalog <https://x.example/d> ;"
        " dcat:dataset <https://x.example/a> .\n"
        "<https://x.example/d> a dcat:Catalog ; dcat:catalog <https://x.example/c>,"
        " <https://x.example/d> ; dcat:dataset <https://x.example/a>, <https://x.example/b> .\n"
    )
    made = run(source(), given(tmp_path, TTL + nested + described("a") + described("b")))
    assert (made.counts.read, made.counts.datasets) == (2, 2)


def test_catalogs_very_deep_in_each_other_end(agency, tmp_path):
    one = '{"@type": "dcat:Catalog", "dataset": [{"identifier": "%d", "title": "%d"}], "catalog": ['
    inner = "".join(one % (number, number) for number in range(200))
    text = f'{{"conformsTo": "x", "catalog": [{inner}{"]}" * 200}]}}'
    made = run(source(kind="dcat-us"), given(tmp_path, text, "a.json"))
    assert made.counts.datasets == 20, "of 20 catalogs within catalogs, and no deeper"


# --- sizes -----------------------------------------------------------------------------------


def test_a_description_of_50_mb_is_cut_and_named(agency, tmp_path):
    long = row(1, description="長篇大論" * (50_000_000 // 12))
    text = json.dumps(long, ensure_ascii=False) + "\n"
    file = lines(tmp_path / "a.jsonl", text, row(2))
    assert file.stat().st_size > 49_000_000
    made = run(source(), file)
    assert (made.counts.datasets, made.issue_counts["cut"]) == (2, 1)
    found = catalog.dataset("資料集-1").description
    assert (len(found), found[-1]) == (100_000, "…")


def test_a_description_of_50_mb_in_a_csv_is_cut_and_named(agency, tmp_path):
    text = f'識別碼,資料集名稱,資料集描述\n1,甲,"{"字" * 17_000_000}"\n2,乙,短\n'
    made = run(source(), given(tmp_path, text, "a.csv"))
    assert (made.counts.datasets, made.issue_counts["cut"]) == (2, 1)


@pytest.mark.parametrize("field", ["title", "publisher", "license", "frequency", "notes", "url"])
def test_no_field_is_too_long_for_the_run(agency, tmp_path, field):
    made = run(source(), lines(tmp_path / "a.jsonl", row(1, **{field: "長" * 100_000}), row(2)))
    assert made.counts.read == 2
    assert models.Dataset.objects.filter(title="資料集 2").exists()


# --- identifiers -----------------------------------------------------------------------------


def test_one_identifier_for_two_data_sets_is_the_firsts(agency, tmp_path):
    file = lines(tmp_path / "a.jsonl", row(1), row(1, title="另一個"), row(1), row(2))
    made = run(source(), file)
    assert codes(made) == {("set-1", "identifier-taken"), ("set-1", "repeated")}
    assert (made.counts.datasets, made.counts.repeated, made.counts.rejected) == (2, 1, 1)
    [taken] = [bad.issue for bad in made.issues if bad.issue.code == "identifier-taken"]
    assert (taken.value, taken.row) == ("另一個", 2)


# --- encodings -------------------------------------------------------------------------------

LIST = '識別碼,資料集名稱,資料集描述\n1,臺北市公園,"許功蓋"\n2,行道樹,綠\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "big5", "cp950"])
def test_a_list_is_read_in_its_encoding(agency, tmp_path, encoding):
    made = run(source(), given(tmp_path, LIST.encode(encoding), "a.csv"))
    assert made.counts.datasets == 2
    assert catalog.dataset("臺北市公園").description == "許功蓋"


def test_bytes_of_no_encoding_are_named_record_by_record(agency, tmp_path):
    text = LIST.encode().replace("綠".encode(), b"\xff\xfe\x80")
    made = run(source(), given(tmp_path, text, "a.csv"))
    assert made.counts.datasets == 2
    assert codes(made) == {("2", "bad-encoding")}
    assert catalog.dataset("臺北市公園").description == "許功蓋"


def test_json_lines_with_a_line_in_big5_are_read(agency, tmp_path):
    text = json.dumps(row(1)).encode() + b"\n"
    text += json.dumps(row(2, title="行道樹"), ensure_ascii=False).encode("big5") + b"\n"
    made = run(source(), given(tmp_path, text, "a.jsonl"))
    assert (made.counts.datasets, made.counts.rejected) == (2, 0)
    assert catalog.dataset("行道樹").title == "行道樹"


def test_half_a_surrogate_and_nul_do_not_reach_the_database(agency, tmp_path):
    said = '{"identifier": "1", "title": "a\\u0000b\\ud800c", "notes": "x\\u0000y"}\n'
    made = run(source(), lines(tmp_path / "a.jsonl", said, row(2)))
    assert made.counts.read == 2
    assert models.Dataset.objects.filter(title="資料集 2").exists()
    assert "\0" not in "".join(models.Dataset.objects.values_list("title", flat=True))


# --- licenses, markup, clocks ----------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["洽本機關", "https://license.example/own", "CC-BY-NC-XX", "?" * 3000]
)
def test_a_license_not_known_is_kept_in_its_own_words(agency, tmp_path, said):
    made = run(source(), lines(tmp_path / "a.jsonl", row(1, license=said), row(2)))
    assert codes(made) == {("set-1", "license-unknown")}
    found = catalog.dataset("資料集-1")
    assert found.license == "other"
    assert found.license_given == said[:499]
    assert found.license_url == (said if said.startswith("https") else "")


EVIL = '<img src=x onerror=alert(1)><script>alert(2)</script><b>重要</b> 1 < 2 & "三"'


def test_html_in_fields_is_stored_without_markup_and_shown_safely(agency, tmp_path, client):
    service = {"url": "https://a.example/x.csv?a=<script>alert(3)</script>"}
    fields = dict.fromkeys(
        ("title", "description", "publisher", "license", "frequency", "notes", "keywords", "fee"),
        EVIL,
    )
    made = run(source(title=EVIL), lines(tmp_path / "a.jsonl", row(1, **fields, **service), row(2)))
    assert made.issue_counts["markup"] >= 1
    found = models.Dataset.objects.exclude(title="資料集 2").get()
    assert (found.title, found.description) == ('重要 1 < 2 & "三"',) * 2
    pages = [f"/datasets/{found.slug}/", "/datasets/", "/sources/", "/feeds/changes.atom"]
    for page in pages:
        text = client.get(page).content.decode()
        for bad in ("<img src=x", "<script>alert", "onerror=alert(1)>"):
            assert bad not in text, page


def test_dates_that_have_not_come_are_left_out_and_named(agency, tmp_path):
    later = (clock.now() + timedelta(days=30)).isoformat()
    soon = (clock.now() + timedelta(hours=12)).isoformat()
    file = lines(
        tmp_path / "a.jsonl",
        row(1, issued=later, modified="9999-12-31"),
        row(2, issued=soon),
        row(3, issued="0001-01-01T00:00:00"),
        row(4, issued="not a date"),
    )
    made = run(source(), file)
    assert codes(made) == {
        ("set-1", "future-date"),
        ("set-3", "bad-date"),
        ("set-4", "bad-date"),
    }
    assert made.counts.datasets == 4
    for number in (1, 2, 4):
        found = models.Dataset.objects.get(title=f"資料集 {number}")
        assert found.published_at <= clock.now(), "nothing here is published in the future"
    assert "issued" not in catalog.dataset("資料集-1").extra
    assert "issued" in catalog.dataset("資料集-2").extra, "clocks and time zones differ a little"
    before = state()
    run("portal", file, again=True)
    assert state() == before


def test_every_fault_has_words(agency, tmp_path):
    made = run(source(), lines(tmp_path / "a.jsonl", row(1, title=""), row(2)))
    assert all(bad.issue.message and bad.issue.message != bad.issue.code for bad in made.issues)
    assert set(made.issue_counts) <= set(api.ISSUES)
