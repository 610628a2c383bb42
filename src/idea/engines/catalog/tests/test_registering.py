"""Data sets whose files are elsewhere: described, found, renewed, never half."""

import pytest

from idea.engines.catalog import api
from idea.engines.catalog.errors import BadDraft, NoRowsHere
from idea.engines.catalog.tests.factories import ACTOR, publish
from idea.engines.catalog.types import Distribution, Draft, Filter

pytestmark = pytest.mark.django_db(transaction=True)
LINK = Distribution(title="河川水位", access_url="https://example.org/w.csv", format="csv")


def test_a_described_data_set_is_listed_and_found_without_rows():
    made = api.register(actor=ACTOR, draft=Draft(title="河川水位"), distributions=[LINK])
    assert made.rows is None
    assert made.formats == ("csv",)
    assert [item.url for item in made.linked or ()] == ["https://example.org/w.csv"]
    assert [item.slug for item in api.listing(Filter(text="水位")).datasets] == [made.slug]
    with pytest.raises(NoRowsHere):
        api.rows(made.slug)


def test_the_same_title_renews_and_the_same_words_change_nothing():
    first = api.register(actor=ACTOR, draft=Draft(title="河川水位"), distributions=[LINK])
    again = api.register(actor=ACTOR, draft=Draft(title="河川水位"), distributions=[LINK])
    assert again.modified_at == first.modified_at
    other = Distribution(access_url="https://example.org/w.json", format="json")
    last = api.register(
        actor=ACTOR, draft=Draft(title="河川水位", place="臺灣"), distributions=[other]
    )
    assert (last.id, last.place, last.formats) == (first.id, "臺灣", ("json",))
    assert len(api.changes(slug=first.slug)) == 2


def test_every_bad_link_is_named_and_nothing_is_written():
    links = [Distribution(access_url="javascript:alert(1)"), Distribution(), LINK]
    with pytest.raises(BadDraft) as caught:
        api.register(actor=ACTOR, draft=Draft(title="河川水位"), distributions=links)
    assert len(caught.value.issues) == 2
    assert api.count() == 0


def test_links_stand_beside_a_version_of_our_own(tmp_path):
    published = publish(tmp_path, title="車站")
    both = api.register(actor=ACTOR, draft=Draft(slug=published.dataset.slug), distributions=[LINK])
    assert both.rows == 5
    assert [item.format for item in both.linked or ()] == ["csv"]
