from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.kernel.search import actions, api
from idea.kernel.search.models import Entry, Text
from idea.kernel.search.tests.factories import document


def keys(text, **rest):
    return [hit.key for hit in api.search(text, **rest).hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("空氣", "air"),
        ("公園", "parks"),
        ("收容", "shelters"),
        ("臺北市公園", "parks"),
        ("PM2.5", "air"),
        ("ｐｍ２．５", "air"),
        ("station", "air"),
        ("Stations", "air"),
        ("evac", "shelters"),
        ("環境保護局", "air"),
        ("空汙", "air"),
        ("空污", "air"),
        ("台北 pm2.5", "air"),
        ("Taipei hourly", "air"),
    ],
)
def test_words_are_found(city, text, first):
    assert keys(text, kinds=("dataset",))[0] == first


def test_an_address_may_be_as_long_as_its_name_makes_it(city):
    address = f"/datasets/{quote('臺' * 120)}/"
    assert len(address) > 1_000
    api.index([document("long", "很長的名稱", url=address)])
    assert api.search("很長的名稱").hits[0].url == address


def test_both_ways_of_writing_tai_find_the_same(city):
    assert set(keys("臺北")) == set(keys("台北")) == {"air", "parks"}


def test_all_words_must_be_there(city):
    results = api.search("公園 消防局")
    assert [hit.key for hit in results.hits] == ["shelters"]
    assert not results.relaxed


def test_one_character_is_enough_wherever_it_stands(city):
    assert set(keys("園")) == {"parks", "shelters"}
    assert "parks" in keys("市")


def test_a_phrase_is_not_its_parts(city):
    assert keys("氣空") == []
    assert "shelters" not in keys("空氣品質")


def test_a_phrase_does_not_run_from_one_field_into_the_next(db):
    api.index([document("x", "甲乙", keywords="丙丁", body="戊己")])
    assert keys("甲乙") == ["x"]
    assert keys("乙丙") == []
    assert keys("丁戊") == []


def test_where_nothing_holds_all_words_some_do_and_it_is_said(city):
    results = api.search("空氣品質的歷史資料下載")
    assert results.relaxed
    assert "air" in [hit.key for hit in results.hits]


def test_titles_weigh_more_and_a_title_that_is_the_query_most(db):
    api.index(
        [
            document("body", "別的", body="公車動態。" + "公車" * 3),
            document("title", "公車動態與站牌資訊", body="別的"),
            document("exact", "公車", body="很長的文字" * 100),
        ]
    )
    assert keys("公車") == ["exact", "title", "body"]


def test_boost_lifts(db):
    api.index([document("a", "公車甲"), document("b", "公車乙", boost=3.0)])
    assert keys("公車") == ["b", "a"]


def test_kinds_are_counted_and_chosen(city):
    results = api.search("空氣")
    assert results.total == 3
    assert results.kinds == {"dataset": 2, "page": 1}
    pages = api.search("空氣", kinds=("page",))
    assert pages.total == 1
    assert [hit.key for hit in pages.hits] == ["page-air"]
    assert pages.kinds == {"dataset": 2, "page": 1}
    assert api.search("空氣", kinds=("nothing",)).total == 0


