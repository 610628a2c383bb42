"""Promise: what services say of themselves is said as readily of thousands of layers as of three."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from idea.engines.features import queries
from idea.engines.features.models import CollectionRecord
from idea.engines.features.styles import api as styles
from idea.engines.features.styles.painting import look
from idea.engines.features.styles.tests.conftest import ACTOR, SHOPS
from idea.engines.features.tests.factories import collection
from idea.kernel import duck

pytestmark = pytest.mark.django_db
BY_KIND = {"method": "categories", "column": "kind"}
LISTS = {
    "WMS 1.3.0": "/ogc/wms?SERVICE=WMS&REQUEST=GetCapabilities",
    "WMS 1.1.1": "/ogc/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetCapabilities",
    "WMTS": "/ogc/wmts?SERVICE=WMTS&REQUEST=GetCapabilities",
    "collections": "/ogc/collections",
}


def more(count, like="shops"):
    """Register `count` more layers of the same file, by a shorter way than loading them."""
    first = CollectionRecord.objects.get(id=like)
    made = []
    for number in range(count):
        values = {f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields}
        made.append(CollectionRecord(**values | {"id": f"layer-{number:04}"}))
    CollectionRecord.objects.bulk_create(made)


@pytest.fixture
def shops(tmp_path):
    return collection(tmp_path, SHOPS, name="shops")


@pytest.mark.parametrize("listed", LISTS)
def test_questions_do_not_grow_with_the_layers(client, shops, listed, django_assert_num_queries):
    styles.save(actor=ACTOR, collection_id="shops", symbology=BY_KIND)
    address = LISTS[listed]
    few = client.get(address)
    # The layers and their styles; once a document is kept, the layers. Other engines' collections
    # stand in the list of all.
    made, kept = (2, 2) if listed == "collections" else (2, 1)
    more(300)
    for number in range(0, 300, 10):
        styles.save(actor=ACTOR, collection_id=f"layer-{number:04}", symbology=BY_KIND)
    with django_assert_num_queries(made):
        many = client.get(address)
    assert b"layer-0299" in many.content
    assert few["ETag"] != many["ETag"]
    with django_assert_num_queries(kept):
        again = client.get(address, headers={"If-None-Match": many["ETag"]})
    assert again.status_code == 304
    with django_assert_num_queries(kept):
        assert client.get(address).content == many.content


@pytest.mark.parametrize("listed", ["WMS 1.3.0", "WMS 1.1.1", "WMTS"])
def test_a_document_follows_styles_titles_places_and_languages(client, shops, listed):
    address = LISTS[listed]
    seen = {client.get(address)["ETag"]}
    styles.save(actor=ACTOR, collection_id="shops", style_id="by-kind", symbology=BY_KIND)
    styled = client.get(address)
    assert b"by-kind" in styled.content
    CollectionRecord.objects.filter(id="shops").update(title="店家")
    renamed = client.get(address)
    assert "店家" in renamed.content.decode()
    english = client.get(f"{address}&lang=en", headers={"Accept-Language": "en"})
    assert "Layer shops" in english.content.decode()
    elsewhere = client.get(address, headers={"Host": "localhost"})
    assert b"http://localhost/" in elsewhere.content
    seen |= {each["ETag"] for each in (styled, renamed, english, elsewhere)}
    assert len(seen) == 5


def test_the_size_of_a_legend_is_told_without_a_look_at_the_data(client, shops, monkeypatch):
    for name, said in (
        ("default", BY_KIND),
        ("sized", {"method": "proportional", "column": "seats"}),
        ("even", {"color": "#aa0000"}),
    ):
        styles.save(actor=ACTOR, collection_id="shops", style_id=name, symbology=said)
    layer = queries.collection("shops")
    for style in styles.styles(layer):
        assert style.symbology.one_sign == look(style.symbology, layer).plain
    monkeypatch.setattr(duck, "literal", None)
    document = ET.fromstring(client.get(LISTS["WMS 1.3.0"]).content)  # noqa: S314  our own
    spaces = {"w": "http://www.opengis.net/wms"}
    sizes = {
        style.find("w:Name", spaces).text: int(style.find("w:LegendURL", spaces).get("height"))
        for style in document.iterfind(".//w:Style", spaces)
    }
    assert sizes["even"] == sizes["plain"] == 20
    assert sizes["default"] > 4 * 20
    assert sizes["sized"] > 3 * 20


def test_the_list_can_be_turned_page_by_page(client, shops):
    more(7)
    address, found, turns = "/ogc/collections?limit=3", [], 0
    while address:
        body = client.get(address).json()
        found += [each["id"] for each in body["collections"]]
        links = {each["rel"]: each["href"] for each in body["links"]}
        address, turns = links.get("next"), turns + 1
    whole = [each["id"] for each in client.get("/ogc/collections").json()["collections"]]
    assert found == whole
    assert turns == 3
    shown = client.get("/ogc/collections?limit=3&f=html").content.decode()
    assert "after=layer-0002" in shown
    for wrong in ("limit=0", "limit=-1", "limit=x", "limit=1.5", "limit=3&limit=4"):
        assert client.get(f"/ogc/collections?{wrong}").status_code == 400
    last = client.get("/ogc/collections?limit=2&after=zzzz").json()["collections"]
    assert "shops" not in [each["id"] for each in last]


def test_what_is_listed_is_what_is_served(shops):
    more(3)
    [last] = queries.collections("layer-0001", 1)
    assert last.id == "layer-0002"
    assert replace(last, id="shops") == queries.collection("shops")
