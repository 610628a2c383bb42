"""A backup brings everything back; a damaged one brings nothing."""

import json
import urllib.request

import pytest

pytestmark = pytest.mark.xdist_group("site")

CSV = "名稱,經度,緯度,啟用日期\n東區圖書館,120.99,24.80,104/7/27\n西區圖書館,120.95,24.81,105/1/2\n"


def _json(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def _rows(site, slug: str) -> list:
    return _json(f"{site.url}/api/v1/datasets/{slug}/rows")["rows"]


@pytest.fixture
def published(make_site, tmp_path):
    site = make_site()
    site.up("--no-demo")
    file = tmp_path / "libraries.csv"
    file.write_text(CSV, encoding="utf-8")
    site.run("publish", str(file), "--title", "圖書館", "--slug", "libraries")
    return site


def test_backup_and_restore_bring_the_same_site_back(published, make_site, tmp_path):
    bundle = tmp_path / "site.tar"
    published.run("backup", str(bundle))
    assert bundle.stat().st_mode & 0o077 == 0
    other = make_site()
    other.run("restore", str(bundle))
    other.up()
    assert _rows(other, "libraries") == _rows(published, "libraries")
    found = _json(other.url + "/api/v1/search?q=%E5%9C%96%E6%9B%B8")  # 圖書
    assert found["total"] >= 1
    other.run("audit", "verify")


def test_restore_refuses_a_home_that_holds_a_site(published, tmp_path):
    bundle = tmp_path / "site.tar"
    published.run("backup", str(bundle))
    published.run("down")
    assert "holds a site already" in published.run("restore", str(bundle), code=1)


@pytest.mark.parametrize("part", ["cut", "flipped"])
def test_a_damaged_backup_restores_nothing(published, make_site, tmp_path, part):
    bundle = tmp_path / "site.tar"
    published.run("backup", str(bundle))
    body = bytearray(bundle.read_bytes())
    if part == "cut":
        del body[len(body) // 2 :]
    else:
        at = body.index("東區圖書館".encode())
        body[at] ^= 1
    bundle.write_bytes(body)
    other = make_site()
    other.run("restore", str(bundle), code=1)
    other.up("--no-demo")
    assert _json(other.url + "/api/v1/datasets")["total"] == 0