def test_pages_follow_one_another(db):
    api.index([document(f"d{n}", f"公車路線 {n}") for n in range(25)])
    pages = [keys("公車", limit=10, offset=at) for at in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({key for page in pages for key in page}) == 25
    assert api.search("公車", limit=0).total == 25
    assert len(keys("公車", limit=1_000_000)) == 25
    assert keys("公車", offset=10_000) == []
    assert len(keys("公車", limit=-5, offset=-5)) == 0


def test_keys_alone_come_in_the_same_order(city):
    for text in ("空氣", "公園 消防局", "空氣品質的歷史資料下載", "", "！？", "沒有這個"):
        for kinds in ((), ("dataset",)):
            assert api.keys(text, kinds=kinds) == keys(text, kinds=kinds)
    assert api.keys("空氣", limit=1) == keys("空氣", limit=1)
    assert api.keys("空氣", limit=0) == []


def test_a_long_list_is_not_cut_in_silence(db):
    api.index([document(f"d{n}", f"公車路線 {n}") for n in range(1200)])
    assert len(keys("公車", limit=5000)) == len(api.keys("公車")) == 1200


def test_an_empty_text_gives_the_newest_first(city):
    results = api.search("  ", limit=2)
    assert results.total == 4
    assert [hit.key for hit in results.hits] == ["page-air", "shelters"]
    assert [hit.key for hit in api.search("", kinds=("dataset",)).hits] == [
        "shelters", "parks", "air",
    ]  # fmt: skip
    assert api.search("！？").total == 0


def test_a_hit_tells_what_a_page_needs(city):
    (hit,) = api.search("綠地").hits
    assert (hit.kind, hit.url, hit.title, hit.title_en) == (
        "dataset", "/parks", "公園綠地", "Parks and green spaces",
    )  # fmt: skip
    assert hit.organization == "公園處"
    assert hit.updated_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert hit.title_marks == ((2, 4),)
    assert hit.snippet == "台北市的公園位置與面積。"
    assert hit.score > 0


def test_a_renewed_document_is_found_by_its_new_words_only(city):
    api.index([document("parks", "河濱步道", body="散步")])
    assert keys("河濱") == ["parks"]
    assert "parks" not in keys("綠地")
    assert Entry.objects.count() == Text.objects.count() == 4


def test_of_two_documents_with_one_key_the_later_counts(db):
    assert api.index([document("a", "甲甲"), document("a", "乙乙")]) == 2
    assert keys("乙乙") == ["a"]
    assert keys("甲甲") == []


def test_what_is_removed_is_not_found(city):
    assert api.remove(["air", "never-there"]) == 1
    assert "air" not in keys("空氣")
    assert not Text.objects.filter(entry__key="air").exists()


def test_what_is_rolled_back_is_not_found(city):
    with transaction.atomic():
        api.index([document("new", "全新資料")])
        api.remove(["parks"])
        transaction.set_rollback(True)
    assert keys("全新") == []
    assert "parks" in keys("公園")


def test_deleting_rows_deletes_tokens(city):
    Entry.objects.all().delete()
    api.index([document("other", "別的")])
    assert keys("公園") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_index")
            assert cursor.fetchone() == (1,)


def test_suggestions_begin_with_the_title_then_hold_the_words(city):
    assert [s.key for s in api.suggest("公園")] == ["parks"]
    assert [s.key for s in api.suggest("空")] == ["air", "page-air"]
    assert [s.key for s in api.suggest("EVACU")] == ["shelters"]
    assert [s.key for s in api.suggest("qual")] == ["air"]
    assert [s.key for s in api.suggest("green spa")] == ["parks"]
    assert api.suggest("台北") == [], "only titles are suggested"
    assert api.suggest("") == []
    assert len(api.suggest("空", 1)) == 1


HOSTILE = st.text(max_size=60) | st.text(
    alphabet="\"'*()^:+-{}[]~&|!<>\\%_.,;$?AND OR NOT NEAR title 公園\0", max_size=40
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(HOSTILE)
def test_no_query_is_an_error(city, text):
    results = api.search(text, kinds=(text[:5],) if text else ())
    assert results.total >= len(results.hits) >= 0
    api.search(text)
    api.suggest(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_no_document_is_an_error_and_its_title_finds_it(db, title, body):
    api.index([document("it", title, body=body, keywords=body, organization=title, title_en=body)])
    text = title[:60]
    if api.search(text).total and not api.search(text).relaxed:
        assert keys(text) == ["it"]
    for word in ("公園", title[:10]):
        api.suggest(word)


def test_rebuild_renews_and_drops_what_is_gone(city, monkeypatch):
    monkeypatch.setattr(actions.supplies, "_items", {})
    told = []

    @api.supply("dataset")
    def datasets():
        yield from (document(f"n{n}", f"新資料 {n}") for n in range(1200))

    done = api.rebuild(progress=lambda n, _, kind: told.append((n, kind)))
    assert done == {"dataset": 1200}
    assert told[-1] == (1200, "dataset")
    assert keys("公園") == []
    assert api.search("新資料").total == 1200
    assert keys("認識") == ["page-air"], "a kind without a supply stays"


WORDS = [
    "空氣",
    "品質",
    "公園",
    "綠地",
    "避難",
    "收容",
    "交通",
    "路口",
    "停車",
    "預算",
    "人口",
    "統計",
    "水位",
    "雨量",
    "學校",
    "醫院",
    "市場",
    "道路",
    "施工",
    "觀光",
]


@pytest.fixture
def ten_thousand(db):
    api.index(
        document(
            f"d{n}",
            f"臺北市{WORDS[n % 20]}{WORDS[n // 20 % 20]}資料 {n}",
            body="，".join(WORDS[(n * k) % 20] for k in range(1, 60)) + "本資料集由本府提供。",
            organization=f"第{n % 30}局",
            kind="dataset" if n % 10 else "page",
        )
        for n in range(10_000)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")


def test_ten_thousand_documents_are_counted_to_the_last(ten_thousand):
    for text, total in (
        ("空氣品質", 25),
        ("第7局 公園", 334),
        ("學校", 6_200),
        ("臺北市資料", 10_000),
    ):
        assert api.search(text).total == total
    assert len(api.suggest("臺北市公")) == 8
