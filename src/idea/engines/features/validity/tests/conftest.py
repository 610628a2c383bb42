"""Layers that tell time, one of each way of writing dates, the same days in all."""

import pytest

from idea.engines.features.tests.factories import collection
from idea.engines.features.types import Validity
from idea.engines.features.validity import api
from idea.kernel.audit.types import Actor

SYSTEM = Actor.system("tests")
# By number: 1 ended, 2 stands, 3 has no start, 4 has neither, 5 begins later, 6 ends before it
# starts, 7 says what is no date.
ROWS = (
    (1, "2020-01-01", "2024-06-01"),
    (2, "2022-03-15", None),
    (3, None, "2023-01-01"),
    (4, None, None),
    (5, "2027-01-01", "2028-01-01"),
    (6, "2024-01-01", "2021-01-01"),
)
BROKEN = (7, "不詳", None)


def roc(text, pattern="{}/{:02}/{:02}"):
    if text is None:
        return "NULL"
    year, month, day = (int(part) for part in text.split("-"))
    return f"'{pattern.format(year - 1911, month, day)}'"


def plain(text):
    return "NULL" if text is None else f"'{text}'"


WAYS = {
    "dates": lambda text: f"{plain(text)}::DATE",
    "moments": lambda text: f"{plain(text)}::TIMESTAMP",
    "iso": plain,
    "slashes": lambda text: plain(text).replace("-", "/"),
    "digits": lambda text: plain(text).replace("-", ""),
    "roc": roc,
    "roc-digits": lambda text: roc(text, "{:03}{:02}{:02}"),
    "roc-words": lambda text: roc(text, "民國{}年{}月{}日"),
    "epoch": lambda text: f"epoch({plain(text)}::DATE)::BIGINT - 28800",
    "epoch-ms": lambda text: f"(epoch({plain(text)}::DATE)::BIGINT - 28800) * 1000",
    "blank": lambda text: "'  '" if text is None else plain(text),
}


def rows(way, told=ROWS):
    write = WAYS[way]
    return " UNION ALL ".join(
        f"SELECT {number}::BIGINT AS _row, '工程{number}' AS name, {write(start)} AS 開工日, "
        f"{write(end)} AS 完工日, ST_Point({121 + number / 100}, 25.0) AS geometry"
        for number, start, end in told
    )


def dated(folder, select, name="works", *, start="開工日", end="完工日", through=False):
    made = collection(folder, select, name=name)
    validity = Validity(start, end, through=through)
    api.declare(actor=SYSTEM, collection_id=made.id, validity=validity)
    return made.id


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.IDEA_HOME = tmp_path / "home"
    settings.IDEA_LAKE_URL = (tmp_path / "home" / "lake").as_uri()


@pytest.fixture
def works(db, tmp_path):
    return dated(tmp_path, rows("dates"))
