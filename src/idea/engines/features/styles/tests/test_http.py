"""Promises of styles by address: documents, legends, services that draw, and who may write."""

import json

import pytest
from owslib.wms import WebMapService
from owslib.wmts import WebMapTileService

from idea.engines.features.plugin import owners
from idea.engines.features.styles import api
from idea.engines.features.styles.tests.conftest import ACTOR
from idea.engines.features.tests.services import marked, pixels
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role

pytestmark = pytest.mark.django_db
HERE = "/ogc/collections/shops/styles"
BY_KIND = {"method": "categories", "column": "kind", "radius": 6, "opacity": 1}


@pytest.fixture
def by_kind(shops):
    return api.save(actor=ACTOR, collection_id="shops", style_id="by-kind", symbology=BY_KIND)


@pytest.fixture
def secret(shops, django_user_model):
    """An editor's token of the agency that owns `shops`."""
    agency = identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    person = django_user_model.objects.create_user("editor@example.gov")
    identity.set_role(
        actor=ACTOR, by=None, organization_id=agency.id, email=person.email, role=Role.EDITOR
    )
    owners.register("test", lambda slug: agency.id if slug == "shops" else None)
    _info, told = identity.create_token(
        actor=ACTOR, email=person.email, label="t", scopes=["features"], days=1
    )
    yield told
    owners.unregister("test")


def get_map(client, **more):
    asked = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetMap",
        "LAYERS": "shops",
        "CRS": "CRS:84",
        "BBOX": "119.9,22.9,121.1,23.2",
        "WIDTH": "400",
        "HEIGHT": "100",
        "FORMAT": "image/png",
        **more,
    }
    return client.get("/ogc/wms", asked)


def test_the_collection_leads_to_its_styles(client, by_kind):
    links = client.get("/ogc/collections/shops").json()["links"]
    [address] = [each["href"] for each in links if each["rel"].endswith("/styles")]
    body = client.get(address).json()
    assert [each["id"] for each in body["styles"]] == ["default", "by-kind"]
    for each in body["styles"]:
        for link in each["links"]:
            answer = client.get(link["href"])
            assert answer.status_code == 200
            assert answer["Content-Type"].startswith(link["type"])


