"""Workbooks, map layers and Parquet, each written by another library than reads it."""
# ruff: noqa: DTZ001  staged times are the clock of Taiwan, without a zone

import datetime as dt
import warnings
import zipfile

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from idea.engines.sources import api
from idea.engines.sources.errors import EmptyFile, UnreadableFile
from idea.engines.sources.tests.factories import (
    ods_bytes,
    read_file,
    xlsx_bytes,
    zip_bytes,
)
from idea.engines.sources.types import ColumnType, Format
from idea.kernel import duck
from idea.kernel.geometry import to_crs84


def test_xlsx(read):
    rows = [
        ["民國115年設施", None, None, None, None],
        ["編號", "日期", "數值", "代碼", "經度", "緯度"],
        [1, dt.date(2026, 1, 2), 1.5, "0900", 121.5, 25.03],
        [None, None, None, None, None],
        [2, dt.date(2026, 1, 3), 3, "0901", 120.2, 22.99],
    ]
    result = read(xlsx_bytes(rows), "data.xlsx")
    assert result.staged.format is Format.XLSX
    assert list(result.rows) == [3, 5]
    assert result.rows[3][:4] == (1, dt.date(2026, 1, 2), 1.5, "0900")
    assert result.place(5) == (120.2, 22.99)


def test_ods(read):
    result = read(ods_bytes([["名稱", "數"], ["甲", 1], ["乙", 2.5]]), "data.ods")
    assert result.staged.format is Format.ODS
    assert result.rows == {2: ("甲", 1.0), 3: ("乙", 2.5)}


def test_an_empty_column_of_a_workbook_writes_nothing_to_the_terminal(read, capfd):
    read(ods_bytes([["名稱", "備註"], ["甲", ""], ["乙", ""]]), "data.ods")
    assert capfd.readouterr() == ("", "")


def test_numbers_of_a_workbook_keep_their_digits(read):
    numbers = [121.123456789012, 0.1, 1e-9, 12345678.875]
    result = read(xlsx_bytes([["n", "x"], *([n, "t"] for n in numbers)]), "x.xlsx")
    assert result.values("n") == numbers


def test_the_sheet_that_is_asked_for(read):
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "說明"
    other = book.create_sheet("資料")
    for row in (["a"], [1], [2]):
        other.append(row)
    third = book.create_sheet("別的")
    for row in (["b"], [3], [4]):
        third.append(row)
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), "x.xlsx").values("a") == [1, 2]  # the first sheet is empty
    assert read(out.getvalue(), "x.xlsx", sheet="別的").values("b") == [3, 4]
    with pytest.raises(UnreadableFile, match="資料"):
        read(out.getvalue(), "x.xlsx", sheet="沒有")


def test_a_sheet_or_a_layer_that_is_none_is_refused_with_those_that_there_are(read, tmp_path):
    book = xlsx_bytes([["a", "b"], [1, 2], [3, 4]])
    write_layer(tmp_path / "x.gpkg", "GPKG", layer="路燈")
    for hints in ({"sheet": "沒有"}, {"layer": "沒有"}):
        for content, name, there in (
            (book, "x.xlsx", "資料"),
            ((tmp_path / "x.gpkg").read_bytes(), "x.gpkg", "路燈"),
        ):
            with pytest.raises(UnreadableFile) as refused:
                read(content, name, **hints)
            assert "沒有" in refused.value.detail
            assert there in refused.value.detail
            assert refused.value.remedy


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("a,b\n1,2\n", "x.csv"),
        ('[{"a": 1}]', "x.json"),
        ('{"a": 1}\n{"a": 2}\n', "x.jsonl"),
        ('{"type": "FeatureCollection", "features": []}', "x.geojson"),
    ],
)
@pytest.mark.parametrize("hint", ["sheet", "layer"])
def test_a_file_of_one_table_has_no_sheets_or_layers(read, content, name, hint):
    with pytest.raises(UnreadableFile, match="工作表1"):
        read(content, name, **{hint: "工作表1"})


