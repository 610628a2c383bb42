from hypothesis import given
from hypothesis import strategies as st

from idea.kernel.search.snippets import LENGTH, highlighted, marks, snippet
from idea.kernel.search.text import terms


def marked(text, query):
    return [text[begin:end] for begin, end in marks(text, terms(query))]


def test_marks_stand_where_the_words_are():
    assert marked("臺北市的公園", "台北 公園") == ["臺北", "公園"]
    assert marked("ＰＭ２．５ 與 pm2.5", "PM2.5") == ["ＰＭ２．５", "pm2.5"]
    assert marked("Stations of the city; cities", "station city") == ["Stations", "city", "cities"]
    assert marked("the party of art", "art") == ["art"]
    assert marked("公園公園", "公園") == ["公園公園"]
    assert marked("", "公園") == []
    assert marked("公園", "") == []


def test_a_snippet_shows_the_match_of_a_long_text():
    text = "前言。" * 200 + "這裡有公園可以走走。" + "後記。" * 200
    piece, places = snippet([text], terms("公園"))
    assert [piece[begin:end] for begin, end in places] == ["公園"]
    assert len(piece) <= LENGTH + 2
    assert piece.startswith("…")
    assert piece.endswith("…")


def test_the_text_that_holds_the_word_is_quoted():
    piece, places = snippet(["沒有", "Parks of the city"], terms("parks"))
    assert piece == "Parks of the city"
    assert places == ((0, 5),)
    assert snippet(["開頭", "other"], terms("xyz")) == ("開頭", ())
    assert snippet(["", ""], terms("xyz")) == ("", ())


def test_highlighting_escapes_everything_else():
    text = "<script>公園</script> & 公園"
    assert highlighted(text, marks(text, terms("公園"))) == (
        "&lt;script&gt;<mark>公園</mark>&lt;/script&gt; &amp; <mark>公園</mark>"
    )
    assert highlighted("a<b", ()) == "a&lt;b"


@given(st.text(max_size=400), st.text(max_size=30))
def test_marks_never_leave_the_text(text, query):
    piece, places = snippet([text], terms(query))
    last = 0
    for begin, end in places:
        assert last <= begin < end <= len(piece)
        last = end
    assert "<script" not in highlighted(piece, places)
