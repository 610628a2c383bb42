import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import lake as lake_package
from idea.kernel.duck import connect
from idea.kernel.lake import Lake, keys
from idea.kernel.lake.keys import BadKey
from idea.kernel.lake.stores import KeyMissing, KeyTaken, LakeUnavailable
from idea.kernel.tests.buckets import BUCKET, bucket


@pytest.fixture(scope="module")
def s3_endpoint():
    """Run an S3-compatible server of our own on 127.0.0.1."""
    with bucket() as made:
        yield made.endpoint


@pytest.fixture(params=["folder", "bucket"])
def lake(request, tmp_path):
    if request.param == "folder":
        return Lake.open(str(tmp_path / "lake"), cache=tmp_path / "cache")
    endpoint = request.getfixturevalue("s3_endpoint")
    url = (
        f"s3://test:test@{BUCKET}/{tmp_path.name}"
        f"?region=us-east-1&scheme=http&endpoint_override={endpoint.removeprefix('http://')}"
    )
    return Lake.open(url, cache=tmp_path / "cache")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.bin"
    path.write_bytes(b"bytes " * 1000)
    return path


def test_a_file_is_kept_and_handed_out(lake, source):
    lake.put(source, "raw/ab/abcdef")
    assert lake.exists("raw/ab/abcdef")
    assert lake.size("raw/ab/abcdef") == 6000
    assert lake.local("raw/ab/abcdef").read_bytes() == source.read_bytes()
    assert source.exists()


def test_a_moved_file_is_the_lakes(lake, source):
    content = source.read_bytes()
    lake.put(source, "raw/moved", move=True)
    assert not source.exists()
    assert lake.local("raw/moved").read_bytes() == content


def test_a_key_is_used_once(lake, source, tmp_path):
    lake.put(source, "a/b")
    other = tmp_path / "other"
    other.write_text("other")
    for move in (False, True):
        with pytest.raises(KeyTaken):
            lake.put(other, "a/b", move=move)
    assert lake.local("a/b").read_bytes() == source.read_bytes()
    assert other.exists()


def test_a_key_is_a_file_or_a_folder_on_disk(tmp_path, source):
    lake = Lake.open(str(tmp_path / "lake"), cache=tmp_path)
    lake.put(source, "a")
    lake.put(source, "b/c")
    for key in ("a/x", "a/x/y", "b"):
        with pytest.raises(KeyTaken):
            lake.put(source, key)
        assert not lake.exists(key)
        with pytest.raises(KeyMissing):
            lake.local(key)
    lake.delete("a/x")
    assert lake.exists("a")
    with pytest.raises(KeyMissing):
        lake.size("a/x")


def test_what_is_missing_is_said(lake):
    assert not lake.exists("no/such")
    for ask in (lake.local, lake.size):
        with pytest.raises(KeyMissing):
            ask("no/such")
    lake.delete("no/such")


def test_delete_then_the_key_is_free(lake, source):
    lake.put(source, "a/b/c")
    lake.local("a/b/c")
    lake.delete("a/b/c")
    assert not lake.exists("a/b/c")
    with pytest.raises(KeyMissing):
        lake.local("a/b/c")
    lake.put(source, "a/b/c")


def test_keys_by_prefix(lake, source):
    for key in ("raw/ab/1", "raw/ab/2", "raw/ac/3", "rawer", "other/x.parquet"):
        lake.put(source, key)
    lake.append("readings", pa.table({"value": [1]}))
    assert lake.keys() == ["other/x.parquet", "raw/ab/1", "raw/ab/2", "raw/ac/3", "rawer"]
    assert lake.keys("raw/") == ["raw/ab/1", "raw/ab/2", "raw/ac/3"]
    assert lake.keys("raw/ab") == ["raw/ab/1", "raw/ab/2"]
    assert lake.keys("raw") == ["raw/ab/1", "raw/ab/2", "raw/ac/3", "rawer"]
    assert lake.keys("nothing/") == []


def test_an_empty_file_is_a_file(lake, tmp_path):
    (tmp_path / "empty").touch()
    lake.put(tmp_path / "empty", "empty")
    assert lake.size("empty") == 0
    assert lake.local("empty").read_bytes() == b""


