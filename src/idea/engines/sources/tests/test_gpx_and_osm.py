"""GPX and OpenStreetMap files: what they draw, and what of a torn one is saved."""

import json

import pytest
import shapely

from idea.engines.sources.conf import SourceSettings
from idea.engines.sources.errors import EmptyFile, TooLarge, UnreadableFile
from idea.engines.sources.tests.factories import zip_bytes
from idea.engines.sources.types import Format

GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">
  <metadata><name>週末</name></metadata>
  <wpt lat="25.03" lon="121.5"><ele>12.5</ele><time>2026-11-22T00:00:00Z</time><name>涼亭</name></wpt>
  <rte><name>路線</name><rtept lat="25.0" lon="121.5"/><rtept lat="25.1" lon="121.5"/></rte>
  <trk><name>走過</name><link href="https://example.org/1"/>
    <trkseg>
      <trkpt lat="25.0" lon="121.0"><ele>10</ele><time>2026-11-22T01:00:00Z</time></trkpt>
      <trkpt lat="25.1" lon="121.0"><ele>30</ele><time>2026-11-22T02:00:00Z</time></trkpt>
    </trkseg>
    <trkseg><trkpt lat="25.2" lon="121.0"/><trkpt lat="25.3" lon="121.0"/></trkseg>
  </trk>
