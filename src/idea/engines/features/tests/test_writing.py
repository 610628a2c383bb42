"""The file is valid GeoParquet that an independent reader reads, sorted so that boxes prune."""
# ruff: noqa: S608  the tests' own SQL

import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from idea.engines.features.api import write
from idea.engines.features.errors import NoGeometry
from idea.engines.features.tests.factories import points, staged
from idea.engines.sources import api as sources
from idea.kernel import duck

POLYGONS = (
    "SELECT i AS _row, 'a' || i AS name, ST_Buffer(ST_Point(120 + (i % 50) / 25.0, "
    "22 + (i // 50) / 20.0), 0.01) AS geometry FROM range(3000) t(i)"
)


def geo(path):
    return json.loads(pq.read_metadata(path).metadata[b"geo"])


@pytest.mark.parametrize("made_from", ["", "lon, lat"])
def test_points_keep_every_row_and_say_what_they_are(tmp_path, made_from):
    select = points(5000)
    if made_from:
        select = select.replace("i % 100 <> 0", "true")
    table = staged(tmp_path, select, made_from=made_from)
    layer = write(table, out=tmp_path / "out.parquet")
    assert (layer.kind, layer.rows, layer.count) == ("Point", 5000, 5000 if made_from else 4950)
    meta = geo(tmp_path / "out.parquet")
    assert meta["version"] == "1.1.0"
    assert meta["primary_column"] == "geometry"
    column = meta["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == ["Point"]
    assert "crs" not in column  # absent means OGC:CRS84
    read = pq.read_table(tmp_path / "out.parquet")
    assert sorted(read["_row"].to_pylist()) == list(range(5000))
    places = shapely.from_wkb([p for p in read["geometry"].to_pylist() if p])
    assert len(places) == layer.count
    assert np.allclose(shapely.total_bounds(places), column["bbox"])
    assert layer.bbox == tuple(column["bbox"])


def test_the_column_has_parquets_own_geometry_type(tmp_path):
    write(staged(tmp_path, points(100)), out=tmp_path / "out.parquet")
    schema = pq.ParquetFile(tmp_path / "out.parquet").schema
    kinds = {schema.column(i).name: str(schema.column(i).logical_type) for i in range(len(schema))}
    assert kinds["geometry"].startswith("Geometry")


def test_polygons_get_a_covering_that_covers(tmp_path):
    write(staged(tmp_path, POLYGONS), out=tmp_path / "out.parquet")
    covering = geo(tmp_path / "out.parquet")["columns"]["geometry"]["covering"]["bbox"]
    assert covering == {side: ["_bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}
    read = pq.read_table(tmp_path / "out.parquet").to_pylist()
    for row in read[::97]:
        box = row["_bbox"]
        bounds = shapely.from_wkb(row["geometry"]).bounds
        assert np.allclose(bounds, [box["xmin"], box["ymin"], box["xmax"], box["ymax"]])


def test_row_groups_are_small_in_space(tmp_path):
    """A tenth of a degree meets few groups: the sort is what makes boxes fast."""
    write(staged(tmp_path, points(200_000)), out=tmp_path / "out.parquet")
    with duck.connect() as connection:
        groups = connection.execute(
            "SELECT geo_bbox.xmax - geo_bbox.xmin, geo_bbox.ymax - geo_bbox.ymin "
            f"FROM parquet_metadata('{tmp_path}/out.parquet') WHERE path_in_schema = 'geometry'"
        ).fetchall()
    assert len(groups) == 10
    assert sum(width * height for width, height in groups) < 1.5 * 2 * 3


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT EMPTY",
        "POLYGON EMPTY",
        "GEOMETRYCOLLECTION EMPTY",
        "POLYGON((120 23, 121 24, 121 23, 120 24, 120 23))",  # crosses itself
        "POINT Z (120 23 5)",
        "LINESTRING(120 23, 120 23)",
    ],
)
def test_odd_geometry_does_no_harm(tmp_path, wkt):
    select = (
        f"SELECT * FROM (VALUES (1, '{wkt}'::GEOMETRY), (2, NULL), "
        "(3, 'POINT(121 25)'::GEOMETRY)) t(_row, geometry)"
    )
    layer = write(staged(tmp_path, select), out=tmp_path / "out.parquet")
    assert layer.rows == 3
    assert pq.read_metadata(tmp_path / "out.parquet").num_rows == 3


def test_one_place_alone(tmp_path):
    select = "SELECT 1 AS _row, ST_Point(121.5, 25.0) AS geometry"
    layer = write(staged(tmp_path, select), out=tmp_path / "out.parquet")
    assert layer.bbox == (121.5, 25.0, 121.5, 25.0)


def test_a_table_without_places_is_refused(tmp_path):
    with pytest.raises(NoGeometry):
        write(staged(tmp_path, "SELECT 1 AS _row, NULL::GEOMETRY AS geometry"), out=tmp_path / "o")
    assert not (tmp_path / "o").exists()


def test_quotes_in_names_and_paths(tmp_path):
    folder = tmp_path / 'o\'clock "x"'
    folder.mkdir()
    select = 'SELECT 1 AS _row, 2 AS "a\'b""c", ST_Point(121, 25) AS geometry'
    write(staged(folder, select), out=folder / "out.parquet")
    assert pq.read_table(folder / "out.parquet").column_names == ["_row", "a'b\"c", "geometry"]


def test_progress_ends_at_all_rows(tmp_path):
    told = []
    table = staged(tmp_path, points(100))
    write(
        table,
        out=tmp_path / "o.parquet",
        progress=lambda done, total=None, _m="": told.append((done, total)),
    )
    assert told[0] == (0, 100)
    assert told[-1] == (100, 100)


def test_rows_in_memory_are_written_as_rows_on_disk_are(tmp_path):
    lines = [
        f"名{n % 9},{n},{n / 8},2024-01-{n % 28 + 1:02d},{120 + (n * 37 % 100) / 50},{22 + (n * 91 % 150) / 50}"
        for n in range(60_000)
    ]
    lines[7] = "無地點,7,,2024-01-08,,"
    lines[9] = "零,9,1.5,2024-01-08,0,0"
    source = tmp_path / "f.csv"
    source.write_text("\n".join(["name,count,size,day,lon,lat", *lines]), encoding="utf-8")
    table = sources.read(source, filename="f.csv", workdir=tmp_path / "work")
    assert table.table is not None
    layer = write(table, out=tmp_path / "memory.parquet")
    assert layer == write(replace(table, table=None), out=tmp_path / "disk.parquet")
    memory, disk = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("memory", "disk"))
    assert memory.sort_by("_row").to_pylist() == disk.sort_by("_row").to_pylist()
    assert memory.column_names == disk.column_names
    assert geo(tmp_path / "memory.parquet") == geo(tmp_path / "disk.parquet")
    kinds = [
        duck.connect().execute(f"DESCRIBE SELECT * FROM '{tmp_path}/{name}.parquet'").fetchall()
        for name in ("memory", "disk")
    ]
    assert kinds[0] == kinds[1]
    boxes = duck.connect().execute(
        "SELECT geo_bbox.xmax - geo_bbox.xmin, geo_bbox.ymax - geo_bbox.ymin FROM "
        f"parquet_metadata('{tmp_path}/memory.parquet') WHERE path_in_schema = 'geometry'"
    )
    assert sum(width * height for width, height in boxes.fetchall()) < 1.5 * 2 * 3


def test_exchanged_coordinates_in_memory_are_left_to_the_other_way(tmp_path):
    source = tmp_path / "f.csv"
    rows = [f"a,{121 + n / 1000},25" for n in range(50)] + ["b,25,121.5"]
    source.write_text("\n".join(["name,lon,lat", *rows]), encoding="utf-8")
    table = sources.read(source, filename="f.csv", workdir=tmp_path / "work")
    assert write(table, out=tmp_path / "out.parquet").count == 51
    shapes = pq.read_table(tmp_path / "out.parquet").sort_by("_row")["geometry"].to_pylist()
    assert shapely.from_wkb(shapes[-1]).x == 121.5
