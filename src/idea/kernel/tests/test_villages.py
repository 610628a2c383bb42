"""Villages are all there, each in its town, and a point is in the village around it."""

import pytest

from idea.kernel import boundaries


@pytest.fixture(autouse=True)
def _built():
    if not boundaries.villages():
        pytest.skip("the front end is not built")


def test_every_village_is_in_a_town_and_its_own_point_is_in_it():
    known = boundaries.villages()
    assert len(known) == 7701
    assert all(boundaries.area(village.town_code) for village in known)
    some = known[::20]
    found = boundaries.locate_villages([v.lon for v in some], [v.lat for v in some])
    right = sum(a is not None and a.code == b.code for a, b in zip(found, some, strict=True))
    assert right / len(some) > 0.99  # two simplified borders may cross


def test_at_sea_and_abroad_there_is_no_village():
    assert boundaries.locate_villages([0.0, 139.7, 122.5], [0.0, 35.7, 24.0]) == [None] * 3


def test_a_site_without_the_front_end_has_no_villages(settings, tmp_path):
    settings.IDEA_BOUNDARIES = tmp_path
    assert boundaries.villages() == ()
    assert boundaries.locate_villages([121.5], [25.0]) == [None]
