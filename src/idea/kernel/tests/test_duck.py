import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import duck


@pytest.fixture
def connection(tmp_path):
    with duck.connect(temp_directory=tmp_path / "spill") as opened:
        yield opened


def test_geometry_works_with_no_network(connection):
    text = "SELECT ST_AsText(ST_Point(121.5, 25.0)), ST_Distance(ST_Point(0, 0), ST_Point(3, 4))"
    assert connection.execute(text).fetchone() == ("POINT (121.5 25)", 5.0)


@pytest.mark.parametrize(
    "text",
    [
        "SET threads = 1",
        "SET memory_limit = '64GB'",
        "SET autoinstall_known_extensions = true",
        "RESET lock_configuration",
        "SET lock_configuration = false",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_parquet('https://127.0.0.1:9/x.parquet')",
        "SELECT * FROM read_csv('s3://bucket/x.csv')",
    ],
)
def test_a_hostile_query_neither_unlocks_nor_calls_out(connection, text):
    with pytest.raises(duckdb.Error):
        connection.execute(text)


def test_settings_are_taken(tmp_path):
    with duck.connect(tmp_path / "a.duckdb", threads=1, memory_limit="100MB") as connection:
        got = connection.execute(
            "SELECT current_setting('threads'), current_setting('memory_limit'),"
            " current_setting('temp_directory')"
        ).fetchone()
    assert got is not None
    assert got[0] == 1
    assert "MiB" in got[1]
    assert got[2] == f"{tmp_path / 'a.duckdb'}.tmp"


def test_a_file_opens_twice_and_read_only(tmp_path):
    path = tmp_path / "b.duckdb"
    with duck.connect(path) as connection, duck.connect(path) as second:
        connection.execute("CREATE TABLE t AS SELECT ST_Point(1, 2) AS g")
        assert second.execute("SELECT ST_X(g) FROM t").fetchone() == (1.0,)
    with duck.connect(path, read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM t").fetchone() == (1,)
        with pytest.raises(duckdb.Error):
            reader.execute("DROP TABLE t")


TEXTS = st.text(alphabet=st.characters(exclude_characters="\0", codec="utf-8"), max_size=40)


@given(TEXTS)
def test_a_literal_is_the_text_itself(text):
    assert duckdb.execute(f"SELECT {duck.literal(text)}").fetchone() == (text,)


@given(TEXTS.filter(bool))
def test_a_quoted_name_stays_one_name(name):
    columns = duckdb.execute(f"SELECT 1 AS {duck.quote(name)}").description
    assert [column[0] for column in columns] == [name]


def test_nul_is_refused():
    for function in (duck.quote, duck.literal):
        with pytest.raises(ValueError, match="NUL"):
            function("a\0b")
