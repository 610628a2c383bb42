"""Real files of Taiwan's open data: what we read is what Python's own csv and json find there."""

import csv
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from idea.engines.sources.tests.factories import ods_bytes, read_file, xlsx_bytes
from idea.engines.sources.types import ColumnType, Format, Role

pytestmark = pytest.mark.data

# file, rows, rows with a place (None: no geometry)
TABLES = [
    ("facilities/shelters.csv", 4999, 4999),
    ("facilities/pharmacies-masks-20200303.csv", 6588, None),
    ("facilities/air-raid-shelters-chiayi-city.csv", 2622, 2622),
    ("facilities/air-raid-shelters-penghu.csv", 447, 446),
    ("environment/aqi-hourly-20260706-20260710.csv", 9408, None),
    ("environment/aqi-stations.csv", 84, 84),
    ("environment/taipower-daily-supply-2017.csv", 365, None),
    ("environment/rain-stations-20220310.csv", 1037, 1037),
    ("hazards/earthquakes-2014-2021.csv", 4551, 4551),
    ("hazards/flood-disaster-points.csv", 5491, 5487),
    ("hazards/flood-sensors.csv", 1832, 1832),
    ("hazards/flood-reports-2025-07.csv", 2458, 2400),
    ("gazetteer/roads-114.csv", 26582, 26582),
    ("gazetteer/village-points.csv", 7711, 7711),
    ("gazetteer/roads-zh-en.csv", 35620, None),
    ("budget/central-government-budget-2016.csv", 1217, None),
    ("participation/vtaiwan-uberx-votes.csv", 49997, None),
    ("land/real-price-taipei.csv", 3000, None),
    ("land/land-change-points-chiayi-penghu-2016.csv", 55, 55),
    ("roadworks/tainan-excavation-permits-2013.csv", 4000, None),
    ("prices/produce-wholesale-prices.csv", 26559, None),
    ("food/border-failures-2007-2013.csv", 1762, None),
    ("connectivity/itaiwan-hotspots.csv", 9110, 9110),
    ("statistics/village-population-2021-03.csv", 7761, None),
    ("statistics/town-population-age-sex-2015-11.csv", 390, None),
    ("transport/tra-stations-2014.csv", 225, 225),
    ("transport/fatal-traffic-accidents-2025.csv", 3918, 3918),
    ("health/tainan-spraying-201509.csv", 232, 232),
    ("boundaries/counties.geojson", 22, 22),
    ("boundaries/towns.geojson", 368, 368),
    ("hazards/typhoon-tracks-2009-2020.geojson", 2472, 2460),
    ("land/real-price-points-taipei-2012.geojson", 922, 922),
    ("roadworks/taipei-road-works.geojson", 1450, 1450),
    ("culture/tainan-old-city-wall.json", 185, 185),
    ("culture/kaohsiung-attractions.json", 56, 56),
    ("environment/rain-O-A0002-001-raw-sample.json", 25, 25),
    ("environment/aqi-api-snapshot-open852134.json", 76, 76),
    ("transport/thsr-stations.json", 12, 12),
    ("transport/tra-stations.json", 245, 245),
    ("transport/taipei-metro-shapes.json", 5, 5),
    ("facilities/tainan-temporary-water-stations-20160208.kml", 75, 75),
]


# Rows set aside because one cell in hundreds is no number ("地下1層" among numbers of floors).
ASIDE = {"facilities/air-raid-shelters-penghu.csv": 1, "hazards/flood-reports-2025-07.csv": 2}


def python_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize(("name", "rows", "places"), TABLES, ids=[t[0] for t in TABLES])
def test_rows_and_places(shared_data, tmp_path, name, rows, places):
    path = shared_data(f"tw/{name}")
    result = read_file(path, tmp_path)
    aside = ASIDE.get(name, 0)
    assert result.staged.rows == rows - aside
    assert result.staged.rejected == aside == result.codes().count("value-unreadable")
    assert (result.staged.geometry.count if result.staged.geometry else None) == places
    if name.endswith(".csv"):
        found = list(python_rows(path))
        assert rows == len(found)
        left_out = {i.row for i in result.staged.issues if i.code == "value-unreadable"}
        found = [row for number, row in enumerate(found, 2) if number not in left_out]
        for column in result.staged.columns:
            texts = [row.get(column.title) or None for row in found]
            values = result.values(column.name)
            if column.type is ColumnType.STRING:
                assert values == texts
            elif column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
                plain = [t for t in texts if t and t.strip().replace(".", "").lstrip("-").isdigit()]
                known = set(plain)
                numbers = [v for v, t in zip(values, texts, strict=True) if t in known]
                assert numbers == [float(t) for t in plain]


