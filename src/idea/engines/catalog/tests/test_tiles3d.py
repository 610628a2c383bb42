"""3D Tiles are published as a data set: kept and served as they came, or told of where they lie."""

import gzip
import json
import zipfile

import pytest

from idea.engines.catalog import api, models
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Draft
from idea.engines.catalog.usage import api as usage
from idea.engines.features.tiles3d.tests.factories import (
    b3dm,
    document,
    glb,
    pack,
    packed,
    tile,
    whole,
)
from idea.kernel.errors import BadInput, Problem
from idea.kernel.http import Fetched
from idea.kernel.lake import lake

pytestmark = pytest.mark.django_db


def publish(path, **said):
    return api.publish(actor=ACTOR, path=path, draft=Draft(**({"slug": "city"} | said)))


def get(client, name, version="", **headers):
    return client.get(f"/download/city/{version}3dtiles/{name}", headers=headers)


def body(response):
    return b"".join(response.streaming_content)


def test_a_tileset_is_a_data_set_whose_rows_are_its_documents(tmp_path, client):
    version = publish(packed(tmp_path), title="三維建物").version
    assert (version.format, version.rows, version.issue_count) == ("3dtiles.zip", 2, 0)
    assert version.layer.bbox == pytest.approx((121.5, 25, 121.6, 25.1))
    rows = client.get("/api/v1/datasets/city/rows").json()["rows"]
    assert [row["document"] for row in rows] == ["tileset.json", "wards/tileset.json"]
    assert rows[0]["standard"] == "3D Tiles 1.1"
    tiles = version.layer.tileset
    assert (tiles.documents, tiles.tiles, tiles.files, tiles.missing) == (2, 6, 5, 0)
    assert not version.has_chart
    assert tiles.size == sum(len(data) for data in whole().values())
    assert (tiles.low, tiles.high, tiles.geometric_error) == (12, 140.5, 500)


MEDIA = {
    "tileset.json": "application/json",
    "wards/tileset.json": "application/json",
    "wards/b/7.b3dm": "application/octet-stream",
    "wards/b/8.glb": "model/gltf-binary",
    "a.b3dm": "application/octet-stream",
}


def test_every_file_is_served_as_it_came(tmp_path, client):
    publish(packed(tmp_path))
    for name, data in whole().items():
        for version in ("", "v1/"):
            response = get(client, name, version)
            assert (response.status_code, body(response)) == (200, data)
            assert response["Content-Type"] == MEDIA[name]
            assert response["Content-Length"] == str(len(data))
            assert response["Access-Control-Allow-Origin"] == "*"
            assert response["X-Content-Type-Options"] == "nosniff"


