"""Joined points: every point is in one square, each stretch of the file holds its box."""
# ruff: noqa: S608  the tests' own SQL

import numpy as np
import pytest

from idea.engines.features import store
from idea.engines.features.cells import LEVELS, cells
from idea.engines.features.tests.factories import collection, points

pytestmark = pytest.mark.django_db
WORLD = (-180.0, -90.0, 180.0, 90.0)


@pytest.mark.parametrize("level", LEVELS)
def test_all_points_are_counted_at_each_level(tmp_path, level):
    made = collection(tmp_path, points(5_000))
    found = cells(made, WORLD, 2.0**-level)
    assert found.count.sum() == 4_950
    assert len(set(found.row.tolist())) == len(found.row)
    assert np.average(found.lon, weights=found.count) == pytest.approx(121, abs=0.05)


@pytest.mark.parametrize(
    "bounds",
    [(120.2, 22.1, 120.9, 22.7), (121, 23, 121.01, 23.02), (119, 20, 125, 30), (0, 0, 1, 1)],
)
def test_a_box_holds_the_finest_squares_within_it(tmp_path, bounds):
    made = collection(tmp_path, points(20_000))
    found = cells(made, bounds, 0)
    west, south, east, north = bounds
    with store.reader() as cursor:
        [exact] = cursor.execute(
            f"SELECT count(*) FROM {store.table(made)} WHERE geometry IS NOT NULL AND "
            f"ST_X(geometry) BETWEEN {west} AND {east} AND ST_Y(geometry) BETWEEN {south} AND {north}"
        ).fetchone()
    assert found.count.sum() == pytest.approx(exact, abs=3)


def test_points_at_the_ends_of_the_world_are_kept(tmp_path):
    places = "(1, ST_Point(-180, -90)), (2, ST_Point(180, 90)), (3, ST_Point(0, 0)), (4, NULL)"
    made = collection(tmp_path, f"SELECT _row, g AS geometry FROM (VALUES {places}) t(_row, g)")
    assert sorted(cells(made, WORLD, 0).row.tolist()) == [1, 2, 3]


def test_a_new_version_takes_the_place_of_the_old(tmp_path, settings):
    first = collection(tmp_path, points(300))
    cells(first, WORLD, 0)
    second = collection(tmp_path, points(500))
    assert cells(second, WORLD, 0).count.sum() == 495
    folders = list((settings.IDEA_HOME / "cache" / "cells").glob("*/*"))
    assert len([each for each in folders if each.parent.name == folders[-1].parent.name]) == 1
