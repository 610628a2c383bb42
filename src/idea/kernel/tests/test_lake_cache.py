"""Local copies of a remote lake's files: made once, whole, and given up when room runs out."""

import os

import pytest

from idea.kernel.lake.cache import FileCache


def test_copies_are_made_once_and_given_up_when_room_runs_out(tmp_path, monkeypatch):
    cache, calls = FileCache(tmp_path / "cache"), []

    def download(path):
        calls.append(path)
        path.write_bytes(b"x" * 700_000)

    first = cache.get("a/1", download)
    assert cache.get("a/1", download) == first
    assert len(calls) == 1
    monkeypatch.setenv("IDEA_LAKE_CACHE_MB", "1")
    os.utime(first, (0, 0))
    second = cache.get("a/2", download)
    assert not first.exists()
    assert second.exists()
    third = cache.get("a/3", download)
    assert second.exists(), "what was handed out a moment ago may be about to be opened"
    assert third.exists()


def test_a_failed_download_leaves_no_copy(tmp_path):
    cache = FileCache(tmp_path / "cache")

    def download(path):
        path.write_bytes(b"half")
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        cache.get("a", download)
    assert not (tmp_path / "cache" / "a").exists()
    assert not list((tmp_path / "cache" / ".incoming").iterdir())