def test_places_of_a_csv_are_its_own_numbers(shared_data, tmp_path):
    path = shared_data("tw/transport/fatal-traffic-accidents-2025.csv")
    result = read_file(path, tmp_path)
    for number, row in enumerate(python_rows(path), 2):
        assert result.place(number) == (float(row["lon"]), float(row["lat"]))
    assert result.values("date")[0] == dt.date(2025, 1, 1)
    assert "coordinates-far" in result.codes()  # some cells hold 111 for 121


def test_flood_points_in_twd97_fall_on_taiwan(shared_data, tmp_path):
    import pyproj

    path = shared_data("tw/hazards/flood-disaster-points.csv")
    result = read_file(path, tmp_path)
    move = pyproj.Transformer.from_crs("EPSG:3826", "EPSG:4326", always_xy=True)
    assert result.staged.geometry.source_crs == "EPSG:3826"
    assert result.column["X_97"].role is Role.EASTING
    lost = []
    for number, row in enumerate(python_rows(path), 2):
        x, y = float(row["X_97"]), float(row["Y_97"])
        if x == y == 0:
            lost.append(number)
            assert result.place(number) is None
        else:
            assert result.place(number) == pytest.approx(move.transform(x, y), abs=1e-7)
    assert [issue.row for issue in result.staged.issues if issue.code == "coordinates-zero"] == lost


def test_the_messy_header_of_the_food_file(shared_data, tmp_path):
    result = read_file(shared_data("tw/food/food-self-sufficiency.csv"), tmp_path)
    with shared_data("tw/food/food-self-sufficiency.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        lines = list(csv.reader(file))
    data = [n for n, line in enumerate(lines, 1) if n > 4 and any(line)]
    assert list(result.rows) == data
    year_73 = next(row for row in result.rows.values() if row[2] == "73")
    assert 90.0 in year_73
    assert 119.3 in year_73
    assert len(result.names) == len(lines[2])


def test_geojson_shapes_are_unchanged(shared_data, tmp_path):
    import shapely

    path = shared_data("tw/boundaries/towns.geojson")
    result = read_file(path, tmp_path)
    features = json.loads(path.read_text())["features"]
    assert result.values("TOWNCODE") == [f["properties"]["TOWNCODE"] for f in features]
    for feature, row in zip(features, result.rows.values(), strict=True):
        shape = shapely.from_wkt(row[-1])
        assert shape.equals_exact(shapely.geometry.shape(feature["geometry"]), 1e-12)


@pytest.mark.parametrize("form", ["big5", "xlsx", "ods", "parquet", "utf-16"])
def test_one_table_in_many_forms(shared_data, tmp_path, form):
    rows = list(
        csv.reader(shared_data("tw/health/tainan-spraying-201509.csv").open(encoding="utf-8"))
    )
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    path = tmp_path / "data"
    if form in ("big5", "utf-16"):
        path.write_bytes(text.encode("cp950" if form == "big5" else form))
    elif form == "xlsx":
        path.write_bytes(xlsx_bytes(rows))
    elif form == "ods":
        path.write_bytes(ods_bytes(rows))
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = list(zip(*rows[1:], strict=True))
        pq.write_table(pa.table(dict(zip(rows[0], columns, strict=True))), path)
    result = read_file(path, tmp_path / "work")
    offset = 1 if form == "parquet" else 2
    assert list(result.rows) == list(range(offset, 232 + offset))
    assert result.values("集合地點") == [row[7] for row in rows[1:]]
    if form != "parquet":  # its texts were declared to be texts
        assert result.column["集合時間"].type is ColumnType.TIME
        assert result.place(2) == (float(rows[1][9]), float(rows[1][8]))


@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile"])
def test_layers_made_from_real_boundaries(shared_data, tmp_path, driver):
    import pyogrio

    from idea.engines.sources.tests.factories import zip_bytes

    meta, _fids, shapes, fields = pyogrio.raw.read(shared_data("tw/boundaries/counties.geojson"))
    suffix = ".gpkg" if driver == "GPKG" else ".shp"
    options = {"encoding": "BIG5"} if suffix == ".shp" else {}
    pyogrio.raw.write(
        tmp_path / f"c{suffix}", shapes, fields, meta["fields"], geometry_type="MultiPolygon",
        crs="EPSG:4326", driver=driver, promote_to_multi=True, **options,
    )  # fmt: skip
    path = tmp_path / f"c{suffix}"
    if suffix == ".shp":
        path = tmp_path / "c.zip"
        path.write_bytes(zip_bytes({p.name: p.read_bytes() for p in tmp_path.glob("c.*")}))
    result = read_file(path, tmp_path / "work")
    assert result.staged.format is (Format.GEOPACKAGE if suffix == ".gpkg" else Format.SHAPEFILE)
    assert result.staged.geometry.count == 22
    assert result.staged.geometry.kind == "MultiPolygon"
    assert result.column["COUNTYNAME"].role is Role.COUNTY
    assert "連江縣" in result.values("COUNTYNAME")