def test_a_style_is_a_maplibre_document_of_the_collections_tiles(client, by_kind):
    answer = client.get(f"{HERE}/by-kind")
    assert answer["Content-Type"] == "application/vnd.mapbox.style+json"
    style = answer.json()
    [source] = style["sources"].values()
    assert client.get(source["url"]).json()["tilejson"] == "3.0.0"
    assert style["layers"][0]["source-layer"] == "features"
    again = client.get(f"{HERE}/by-kind", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("ending", ["json", "svg", "png"])
def test_a_legend_counts_its_classes(client, by_kind, ending):
    answer = client.get(f"{HERE}/by-kind/legend.{ending}")
    assert answer.status_code == 200
    if ending == "json":
        counts = [each["count"] for each in answer.json()["entries"]]
        assert counts == [25, 25, 25, 25]
    if ending == "svg":
        assert "茶" in answer.content.decode()
        assert "style=" not in answer.content.decode()
    if ending == "png":
        assert len(marked(pixels(answer.content))[0]) > 100


def test_the_server_draws_the_colors_of_the_classes(client, by_kind):
    plain = pixels(get_map(client).content)
    styled = pixels(get_map(client, STYLES="by-kind").content)
    colors = {tuple(each) for each in styled[styled[..., 3] == 255][:, :3].tolist()}
    wanted = {e.color for e in api.legend(by_kind, api_layer()).entries}
    for color in wanted:
        assert tuple(int(color[at : at + 2], 16) for at in (1, 3, 5)) in colors
    assert (11, 93, 107) in {tuple(each) for each in plain[..., :3].reshape(-1, 3).tolist()}
    assert (11, 93, 107) not in colors


def api_layer():
    from idea.engines.features import api as features

    return features.collection("shops")


def test_circles_grow_with_their_numbers(client, shops):
    said = {"method": "proportional", "column": "seats", "largest": 20}
    api.save(actor=ACTOR, collection_id="shops", symbology=said)
    image = pixels(get_map(client, BBOX="119.9,22.5,121.1,23.7", HEIGHT="400").content)
    columns = marked(image)[1]
    east, west = (columns > 260).sum(), (columns < 140).sum()
    assert east > 1.5 * west


@pytest.mark.parametrize("name", ["red", "by-kind,by-kind", "../x"])
def test_a_style_that_is_not_there_is_said_so(client, by_kind, name):
    answer = get_map(client, STYLES=name)
    assert answer.status_code == 400
    assert b"StyleNotDefined" in answer.content


def test_owslib_finds_the_styles_and_their_legends(client, by_kind):
    document = client.get("/ogc/wms?SERVICE=WMS&REQUEST=GetCapabilities").content
    layer = WebMapService("http://testserver/ogc/wms", xml=document, version="1.3.0")["shops"]
    assert list(layer.styles) == ["default", "by-kind"]
    legend = client.get(layer.styles["by-kind"]["legend"])
    assert legend["Content-Type"] == "image/png"
    image = pixels(legend.content)
    assert image.shape[0] > 80, "four classes have four rows"
    tiles = client.get("/ogc/wmts?SERVICE=WMTS&REQUEST=GetCapabilities").content
    styles = WebMapTileService("http://testserver/ogc/wmts", xml=tiles)["shops"].styles
    assert [each for each in styles if styles[each]["isDefault"]] == ["default"]
    tile = "/ogc/wmts/1.0.0/shops/{}/WebMercatorQuad/8/111/213.png"
    one, other = (client.get(tile.format(name)) for name in ("default", "by-kind"))
    assert one.status_code == other.status_code == 200
    assert one.content != other.content


def test_a_legend_can_be_had_as_svg(client, by_kind):
    address = "/ogc/wms?REQUEST=GetLegendGraphic&LAYER=shops&STYLE=by-kind&FORMAT="
    assert client.get(address + "image/svg%2Bxml")["Content-Type"] == "image/svg+xml"
    assert b"InvalidFormat" in client.get(address + "image/gif").content


def test_the_picture_of_a_page_shows_the_classes(client, shops):
    before = client.get("/ogc/collections/shops/map.svg")
    api.save(actor=ACTOR, collection_id="shops", symbology=BY_KIND)
    after = client.get("/ogc/collections/shops/map.svg")
    assert before["ETag"] != after["ETag"]
    assert "麵" in after.content.decode()
    assert "麵" not in before.content.decode()


def test_nobody_writes_without_a_token(client, shops):
    for call in (client.put, client.post):
        address = HERE if call == client.post else f"{HERE}/red"
        assert call(address, "{}", content_type="application/json").status_code == 401
    assert client.delete(f"{HERE}/default").status_code == 401
    assert client.patch(f"{HERE}/default").status_code == 405
    assert len(api.styles(shops)) == 1


def test_an_editor_saves_reads_and_removes(client, secret):
    token = {"authorization": f"Bearer {secret}"}
    body = {"id": "red", "title": "紅", "symbology": {"color": "#aa0000"}}
    made = client.post(HERE, json.dumps(body), content_type="application/json", headers=token)
    assert made.status_code == 201
    address = made["Location"]
    assert client.get(f"{address}/metadata").json()["symbology"]["color"] == "#aa0000"
    style = client.get(address).json()
    put = client.put(
        address, json.dumps(style), content_type="application/vnd.mapbox.style+json", headers=token
    )
    assert put.status_code == 204
    assert client.get(f"{address}/metadata").json()["revision"] == 2
    bad = client.put(address, b"{", content_type="application/json", headers=token)
    assert (bad.status_code, bad.json()["code"]) == (422, "bad-style")
    assert client.delete(address, headers=token).status_code == 204
    assert client.get(address).json()["code"] == "style-not-found"


def test_full_tiles_keep_what_the_style_is_drawn_by(shops, tmp_path, monkeypatch):
    import mapbox_vector_tile

    from idea.engines.features import tiles
    from idea.engines.features.tests.factories import collection

    select = (
        "SELECT i::BIGINT AS _row, i % 9 AS floors, repeat(md5(i::VARCHAR), 40) AS words, "
        "ST_MakeEnvelope(121 + (i % 50) * 0.002, 24 + (i // 50) * 0.002, 121.001 + (i % 50) * 0.002,"
        " 24.001 + (i // 50) * 0.002) AS geometry FROM range(2500) t(i)"
    )
    layer = collection(tmp_path, select, name="dense")
    z, x, y = 10, 856, 441
    for keep in ([], ["floors"]):
        made = mapbox_vector_tile.decode(tiles.tile(layer, z, x, y, keep=keep))
        features = made["features"]["features"]
        assert features
        assert {name for each in features for name in each["properties"]} == set(keep)
