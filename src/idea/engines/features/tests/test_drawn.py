"""What was drawn is kept once, within its room, and the longest unused gives way."""

import os

import pytest

from idea.engines.features import drawn
from idea.engines.features.conf import FeaturesSettings


def give_room(monkeypatch, megabytes):
    room = FeaturesSettings(features_drawn_mb=megabytes)
    monkeypatch.setattr(drawn, "features_settings", lambda: room)


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    settings.IDEA_HOME = tmp_path
    give_room(monkeypatch, 1024)
    return tmp_path / "cache" / "drawn"


def test_a_drawing_is_made_once(folder):
    made = []
    for _time in range(3):
        assert drawn.drawn("key", lambda: made.append(1) or b"body") == b"body"
    assert made == [1]
    assert drawn.drawn("other", lambda: b"") == b""


def test_a_drawing_that_fails_leaves_nothing(folder):
    with pytest.raises(ZeroDivisionError):
        drawn.drawn("key", lambda: 1 / 0)
    assert drawn.drawn("key", lambda: b"whole") == b"whole"


def test_the_longest_unused_give_way(folder, monkeypatch):
    body = b"x" * 1024 * 1024
    for number in range(20):
        drawn.drawn(str(number), lambda: body)
    for age, path in enumerate(sorted(folder.glob("*/*"), key=lambda path: path.stat().st_mtime)):
        os.utime(path, (age, age))
    drawn.drawn("0", lambda: b"made again")  # used just now
    give_room(monkeypatch, 16)
    drawn.prune()
    left = list(folder.glob("*/*"))
    assert len(left) == 16
    assert drawn.drawn("0", lambda: b"made again") == body