def test_tables_grow_and_remember(lake):
    assert lake.append("air/pm25", pa.table({"station": ["a", "b"], "value": [1.0, 2.0]})) == 0
    more = pa.table({"station": ["c"], "value": [3.0], "note": ["new column"]})
    assert lake.append("air/pm25", more) == 1
    readings = lake.scan("air/pm25")
    assert readings.count_rows() == 3
    with connect() as connection:
        rows = connection.execute(
            "SELECT station, note FROM readings WHERE value > 1.5 ORDER BY 1"
        ).fetchall()
    assert rows == [("b", None), ("c", "new column")]
    assert lake.scan("air/pm25", version=0).count_rows() == 2
    with pytest.raises(KeyMissing):
        lake.scan("no/such")


def test_tables_can_be_copied_file_by_file(lake, tmp_path):
    assert lake.table_files() == []
    air = pa.table({"station": ["甲", "a b"], "value": [1.0, 2.0]})
    lake.append("air/pm25", air, partition_by=("station",))
    lake.append("air/pm25", air, partition_by=("station",))
    lake.append("noise", pa.table({"db": [60]}))
    names = lake.table_files()
    logs = ["/_delta_log/" in name for name in names]
    assert logs == sorted(logs), "a log comes after the data it names"
    copy = Lake.open(str(tmp_path / "copy"), cache=tmp_path)
    for name in names:
        copy.put_table_file(lake.table_file(name), name)
    found = copy.scan("air/pm25").to_table().to_pylist()
    assert (
        sorted((row["value"], row["station"]) for row in found)
        == [(1, "甲")] * 2 + [(2, "a b")] * 2
    )
    assert copy.scan("air/pm25", version=0).count_rows() == 2
    assert copy.append("noise", pa.table({"db": [61]})) == 1
    assert copy.scan("noise").count_rows() == 2
    assert copy.keys() == []


@pytest.mark.parametrize("name", ["", "x", "../x", "a/../../x", "/etc/passwd", "a//b", "a/\\b"])
def test_a_tables_file_stays_among_the_tables(lake, source, name):
    for ask in (lake.table_file, lambda n: lake.put_table_file(source, n)):
        with pytest.raises(BadKey):
            ask(name)


def test_rows_come_from_duckdb_as_they_are(lake):
    with connect() as connection:
        lake.append("numbers", connection.sql("SELECT range AS n FROM range(10000)"))
    assert lake.scan("numbers").count_rows() == 10_000


@pytest.mark.parametrize(
    "key",
    [
        "", "/", "/etc/passwd", "..", "../x", "a/../../x", "a/./b", "a//b", "a/", ".hidden",
        "a/.incoming/x", "a\\b", "a\0b", "a\nb", "C:x", "a b", "tables/x", "~root", "a?b", "a%2e%2e",
        "a/" + "x" * 201, "/".join(["x" * 100] * 9),
    ],
)  # fmt: skip
def test_keys_that_lead_outside_are_refused(lake, source, key):
    for ask in (lake.local, lake.exists, lake.delete, lake.size, lambda k: lake.put(source, k)):
        with pytest.raises(BadKey):
            ask(key)


@given(st.text(max_size=30) | st.text(alphabet="a./\\~ ", max_size=12))
def test_a_good_key_stays_below_its_folder(key):
    try:
        keys.check(key)
    except BadKey:
        return
    root = Path("/lake")
    assert os.path.normpath(root / key) == str(root / key)
    assert root in (root / key).parents


def test_a_chinese_key_is_fine_a_chinese_table_is_not(lake, source):
    lake.put(source, "資料集/1.parquet")
    assert lake.keys("資料集/") == ["資料集/1.parquet"]
    with pytest.raises(BadKey):
        lake.append("資料集", pa.table({"x": [1]}))


def test_only_one_of_many_writers_wins(tmp_path):
    lake = Lake.open(str(tmp_path / "lake"), cache=tmp_path / "cache")
    won, gate = [], threading.Barrier(8)

    def write(number):
        path = tmp_path / f"source-{number}"
        path.write_text(str(number) * 1000)
        gate.wait()
        try:
            lake.put(path, "one/key")
            won.append(number)
        except KeyTaken:
            pass

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert lake.local("one/key").read_text() == str(won[0]) * 1000
    assert not list((tmp_path / "lake" / ".incoming").iterdir())


