import pytest

from idea.engines.features.tests.factories import collection
from idea.kernel.audit.types import Actor

ACTOR = Actor.system("test")
SHOPS = (
    "SELECT i::BIGINT AS _row, CASE i % 4 WHEN 0 THEN '茶' WHEN 1 THEN '麵' WHEN 2 THEN '書' "
    "ELSE NULL END AS kind, CASE WHEN i % 10 = 9 THEN NULL ELSE i END::DOUBLE AS seats, "
    "i % 2 = 0 AS open, ST_Point(120.0 + i / 100.0, 23.0 + (i % 7) / 100.0) AS geometry "
    "FROM range(100) t(i)"
)
BUILDINGS = (
    "SELECT i::BIGINT AS _row, '棟' || i AS name, (i % 12 + 1)::BIGINT AS floors, "
    "(3.3 * (i % 12 + 1))::DOUBLE AS tall, "
    "ST_MakeEnvelope(120.44 + (i % 8) * 0.0012, 23.47 + (i // 8) * 0.0012, "
    "120.4406 + (i % 8) * 0.0012, 23.4707 + (i // 8) * 0.0012) AS geometry FROM range(48) t(i)"
)


@pytest.fixture
def shops(tmp_path):
    return collection(tmp_path, SHOPS, name="shops")


@pytest.fixture
def buildings(tmp_path):
    return collection(tmp_path, BUILDINGS, name="buildings")