def test_the_shapefile_of_a_zip_that_is_asked_for(tmp_path):
    for name in ("燈", "樹"):
        (tmp_path / name).mkdir()
        write_layer(tmp_path / name / f"{name}.shp", "ESRI Shapefile", encoding="UTF-8")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for path in sorted(tmp_path.glob("*/*")):
            archive.write(path, path.name)
    result = read_file(tmp_path / "x.zip", tmp_path / "work", layer="樹")
    assert result.values("name") == ["甲", "乙"]
    with pytest.raises(UnreadableFile, match="沒有") as refused:
        read_file(tmp_path / "x.zip", tmp_path / "work", layer="沒有")
    assert "樹、燈" in refused.value.detail or "燈、樹" in refused.value.detail


@pytest.mark.parametrize("rows", [[], [["a", "b"]]])
def test_a_workbook_without_rows(read, rows):
    with pytest.raises(EmptyFile):
        read(xlsx_bytes(rows), "x.xlsx")


POINTS = [(302000.5, 2770000.25), (168000.0, 2543000.0)]


def write_layer(path, driver, crs="EPSG:3826", **options):
    geometry = shapely.to_wkb([shapely.Point(p) for p in POINTS])
    pyogrio.raw.write(
        path, geometry, [np.array(v) for v in (["甲", "乙"], [1, 2], ["104/7/27", "104/7/28"])],
        ["name", "n", "day"], geometry_type="Point", crs=crs, driver=driver, **options,
    )  # fmt: skip


@pytest.fixture
def expected():
    lon, lat = to_crs84(*zip(*POINTS, strict=True), "EPSG:3826")
    return list(zip(lon, lat, strict=True))


def check(result, expected):
    assert result.staged.geometry.source_crs == "EPSG:3826"
    assert [result.place(row) for row in result.rows] == [
        pytest.approx(e, abs=1e-9) for e in expected
    ]
    assert result.values("name") == ["甲", "乙"]
    assert result.values("day") == [dt.date(2015, 7, 27), dt.date(2015, 7, 28)]


def test_geopackage(tmp_path, expected):
    write_layer(tmp_path / "x.gpkg", "GPKG")
    result = read_file(tmp_path / "x.gpkg", tmp_path / "work")
    assert result.staged.format is Format.GEOPACKAGE
    check(result, expected)


def test_a_geopackage_is_read_under_any_name_without_a_word_from_gdal(tmp_path, expected):
    write_layer(tmp_path / "x.gpkg", "GPKG")
    kept = (tmp_path / "x.gpkg").rename(tmp_path / "2cf24dba5fb0a30e")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = read_file(kept, tmp_path / "work")
    check(result, expected)


@pytest.mark.parametrize("encoding", ["UTF-8", "BIG5"])
@pytest.mark.parametrize("declared", [True, False])
def test_shapefile_in_a_zip(tmp_path, read, expected, encoding, declared):
    write_layer(tmp_path / "層.shp", "ESRI Shapefile", encoding=encoding)
    files = {f"資料夾/{p.name}": p.read_bytes() for p in tmp_path.glob("層.*")}
    if not declared:
        files = {
            name: content for name, content in files.items() if not name.endswith((".cpg", ".prj"))
        }
    result = read(zip_bytes(files), "layer.zip")
    assert result.staged.format is Format.SHAPEFILE
    check(result, expected)


def test_a_shapefile_without_its_table_is_refused(tmp_path, read):
    write_layer(tmp_path / "a.shp", "ESRI Shapefile")
    with pytest.raises(UnreadableFile, match="shx"):
        read(zip_bytes({"a.shp": (tmp_path / "a.shp").read_bytes()}), "a.zip")


def test_kml(read):
    text = (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        "<Placemark><name>甲</name><Point><coordinates>121.5,25,0</coordinates></Point></Placemark>"
        "</Document></kml>"
    )
    assert read(text, "x.kml").place(1) == (121.5, 25.0)
    assert read(zip_bytes({"doc.kml": text.encode()}), "x.kmz").staged.format is Format.KML