def test_ranges_and_etags_are_of_the_file_not_of_what_holds_it(tmp_path, client):
    publish(packed(tmp_path))
    data = b3dm()
    first = get(client, "wards/b/7.b3dm")
    part = get(client, "wards/b/7.b3dm", Range="bytes=4-11")
    assert (part.status_code, body(part)) == (206, data[4:12])
    assert part["Content-Range"] == f"bytes 4-11/{len(data)}"
    tail = get(client, "wards/b/7.b3dm", Range="bytes=-5")
    assert body(tail) == data[-5:]
    assert get(client, "wards/b/7.b3dm", Range=f"bytes={len(data)}-").status_code == 416
    again = get(client, "wards/b/7.b3dm", **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert get(client, "a.b3dm")["ETag"] != first["ETag"]  # the same bytes in another place
    head = client.head("/download/city/3dtiles/a.b3dm")
    assert (head.status_code, head["Content-Length"]) == (200, str(len(data)))


def test_a_version_may_be_kept_and_what_is_current_is_asked_for(tmp_path, client):
    publish(packed(tmp_path))
    assert "immutable" in get(client, "tileset.json", "v1/")["Cache-Control"]
    assert get(client, "tileset.json")["Cache-Control"] == "no-cache"
    assert "immutable" not in get(client, "none.b3dm", "v1/").get("Cache-Control", "")
    other = whole() | {"a.b3dm": glb()}
    assert publish(packed(tmp_path, other, name="two.zip")).version.number == 2
    assert body(get(client, "a.b3dm")) == glb()
    assert body(get(client, "a.b3dm", "v1/")) == b3dm()


def test_what_exporters_packed_is_told_as_packed(tmp_path, client):
    files = whole() | {"a.b3dm": gzip.compress(b3dm())}
    files["tileset.json"] = gzip.compress(files["tileset.json"])
    publish(packed(tmp_path, files))
    response = get(client, "a.b3dm")
    assert (response["Content-Encoding"], body(response)) == ("gzip", files["a.b3dm"])
    assert "Content-Encoding" not in get(client, "wards/b/7.b3dm")


def test_a_look_is_one_download_however_many_files_it_asks_for(tmp_path, client):
    usage.flush()  # what tests before counted
    dataset = publish(packed(tmp_path)).dataset
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    for name in whole():
        body(get(client, name, "v1/", **browser))
    usage.flush()
    assert usage.usage(dataset.id).downloads == 1


def test_a_file_costs_the_same_few_queries_in_any_tileset(
    tmp_path, client, django_assert_max_num_queries
):
    publish(packed(tmp_path))
    body(get(client, "a.b3dm", "v1/"))
    for version in ("", "v1/"):
        with django_assert_max_num_queries(2):
            body(get(client, "wards/b/7.b3dm", version))


def test_other_methods_and_names_lead_nowhere(tmp_path, client):
    publish(packed(tmp_path))
    assert client.post("/download/city/3dtiles/tileset.json").status_code == 405
    for name in ("none.b3dm", "../data.parquet", "%2e%2e/data.parquet", "wards", "wards/"):
        assert get(client, name).status_code == 404, name
    assert get(client, "tileset.json", "v7/").status_code == 404


def test_it_is_gone_when_withdrawn_and_comes_back(tmp_path, client):
    publish(packed(tmp_path))
    assert "3D-Tiles" in client.get("/catalog.ttl").content.decode()
    api.withdraw(actor=ACTOR, slug="city", why="wrong")
    for version in ("", "v1/"):
        assert get(client, "tileset.json", version).status_code == 410
        assert get(client, "a.b3dm", version).status_code == 410
    assert "3D-Tiles" not in client.get("/catalog.ttl").content.decode()
    api.restore(actor=ACTOR, slug="city")
    assert get(client, "a.b3dm").status_code == 200


def test_it_is_not_given_out_where_the_class_is_not_open(tmp_path, client):
    publish(packed(tmp_path))
    api.edit(actor=ACTOR, slug="city", draft=Draft(access="restricted", access_why="營業祕密"))
    assert get(client, "tileset.json").status_code in (403, 404, 410)
    assert get(client, "a.b3dm", "v1/").status_code in (403, 404, 410)


def test_the_catalog_lists_the_tiles_and_their_standard(tmp_path, client):
    publish(packed(tmp_path))
    said = client.get("/datasets/city.ttl").content.decode()
    assert "/download/city/3dtiles/tileset.json> a dcat:Distribution" in said
    assert "dct:conformsTo <http://www.opengis.net/doc/cs/3D-Tiles/1.1>" in said


def test_the_page_says_what_it_is_and_how_to_open_it(tmp_path, client):
    publish(packed(tmp_path))
    text = client.get("/datasets/city/").content.decode()
    assert "/download/city/3dtiles/tileset.json" in text
    assert "/download/city/v1/3dtiles/tileset.json" in text
    assert "Cesium3DTileset.fromUrl" in text
    assert "橢球高 12 至 140.5 公尺" in text


def test_the_tileset_may_lie_in_one_folder_of_the_zip(tmp_path, client):
    path = pack(tmp_path / "f.zip", whole(), folder="export/taipei/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("readme.txt", "no part of it")
    publish(path)
    assert get(client, "tileset.json").status_code == 200
    assert get(client, "readme.txt").status_code == 404


def test_what_points_outside_is_told_and_never_asked(tmp_path, client, monkeypatch):
    monkeypatch.setattr("idea.kernel.http.fetch", lambda *_a, **_k: pytest.fail("asked"))
    uris = (
        "https://tiles.example.net/x.b3dm",
        "//other.example/y.glb",
        "../../up.b3dm",
        "/root.glb",
    )
    root = document(*(tile(uri) for uri in uris), tile("data:application/octet-stream;base64,AA"))
    version = publish(packed(tmp_path, {"tileset.json": json.dumps(root).encode()})).version
    assert version.layer.tileset.outside[:2] == ("tiles.example.net", "other.example")
    assert "tiles.example.net" in " ".join(version.notes)
    assert "tiles.example.net" in client.get("/datasets/city/").content.decode()


def test_what_is_missing_or_torn_below_the_root_is_named(tmp_path):
    root = document(tile("gone.b3dm"), tile("torn.json"), tile("a.b3dm"))
    files = {"tileset.json": json.dumps(root).encode(), "torn.json": b'{"asset":', "a.b3dm": b3dm()}
    version = publish(packed(tmp_path, files)).version
    assert version.layer.tileset.missing == 1
    said = " ".join(issue.message for issue in version.issues)
    assert "gone.b3dm" in said
    assert "torn.json" in said
    assert all(issue.severity == "warning" for issue in version.issues)


def test_documents_that_point_in_circles_are_read_once(tmp_path):
    files = {
        "tileset.json": json.dumps(document(tile("b.json"))).encode(),
        "b.json": json.dumps(document(tile("tileset.json"), tile("b.json"))).encode(),
    }
    assert publish(packed(tmp_path, files)).version.rows == 2


def root(**said):
    return {"tileset.json": json.dumps(document(**said)).encode()}


def evil(name):
    return lambda folder: pack(folder / "e.zip", whole() | {name: b"x"})


def bomb(folder):
    return packed(folder, whole() | {"zero.b3dm": bytes(300 << 20)})


def many(folder):
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        archive.writestr("tileset.json", whole()["tileset.json"])
        for number in range(50_000):
            archive.writestr(f"{number}.b3dm", b"")
    return folder / "many.zip"


def cut(folder):
    path = packed(folder)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def flipped(folder):
    """One byte of a tile differs from what the zip's checksum says."""
    path = folder / "flipped.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in whole().items():
            archive.writestr(name, data)
    path.write_bytes(path.read_bytes().replace(b"BATCH_LENGTH", b"BATCH_LENGTX", 1))
    return path


def lone(folder):
    (folder / "tileset.json").write_bytes(whole()["tileset.json"])
    return folder / "tileset.json"


NO_PLACE = {"boundingVolume": {"box": [0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 9]}, "geometricError": 1}
ONLY_S2 = {"boundingVolume": {"extensions": {"3DTILES_bounding_volume_S2": {"token": "3"}}}}
OFF = {"boundingVolume": {"region": [9, 0, 10, 1, 0, 0]}}
BAD = {
    "no tileset.json": lambda folder: packed(folder, {"a.b3dm": b3dm()}),
    "two tilesets": lambda folder: packed(
        folder, {f"{name}/tileset.json": whole()["tileset.json"] for name in "ab"}
    ),
    "torn json": lambda folder: packed(folder, {"tileset.json": whole()["tileset.json"][:-9]}),
    "a list": lambda folder: packed(folder, {"tileset.json": b"[]"}),
    "deep json": lambda folder: packed(folder, {"tileset.json": b'{"a":' * 200_000}),
    "no volume": lambda folder: packed(folder, root(root={"geometricError": 1})),
    "no root": lambda folder: packed(folder, root(root=None)),
    "only s2": lambda folder: packed(folder, root(root=ONLY_S2)),
    "no place on earth": lambda folder: packed(folder, root(root=NO_PLACE)),
    "off the planet": lambda folder: packed(folder, root(root=OFF)),
    "no geometric error": lambda folder: packed(folder, root(geometricError="much")),
    "endless error": lambda folder: packed(folder, root(geometricError=float("inf"))),
    "version 0.0": lambda folder: packed(folder, root(asset={"version": "0.0"})),
    "version 2.0": lambda folder: packed(folder, root(asset={"version": "2.0"})),
    "no asset": lambda folder: packed(folder, root(asset=None)),
    "a path outside": evil("../../evil.b3dm"),
    "a path from the top": evil("/etc/evil.b3dm"),
    "a path of windows": evil("..\\evil.b3dm"),
    "an archive in it": evil("inner.zip"),
    "a packed tileset in a zip": lambda folder: pack(
        folder / "n.zip", {"city.zip": packed(folder).read_bytes()}
    ),
    "a bomb": bomb,
    "too many files": many,
    "cut off": cut,
    "a flipped byte": flipped,
    "a document alone": lone,
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_whole_tileset_is_refused_and_leaves_nothing(tmp_path, case):
    with pytest.raises(BadInput) as told:
        publish(BAD[case](tmp_path))
    assert told.value.status in (400, 422)
    assert told.value.remedy
    assert not models.Dataset.objects.exists()
    assert lake().keys("datasets/") == []


def test_a_table_has_no_tiles(tmp_path, client):
    from idea.engines.catalog.tests.factories import publish as table

    table(tmp_path, slug="city")
    assert get(client, "tileset.json").status_code == 404


ADDRESS = "https://tiles.example/taipei/tileset.json"


@pytest.fixture
def elsewhere(monkeypatch):
    """An agency's server: what it gives, and what it was asked for."""
    given, asked = {}, []

    def fetch(url, *, to, **_rest):
        asked.append(url)
        to.write_bytes(given[url])
        return Fetched(
            status=200, path=to, filename="", media_type="application/json", etag="",
            last_modified="", sha256="", size=len(given[url]), not_modified=False, url=url,
        )  # fmt: skip

    monkeypatch.setattr("idea.kernel.http.fetch", fetch)
    given["asked"] = asked
    return given


def test_tiles_that_lie_elsewhere_are_looked_at_once_and_listed(client, elsewhere):
    elsewhere[ADDRESS] = whole()["tileset.json"]
    done = api.publish(actor=ACTOR, url=ADDRESS, draft=Draft(title="三維臺北"))
    assert elsewhere["asked"] == [ADDRESS]
    version, slug = done.version, done.dataset.slug
    assert (version.format, version.rows, version.issue_count) == ("3dtiles", 1, 0)
    assert version.layer.bbox == pytest.approx((121.5, 25, 121.6, 25.1))
    assert (version.layer.tileset.address, version.layer.tileset.key) == (ADDRESS, "")
    text = client.get(f"/datasets/{slug}/").content.decode()
    assert f"fromUrl(&quot;{ADDRESS}&quot;)" in text
    said = client.get(f"/datasets/{slug}.ttl").content.decode()
    assert f"dcat:accessURL <{ADDRESS}>" in said
    assert "3D-Tiles/1.1" in said
    assert client.get(f"/download/{slug}/3dtiles/tileset.json").status_code == 404


def test_two_tilesets_elsewhere_are_two_data_sets(elsewhere):
    other = "https://tiles.example/keelung/tileset.json"
    elsewhere[ADDRESS] = whole()["tileset.json"]
    elsewhere[other] = json.dumps(document(tile("k.b3dm"))).encode()
    slugs = {api.publish(actor=ACTOR, url=url).dataset.slug for url in (ADDRESS, other)}
    assert slugs == {"taipei", "keelung"}


def test_the_same_document_at_another_address_is_a_new_version(elsewhere):
    moved = "https://new.example/taipei/tileset.json"
    elsewhere[ADDRESS] = elsewhere[moved] = whole()["tileset.json"]
    draft = Draft(slug="city")
    assert api.publish(actor=ACTOR, url=ADDRESS, draft=draft).version.number == 1
    assert api.publish(actor=ACTOR, url=ADDRESS, draft=draft).unchanged
    again = api.publish(actor=ACTOR, url=moved, draft=draft)
    assert (again.version.number, again.version.layer.tileset.address) == (2, moved)


@pytest.mark.parametrize(
    "given", [b"<html>", whole()["tileset.json"][:-9], b"{}"], ids=["a page", "torn", "empty"]
)
def test_an_address_without_a_tileset_publishes_no_tiles(elsewhere, given):
    elsewhere[ADDRESS] = given
    with pytest.raises(BadInput):
        api.publish(actor=ACTOR, url=ADDRESS)
    assert not models.Dataset.objects.exists()


def test_an_address_inside_the_house_is_never_asked():
    with pytest.raises(Problem) as told:
        api.publish(actor=ACTOR, url="http://127.0.0.1:9/tileset.json")
    assert told.value.status < 500
    assert not models.Dataset.objects.exists()
