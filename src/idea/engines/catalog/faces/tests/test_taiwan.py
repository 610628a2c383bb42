"""Promises of Taiwan's metadata: what is written can be read again, real records too."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.engines.catalog.faces import taiwan
from idea.engines.catalog.faces.taiwan.words import FREQUENCY_WORDS, frequency_of, license_of
from idea.engines.catalog.faces.tests.described import described
from idea.engines.catalog.types import Distribution, Draft, Frequency, License

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SAME = """title identifier description organization license license_given frequency keywords
landing_page related contact_name contact_phone contact_email fee fee_url fee_law start end
place language notes""".split()  # noqa: SIM905  shorter to read
_words = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=";；,，、()（）「」"
    ),
    min_size=1,
    max_size=30,
)
_maybe = st.one_of(st.just(""), _words)
_urls = st.integers(0, 10**6).map(lambda n: f"https://example.org/{n}?a=1;b=2")
_days = st.dates(date(1950, 1, 1), date(2090, 1, 1))
_links = st.builds(
    Distribution,
    title=_words,
    download_url=_urls,
    access_url=st.one_of(st.just(""), _urls),
    format=st.sampled_from(["csv", "json", "shp.zip", ""]),
    encoding=st.sampled_from(["UTF-8", "BIG5", ""]),
    rows=st.one_of(st.none(), st.integers(1, 10**9)),
    fields=st.lists(st.tuples(_words, _maybe), max_size=4).map(tuple),
    identifier=_maybe,
    service=st.booleans(),
)


@st.composite
def _drafts(draw):
    start, end = sorted([draw(_days), draw(_days)])
    license_ = draw(st.sampled_from([License.OGDL, License.CC_BY, License.CC0, License.OTHER]))
    return Draft(
        title=draw(_words),
        description=draw(_maybe),
        identifier=draw(_words),
        organization=draw(_words),
        license=str(license_),
        license_given="自訂條款" if license_ is License.OTHER else "",
        frequency=str(draw(st.sampled_from(Frequency))),
        keywords=tuple(dict.fromkeys(draw(st.lists(_words, max_size=4)))),
        landing_page="https://example.org/about",
        related=("https://example.org/more",),
        contact_name=draw(_maybe),
        contact_phone=draw(_maybe),
        contact_email="a@example.org",
        fee=draw(st.one_of(st.just(""), st.just("每筆 10 元"))),
        fee_url="https://example.org/fee",
        fee_law="規費法第 10 條",
        start=start,
        end=end,
        place=draw(_maybe),
        language="zh-TW",
        notes=draw(_maybe),
    )


@PATIENT
@given(_drafts(), st.lists(_links, max_size=4))
def test_a_data_set_written_as_a_record_is_read_back_whole(draft, links):
    before = described(draft, links)
    read, files, issues = taiwan.from_record(json.loads(json.dumps(taiwan.to_record(before))))
    assert issues == ()
    assert [replace(item, modified=None) for item in files] == list(links)
    for name in SAME:
        assert getattr(read, name) == getattr(draft, name), name


@PATIENT
@given(_drafts(), st.lists(_links, max_size=4))
def test_the_record_is_a_fixed_point(draft, links):
    first = taiwan.to_record(described(draft, links))
    read, files, _ = taiwan.from_record(first)
    assert taiwan.to_record(described(read, files)) == first


@PATIENT
@given(_drafts(), st.lists(_links, min_size=1, max_size=4))
def test_the_2015_standard_and_the_export_are_read_back(draft, links):
    same = [replace(item, service=links[0].service, fields=links[0].fields) for item in links]
    before = described(draft, same)
    read, files, _ = taiwan.from_record(taiwan.standard(before))
    assert (read.title, read.license, read.start) == (draft.title, draft.license, draft.start)
    assert [item.url for item in files] == [item.url for item in same]
    row = dict(zip(taiwan.COLUMNS, taiwan.export_row(before), strict=True))
    read, files, _ = taiwan.from_record(row)
    assert (read.title, read.notes, read.fee) == (draft.title, draft.notes, draft.fee)
    assert [item.url for item in files] == [item.url for item in same]


def test_the_standard_has_its_38_fields_and_the_export_its_22():
    assert len(taiwan.FIELDS) == 38
    assert len(taiwan.COLUMNS) == 22
    record = taiwan.standard(described(Draft(title="空")))
    assert set(record) >= {field.name for field in taiwan.FIELDS if field.need == "M"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("每10分", Frequency.CONTINUOUS),
        ("每1小時", Frequency.HOURLY),
        ("每 1 日", Frequency.DAILY),
        ("每4月", Frequency.HALF_YEARLY),  # the next slower one
        ("每5年", Frequency.IRREGULAR),
        ("每學期", Frequency.HALF_YEARLY),
        ("每0月", None),
        ("偶爾", None),
    ],
)
def test_frequencies(words, code):
    assert frequency_of(words) == code


def test_every_frequency_can_be_told_and_understood():
    assert {code: frequency_of(words) for code, words in FREQUENCY_WORDS.items()} == {
        code: code for code in Frequency
    }


def test_licenses_by_name_and_by_address():
    assert license_of("政府資料開放授權條款-第1版") is License.OGDL
    assert license_of("", "http://creativecommons.org/licenses/by/4.0/deed.zh_TW") is License.CC_BY
    assert license_of("免費") is None


def test_bad_records_are_told_and_never_stop():
    draft, files, issues = taiwan.from_record(
        {
            "title": "",
            "description": "x" * 200_000,
            "coverageStartedDate": "2026-99-99",
            "updateFrequency": {"unittime": "世紀", "Frequency": "1"},
            "relatedUrl": "javascript:alert(1)",
            "keyword": [None, {"a": 1}, "水"],
            "distribution": [{"resourceDownloadUrl": "ftp://x"}, {}, "x", None],
        }
    )
    assert draft.title == draft.landing_page == ""
    assert len(draft.description) == 100_000
    assert files == ()
    assert {issue.code for issue in issues} == {
        "missing-title",
        "cut",
        "bad-date",
        "unknown-frequency",
        "bad-address",
    }


@pytest.mark.data
def test_the_real_records_lose_nothing(shared_data):
    path = shared_data("catalog/tw/data_gov_tw_full_fields_sample_2026-05.json")
    records = json.loads(path.read_text(encoding="utf-8"))
    assert len(records) == 24
    for record in records:
        draft, files, issues = taiwan.from_record(record)
        assert issues == (), record
        back = dict(zip(taiwan.COLUMNS, taiwan.export_row(described(draft, files)), strict=True))
        assert (back["資料集名稱"], back["資料集描述"]) == (record["名稱"], record["描述"].strip())
        assert back["資料集識別碼"] == str(record["識別碼"])
        assert back["服務分類"] == record["服務分類"]
        assert back["更新頻率"] == record["更新頻率"]
        assert back["提供機關"] == record["提供機關"]
        assert back["品質檢測"] == record["品質檢測"]
        assert back["資料下載網址"] == record["下載網址"]
        assert back["檔案格式"] == record["檔案格式"]
        assert back["編碼格式"] == record["編碼格式"]
        columns = record["主要欄位"].rstrip(";").replace("（", "(").replace("）", ")")
        assert back["主要欄位說明"].replace("（", "(").replace("）", ")") == columns
        assert back["上架日期"][:10] == record["上架日期"][:10]
