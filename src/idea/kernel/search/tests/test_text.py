import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel.search.text import fold, fold_with_places, loosen, terms, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("空氣品質", ["空氣", "氣品", "品質", "質"]),
        ("市", ["市"]),
        ("臺北", ["台北", "北"]),
        ("ＰＭ２．５濃度", ["pm2.5", "濃度", "度"]),
        ("Stations, cities & buses; glass", ["station", "city", "buse", "glass"]),
        ("Café ÉCOLE", ["cafe", "ecole"]),
        ("YouBike站點3號", ["youbike", "站點", "點", "3", "號"]),
        ("COVID-19_data", ["covid", "19", "data"]),
        ("Straße 𠮷野家", ["strasse", "𠮷野", "野家", "家"]),
        ("한국어 カフェ", ["한국", "국어", "어", "カフ", "フェ", "ェ"]),
        ("", []),
        ("！？…—_ \n\t", []),
    ],
)
def test_text_becomes_tokens(text, expected):
    assert tokens(text) == expected


def test_both_sides_fold_alike():
    assert fold("臺北市ＡＢＣ") == fold("台北市abc")


def test_query_terms():
    park, word = terms("台北公園 Stations")
    assert park.tokens == ("台北", "北公", "公園")
    assert not park.prefix
    assert word.tokens == ("station",)
    assert word.prefix
    (single,) = terms("市")
    assert (single.tokens, single.prefix) == (("市",), True)
    assert [term.tokens for term in loosen([park])] == [("台北",), ("北公",), ("公園",)]
    assert len(terms("a b " * 100)) <= 16
    assert len(terms("公園 公園 公園")) == 1


@given(st.text(max_size=300))
def test_no_text_breaks_the_tokens(text):
    for token in tokens(text):
        assert token
        assert not set(token) & set(" \t\n'\"\0\\")
    for term in terms(text):
        assert all(term.tokens)


@given(st.text(max_size=100))
def test_folding_knows_where_it_was(text):
    folded, places = fold_with_places(text)
    assert len(folded) == len(places)
    assert all(0 <= place < len(text) for place in places)
    assert places == sorted(places)


@given(st.text(alphabet="空氣品質台北市公園測站", min_size=2, max_size=12), st.data())
def test_every_piece_of_a_chinese_text_is_a_phrase_of_its_tokens(text, data):
    begin = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(begin + 2, len(text)))
    (term,) = terms(text[begin:end])
    found = tokens(text)
    size = len(term.tokens)
    assert any(tuple(found[at : at + size]) == term.tokens for at in range(len(found)))