</gpx>"""


def osm(body: str, head: str = 'license="http://opendatacommons.org/licenses/odbl/1-0/"') -> str:
    return f'<?xml version="1.0"?><osm version="0.6" {head}>{body}</osm>'


def nodes(*places: tuple[int, float, float]) -> str:
    return "".join(f'<node id="{n}" lon="{x}" lat="{y}"/>' for n, x, y in places)


def way(number: int, *refs: int, **tags: str) -> str:
    said = "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
    return f'<way id="{number}">{"".join(f"<nd ref={chr(34)}{r}{chr(34)}/>" for r in refs)}{said}</way>'


def relation(number: int, *members: tuple[str, int, str], **tags: str) -> str:
    drawn = "".join(f'<member type="{t}" ref="{r}" role="{o}"/>' for t, r, o in members)
    said = "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
    return f'<relation id="{number}">{drawn}{said}</relation>'


SQUARE = nodes((1, 121, 24), (2, 122, 24), (3, 122, 25), (4, 121, 25))
HOLE = nodes((5, 121.4, 24.4), (6, 121.6, 24.4), (7, 121.6, 24.6), (8, 121.4, 24.6))


def shape(result, row):
    text = result.rows[row][-1]
    return None if text is None else shapely.from_wkt(text)


def test_gpx_gives_points_and_lines_with_times_and_heights(read):
    result = read(GPX, "trace.gpx")
    assert result.staged.format is Format.GPX
    assert result.values("kind") == ["waypoint", "route", "track"]
    assert result.values("name") == ["涼亭", "路線", "走過"]
    assert result.values("highest") == [None, None, 30]
    assert [str(v) for v in result.values("ended")] == ["None", "None", "2026-11-22 10:00:00"]
    assert result.place(1) == (121.5, 25.03)
    assert shape(result, 2).geom_type == "LineString"
    assert [len(part.coords) for part in shape(result, 3).geoms] == [2, 2]
    assert any("track_points" in note for note in result.staged.notes)


def test_gpx_points_of_a_track_are_a_layer(read):
    result = read(GPX, "trace.gpx", layer="track_points")
    assert result.values("segment") == [1, 1, 2, 2]
    assert result.values("elevation") == [10, 30, None, None]
    assert result.place(4) == (121.0, 25.3)
    with pytest.raises(UnreadableFile, match="track_points"):
        read(GPX, "trace.gpx", layer="沒有")


def test_gpx_is_known_by_its_bytes_and_out_of_a_zip(read):
    assert read(GPX, "data.csv").staged.format is Format.GPX
    assert read(zip_bytes({"a.gpx": GPX.encode()}), "a.zip").staged.rows == 3


def test_gpx_cut_off_keeps_what_is_whole(read):
    result = read(GPX[: GPX.index("<trk>") + 40], "trace.gpx")
    assert result.staged.rows == 2
    assert "xml-broken" in result.codes()


def test_gpx_with_odd_points(read):
    odd = GPX.replace('lat="25.03" lon="121.5"', 'lat="abc" lon="121.5"', 1)
    odd = odd.replace('<rtept lat="25.1" lon="121.5"/>', "")
    result = read(odd, "trace.gpx")
    assert shape(result, 1) is None
    assert shape(result, 2) is None
    assert {"coordinates-unreadable", "line-too-short"} <= set(result.codes())
    far = read(GPX.replace('lat="25.03" lon="121.5"', 'lat="1e300" lon="121.5"', 1), "trace.gpx")
    assert shape(far, 1) is None
    assert "coordinates-nowhere" in far.codes()


def test_osm_gives_points_lines_and_areas(read):
    body = (
        SQUARE
        + '<node id="9" lon="120.5" lat="23.5" user="某人" uid="7"><tag k="amenity" v="cafe"/></node>'
        + way(10, 1, 2, 3, 4, 1, building="yes", name="館")
        + way(11, 1, 2, 3, 4, 1, highway="residential")
        + way(12, 1, 2, highway="footway")
        + way(13, 1, 2, 3, 1, natural="cliff")
        + way(14, 1, 2, 3, 1, highway="pedestrian", area="yes")
    )
    result = read(osm(body), "area.osm")
    assert result.staged.format is Format.OSM
    kinds = {row[0]: shape(result, n).geom_type for n, row in result.rows.items()}
    assert kinds == {
        "node/9": "Point", "way/10": "Polygon", "way/11": "LineString", "way/12": "LineString",
        "way/13": "LineString", "way/14": "Polygon",
    }  # fmt: skip
    assert "某人" not in str(result.rows)
    assert "user" not in result.names


def test_osm_relations_make_areas_with_holes_out_of_pieces(read):
    body = (
        SQUARE + HOLE
        + way(20, 1, 2, 3) + way(21, 1, 4, 3) + way(22, 5, 6, 7, 8, 5)
        + relation(30, ("way", 20, "outer"), ("way", 21, "outer"), ("way", 22, "inner"),
                   type="multipolygon", natural="water")
        + relation(31, ("way", 20, ""), type="route", ref="9")
        + relation(32, ("way", 20, "from"), type="restriction")
    )  # fmt: skip
    result = read(osm(body), "area.osm")
    assert result.values("osm_id") == ["relation/30", "relation/31"]
    area = shape(result, 1)
    assert area.area == pytest.approx(1 - 0.04)
    assert shape(result, 2).geom_type in ("MultiLineString", "LineString")


def test_osm_old_areas_are_told_on_their_outline(read):
    body = (
        SQUARE + HOLE + way(20, 1, 2, 3, 4, 1, landuse="forest") + way(22, 5, 6, 7, 8, 5)
        + relation(30, ("way", 20, "outer"), ("way", 22, "inner"), type="multipolygon")
    )  # fmt: skip
    result = read(osm(body), "area.osm")
    assert result.values("landuse") == ["forest"]
    assert shape(result, 1).area == pytest.approx(0.96)


def test_osm_names_what_is_missing_and_keeps_the_rest(read):
    body = (
        SQUARE
        + way(10, 1, 2, 99, building="yes")
        + way(11, 98, 99, highway="path")
        + relation(30, ("way", 10, "outer"), ("way", 97, "outer"), type="multipolygon", name="x")
        + '<node id="50" lon="999" lat="24"/><node id="x" lon="1" lat="2"/>'
    )
    result = read(osm(body), "area.osm")
    assert result.values("osm_id") == ["node/3", "node/4", "way/10", "way/11", "relation/30"]
    assert [shape(result, n) is None for n in (3, 4, 5)] == [False, True, True]
    assert result.codes().count("osm-incomplete") == 3
    assert result.codes().count("element-unreadable") == 2


def test_osm_tells_the_license_of_the_file(read):
    point = '<node id="1" lon="121" lat="24"><tag k="name" v="a"/></node>'
    told = [i.message for i in read(osm(point)).staged.issues if i.code == "license-of-file"]
    assert "ODbL" in told[0]
    ours = read(osm(point, head='license="OGDL-Taiwan-1.0"'), "x.osm").staged.issues
    assert "OGDL-Taiwan-1.0" in next(i.message for i in ours if i.code == "license-of-file")


def test_osm_json_reads_as_its_xml(read):
    elements = [
        {"type": "node", "id": 1, "lat": 24, "lon": 121, "tags": {"name": "甲"}},
        {"type": "node", "id": 2, "lat": 25, "lon": 121},
        {"type": "way", "id": 3, "nodes": [1, 2], "tags": {"highway": "path"}},
        {"type": "way", "id": 4, "nodes": "ab"},
        "nothing",
    ]
    result = read(json.dumps({"version": 0.6, "elements": elements}), "export.json")
    assert result.staged.format is Format.OSM_JSON
    assert result.values("osm_id") == ["node/1", "way/3"]
    assert result.codes().count("element-unreadable") == 2


def test_rare_tags_stand_together(read):
    many = "".join(
        f'<node id="{n}" lon="121" lat="24"><tag k="name" v="a"/><tag k="key{n}" v="v"/></node>'
        for n in range(1, 200)
    )
    result = read(osm(many), "area.osm")
    assert len(result.names) <= 82
    assert json.loads(result.rows[199][result.names.index("other_tags")]) == {"key199": "v"} or (
        "key199" in result.names
    )


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<osm><node id="1" lon="1" lat="2"><tag k="name" v="&b;"/></node></osm>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    '<gpx><wpt lat="1" lon="2"><name>&x;</name></wpt></gpx>'
)


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (LAUGHS, "x.osm", UnreadableFile),
        (OUTSIDE, "x.gpx", UnreadableFile),
        ("<osm", "x.osm", UnreadableFile),
        ("<osm ><node", "x.osm", UnreadableFile),
        ("<gpx ><wpt></gpx>", "x.gpx", UnreadableFile),
        ('<gpx version="1.1"></gpx>', "x.gpx", EmptyFile),
        (osm(""), "x.osm", EmptyFile),
        (osm('<node id="a" lon="1" lat="1"/>'), "x.osm", EmptyFile),
        ("<osmChange ><create/></osmChange>", "x.osc", UnreadableFile),
        ("<gpx >" + "<a>" * 5000, "x.gpx", UnreadableFile),
        ('{"elements": []}', "x.json", EmptyFile),
        ('{"elements": [{"type": "node", "id": 1, "lat', "x.json", UnreadableFile),
    ],
    ids=str,
)
def test_refused_with_a_remedy(read, content, name, error):
    with pytest.raises(error) as refused:
        read(content, name)
    assert refused.value.remedy


def test_larger_than_memory_is_refused(read, monkeypatch):
    small = SourceSettings(max_memory_file_bytes=100)
    monkeypatch.setattr("idea.engines.sources.readers.markup.limits", lambda: small)
    with pytest.raises(TooLarge):
        read(GPX, "x.gpx")
