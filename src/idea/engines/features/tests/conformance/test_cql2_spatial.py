"""CQL2 (21-065r2), Basic Spatial Functions, with additional literals, and Spatial Functions.

The judge is shapely, one geometry by one, with no boxes before it.
"""

import json

import pytest
import shapely
from pyproj import Transformer

from idea.engines.features import store
from idea.engines.features.tests.conformance.asking import every_id, items, refused
from idea.engines.features.tests.conformance.layers import AREAS, POINTS
from idea.engines.features.tests.factories import collection

pytestmark = pytest.mark.django_db
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
LITERALS = {
    "point": "POINT(121 23)",
    "point inside": "POINT(121.5 23.2)",
    "line": "LINESTRING(120.2 22.2, 122.7 24.1)",
    "edge": "LINESTRING(121 22, 121 24)",
    "square": "POLYGON((121 23, 122 23, 122 24, 121 24, 121 23))",
    "large": "POLYGON((119 21, 123 21, 123 24.5, 119 24.5, 119 21))",
    "ring": "POLYGON((119 21, 125 21, 125 27, 119 27, 119 21), (120.1 22.1, 122.9 22.1, 122.9 24.9, 120.1 24.9, 120.1 22.1))",
    "points": "MULTIPOINT((121.5 23.5), (140 10))",
    "lines": "MULTILINESTRING((120 22, 120.4 22.4), (123 23, 124 24))",
    "squares": "MULTIPOLYGON(((120 22, 121 22, 121 23, 120 23, 120 22)), ((123 25, 124 25, 124 26, 123 26, 123 25)))",
    "far": "POLYGON((0 0, 1 0, 1 1, 0 0))",
}
FUNCTIONS = [
    "intersects",
    "contains",
    "crosses",
    "disjoint",
    "equals",
    "overlaps",
    "touches",
    "within",
]


