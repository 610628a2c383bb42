"""A site whose lake is wholly in an S3-compatible store: published, read, killed, backed up."""

import json
import shutil
import time
import urllib.request
from urllib.parse import quote

import pytest

from idea.kernel.tests.buckets import bucket
from tests.sites import kill_group

pytestmark = pytest.mark.xdist_group("site")

HEAD = "編號,名稱,經度,緯度,啟用日期\n"
CSV = HEAD + "1,東區圖書館,120.99,24.80,104/7/27\n2,西區圖書館,120.95,24.81,105/1/2\n"
NEXT = HEAD + "1,東區圖書館,120.99,24.80,104/7/27\n3,南區圖書館,120.97,24.79,106/3/4\n"
LIBRARIES = ("--title", "圖書館", "--slug", "libraries")


@pytest.fixture(scope="module")
def store():
    with bucket() as made:
        yield made


@pytest.fixture
def site(make_site, store, tmp_path):
    return make_site(IDEA_LAKE_URL=store.url(tmp_path.name))


def get(site, path: str) -> bytes:
    with urllib.request.urlopen(site.url + path, timeout=30) as answer:
        return answer.read()


def rows(site) -> list:
    return json.loads(get(site, "/api/v1/datasets/libraries/rows"))["rows"]


def forget_copies(site) -> None:
    """Leave the machine without any copy of the lake, as a new one would be."""
    shutil.rmtree(site.home / "cache" / "lake", ignore_errors=True)


def publish(site, tmp_path, text: str) -> None:
    file = tmp_path / "libraries.csv"
    file.write_text(text, encoding="utf-8")
    site.run("publish", str(file), *LIBRARIES)


def read_everything(site, *, version: int) -> None:
    assert "圖書館" in get(site, "/datasets/libraries/").decode()
    assert len(rows(site)) == 2
    items = json.loads(get(site, "/ogc/collections/libraries/items"))
    assert items["numberMatched"] == 2
    assert get(site, "/ogc/collections/libraries/tiles/WebMercatorQuad/0/0/0")
    assert get(site, "/ogc/collections/libraries/map?width=64&height=64")[:4] == b"\x89PNG"
    for ending in ("csv", "geojson", "parquet", "xlsx"):
        assert get(site, f"/download/libraries/libraries.{ending}")
    if version == 2:
        diff = json.loads(get(site, "/api/v1/datasets/libraries/versions/2/diff"))
        assert (diff["added"], diff["removed"]) == (1, 1)
        old = get(site, f"/download/libraries/v1/{quote('libraries')}.csv").decode()
        assert "西區圖書館" in old


def test_every_way_to_a_data_set_reads_from_the_store(site, store, tmp_path, make_site):
    site.up("--no-demo")
    publish(site, tmp_path, CSV)
    assert not (site.home / "lake").exists()
    assert any("datasets/" in key for key in store.keys(tmp_path.name))
    forget_copies(site)
    read_everything(site, version=1)
    publish(site, tmp_path, NEXT)
    forget_copies(site)
    read_everything(site, version=2)
    bundle = tmp_path / "site.tar"
    forget_copies(site)
    site.run("backup", str(bundle))
    other = make_site(IDEA_LAKE_URL=store.url(f"{tmp_path.name}-restored"))
    other.run("restore", str(bundle))
    forget_copies(other)
    other.up()
    assert rows(other) == rows(site)
    read_everything(other, version=2)
    assert not (other.home / "lake").exists()


def test_killed_while_files_go_up_nothing_half_is_there(site, store, tmp_path):
    site.up("--no-demo")
    publish(site, tmp_path, CSV)
    before, known = rows(site), set(store.keys(tmp_path.name))
    large = tmp_path / "libraries.csv"
    line = "{0},第 {0} 圖書館 {1},120.{0:06d},24.8,104/7/27\n"
    with large.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        out.writelines(line.format(number, "館" * 40) for number in range(200_000))
    running = site.begin("publish", str(large), *LIBRARIES)
    until = time.monotonic() + 120
    while not store.arriving():
        assert running.poll() is None, running.stdout.read()
        assert time.monotonic() < until
        time.sleep(0.01)
    kill_group(running)
    assert set(store.keys(tmp_path.name)) == known  # parts are no file
    forget_copies(site)
    assert rows(site) == before
    versions = json.loads(get(site, "/api/v1/datasets/libraries/versions"))
    assert len(versions) == 1
    # And the work can simply be done again.
    site.run("publish", str(large), *LIBRARIES, seconds=300)
    forget_copies(site)
    found = json.loads(get(site, "/api/v1/datasets/libraries/rows?limit=1"))
    assert found["total"] == 200_000
    assert json.loads(get(site, "/ogc/collections/libraries/items?limit=1"))["numberMatched"] > 0
