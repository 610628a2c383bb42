"""Promises to engines that filter and order what is found themselves."""

import pytest

from idea.kernel.search import api, queries
from idea.kernel.search.models import Entry

QUERIES = ["空氣", "公園", "空氣品質 公園", "園", "air", "避難收容處所", "沒有這個詞", "", "。"]


def matched(text, kind="dataset"):
    names = dict(Entry.objects.values_list("id", "key"))
    found = api.matches(text, kind=kind)
    return dict(zip([names[entry] for entry in found.ids.tolist()], found.scores, strict=True))


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("few", [True, False])
def test_what_search_finds_is_matched_however_many_there_are(city, text, few, monkeypatch):
    if not few:
        monkeypatch.setattr(queries, "RANKED", 0)
    asked = text.strip()
    found = {hit.key for hit in api.search(text).hits if hit.kind == "dataset"} if asked else set()
    assert {key for key in matched(text) if key != "page-air"} == found


def test_many_are_ordered_by_the_fields_that_hold_the_words(city, monkeypatch):
    monkeypatch.setattr(queries, "RANKED", 0)
    scores = matched("公園")
    assert scores["parks"] == 13  # in the title and in the agency's name
    assert scores["shelters"] == 0  # in the description only
    assert matched("公園綠地")["parks"] == 50  # the title is just this
