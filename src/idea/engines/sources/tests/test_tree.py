"""JSON, JSON Lines and GeoJSON: records found, flattened, broken ones named."""

import json

import pytest

from idea.engines.sources.errors import EmptyFile, UnreadableFile
from idea.engines.sources.types import ColumnType, Format
from idea.kernel.geometry import to_crs84


@pytest.mark.parametrize(
    "wrap",
    [
        lambda r: r,
        lambda r: {"records": r},
        lambda r: {"success": "true", "result": {"fields": [{"id": "a"}] * 9, "records": r}},
        lambda r: {"cwaopendata": {"dataid": "X", "dataset": {"location": r}}},
        lambda r: {"UpdateTime": "2026-01-01", "Stations": r},
    ],
)
def test_finds_the_records(read, wrap):
    records = [{"id": "0900", "n": 1, "p": {"lon": 121.5, "lat": "25.0"}, "tags": ["a", 1]}] * 3
    result = read(json.dumps(wrap(records)), "data.json")
    assert result.staged.format is Format.JSON
    assert result.names == ["id", "n", "p.lon", "p.lat", "tags"]
    assert result.rows[2][:5] == ("0900", 1, 121.5, 25.0, '["a",1]')
    assert result.staged.geometry.count == 3


def test_records_by_key(read):
    result = read(json.dumps({k: {"lat": 25.1, "lon": 121.7} for k in "甲乙丙"}), "data.json")
    assert result.values("key") == ["甲", "乙", "丙"]


def test_fields_may_be_missing_and_types_mixed(read):
    result = read('[{"a":1,"b":true},{"a":2.5},{"c":"x","b":false}]', "x.json")
    assert result.rows == {1: (1.0, True, None), 2: (2.5, None, None), 3: (None, False, "x")}
    assert result.column["b"].type is ColumnType.BOOLEAN


def test_lists_of_lists_with_names_first(read):
    result = read('[["縣市","數"],["臺北市",1],["新北市",2],["x"]]', "x.json")
    assert result.names == ["縣市", "數"]
    assert result.rows == {2: ("臺北市", 1), 3: ("新北市", 2)}
    assert [(i.row, i.code) for i in result.staged.issues] == [(4, "row-missing-columns")]


def test_a_json_that_is_cut_off_keeps_its_whole_records(read):
    text = json.dumps([{"a": n, "b": "字" * 5} for n in range(50)], ensure_ascii=False)
    result = read(text[:-20], "x.json")
    assert result.staged.rows == 49
    assert result.codes() == ["json-broken"]


def test_a_json_without_anything_whole_says_where_it_breaks(read):
    with pytest.raises(UnreadableFile, match="1"):
        read('{"a": [1, 2', "x.json")


@pytest.mark.parametrize("text", ["[]", "{}", '{"records": []}'])
def test_no_records(read, text):
    with pytest.raises(EmptyFile):
        read(text, "x.json")


def test_json_lines_name_the_bad_ones(read):
    result = read('{"a":1,"b":"x"}\n{"a":2\n\n{"a":3,"b":"y"}\n[1]\n{"a":4}\n', "x.jsonl")
    assert result.staged.format is Format.JSON_LINES
    assert result.rows == {1: (1, "x"), 4: (3, "y"), 6: (4, None)}
    assert [(i.code, i.row) for i in result.staged.issues] == [
        ("record-unreadable", 2),
        ("record-unreadable", 5),
    ]
    assert result.staged.rejected == 2


def test_json_lines_are_known_without_their_name(read):
    assert read('{"a":1}\n{"a":2}\n', "x.json").staged.format is Format.JSON_LINES


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(x, y):
    return {"type": "Point", "coordinates": [x, y]}


def test_geojson_keeps_good_features_and_names_bad_ones(read):
    features = [
        feature(point(121.5, 25.0), n=1, deep={"a": "0900"}),
        feature({"type": "Point", "coordinates": ["x"]}, n=2),
        "nonsense",
        feature(None, n=4),
        feature({"type": "Point", "coordinates": [121.6, 25.1, 9]}, n=5),
    ]
    result = read(json.dumps({"type": "FeatureCollection", "features": features}), "x.geojson")
    assert result.staged.format is Format.GEOJSON
    assert [row[0] for row in result.rows.values()] == [1, 2, 4, 5]
    assert list(result.rows) == [1, 2, 4, 5]
    assert result.place(5) == (121.6, 25.1)
    assert [(i.code, i.row) for i in result.staged.issues] == [
        ("geometry-unreadable", 2),
        ("feature-unreadable", 3),
    ]
    assert result.staged.geometry.count == 2
    assert result.rows[1][1] == "0900"


