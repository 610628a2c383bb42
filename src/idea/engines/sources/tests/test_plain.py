"""The fast way over a plain file and the careful way give the same rows, names, notes and issues."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from idea.engines.sources.reading import plainly, staging
from idea.engines.sources.tests.factories import read_file

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PLAIN = {
    "whole": [str(n) for n in (0, 7, 12, 40, 1999, -3, 5, 88, 123456789)],
    "decimal": ["1.5", "0.25", "-3.75", "12", "99.9", "1234.5678", "8.0", "7.5"],
    "day": ["2024-01-31", "1999-12-01", "2026-11-23", "2020-02-29"],
    "moment": ["2024-01-31 10:00:00", "1999-12-01 23:59:59", "2026-11-23 00:00:00"],
    "text": ["甲", "Taipei", "含 空白", "0900", "a-b", "三重區"],
    "lon": ["121.5", "120.25", "121.564468"],
    "lat": ["25.03", "22.6", "23.999999"],
}
ODD = [
    "", "007", "+5", " 5", "5 ", "0x1F", "-0", "1_000", "1,5", "1e5", "1e400", "inf", "nan", "-", "無",
    "12345678901234567890", "0.1234567890123456789", "1.", ".5", "104/7/27", "2024/01/31", "2024-1-31",
    "2024-02-30", "0001-01-01", "9999-01-01", "2024-01-31T10:00:00", "2024-01-31 24:00:00",
    "2024-01-31 10:00+08", "=cmd()", '""', '"quoted"', '"a,b"', '"a""b"', '"a\nb"', 'a"b', '"a"b', ' "a"',
    "x,y", "\t", "　", "é", "0",
]  # fmt: skip


@st.composite
def files(draw) -> bytes:
    """Return a mostly plain file: at times odd cells, ragged or blank lines, other line ends."""
    kinds = draw(st.lists(st.sampled_from(sorted(PLAIN)), min_size=2, max_size=6, unique=True))
    height = draw(st.integers(3, 40))
    rows = [[draw(st.sampled_from(PLAIN[kind])) for kind in kinds] for _ in range(height)]
    for _ in range(draw(st.integers(0, 2))):
        row = draw(st.integers(0, height - 1))
        rows[row][draw(st.integers(0, len(kinds) - 1))] = draw(st.sampled_from(ODD))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [",".join(row) for row in [kinds, *rows]]
    for _ in range(draw(st.sampled_from([0, 0, 0, 1]))):
        lines.insert(
            draw(st.integers(1, height)), draw(st.sampled_from(["", "a", "a,b,c,d,e,f,g"]))
        )
    text = end.join(lines) + draw(st.sampled_from(["", end, end + end, "\r"]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


def both(folder, content: bytes, monkeypatch):
    """Return what the two ways give; `table` is for another test."""
    (folder / "f.csv").write_bytes(content)
    fast = read_file(folder / "f.csv", folder / "fast")
    with monkeypatch.context() as patch:
        patch.setattr(plainly, "write", lambda *_: (False, None))
        careful = read_file(folder / "f.csv", folder / "careful")
    return fast, careful


@SLOW
@given(content=files())
@example(content=b"a,b\n1,2\n3,4\n")
def test_both_ways_give_the_same(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("both")
    with pytest.MonkeyPatch.context() as patch:
        # Only three rows tell what the columns hold: the rest may surprise the fast way.
        patch.setattr(staging, "_FIRST_ROWS", 3)
        try:
            fast, careful = both(folder, content, patch)
        except Exception as error:  # noqa: BLE001  a refusal must be the same one, too
            with pytest.MonkeyPatch.context() as slow:
                slow.setattr(plainly, "write", lambda *_: (False, None))
                slow.setattr(staging, "_FIRST_ROWS", 3)
                with pytest.raises(type(error)):
                    read_file(folder / "f.csv", folder / "again")
            return
    assert fast.rows == careful.rows
    same = {"database": careful.staged.database, "table": None}
    assert replace(fast.staged, **same) == careful.staged
    if fast.staged.table is not None:
        columns = [fast.staged.table[name].to_pylist() for name in fast.names]
        numbers = fast.staged.table["_row"].to_pylist()
        rows = zip(numbers, zip(*columns, strict=True), strict=True)
        assert dict(rows) == {row: cells[: len(columns)] for row, cells in careful.rows.items()}


def plain(rows: int, odd: str = "") -> str:
    lines = [
        f"A{n},設施{n % 7},2024-01-{n % 28 + 1:02d},{n},{n / 8},121.5,25.0" for n in range(rows)
    ]
    return "\n".join(["code,name,day,count,size,lon,lat", *lines, *([odd] if odd else [])])


def test_a_plain_file_is_read_the_fast_way(read):
    staged = read(plain(200)).staged
    assert staged.table is not None
    assert staged.table.num_rows == staged.rows == 200


@pytest.mark.parametrize(
    "odd",
    [
        "A,b,2024-01-32,1,1,121,25",
        "A,b,2024-01-01,0x10,1,121,25",
        "A,b,2024-01-01,1,0900,121,25",
        'A,"b\nc",2024-01-01,1,1,121,25',
        'A,b"c,2024-01-01,1,1,121,25',
        "A,b,2024-01-01,1",
        "\nA,b,2024-01-01,1,1,121,25",
    ],
)
def test_the_least_doubt_is_left_to_the_careful_way(read, odd):
    assert read(plain(2500, odd)).staged.table is None  # beyond the rows looked at first


def test_blocks_meet_without_a_seam(read, monkeypatch):
    from idea.engines.sources.readers import plain as reader

    whole = read(plain(3000))
    monkeypatch.setattr(reader, "BLOCK", 1000)
    parts = read(plain(3000))
    assert parts.rows == whole.rows
    assert parts.staged.table is not None


def test_rows_are_held_only_while_they_are_few(read, monkeypatch):
    monkeypatch.setattr(plainly, "HELD", 1000)
    result = read(plain(3000))
    assert result.staged.table is None
    assert len(result.rows) == 3000