def test_parquet_keeps_its_types(tmp_path):
    table = pa.table(
        {
            "code": ["0900", "1"],
            "n": pa.array([1, 2], pa.int32()),
            "d": pa.array([dt.date(2026, 1, 1)] * 2),
            "t": pa.array([dt.datetime(2026, 1, 1, tzinfo=dt.UTC)] * 2, pa.timestamp("us", "UTC")),
            "list": [[1, 2], []],
            "lon": [121.5, 120.2],
            "lat": [25.0, 22.9],
        }
    )
    pq.write_table(table, tmp_path / "x.parquet")
    result = read_file(tmp_path / "x.parquet", tmp_path / "work")
    assert result.staged.format is Format.PARQUET
    assert [c.type for c in result.staged.columns][:5] == [
        ColumnType.STRING, ColumnType.INTEGER, ColumnType.DATE, ColumnType.DATETIME, ColumnType.STRING,
    ]  # fmt: skip
    assert result.rows[1][:5] == (
        "0900",
        1,
        dt.date(2026, 1, 1),
        dt.datetime(2026, 1, 1, 8),
        "[1,2]",
    )
    assert result.place(2) == (120.2, 22.9)


@pytest.mark.parametrize("crs", ["EPSG:3826", "OGC:CRS84"])
def test_geoparquet(tmp_path, expected, crs):
    import json

    import pyproj

    points = POINTS if crs == "EPSG:3826" else expected
    geo = {
        "version": "1.1.0",
        "primary_column": "geom",
        "columns": {"geom": {"encoding": "WKB", "geometry_types": ["Point"]}},
    }
    if crs == "EPSG:3826":
        geo["columns"]["geom"]["crs"] = pyproj.CRS(crs).to_json_dict()
    table = pa.table({"a": [1, 2], "geom": shapely.to_wkb([shapely.Point(p) for p in points])})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), tmp_path / "x.parquet")
    result = read_file(tmp_path / "x.parquet", tmp_path / "work")
    assert result.staged.format is Format.GEOPARQUET
    assert result.names == ["a"]
    assert [result.place(row) for row in result.rows] == [
        pytest.approx(e, abs=1e-9) for e in expected
    ]


def test_geoparquet_as_duckdb_writes_it(tmp_path):
    connection = duck.connect()
    connection.execute(
        "COPY (SELECT '甲' AS name, ST_Point(121.5, 25.0) AS place) TO "
        f"{duck.literal(str(tmp_path / 'x.parquet'))} (FORMAT parquet)"
    )
    result = read_file(tmp_path / "x.parquet", tmp_path / "work")
    assert result.staged.format is Format.GEOPARQUET
    assert result.rows == {1: ("甲", "POINT (121.5 25)")}


def test_inspect_looks_without_keeping(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("名稱,經度,緯度\n" + "甲,121.5,25.0\n" * 100)
    seen = api.inspect(path, filename="x.csv")
    assert seen.format is Format.CSV
    assert seen.complete
    assert seen.rows[0] == (2, "甲", 121.5, 25.0)
    assert len(seen.rows) == 50
    path.write_text("名稱,經度,緯度\n" + "甲,121.5,25.0\n" * 700_000)
    assert not api.inspect(path, filename="x.csv").complete


@pytest.mark.parametrize("name", ["bare.gpkg", "bare.geojson"])
def test_shapes_without_a_word_get_a_number(tmp_path, name):
    shapes = np.array([shapely.Point(121.5, 25.0), shapely.Point(120.2, 23.0)], dtype=object)
    driver = "GPKG" if name.endswith("gpkg") else "GeoJSON"
    pyogrio.raw.write(
        tmp_path / name,
        geometry=shapely.to_wkb(shapes),
        field_data=[],
        fields=[],
        geometry_type="Point",
        crs="EPSG:4326",
        driver=driver,
    )
    result = read_file(tmp_path / name, tmp_path / "work")
    assert [column.title for column in result.staged.columns] == ["id"]
    assert [row[0] for _number, row in sorted(result.rows.items())] == [1, 2]
    assert result.place(2) == (120.2, 23.0)
