"""Promises of the downloads: whole, in order, safe to open, made once."""

import csv
import io
import json
from datetime import datetime

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from idea.engines.catalog import api, downloads, xlsx
from idea.engines.catalog.errors import NotInThisFormat
from idea.engines.catalog.tests.factories import FOOD, STOPS, publish
from idea.engines.catalog.types import Download

pytestmark = pytest.mark.django_db


def table(path):
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))


def test_csv_has_a_mark_and_every_row_in_the_files_order(tmp_path):
    rows = table(api.download(publish(tmp_path).dataset.slug, Download.CSV))
    assert rows[0] == STOPS.splitlines()[0].split(",")
    assert [row[1] for row in rows[1:]] == [line.split(",")[1] for line in STOPS.splitlines()[1:]]


def test_csv_never_runs_in_a_spreadsheet(tmp_path):
    text = FOOD + '"=HYPERLINK(""http://x"")",x,9,\n"\tx",y,10,-5\n"-1+1",z,11,+886 2 2345\n'
    rows = table(api.download(publish(tmp_path, "food.csv", text).dataset.slug, Download.CSV))
    cells = [cell for row in rows for cell in row]
    for cell in cells:
        plain = cell.lstrip("+-").replace(".", "").isdigit()
        assert plain or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    assert "'=1+1" in cells
    assert "+886" in cells  # a plain number stays what it is


WIDE = "＝cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("cell", "given"),
    [
        ("=1+1", "'=1+1"),
        ("\n=1+1", "'\n=1+1"),
        (WIDE, f"'{WIDE}"),
        ("＋1", "'＋1"),
        ("－", "－"),
        ("-3.5", "-3.5"),
        ("+886", "+886"),
        ("車站", "車站"),
    ],
)
def test_what_runs_gets_an_apostrophe(cell, given):
    assert downloads.guarded(cell) == given


def test_wide_signs_are_guarded_alike_in_files_and_in_pages_of_rows(tmp_path, client):
    slug = publish(tmp_path, "wide.csv", f"name,note\na,x\nb,{WIDE}\n").dataset.slug
    assert table(api.download(slug, Download.CSV))[2] == ["b", f"'{WIDE}"]
    page = client.get(f"/api/v1/datasets/{slug}/rows", {"format": "csv"}).content.decode()
    assert f"b,'{WIDE}" in page


def test_json_is_a_list_of_records(tmp_path):
    records = json.loads(api.download(publish(tmp_path).dataset.slug, Download.JSON).read_text())
    assert records[0]["站名"] == "臺北車站"
    assert records[0]["啟用日期"] == "2024-01-05"
    assert len(records) == 5


def test_geojson_is_rfc_7946(tmp_path):
    slug = publish(tmp_path, text=STOPS + "6,無座標,臺北市,,,1,2024-01-01\n").dataset.slug
    body = json.loads(api.download(slug, Download.GEOJSON).read_text())
    assert body["type"] == "FeatureCollection"
    assert "crs" not in body
    first = body["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [121.517, 25.047]}
    assert first["properties"]["人數"] == 1200
    assert len(body["features"]) == 6
    assert body["features"][5]["geometry"] is None


def test_xlsx_opens_with_types_and_without_formulas(tmp_path):
    slug = publish(tmp_path).dataset.slug
    sheet = openpyxl.load_workbook(api.download(slug, Download.XLSX)).active
    rows = list(sheet.values)
    assert rows[0][1] == "站名"
    assert rows[1][:2] == (1, "臺北車站")
    assert rows[1][-1] == datetime(2024, 1, 5)  # noqa: DTZ001  as Excel has it
    assert len(rows) == 6
    food = publish(tmp_path, "food.csv", FOOD).dataset.slug
    cells = [
        c for row in openpyxl.load_workbook(api.download(food, Download.XLSX)).active for c in row
    ]
    assert {cell.data_type for cell in cells if cell.value == "=1+1"} == {"s"}


def test_parquet_is_the_snapshot_and_original_is_the_file(tmp_path):
    slug = publish(tmp_path).dataset.slug
    assert pq.read_metadata(api.download(slug, Download.PARQUET)).num_rows == 5
    assert api.download(slug, Download.ORIGINAL).read_text(encoding="utf-8") == STOPS


def test_a_download_is_made_once_and_again_when_it_was_swept(tmp_path):
    slug = publish(tmp_path).dataset.slug
    first = api.download(slug, Download.CSV)
    stamp = first.stat().st_ino
    assert api.download(slug, Download.CSV).stat().st_ino == stamp
    body = first.read_bytes()
    first.unlink()
    assert api.download(slug, Download.CSV).read_bytes() == body


def test_a_failed_making_leaves_nothing(tmp_path, monkeypatch):
    slug = publish(tmp_path).dataset.slug

    def break_off(version, out):
        out.write_text("half")
        raise OSError("disk full")

    monkeypatch.setitem(downloads.MAKERS, Download.CSV, break_off)
    with pytest.raises(OSError, match="disk full"):
        api.download(slug, Download.CSV)
    monkeypatch.undo()
    assert len(table(api.download(slug, Download.CSV))) == 6


def test_formats_that_cannot_be_are_refused_with_a_reason(tmp_path, monkeypatch):
    found = publish(tmp_path, "food.csv", FOOD).dataset
    assert Download.GEOJSON not in api.formats(found.current)
    with pytest.raises(NotInThisFormat):
        api.download(found.slug, Download.GEOJSON)
    monkeypatch.setattr(xlsx, "MOST_ROWS", 5)
    with pytest.raises(NotInThisFormat, match="5"):
        api.download(found.slug, Download.XLSX)


def test_xlsx_keeps_odd_values(tmp_path):
    path = tmp_path / "odd.xlsx"
    values = ["<&>\"'", "\x07bell", " spaces ", 10**20, 1.5, float("nan"), True, None, "=1+1"]
    xlsx.write(path, ["v"], ([value] for value in values))
    found = [row[0] for row in openpyxl.load_workbook(path).active.values]
    assert found[1:] == ["<&>\"'", "bell", " spaces ", str(10**20), 1.5, None, True, None, "=1+1"]


def test_shapes_are_given_as_text_in_csv_and_json(tmp_path):
    square = {
        "type": "Polygon",
        "coordinates": [[[121, 25], [121.1, 25], [121.1, 25.1], [121, 25]]],
    }
    feature = {"type": "Feature", "properties": {"name": "甲區"}, "geometry": square}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    slug = publish(tmp_path, "areas.geojson", text).dataset.slug
    header, row = table(api.download(slug, Download.CSV))
    assert row[header.index("wkt")].startswith("POLYGON")
    records = json.loads(api.download(slug, Download.JSON).read_text())
    assert records[0]["geometry"]["type"] == "Polygon"


def test_the_csv_can_be_read_back_by_duckdb(tmp_path):
    path = api.download(publish(tmp_path).dataset.slug, Download.CSV)
    assert duckdb.read_csv(str(path)).aggregate("sum(人數)").fetchone() == (2980,)