def test_writers_are_not_hurt_by_those_who_empty_their_folder(tmp_path, source):
    lake = Lake.open(str(tmp_path / "lake"), cache=tmp_path / "cache")
    failures = []

    def churn(number):
        try:
            for turn in range(50):
                lake.put(source, f"deep/er/{number}-{turn}")
                lake.delete(f"deep/er/{number}-{turn}")
        except Exception as error:  # noqa: BLE001  told below
            failures.append(error)

    threads = [threading.Thread(target=churn, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert lake.keys() == []


def test_kept_files_cannot_be_written_to_by_mistake(tmp_path, source):
    lake = Lake.open((tmp_path / "lake").as_uri(), cache=tmp_path)
    lake.put(source, "x")
    assert lake.local("x").stat().st_mode & 0o222 == 0
    source.write_text("changed later")
    assert lake.local("x").read_bytes() == b"bytes " * 1000


def test_kill_9_leaves_no_half_file(tmp_path):
    """A process is killed again and again while it puts files: each key is whole or absent."""
    source = tmp_path / "big"
    source.write_bytes(b"x" * 3_000_000)
    code = (
        "import sys, itertools; from pathlib import Path; from idea.kernel.lake import Lake\n"
        f"lake = Lake.open({str(tmp_path / 'lake')!r}, cache=Path({str(tmp_path)!r}))\n"
        "print('ready', flush=True)\n"
        "for n in itertools.count(): "
        f"lake.put(Path({str(source)!r}), f'k/{{sys.argv[1]}}-{{n}}')\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    for turn in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(turn)], stdout=subprocess.PIPE, env=environment
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.05 + turn * 0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    lake = Lake.open(str(tmp_path / "lake"), cache=tmp_path)
    found = lake.keys()
    assert found
    assert all(lake.size(key) == 3_000_000 for key in found)


def test_what_a_killed_process_left_is_swept_a_day_later(tmp_path):
    incoming = tmp_path / "lake" / ".incoming"
    incoming.mkdir(parents=True)
    (incoming / "old").touch()
    os.utime(incoming / "old", (0, 0))
    (incoming / "fresh").touch()
    Lake.open(str(tmp_path / "lake"), cache=tmp_path)
    assert [path.name for path in incoming.iterdir()] == ["fresh"]


def test_an_interrupted_upload_is_taken_away(s3_endpoint, tmp_path, source, monkeypatch):
    url = (
        f"s3://test:test@{BUCKET}/cut?region=us-east-1&scheme=http"
        f"&endpoint_override={s3_endpoint.removeprefix('http://')}"
    )
    lake = Lake.open(url, cache=tmp_path)

    chunks = iter([b"half"])

    def read(_size):
        for chunk in chunks:
            return chunk
        raise OSError("the disk is gone")

    upload = type(lake._store)._upload
    monkeypatch.setattr(
        type(lake._store),
        "_upload",
        lambda self, _, key: upload(self, SimpleNamespace(read=read), key),
    )
    with pytest.raises(LakeUnavailable):
        lake.put(source, "half")
    assert not lake.exists("half")


def test_a_bucket_that_does_not_answer_is_said_so(tmp_path):
    lake = Lake.open("s3://test:test@b/p?region=us-east-1", cache=tmp_path)

    def refuse(_path):
        raise OSError("connection refused")

    lake._store._fs = SimpleNamespace(get_file_info=refuse)
    with pytest.raises(LakeUnavailable) as caught:
        lake.exists("x")
    assert "refused" in str(caught.value.__cause__), "the log tells"
    assert "refused" not in caught.value.detail, "the page does not"


def test_the_installations_lake_follows_its_setting(settings, tmp_path):
    settings.IDEA_LAKE_URL = (tmp_path / "one").as_uri()
    settings.IDEA_HOME = tmp_path
    first = lake_package.lake()
    assert lake_package.lake() is first
    settings.IDEA_LAKE_URL = (tmp_path / "two").as_uri()
    assert lake_package.lake() is not first


def test_other_addresses_are_refused(tmp_path):
    for url in ("", "ftp://host/x", "gs://bucket"):
        with pytest.raises(ValueError, match="IDEA_LAKE_URL"):
            Lake.open(url, cache=tmp_path)
