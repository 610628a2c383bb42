"""No drawing asks DuckDB for longer than the setting says."""

import pytest

from idea.engines.features import store
from idea.engines.features.conf import FeaturesSettings
from idea.engines.features.errors import TooLong
from idea.engines.features.limits import limited


def test_what_never_ends_is_interrupted_and_the_next_is_not(monkeypatch):
    monkeypatch.setattr(
        "idea.engines.features.limits.features_settings",
        lambda: FeaturesSettings(features_draw_seconds=0.3),
    )
    with store.reader() as cursor, pytest.raises(TooLong), limited(cursor):
        cursor.execute("SELECT sum(hash(a, b)) FROM range(10000000) x(a), range(10000000) y(b)")
    with store.reader() as cursor, limited(cursor):
        assert cursor.execute("SELECT 1").fetchone() == (1,)
