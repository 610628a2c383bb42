"""Queries give exactly what plain arithmetic on the same rows gives."""
# ruff: noqa: PLR0917, S608  the tests' own SQL

import duckdb
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.engines.features import api
from idea.engines.features.errors import BadParameter, NoCollection, NoFeature
from idea.engines.features.tests.factories import collection, points
from idea.engines.features.types import Query

pytestmark = pytest.mark.django_db
COUNT = 3000


def truth():
    """Return {row: (lon, lat) or None} of the made points, computed without the engine."""
    sql = points(COUNT).replace("ST_Point(120 + 2 * x, 22 + 3 * y)", "[120 + 2 * x, 22 + 3 * y]")
    rows = duckdb.sql(sql).fetchall()
    return {row[0]: row[-1] for row in rows}


@pytest.fixture
def made(tmp_path):
    return collection(tmp_path, points(COUNT))


def every_page(name, **wanted):
    """Return all features by following the pages, and the matched count each page said."""
    features, after, matched = [], None, set()
    while True:
        page = api.query(name, Query(after=after, **wanted))
        features += page.features
        matched.add(page.matched)
        assert len(page.features) <= wanted.get("limit", 100)
        if page.next_after is None:
            return features, matched
        after = page.next_after


def inside(place, box):
    west, south, east, north = box
    return place is not None and west <= place[0] <= east and south <= place[1] <= north


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    x=st.floats(119.5, 122.5),
    y=st.floats(21.5, 25.5),
    width=st.floats(0, 2),
    height=st.floats(0, 2),
    limit=st.integers(1, 400),
)
def test_a_box_matches_exactly(made, x, y, width, height, limit):
    box = (x, y, x + width, y + height)
    expected = {row for row, place in truth().items() if inside(place, box)}
    features, matched = [], {len(expected)}
    if len(expected) / limit < 40:
        features, matched = every_page("made", bbox=box, limit=limit)
        assert len(features) == len({f["id"] for f in features})
        assert {f["id"] for f in features} == expected
    assert matched == {len(expected)}


def test_all_pages_give_every_row_once(made):
    features, matched = every_page("made", limit=170)
    assert sorted(f["id"] for f in features) == list(range(COUNT))
    assert matched == {COUNT}
    assert sum(f["geometry"] is None for f in features) == COUNT // 100


@pytest.mark.parametrize("limit", [1, 7, 100, COUNT, COUNT + 1])
def test_a_page_is_never_longer_than_asked(made, limit):
    page = api.query("made", Query(limit=limit))
    assert len(page.features) == min(limit, COUNT)
    assert (page.next_after is None) == (limit >= COUNT)


def test_a_cursor_past_the_end_gives_nothing_and_no_error(made):
    for after in (COUNT, 10**12, 2**63 - 1, 2**70):
        assert api.query("made", Query(after=after)).features == []


def test_values_and_boxes_together(made):
    features, matched = every_page("made", equals={"kind": "7", "even": "true"}, limit=500)
    expected = {i for i in range(COUNT) if (i * 7) % 50 == 7 and i % 2 == 0}
    assert {f["id"] for f in features} == expected
    assert matched == {len(expected)}
    some = api.query("made", Query(equals={"kind": "7"}, bbox=(120, 22, 121, 23)))
    assert 0 < some.matched < COUNT / 50


@pytest.mark.parametrize(
    "equals",
    [{"nope": "1"}, {"kind": "seven"}, {"day": "soon"}, {"even": "perhaps"}, {"kind": "9" * 40}],
)
def test_a_wrong_property_or_value_is_the_askers_mistake(made, equals):
    with pytest.raises(BadParameter):
        api.query("made", Query(equals=equals))


@pytest.mark.parametrize("value", ["' OR 1=1 --", "p1'; DROP TABLE rows; --", "\0", "%", "p1\\"])
def test_values_are_never_sql(made, value):
    assert api.query("made", Query(equals={"name": value})).matched == 0


def test_only_the_properties_asked_for(made):
    page = api.query("made", Query(properties=["day", "name"], limit=1))
    assert set(page.features[0]["properties"]) == {"day", "name"}
    with pytest.raises(BadParameter):
        api.query("made", Query(properties=["day", 'x" FROM rows; --']))


