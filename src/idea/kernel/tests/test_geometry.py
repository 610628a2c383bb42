import math

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import geometry
from idea.kernel.geometry import Place

TAIPEI_101 = Place(121.5645, 25.0340)
LONS = st.floats(120.3, 121.4)
LATS = st.floats(22.6, 24.9)
# Representative points of places that the two zones and the islands must tell apart.
PLACES = {
    "Taipei": [(121.56, 25.03), (121.51, 25.04), (121.60, 25.07)],
    "Hualien": [(121.60, 23.98), (121.38, 23.50), (121.30, 23.30)],
    "Yunlin": [(120.20, 23.70), (120.43, 23.71), (120.54, 23.71)],
    "Penghu": [(119.57, 23.57), (119.50, 23.37), (119.65, 23.66)],
    "Kinmen": [(118.32, 24.43), (118.41, 24.46), (118.24, 24.43)],
    "Matsu": [(119.94, 26.16), (120.22, 26.22), (120.49, 26.37)],
}


def test_distance_matches_the_ellipsoid_within_half_a_percent():
    kaohsiung = Place(120.3014, 22.6273)
    _, _, truth = pyproj.Geod(ellps="WGS84").inv(
        TAIPEI_101.lon, TAIPEI_101.lat, kaohsiung.lon, kaohsiung.lat
    )
    assert geometry.distance_m(TAIPEI_101, kaohsiung) == pytest.approx(truth, rel=0.005)
    assert geometry.distance_m(TAIPEI_101, TAIPEI_101) == 0
    assert geometry.distance_m(Place(179.9, 0), Place(-179.9, 0)) < 30_000


@given(LONS, LATS, st.floats(10, 100_000), st.floats(0, 2 * math.pi))
def test_bounds_around_a_place_hold_the_circle(lon, lat, radius, bearing):
    west, south, east, north = geometry.around(Place(lon, lat), radius)
    on_circle = pyproj.Geod(a=geometry.EARTH_RADIUS_M, f=0).fwd(
        lon, lat, math.degrees(bearing), radius * 0.999
    )
    assert west <= on_circle[0] <= east
    assert south <= on_circle[1] <= north


@given(
    st.lists(st.tuples(LONS, LATS), min_size=1, max_size=20), st.sampled_from([3826, 3825, 3857])
)
def test_projected_points_come_back(points, code):
    lon, lat = np.array(points).T
    east, north = pyproj.Transformer.from_crs("OGC:CRS84", code, always_xy=True).transform(lon, lat)
    back_lon, back_lat = geometry.to_crs84(east, north, f"EPSG:{code}")
    assert np.allclose(back_lon, lon, atol=1e-7)
    assert np.allclose(back_lat, lat, atol=1e-7)


def test_twd67_is_moved_by_its_own_parameters_not_by_a_ballpark():
    """TWD67 (250000, 2650000) is TWD97 (250829, 2649794): the published conversion, to 2 m."""
    old = geometry.to_crs84([250_000.0], [2_650_000.0], "EPSG:3828")
    new = geometry.to_crs84([250_828.95], [2_649_794.08], "EPSG:3826")
    assert geometry.distance_m(Place(old[0][0], old[1][0]), Place(new[0][0], new[1][0])) < 2


def test_degrees_pass_and_hopeless_numbers_become_nan():
    lon, lat = geometry.to_crs84([121.5], [25.0], "EPSG:4326")
    assert (lon[0], lat[0]) == (121.5, 25.0)
    lon, lat = geometry.to_crs84([1e30, 250_000], [1e30, 2_650_000], "EPSG:3826")
    assert np.isnan(lon[0])
    assert np.isnan(lat[0])
    assert lon[1] == pytest.approx(121.0)
    with pytest.raises(ValueError, match="unknown"):
        geometry.to_crs84([1.0], [1.0], "EPSG:999999")


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("code", ["OGC:CRS84", "EPSG:3826", "EPSG:3825", "EPSG:3857"])
def test_the_system_is_told_from_the_numbers_alone(name, code):
    lon, lat = np.array(PLACES[name]).T
    if code != "OGC:CRS84":
        to = pyproj.Transformer.from_crs("OGC:CRS84", code, always_xy=True)
        lon, lat = to.transform(lon, lat)
    plain, turned = geometry.guess_crs(lon, lat), geometry.guess_crs(lat, lon)
    assert plain is not None
    assert (plain.crs, plain.swapped) == (code, False)
    assert turned is not None
    assert (turned.crs, turned.swapped) == (code, True)


def test_twd67_needs_a_hint_and_is_named_as_the_alternative():
    east, north = np.array([250_000.0, 301_000.0]), np.array([2_650_000.0, 2_770_000.0])
    guess = geometry.guess_crs(east, north)
    assert guess is not None
    assert (guess.crs, guess.alternative) == ("EPSG:3826", "EPSG:3828")
    told = geometry.guess_crs(east, north, hint="TWD67_X, TWD67_Y")
    assert told is not None
    assert (told.crs, told.alternative) == ("EPSG:3828", "EPSG:3826")


def test_the_rest_of_the_world_is_degrees_unless_they_cannot_be():
    world = geometry.guess_crs([-73.9, 2.35, 139.7], [40.7, 48.85, 35.7])
    assert world is not None
    assert (world.crs, world.swapped) == ("OGC:CRS84", False)
    turned = geometry.guess_crs([40.7, 48.85, 35.7], [-73.9, 2.35, 139.7])
    assert turned is not None
    assert turned.swapped


def test_zeros_and_gaps_do_not_vote():
    guess = geometry.guess_crs([0, np.nan, 121.5, 121.6], [0, 25.0, 25.0, 25.1])
    assert guess is not None
    assert guess.share == 1.0


@pytest.mark.parametrize(("xs", "ys"), [([], []), ([0.0], [0.0]), ([5e8, 7e8], [9e9, 1e9])])
def test_numbers_that_fit_nothing_are_not_guessed(xs, ys):
    assert geometry.guess_crs(xs, ys) is None


@given(
    st.lists(st.tuples(st.floats(), st.floats()), max_size=30),
)
def test_no_numbers_break_the_guess(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    guess = geometry.guess_crs(xs, ys)
    assert guess is None or 0.5 <= guess.share <= 1


def test_on_planet_and_near_taiwan():
    assert geometry.on_planet(-180, 90)
    assert not geometry.on_planet(181, 0)
    assert not geometry.on_planet(float("nan"), 0)
    assert geometry.near_taiwan(121.5, 25)
    assert geometry.near_taiwan(118.3, 24.4)
    assert not geometry.near_taiwan(25, 121.5)


def test_bounds_of_points_leaves_gaps_out():
    assert geometry.bounds_of([121.0, np.nan, 122.0], [24.0, 1.0, 25.0]) == (121, 24, 122, 25)
    assert geometry.bounds_of([np.nan], [1.0]) is None
