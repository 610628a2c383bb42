"""Promise: who has kept a picture of a layer learns of its new style, and tiles ask for no more."""

import pytest

from idea.engines.features.queries import touching
from idea.engines.features.styles import api
from idea.engines.features.styles.looks import drawn_by
from idea.engines.features.styles.tests.conftest import ACTOR

pytestmark = pytest.mark.django_db
HERE = "/ogc/collections/shops"
BY_KIND = {"method": "categories", "column": "kind", "radius": 6, "opacity": 1}
MAP = (
    "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=shops&STYLES=&CRS=CRS:84&FORMAT=image/png"
    "&BBOX=119.9,22.9,121.1,23.2&WIDTH=300&HEIGHT=75"
)
TILE = (
    "SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER=shops&STYLE=&FORMAT=image/png"
    "&TILEMATRIXSET=WebMercatorQuad&TILEMATRIX=7&TILEROW=55&TILECOL=106"
)
LEGEND = "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetLegendGraphic&LAYER=shops&FORMAT=image/png"
PICTURES = {
    "GetMap": f"/ogc/wms?{MAP}",
    "GetTile": f"/ogc/wmts?{TILE}",
    "a map tile": f"{HERE}/map/tiles/WebMercatorQuad/7/55/106.png",
    "a map": f"{HERE}/map?bbox=119.9,22.9,121.1,23.2&width=300",
    "the page's picture": f"{HERE}/map.svg",
    "GetLegendGraphic": f"/ogc/wms?{LEGEND}",
    "the legend": f"{HERE}/styles/default/legend.svg",
}


@pytest.mark.parametrize("picture", PICTURES)
def test_a_new_style_is_a_new_picture(client, shops, picture):
    before = client.get(PICTURES[picture])
    assert before.status_code == 200
    kept = {"If-None-Match": before["ETag"]}
    assert client.get(PICTURES[picture], headers=kept).status_code == 304
    api.save(actor=ACTOR, collection_id="shops", symbology=BY_KIND)
    after = client.get(PICTURES[picture], headers=kept)
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert after.content != before.content
    api.remove(actor=ACTOR, collection_id="shops", style_id="default")
    assert client.get(PICTURES[picture]).content == before.content


@pytest.mark.parametrize("tiles", ["map/tiles.json", "tiles.json"])
def test_the_address_of_tiles_that_never_change_changes_with_the_style(client, shops, tiles):
    [before] = client.get(f"{HERE}/{tiles}").json()["tiles"]
    api.save(actor=ACTOR, collection_id="shops", symbology=BY_KIND)
    [after] = client.get(f"{HERE}/{tiles}").json()["tiles"]
    assert after != before
    old, new = (
        client.get(each.format(z=7, x=106, y=55).removeprefix("http://testserver"))
        for each in (before, after)
    )
    assert "immutable" in new["Cache-Control"]
    assert "immutable" not in old["Cache-Control"]
    assert new.content == old.content  # what has no such version has the present one


def test_a_tile_that_is_kept_asks_the_database_once(client, shops, django_assert_num_queries):
    api.save(actor=ACTOR, collection_id="shops", symbology=BY_KIND)
    address = f"{HERE}/tiles/7/106/55.mvt"
    client.get(address)
    with django_assert_num_queries(1):
        tile = client.get(address)
    with django_assert_num_queries(1):
        kept = client.get(address, headers={"If-None-Match": tile["ETag"]})
    assert kept.status_code == 304


def test_what_tiles_keep_follows_the_styles_of_the_moment(client, shops):
    from idea.engines.features import api as features

    assert drawn_by(features.collection("shops")) == ()
    api.save(actor=ACTOR, collection_id="shops", symbology=BY_KIND)
    assert drawn_by(features.collection("shops")) == ("kind",)
    api.save(actor=ACTOR, collection_id="shops", symbology={"label": "seats"})
    assert drawn_by(features.collection("shops")) == ("seats",)
    for listed in (features.collections(), touching((119, 22, 122, 24), 5)):
        assert [drawn_by(each) for each in listed] == [("seats",)]
    api.remove(actor=ACTOR, collection_id="shops", style_id="default")
    assert drawn_by(features.collection("shops")) == ()
