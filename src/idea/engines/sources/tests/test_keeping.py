"""Raw files are kept once, every arrival is noted."""

import hashlib

import pytest

from idea.engines.sources import actions, api
from idea.engines.sources.conf import SourceSettings
from idea.engines.sources.errors import TooLarge
from idea.kernel.errors import Conflict
from idea.kernel.lake import lake

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_lake(settings, tmp_path):
    settings.IDEA_LAKE_URL = (tmp_path / "lake").as_uri()


def test_the_same_bytes_are_kept_once(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    first = api.keep(path, filename="甲.csv", headers={"Content-Type": "text/csv"})
    again = api.keep(path, filename="甲.csv", headers={"Content-Type": "text/csv"})
    other = api.keep(path, filename="乙.csv", source_url="https://example.org/" + "x" * 3000)
    assert first.lake_key == again.lake_key == other.lake_key == f"raw/{digest[:2]}/{digest}"
    assert first.media_type == "text/csv"
    assert lake().local(first.lake_key).read_bytes() == path.read_bytes()
    assert lake().keys("raw/") == [first.lake_key]
    assert {arrival.filename for arrival in api.arrivals(digest)} == {"甲.csv", "乙.csv"}


def test_a_file_is_kept_when_the_block_that_reads_it_ends_even_badly(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ZeroDivisionError), api.keeping(path, filename="a.csv") as payload:
        raise ZeroDivisionError
    assert lake().local(payload.lake_key).read_bytes() == path.read_bytes()
    assert [arrival.filename for arrival in api.arrivals(payload.sha256)] == ["a.csv"]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Conflict), api.keeping(path, filename="a.csv") as payload:
        path.write_text("a,b\n1,2\n3,4\n")
    assert lake().keys("raw/") == []
    assert api.arrivals(payload.sha256) == []


def test_what_is_too_large_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(actions, "limits", lambda: SourceSettings(max_file_bytes=3))
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(TooLarge) as caught:
        api.keep(path, filename="a.csv")
    assert "Parquet" in caught.value.remedy
    assert lake().keys("raw/") == []


def test_a_fetched_file_goes_into_the_work_folder(tmp_path, monkeypatch):
    from idea.kernel import http

    def fetch(url, *, to, max_bytes, progress):
        to.write_bytes(b"a,b\n1,2\n")
        return http.Fetched(200, to, "open.csv", "text/csv", "", "", "0" * 64, 8, False)

    monkeypatch.setattr(http, "fetch", fetch)
    path, fetched = api.fetch("https://example.org/open.csv", workdir=tmp_path / "work")
    assert path.read_bytes() == b"a,b\n1,2\n"
    assert path.parent == tmp_path / "work"
    assert fetched.filename == "open.csv"
