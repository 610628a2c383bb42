"""Promises of the feeds: valid Atom that tells what happened, to programs that ask again."""

from xml.etree import ElementTree as ET

import pytest

from idea.engines.catalog import api
from idea.engines.catalog.tests.factories import ACTOR, FOOD, publish
from idea.engines.identity import api as identity

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def stops(tmp_path):
    return publish(tmp_path, title="車站位置", title_en="Stops").dataset


def check_atom(text):
    """RFC 4287 clauses 4.1.1, 4.1.2: what a feed and each entry must hold."""
    feed = ET.fromstring(text)  # noqa: S314  our own
    assert feed.tag == f"{ATOM}feed"
    for node in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1
            assert node.find(f"{ATOM}{name}").text
        assert node.find(f"{ATOM}author/{ATOM}name").text
        assert "T" in node.find(f"{ATOM}updated").text
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") == 1
    ids = [entry.find(f"{ATOM}id").text for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return feed


def test_feeds_are_atom_and_tell_what_happened(client, stops, tmp_path):
    publish(tmp_path, text=FOOD, slug="stops", note="改版 <b>&")
    publish(tmp_path, "other.csv", FOOD + "x,y,1,\n")
    api.withdraw(actor=ACTOR, slug="other", why="重複")
    answer = client.get("/feeds/changes.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = check_atom(answer.content)
    kinds = [entry.find(f"{ATOM}category").get("term") for entry in feed.findall(f"{ATOM}entry")]
    assert kinds == ["withdrawn", "created", "updated", "created"]
    one = check_atom(client.get("/feeds/datasets/stops.atom").content)
    assert len(one.findall(f"{ATOM}entry")) == 2
    assert one.find(f"{ATOM}entry/{ATOM}summary").text == "改版 <b>&"
    again = client.get("/feeds/changes.atom", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304
    agency = identity.organizations()[0].slug
    assert (
        len(
            check_atom(client.get(f"/feeds/changes.atom?organization={agency}").content).findall(
                f"{ATOM}entry"
            )
        )
        == 4
    )


def test_an_empty_site_has_a_valid_feed(client):
    check_atom(client.get("/feeds/changes.atom").content)