def test_dates_are_iso_and_numbers_numbers(made):
    feature = api.feature("made", 42)
    assert feature["properties"] == {
        "name": "p42", "kind": 44, "value": 10.5, "day": "2026-02-12", "even": True,
    }  # fmt: skip
    assert feature["geometry"]["type"] == "Point"


def test_a_feature_that_is_not_there(made):
    for row in (COUNT, -1, 2**63 - 1, 2**80):
        with pytest.raises(NoFeature):
            api.feature("made", row)
    with pytest.raises(NoCollection):
        api.feature("other", 1)


def test_lines_and_polygons_match_by_shape_not_by_box(tmp_path):
    shapes = [
        "LINESTRING(120 22, 122 24)",
        "POLYGON((120 24, 122 24, 122 22.2, 121.9 23.9, 120 23.9, 120 24))",
        "POINT(121.5 22.5)",
        "MULTIPOINT((120 22),(122 22))",
        "POINT EMPTY",
    ]
    rows = ", ".join(f"({i}, '{wkt}'::GEOMETRY)" for i, wkt in enumerate(shapes))
    collection(tmp_path, f"SELECT * FROM (VALUES {rows}) t(_row, geometry)", name="mixed")
    for box in [
        (121.4, 22.4, 121.6, 22.6), (120, 22, 120.1, 22.1), (121, 23, 121, 23), (121, 22, 121, 24),
        (119, 21, 123, 25), (120.5, 22.6, 120.9, 22.8), (122, 22, 122, 22),
        (-180, -90, 180, 90),
    ]:  # fmt: skip
        area = shapely.box(*box) if box[0] != box[2] else shapely.LineString([box[:2], box[2:]])
        area = shapely.Point(box[:2]) if box[:2] == box[2:] else area
        expected = {i for i, wkt in enumerate(shapes) if shapely.from_wkt(wkt).intersects(area)}
        page = api.query("mixed", Query(bbox=box))
        assert {f["id"] for f in page.features} == expected, box
        assert page.matched == len(expected)


def test_a_box_across_the_antimeridian(tmp_path):
    rows = "SELECT i AS _row, ST_Point(i, 0) AS geometry FROM (VALUES (-179), (0), (179)) t(i)"
    collection(tmp_path, rows, name="pacific")
    page = api.query("pacific", Query(bbox=(170, -10, -170, 10)))
    assert {f["id"] for f in page.features} == {-179, 179}


def test_registering_again_replaces_and_unregistering_ends(made, tmp_path):
    (tmp_path / "second").mkdir()
    collection(tmp_path / "second", points(10))
    assert [c.layer.rows for c in api.collections()] == [10]
    assert api.query("made", Query()).matched == 10
    api.unregister("made")
    api.unregister("made")
    assert api.collections() == []
    with pytest.raises(NoCollection):
        api.query("made", Query())


@pytest.mark.data
def test_real_shelters_in_real_counties(tmp_path, shared_data):
    """Counts of real points in real boxes equal what shapely counts on the source file."""
    source = shared_data("tw/facilities/shelters.csv")
    header = source.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    lon, lat = (next(h for h in header if h.lower().startswith(x)) for x in ("lon", "lat"))
    select = (
        f'SELECT row_number() OVER () AS _row, * EXCLUDE ("{lon}", "{lat}"), '
        f'ST_Point("{lon}"::DOUBLE, "{lat}"::DOUBLE) AS geometry '
        f"FROM read_csv('{source}', all_varchar = true)"
    )
    collection(tmp_path, select, name="shelters")
    rows = duckdb.sql(
        f'SELECT "{lon}"::DOUBLE, "{lat}"::DOUBLE FROM read_csv(\'{source}\', all_varchar = true)'
    )
    places = shapely.points(rows.fetchall())
    for box in [(121.4, 24.9, 121.7, 25.2), (120.1, 22.9, 120.4, 23.2), (119.3, 23.2, 119.8, 23.8)]:
        expected = int(shapely.intersects(places, shapely.box(*box)).sum())
        assert expected > 5
        assert api.query("shelters", Query(bbox=box, limit=3)).matched == expected
