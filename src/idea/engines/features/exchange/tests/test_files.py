"""Files for map programs, opened by GDAL, which is another hand than wrote them."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
import shapely
from lxml import etree

from idea.engines.features import api
from idea.engines.features.exchange import gpx, kml, osm
from idea.engines.features.exchange.types import About, Shown
from idea.engines.features.tests.factories import collection, points
from idea.engines.sources import api as sources

ABOUT = About(
    "公園 <1>", "臺北市 & 公園處", "OGDL-Taiwan-1.0", "https://example.org/ogc/collections/p"
)
HOLED = shapely.Polygon(
    [(121, 24), (122, 24), (122, 25), (121, 25)],
    [[(121.4, 24.4), (121.6, 24.4), (121.6, 24.6), (121.4, 24.6)]],
)
FEATURES = [
    Shown("1", shapely.Point(121.123456789, 25.5), {"名稱": "甲 & <乙>\x00", "n": 3, "no": None}),
    Shown("2", shapely.LineString([(121, 24), (121.5, 24.5), (122, 24)]), {"name": "路", "ok": True}),
    Shown("3", shapely.box(121, 24, 122, 25), {"name": "面", "area": 12.5}),
    Shown("4", HOLED, {"name": "洞", "type": "公園"}),
    Shown("5", shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)]), {"name": "群"}),
    Shown("6", None, {"name": "無"}),
]  # fmt: skip
# GDAL reads what it is allowed once, when loaded: another process may ask all of its drivers.
_LOOK = """
import json, sys, pyogrio, shapely
found = {}
for name, _kind in pyogrio.list_layers(sys.argv[1]):
    meta, _i, shapes, columns = pyogrio.raw.read(sys.argv[1], layer=name)
    found[name] = [
        [shape and shapely.from_wkb(shape).wkt, {k: str(v) for k, v in zip(meta["fields"], row)}]
        for shape, row in zip(shapes, zip(*columns))
    ]