@pytest.fixture(scope="module")
def shapes():
    """The areas' geometries, drawn here once more."""
    squares = {
        i: shapely.box(120 + i % 4, 22 + i // 4, 121 + i % 4, 23 + i // 4) for i in range(16)
    }
    return squares | {16: shapely.Polygon([(120.5, 22.5), (122.5, 22.5), (121.5, 24.5)])}


@pytest.fixture
def areas(tmp_path):
    return collection(tmp_path, AREAS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_agrees_with_shapely_for_every_kind_of_literal(client, areas, shapes, function):
    judge = getattr(shapely, function)
    found_any = False
    for name, wkt in LITERALS.items():
        literal = shapely.from_wkt(wkt)
        expected = [i for i, shape in shapes.items() if judge(shape, literal)]
        asked = f"S_{function.upper()}(geometry, {wkt})"
        assert sorted(every_id(client, filter=asked, limit=20)) == expected, name
        others = [i for i in shapes if i not in expected]
        assert sorted(every_id(client, filter=f"NOT {asked}", limit=20)) == others, name
        turned = [i for i, shape in shapes.items() if judge(literal, shape)]
        asked = f"S_{function.upper()}({wkt}, geometry)"
        assert sorted(every_id(client, filter=asked, limit=20)) == turned, name
        encoded = {
            "op": f"s_{function}",
            "args": [{"property": "geometry"}, shapely.geometry.mapping(literal)],
        }
        asked = json.dumps(encoded)
        found = every_id(client, filter=asked, filter_lang="cql2-json", limit=20)
        assert sorted(found) == expected, name
        found_any |= bool(expected)
    assert found_any


def test_a_box_is_what_the_parameter_bbox_is(client, areas):
    for box in ("121.2,23.2,121.8,23.8", "121,23,121,23", "121,22,121,26", "-180,-90,180,90"):
        found = every_id(client, filter=f"S_INTERSECTS(geometry, BBOX({box}))", limit=20)
        assert found == every_id(client, bbox=box, limit=20) != []


def test_a_box_across_the_antimeridian(client, tmp_path):
    collection(
        tmp_path,
        "SELECT i AS _row, ST_Point(x, 10) AS geometry FROM (VALUES (1, 179.5), (2, -179.5), (3, 0.0)) t(i, x)",
    )
    asked = "S_INTERSECTS(geometry, BBOX(170, 0, -170, 20))"
    assert sorted(every_id(client, filter=asked)) == [1, 2]
    assert every_id(client, filter=f"NOT {asked}") == [3]


def test_a_feature_without_a_place_is_neither_in_nor_out(client, areas):
    for asked in (
        "S_INTERSECTS(geometry, {})",
        "NOT S_INTERSECTS(geometry, {})",
        "S_DISJOINT(geometry, {})",
        "NOT S_DISJOINT(geometry, {})",
    ):
        for wkt in LITERALS.values():
            assert 17 not in every_id(client, filter=asked.format(wkt), limit=20)
    assert every_id(client, filter="geometry IS NULL") == [17]


@pytest.mark.parametrize("code", ["4326", "3857", "3826"])
def test_geometries_of_a_filter_are_in_its_own_system(client, areas, code):
    there = Transformer.from_crs("OGC:CRS84", f"EPSG:{code}")
    square = [(121.2, 23.2), (121.8, 23.2), (121.8, 23.8), (121.2, 23.8), (121.2, 23.2)]
    ring = ", ".join("{} {}".format(*there.transform(*corner)) for corner in square)
    asked = f"S_INTERSECTS(geometry, POLYGON(({ring})))"
    found = every_id(client, filter=asked, filter_crs=EPSG + code, limit=20)
    assert sorted(found) == [5, 16]
    low, high = there.transform(*square[0]), there.transform(*square[2])
    asked = f"S_INTERSECTS(geometry, BBOX({low[0]}, {low[1]}, {high[0]}, {high[1]}))"
    assert sorted(every_id(client, filter=asked, filter_crs=EPSG + code, limit=20)) == [5, 16]


def test_groups_of_rows_that_lie_elsewhere_are_not_read(tmp_path):
    """A filter must be told to the file as a box: else every row's shape is looked at."""
    from idea.engines.features.cql2 import text
    from idea.engines.features.cql2.sql import condition

    many = POINTS.replace("range(500)", "range(100000)")
    layer = collection(tmp_path, many)
    where = condition(
        text.parse("S_WITHIN(geometry, POLYGON((120 22, 120.1 22, 120.1 22.1, 120 22)))"), {}
    )
    with store.reader() as cursor:
        sql = f"EXPLAIN ANALYZE SELECT count(*) FROM {store.table(layer)} WHERE {where.sql}"  # noqa: S608
        plan = cursor.execute(sql, list(where.values)).fetchall()[0][1]
    read = [
        int(word.replace(",", ""))
        for word in plan.replace("│", " ").split()
        if word.replace(",", "").isdigit()
    ]
    assert max(read) < 30_000, plan  # one or two groups of 20,480, of 100,000 rows


@pytest.mark.parametrize(
    "text",
    [
        "S_INTERSECTS(geometry, POINT(500 0))", "S_INTERSECTS(geometry, POINT(0 91))", "S_INTERSECTS(geometry, POINT(nan 1))",
        "S_INTERSECTS(geometry, POINT(inf 1))", "S_INTERSECTS(geometry, POINT(1e999 1))", "S_INTERSECTS(geometry, POINT EMPTY)",
        "S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))",
        "S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1)))", "S_INTERSECTS(geometry, POINT(1))", "S_INTERSECTS(geometry)",
        "S_INTERSECTS(geometry, geometry, geometry)", "S_INTERSECTS(name, POINT(1 2))", "S_INTERSECTS(geometry, 'POINT(1 2)')",
        "S_INTERSECTS(geometry, 7)", "S_INTERSECTS(geometry, BBOX(1, 2, 3))", "S_INTERSECTS(geometry, BBOX(1, 9, 3, 4))",
        "S_INTERSECTS(geometry, BBOX(200, 2, 210, 4))", "S_INTERSECTS(geometry, BBOX(1, 2, 1e999, 4))",
        "S_DWITHIN(geometry, POINT(1 2), 5)", "S_INTERSECTS(geometry, POINT(1 2)) = TRUE", "POINT(1 2) = POINT(1 2)",
        "S_INTERSECTS(geometry, CIRCULARSTRING(0 0, 1 1, 2 0))",
    ],
)  # fmt: skip
def test_what_is_no_place_is_refused(client, areas, text):
    refused(client, filter=text)


def test_a_crossed_shape_in_the_data_breaks_nothing(client, tmp_path):
    bow = "ST_GeomFromText('POLYGON((120 22, 122 24, 122 22, 120 24, 120 22))')"
    collection(tmp_path, f"SELECT 1 AS _row, {bow} AS geometry")
    for function in FUNCTIONS:
        body = items(client, filter=f"S_{function.upper()}(geometry, {LITERALS['large']})")
        assert body["numberMatched"] in (0, 1)
