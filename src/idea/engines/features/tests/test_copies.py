"""Copies of layers' versions: whole or not there, and nobody's writing is taken away."""

import os
import time

import pytest

from idea.engines.features.copies import written


def test_what_another_process_writes_is_left_alone(tmp_path):
    with written(tmp_path / "old") as slower:
        slower.mkdir()
        with written(tmp_path / "new") as quicker:
            quicker.write_bytes(b"new")
        (slower / "part").write_bytes(b"old")
    assert (tmp_path / "old" / "part").read_bytes() == b"old"


def test_finished_copies_of_other_versions_go(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with written(tmp_path / "new") as part:
        part.touch()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_nobody_finished_goes_after_an_hour(tmp_path):
    left = tmp_path / "old.1234abcd"
    left.touch()
    os.utime(left, times=(time.time() - 4000,) * 2)
    with written(tmp_path / "new") as part:
        part.touch()
    assert not left.exists()


def test_the_copy_of_a_quicker_process_stays(tmp_path):
    with written(tmp_path / "same") as slower:
        slower.mkdir()
        with written(tmp_path / "same") as quicker:
            quicker.mkdir()
            (quicker / "first").touch()
        (slower / "second").touch()
    assert [path.name for path in tmp_path.iterdir()] == ["same"]
    assert [path.name for path in (tmp_path / "same").iterdir()] == ["first"]


def test_a_failed_copy_leaves_nothing(tmp_path):
    def fail():
        with written(tmp_path / "new") as part:
            part.touch()
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_was_never_written_is_told(tmp_path):
    with pytest.raises(FileNotFoundError), written(tmp_path / "new"):
        pass