print(json.dumps(found))
"""


def gdal(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    allowed = {k: v for k, v in os.environ.items() if k != "GDAL_SKIP"}
    done = subprocess.run(
        [sys.executable, "-c", _LOOK, str(path)], env=allowed, capture_output=True, check=True
    )
    return json.loads(done.stdout)


def test_gpx_opens_in_gdal(tmp_path):
    found = gdal(tmp_path, "x.gpx", gpx.write(FEATURES, ABOUT))
    (point,) = found["waypoints"]
    assert point[0] == "POINT (121.1234568 25.5)"
    assert point[1]["name"] == "甲 & <乙>"
    assert point[1]["desc"] == "名稱: 甲 & <乙>\nn: 3"
    assert [row[1]["name"] for row in found["tracks"]] == ["路", "面", "洞", "群"]
    assert [len(shapely.from_wkt(row[0]).geoms) for row in found["tracks"]] == [1, 1, 2, 2]


def test_kml_opens_in_gdal(tmp_path):
    (rows,) = gdal(tmp_path, "x.kml", kml.write(FEATURES, ABOUT)).values()
    shapes = [shapely.from_wkt(row[0]) for row in rows[:5]]
    assert [shape.geom_type for shape in shapes] == [
        "Point", "LineString", "Polygon", "Polygon", "MultiPolygon",
    ]  # fmt: skip
    assert shapely.force_2d(shapes[3]).equals(HOLED)
    assert "甲 & <乙>" in rows[0][1].values()  # GDAL launders the names of columns
    assert rows[1][1]["ok"] == "yes"


def test_osm_xml_reads_back_and_keeps_its_license(tmp_path):
    content = osm.write_xml(FEATURES, ABOUT)
    root = etree.fromstring(content)
    assert root.get("license") == "OGDL-Taiwan-1.0"
    assert root.get("attribution") == "臺北市 & 公園處"
    assert root.get("upload") == "never"
    assert "OpenStreetMap" in root.findtext("note")
    assert all(int(each.get("id")) < 0 for each in root if each.get("id"))
    kinds = [each.tag for each in root if each.tag != "note"]
    assert kinds == sorted(kinds, key=["node", "way", "relation"].index)
    numbers = [each.get("id") for each in root.iterfind("node")]
    assert len(numbers) == len(set(numbers)) == 1 + 5 + 4 + 8  # corners in common are one node
    assert {tag.get("k") for tag in root.iterfind("relation/tag")} >= {"data:type", "type"}
    assert root.find("way/tag[@k='data:area']").get("v") == "12.5"

    path = tmp_path / "x.osm"
    path.write_bytes(content)
    staged = sources.read(path, filename="x.osm", workdir=tmp_path / "w")
    assert (staged.rows, staged.rejected) == (5, 0)
    assert not [issue for issue in staged.issues if issue.code == "osm-incomplete"]


def test_osm_opens_in_gdal(tmp_path):
    # Its driver was made for OpenStreetMap's own ids, which are positive.
    content = osm.write_xml(FEATURES, ABOUT).replace(b'id="-', b'id="').replace(b'ref="-', b'ref="')
    found = gdal(tmp_path, "x.osm", content)
    assert [row[0] for row in found["points"]] == ["POINT (121.1234568 25.5)"]
    assert [row[1]["name"] for row in found["lines"]] == ["路"]
    areas = {row[1]["name"]: shapely.from_wkt(row[0]) for row in found["multipolygons"]}
    assert areas["面"].equals(shapely.box(121, 24, 122, 25))
    assert areas["洞"].equals(HOLED)
    assert len(areas["群"].geoms) == 2


def test_osm_json_says_the_same(tmp_path):
    body = json.loads(osm.write_json(FEATURES, ABOUT))
    assert body["license"] == "OGDL-Taiwan-1.0"
    assert [each["type"] for each in body["elements"]].count("way") == 2 + 2 + 2
    path = tmp_path / "x.json"
    path.write_text(json.dumps(body))
    assert sources.read(path, filename="x.json", workdir=tmp_path / "w").rows == 5


def test_what_is_free_of_rights_may_be_given_on():
    free = replace(ABOUT, license="CC0-1.0")
    assert etree.fromstring(osm.write_xml(FEATURES, free)).get("upload") is None


def test_a_long_line_is_cut_where_a_way_must_end():
    line = shapely.LineString([(121 + n / 1e5, 24) for n in range(5000)])
    ways = osm.elements([Shown("1", line, {"name": "長"})]).ways
    assert [len(refs) for _n, refs, _t in ways] == [2000, 2000, 1002]
    assert ways[0][1][-1] == ways[1][1][0]
    ring = shapely.Point(121, 24).buffer(0.1, quad_segs=1000)
    made = osm.elements([Shown("1", ring, {"name": "圓"})])
    assert len(made.relations) == 1
    assert max(len(refs) for _n, refs, _t in made.ways) <= 2000


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["osm", "osm.json", "gpx", "kml"])
def test_every_layer_can_be_had(client, tmp_path, ending, settings):
    made = collection(tmp_path, points(40))
    api.register(replace(made, attribution="環境部 · OGDL-Taiwan-1.0"))
    answer = client.get(f"/ogc/collections/{made.id}/features.{ending}")
    assert answer.status_code == 200
    assert f"{made.id}.{ending}" in answer["Content-Disposition"]
    assert b"OGDL-Taiwan-1.0" in answer.content
    again = client.get(
        f"/ogc/collections/{made.id}/features.{ending}", headers={"if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304
    fewer = client.get(f"/ogc/collections/{made.id}/features.{ending}?bbox=0,0,1,1")
    assert len(fewer.content) < len(answer.content)


@pytest.mark.django_db
def test_what_cannot_be_had_is_refused(client, tmp_path, monkeypatch):
    made = collection(tmp_path, points(40))
    there = f"/ogc/collections/{made.id}/features"
    assert client.get(f"{there}.dwg").json()["code"] == "bad-parameter"
    assert client.get(f"{there}.osm?bbox=a").status_code == 400
    assert client.get(f"{there}.osm?x=1").status_code == 400
    assert client.post(f"{there}.osm").status_code == 405
    assert client.get("/ogc/collections/none/features.osm").status_code == 404
    monkeypatch.setattr("idea.engines.features.exchange.writing._MOST_CORNERS", 10)
    refused = client.get(f"{there}.osm")
    assert (refused.status_code, refused.json()["code"]) == (413, "too-many-features")
    assert refused.json()["remedy"]
