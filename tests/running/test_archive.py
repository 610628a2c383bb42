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


# What residents drew with its photo, live features deleted and there, a style, areas, a raster.
PLANT = """
import io
from PIL import Image
from idea.engines.features import api as features
from idea.engines.features.contributions import api
from idea.engines.features.contributions.types import Kind, Offer, Rule, Said
from idea.engines.features.live.types import Field, LiveDraft, Shape
from idea.engines.features.models import CollectionRecord, GeographyRecord, StyleRevision
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.audit.types import Actor
me = Actor.system("test")
agency = identity.ensure_organization(actor=me, name="澄瀾市公園處", slug="parks-office")
draft = LiveDraft("taps", "飲水機", Shape.POINT, agency.id, (Field("name"),))
features.declare_live(draft, actor=me)
def tap(n):
    point = {"type": "Point", "coordinates": [121.5, 25 + n / 100]}
    return {"geometry": point, "properties": {"name": f"第 {n} 臺"}}
for n in range(3):
    features.create_feature("taps", {"type": "Feature", **tap(n)}, actor=me)
features.delete_feature("taps", 2, actor=me, why="拆了")
api.set_rule(Rule("taps", open=True, license="OGDL-Taiwan-1.0"), actor=me)
out = io.BytesIO()
Image.new("RGB", (30, 20), "green").save(out, "JPEG")
said, who = Said("路過", "王小明", agreed=True), "00000000-0000-0000-0000-000000000001"
for n in (5, 6):
    offer = Offer(Kind.ADDED, **tap(n))
    api.propose("taps", offer, said, actor=me, person_id=who, photo=out.getvalue())
api.accept(actor=me, number=1)
api.ask(actor=me, number=2, words="哪裡？")
box = dict(west=120, south=24, east=121, north=25, count=1, rows=1, updated_at=clock.now())
for key, kind, raster in (("heights", "Polygon", {"bands": [{"file": "a.tif"}]}), ("towns", "Polygon", None)):
    CollectionRecord.objects.create(id=key, title=key, lake_key=key, kind=kind, raster=raster, **box)
GeographyRecord.objects.create(layer_id="towns", kind="town", columns={"code": "代碼"}, parent="counties")
StyleRevision.objects.create(collection="towns", style="紅", number=1, title="紅", symbology={"z": 1, "a": [0.1]}, created_at=clock.now())
"""
# Every row of the features engine, and every photo. The collection of a live layer is told anew by
# the catalog's jobs, so that its time is not compared.
SUMS = """
import hashlib, io, json
from django.apps import apps
from idea.engines.features.contributions import api
from idea.project.archive import tables
for model in apps.get_app_config("features").get_models():
    out = io.StringIO()
    count = tables.dump(model, out)
    rows = sorted(json.dumps(json.loads(line), sort_keys=True) for line in out.getvalue().splitlines())
    print("sum of", model._meta.label, count, hashlib.sha256("\\n".join(rows).encode()).hexdigest())
for n in (1, 2):
    print("sum of photo", hashlib.sha256(api.photo(n).read_bytes()).hexdigest())
"""


AGAIN = """
from idea.engines.features.contributions import api
from idea.kernel.audit.types import Actor
who = "00000000-0000-0000-0000-000000000001"
api.answer(actor=Actor.system("test"), person_id=who, number=2, words="門口")  # numbers go on
done = api.accept(actor=Actor.system("test"), number=2)
assert done.feature_id == 5, done
"""


def _sums(site) -> list[str]:
    return [line for line in _python(site, SUMS).splitlines() if line.startswith("sum of")]


def _json(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def _rows(site, slug: str) -> list:
    return _json(f"{site.url}/api/v1/datasets/{slug}/rows")["rows"]


def _python(site, code: str) -> str:
    """Run code in a process of the site, the lake at hand."""
    first = "import pyarrow as pa; from idea.kernel.lake import lake\n"
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
    _python(site, PLANT)
    file = tmp_path / "libraries.csv"
    file.write_text(CSV, encoding="utf-8")
    site.run("publish", str(file), "--title", "圖書館", "--slug", "libraries")
    return site


def test_backup_and_restore_bring_the_same_site_back(published, make_site, tmp_path):
    bundle, sums = tmp_path / "site.tar", _sums(published)
    for part in ("LiveVersion 5", "ContributionStep 4", "StyleRevision 1", "GeographyRecord 1"):
        assert any(part in line for line in sums), sums
    published.run("backup", str(bundle))
    assert bundle.stat().st_mode & 0o077 == 0
    other = make_site()
    other.run("restore", str(bundle))
    assert _sums(other) == sums
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
    sums = _sums(published)
    published.run("backup", str(tmp_path / "sqlite.tar"))
    moved = make_site(IDEA_DATABASE_URL=database)
    moved.run("restore", str(tmp_path / "sqlite.tar"))
    assert _sums(moved) == sums
    moved.up()
    _python(moved, AGAIN)
    assert not (moved.home / "idea.sqlite3").exists()
    assert _rows(moved, "libraries") == rows
    moved.run("audit", "verify")
    more = tmp_path / "parks.csv"
    more.write_text(CSV.replace("圖書館", "公園"), encoding="utf-8")
    moved.run("publish", str(more), "--title", "公園", "--slug", "parks")  # sequences go on
    moved.run("down")
    sums = _sums(moved)
    moved.run("backup", str(tmp_path / "postgresql.tar"))
    back = make_site()
    back.run("restore", str(tmp_path / "postgresql.tar"))
    assert _sums(back) == sums
    back.up()
    assert _rows(back, "libraries") == rows
    assert len(_rows(back, "parks")) == 2
    got = _json(f"{back.url}/api/v1/datasets/libraries")
    for key in ("id", "title", "columns", "published_at"):
        assert got.get(key) == sent.get(key)
    back.run("audit", "verify")
    assert "sum 12" in _python(back, SUM)