@pytest.mark.parametrize("declared", [True, False])
def test_geojson_in_twd97(read, declared):
    body = {"type": "FeatureCollection", "features": [feature(point(302000.5, 2770000.25), n=1)]}
    if declared:
        body["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3826"}}
    result = read(json.dumps(body), "x.json")
    lon, lat = to_crs84([302000.5], [2770000.25], "EPSG:3826")
    assert result.staged.geometry.source_crs == "EPSG:3826"
    assert result.place(1) == pytest.approx((lon[0], lat[0]), abs=1e-9)


def test_a_geojson_that_is_cut_off_keeps_its_whole_features(read):
    body = {
        "type": "FeatureCollection",
        "features": [feature(point(121, 24), n=n) for n in range(9)],
    }
    result = read(json.dumps(body)[:-30], "x.geojson")
    assert result.staged.geometry.count == result.staged.rows == 8


def test_kinds_of_shapes(read):
    square = [[[121, 24], [121, 25], [122, 25], [121, 24]]]
    body = [
        feature({"type": "Polygon", "coordinates": square}),
        feature({"type": "MultiPolygon", "coordinates": [square]}),
    ]
    text = json.dumps(
        {"type": "FeatureCollection", "features": [{**f, "properties": {"a": 1}} for f in body]}
    )
    assert read(text, "x.geojson").staged.geometry.kind == "MultiPolygon"


def test_many_json_lines_whose_fields_come_late(read):
    lines = [json.dumps({"a": n}) for n in range(45_000)]
    lines[44_000] = '{"a":44000,"b":"x"}'
    result = read("\n".join(lines), "x.jsonl")
    assert result.staged.rows == 45_000
    assert result.rows[44_001] == (44_000, "x")
    assert result.values("a") == list(range(45_000))


def numbered(number, **properties):
    place = {"type": "Point", "coordinates": [120 + number % 7 / 10, 23 + number % 5 / 10]}
    return {"type": "Feature", "properties": properties, "geometry": place}


def test_a_large_geojson_is_walked_in_batches_and_stays_in_order(read):
    features = [numbered(n, id=n, **({"late": "x"} if n == 30_000 else {})) for n in range(45_000)]
    features[20_000]["geometry"] = None
    features[20_001] = "no feature"
    body = {"features": features, "type": "FeatureCollection"}
    result = read(json.dumps(body), "x.geojson")
    assert [column.title for column in result.staged.columns] == ["id", "late"]
    assert result.staged.rows == 44_999
    assert result.staged.geometry.count == 44_998
    assert result.rows[30_001][:2] == (30_000, "x")
    assert result.rows[45_000][0] == 44_999
    assert [issue.row for issue in result.staged.issues if issue.code == "feature-unreadable"] == [
        20_002
    ]
    cut = read(json.dumps(body)[:-400_000], "x.geojson").staged
    assert 40_000 < cut.rows < 44_999
    assert {issue.code for issue in cut.issues} == {"feature-unreadable", "json-broken"}


@pytest.mark.parametrize("order", [("crs", "features"), ("features", "crs")])
def test_the_reference_system_may_be_told_before_or_after(read, order):
    members = {
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3826"}},
        "features": [
            {
                "type": "Feature",
                "properties": {"a": 1},
                "geometry": {"type": "Point", "coordinates": [250_000, 2_750_000]},
            }
        ],
    }
    body = {"type": "FeatureCollection", **{name: members[name] for name in order}}
    staged = read(json.dumps(body), "x.geojson").staged
    assert staged.geometry.source_crs == "EPSG:3826"


def test_features_deeper_in_a_text_are_found_too(read):
    inner = {"name": "features", "list": [{"features": 3}], "features": [numbered(1, a="甲")]}
    assert read(json.dumps(inner), "x.geojson").staged.rows == 1
    bomb = '{"type":"FeatureCollection","features":[' + "[" * 100_000
    with pytest.raises(UnreadableFile):
        read(bomb, "x.geojson")
