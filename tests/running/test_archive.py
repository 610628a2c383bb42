"""A backup brings everything back; a damaged one brings nothing."""

import json
import os
import pwd
import re
import urllib.request
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

pytestmark = pytest.mark.xdist_group("site")

CSV = "名稱,經度,緯度,啟用日期\n東區圖書館,120.99,24.80,104/7/27\n西區圖書館,120.95,24.81,105/1/2\n"
SUM = "print('sum', sum(lake().scan('air').to_table()['pm25'].to_pylist()))"
GROW = "print('version', lake().append('air', pa.table({'pm25': [1]})))"


def _json(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def _rows(site, slug: str) -> list:
    return _json(f"{site.url}/api/v1/datasets/{slug}/rows")["rows"]


def _python(site, code: str) -> str:
    """Run code in a process of the site, the lake at hand."""
    first = "import pyarrow as pa; from idea.kernel.lake import lake; "
    # Delta's runtime has threads of its own that outlive the interpreter: one that asks for the GIL
    # while Python takes itself apart aborts the process, seldom, long after all is written. What
    # is tested is what was written, not how a helper ends, so it leaves before that can happen.
    last = "\nimport os, sys; sys.stdout.flush(); os._exit(0)"
    return site.run("manage", "shell", "--no-imports", "-c", first + code + last)


@pytest.fixture
def published(make_site, tmp_path):
    site = make_site()
    site.up("--no-demo")
    _python(site, "lake().append('air', pa.table({'pm25': [3, 9]}))")
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
    assert "sum 12" in _python(other, SUM)
    assert "version 1" in _python(other, GROW)
    found = _json(other.url + "/api/v1/search?q=%E5%9C%96%E6%9B%B8")  # 圖書
    assert found["total"] >= 1
    entries = re.compile(r"\b[1-9]\d*\b")
    kept = entries.search(published.run("audit", "verify"))
    assert kept
    assert entries.search(other.run("audit", "verify"))[0] == kept[0]


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


@pytest.fixture
def database():
    """Return the address of a new PostgreSQL database, removed after the test."""
    user = pwd.getpwuid(os.getuid()).pw_name
    server = os.environ.get(
        "IDEA_TEST_DATABASE_URL", f"postgresql://{user}@127.0.0.1:5432/postgres"
    )
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.Error as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI brings a PostgreSQL: {error}")
        pytest.skip("no PostgreSQL server here")
    name = f"idea_archive_{uuid4().hex[:12]}"
    with connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.mark.postgres
def test_a_site_moves_to_postgresql_and_back(published, make_site, tmp_path, database):
    rows, sent = _rows(published, "libraries"), _json(f"{published.url}/api/v1/datasets/libraries")
    published.run("backup", str(tmp_path / "sqlite.tar"))
    moved = make_site(IDEA_DATABASE_URL=database)
    moved.run("restore", str(tmp_path / "sqlite.tar"))
    moved.up()
    assert not (moved.home / "idea.sqlite3").exists()
    assert _rows(moved, "libraries") == rows
    moved.run("audit", "verify")
    more = tmp_path / "parks.csv"
    more.write_text(CSV.replace("圖書館", "公園"), encoding="utf-8")
    moved.run("publish", str(more), "--title", "公園", "--slug", "parks")  # sequences go on
    moved.run("backup", str(tmp_path / "postgresql.tar"))
    moved.run("down")
    back = make_site()
    back.run("restore", str(tmp_path / "postgresql.tar"))
    back.up()
    assert _rows(back, "libraries") == rows
    assert len(_rows(back, "parks")) == 2
    got = _json(f"{back.url}/api/v1/datasets/libraries")
    for key in ("id", "title", "columns", "published_at"):
        assert got.get(key) == sent.get(key)
    back.run("audit", "verify")
    assert "sum 12" in _python(back, SUM)
