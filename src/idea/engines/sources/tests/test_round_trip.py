"""Whatever table is written as CSV reads back the same, and k bad rows cost k rows."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.engines.sources.tests.factories import csv_bytes, read_file

SLOW = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LETTERS = "abcdXYZ甲乙丙台臺灣縣市區，。 ,;|\"'\n\t()=-+0123456789./:%"


def cell(encoding):
    return st.text(LETTERS, max_size=12).filter(
        lambda t: (
            t.strip() and t == t.strip() and t.encode(encoding, "ignore").decode(encoding) == t
        )
    )


@st.composite
def tables(draw):
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp950"]))
    width, height = draw(st.integers(2, 5)), draw(st.integers(2, 12))
    rows = [
        # a first column of words keeps the header recognizable and every row filled
        [f"列{n}", *(draw(st.none() | cell(encoding)) for _c in range(width - 1))]
        for n in range(height)
    ]
    return encoding, draw(st.sampled_from([",", "\t", ";", "|"])), rows


@SLOW
@given(table=tables())
def test_any_table_reads_back_the_same(tmp_path_factory, table):
    encoding, delimiter, rows = table
    folder = tmp_path_factory.mktemp("table")
    header = [f"欄{chr(65 + n)}" for n in range(len(rows[0]))]
    content = csv_bytes([header, *rows], encoding=encoding, delimiter=delimiter)
    (folder / "f.csv").write_bytes(content)
    result = read_file(folder / "f.csv", folder / "w", encoding=encoding, delimiter=delimiter)
    assert result.names == header
    assert result.staged.rejected == 0
    assert list(result.rows) == list(range(2, len(rows) + 2))
    for row, read in zip(rows, result.rows.values(), strict=True):
        for name, text, value in zip(header, row, read, strict=False):
            column = result.column[name]
            if column.type == "string":
                # a file with mixed line ends is rewritten with one kind
                assert value == text
            elif text is None:
                assert value is None
            else:
                assert value is not None or text in "--…"


@SLOW
@given(
    total=st.integers(120, 400),
    bad=st.sets(st.integers(2, 121), max_size=8),
    many=st.booleans(),
    quoted=st.booleans(),
)
def test_k_ragged_rows_cost_k_rows(tmp_path_factory, total, bad, many, quoted):
    folder = tmp_path_factory.mktemp("ragged")
    out = io.StringIO()
    write = csv.writer(
        out, lineterminator="\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    write.writerow(["名稱", "a", "b"])
    for row in range(2, total + 2):
        write.writerow(
            [
                f"列{row}",
                row,
                *([] if row in bad and not many else ["x"]),
                *(["y"] if row in bad and many else []),
            ]
        )
    (folder / "f.csv").write_text(out.getvalue(), newline="")
    result = read_file(folder / "f.csv", folder / "w")
    assert result.staged.rows == total - len(bad)
    assert result.staged.rejected == len(bad)
    assert {issue.row for issue in result.staged.issues} == bad
    assert all(values[1] == row for row, values in result.rows.items())
