"""An index of a small made-up town, and one of the real lists where they are."""

import pytest

from idea.engines.features.addresses.index import base_names, build
from idea.engines.features.addresses.lists import take
from idea.engines.features.addresses.types import ListKind
from idea.kernel.progress import silent

XINYI, KEELUNG_XINYI = "63000020", "10017070"
REAL = (
    "tw/gazetteer/roads-114.csv",
    "tw/gazetteer/roads-zh-en.csv",
    "tw/gazetteer/zip5-address-ranges-taipei-chiayi-tainan.csv",
    "tw/gazetteer/village-points.csv",
    "tw/facilities/air-raid-shelters-chiayi-city.csv",
    "tw/facilities/air-raid-shelters-penghu.csv",
)


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()


@pytest.fixture(scope="session")
def names():
    return base_names()


@pytest.fixture(scope="session")
def bare():
    """A fresh site: nothing loaded."""
    return build([])


@pytest.fixture(scope="session")
def town():
    """Lists of one town: its streets, their postal codes, and a few doors of one street."""
    streets = ["松仁路", "松高路", "忠孝東路五段"]
    roads = {
        "town": [XINYI] * 3 + [KEELUNG_XINYI],
        "road": [*streets, "信一路"],
        "road_en": ["songren rd|", "songgao rd|", "zhongxiao e rd|5", "xin 1st rd|"],
        "zip3": ["110"] * 3 + ["201"],
    }
    ranges = {
        "town": [XINYI] * 3,
        "road": ["松仁路"] * 3,
        "zip": ["11071", "11073", "11074"],
        "scope": ["單99號以下", "雙全", "單101號以上"],
    }
    doors = {
        "town": [XINYI] * 5,
        "village": ["西村里"] * 5,
        "street": ["松仁路"] * 5,
        "lane": ["", "", "", "96巷", "96巷"],
        "number": [98, 100, 110, 3, 9],
        "sub": [0, 0, 1, 0, 0],
        "lon": [121.5680, 121.5681, 121.5683, 121.5690, 121.5694],
        "lat": [25.0335, 25.0330, 25.0320, 25.0331, 25.0331],
    }
    return build([(ListKind.ROADS, roads), (ListKind.RANGES, ranges), (ListKind.DOORS, doors)])


@pytest.fixture(scope="session")
def real(tmp_path_factory, names):
    """The real lists; a test that asks for it skips where they are absent."""
    import os
    from pathlib import Path

    root = Path(__file__).resolve().parents[7]
    data = Path(os.environ.get("IDEA_TEST_DATA", root / "shared" / "data"))
    lists = []
    for relative in REAL:
        if not (path := data / relative).exists():
            pytest.skip(f"real data not here: {relative}")
        taken = take(path, names, tmp_path_factory.mktemp("list"), silent)
        lists.append((taken.kind, taken.columns))
    return build(lists)
