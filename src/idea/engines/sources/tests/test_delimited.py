"""Delimited text: encodings, delimiters, headers, ragged rows, row numbers."""

import gzip

import pytest

from idea.engines.sources.readers import delimited
from idea.engines.sources.tests.factories import csv_bytes, zip_bytes
from idea.engines.sources.types import ColumnType, Format

ROWS = [["編號", "名稱", "數量"], ["A1", "碁峰資訊", "3"], ["A2", "含,逗號;分號|直線", "40"]]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp950", "cp950"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_reads_every_encoding_and_delimiter(read, encoding, found, delimiter):
    result = read(csv_bytes(ROWS, encoding=encoding, delimiter=delimiter))
    assert result.staged.encoding == found
    assert result.names == ROWS[0]
    assert result.rows == {2: ("A1", "碁峰資訊", 3), 3: ("A2", "含,逗號;分號|直線", 40)}
    assert result.staged.issues == ()


def test_reads_big5_characters_that_cp950_lacks(read):
    text = "編號,村里\n1,石𫙮村\n2,公館村\n3,瑞穗鄉\n".encode("big5hkscs", "ignore")
    text += b"4,\x8f\xba\xa7\xf8\n"  # 𥔽 in Big5-HKSCS
    result = read(text)
    assert result.rows[5][1] == b"\x8f\xba\xa7\xf8".decode("big5hkscs")
    assert result.staged.issues == ()


def test_names_the_cells_whose_bytes_are_no_text_and_keeps_the_rest(read):
    lines = [f"{n},臺北市中正區第{n}號".encode() for n in range(1, 101)]
    lines[49] = b"50,\xff\xfe\xe5bad"
    result = read(b"\n".join(["編號,地址".encode(), *lines]))
    assert result.staged.rows == 100
    assert result.staged.encoding == "utf-8"
    assert [(i.code, i.row, i.column) for i in result.staged.issues] == [
        ("character-unreadable", 51, "地址")
    ]
    assert "�" in result.rows[51][1]
    assert result.rows[52] == (51, "臺北市中正區第51號")


def test_big5_that_begins_after_a_megabyte_of_ascii_is_noticed(read):
    lines = [f"{n},{'x' * 60}".encode() for n in range(20_000)]
    lines.append("20000,臺南市中西區民權路號".encode("cp950"))
    result = read(b"id,name\n" + b"\n".join(lines))
    assert result.staged.rows == 20_001
    assert result.rows[20_002][1] == "臺南市中西區民權路號"
    assert result.staged.issues == ()


def test_row_numbers_count_as_a_spreadsheet_does(read):
    # quoted line breaks are one row, blank lines are rows, left-out rows keep their number
    result = read('a,b\n1,"x\ny"\n\n2,z\n3\n4,w\n5,6,7\n8,"q"\n')
    assert list(result.rows) == [2, 4, 6, 8]
    assert result.rows[2] == (1, "x\ny")
    assert [(i.row, i.code) for i in result.staged.issues] == [
        (5, "row-missing-columns"),
        (7, "row-too-many-columns"),
    ]
    assert result.staged.rejected == 2
    assert result.staged.issue_count == 2


def test_row_numbers_hold_in_a_long_file_with_everything_in_it(read):
    import random

    draw, lines, expected, bad = random.Random(5), ["a,b,c"], {}, []
    for row in range(2, 60_002):
        kind = draw.random()
        if kind < 0.001:
            lines.append("")
        elif kind < 0.003:
            lines.append(f"{row},short")
            bad.append(row)
        elif kind < 0.1:
            lines.append(f'{row},"two\nlines",c')
            expected[row] = (row, "two\nlines", "c")
        else:
            lines.append(f"{row},plain text,c")
            expected[row] = (row, "plain text", "c")
    result = read("\n".join(lines) + "\nend,of,file\n\n\n")
    assert result.staged.rejected == len(bad) + 1  # "end" is no number
    assert [i.row for i in result.staged.issues] == [*bad, 60_002]
    assert result.rows == expected


def test_a_file_with_three_bad_rows_in_ten_thousand_publishes_the_others(read):
    lines = ["編號,日期,值", *(f"{n},104/7/{n % 28 + 1},{n * 3}" for n in range(2, 10_002))]
    lines[299], lines[4999], lines[9999] = "300,104/7/1", "5000,104/7/1,壞", "10000,104/13/1,9"
    result = read("\n".join(lines))
    assert result.staged.rows == 9_997
    assert [(i.row, i.column, i.value) for i in result.staged.issues] == [
        (300, None, "300,104/7/1"),
        (5000, "值", "壞"),
        (10000, "日期", "104/13/1"),
    ]
    assert result.column["日期"].type is ColumnType.DATE
    assert result.column["值"].type is ColumnType.INTEGER


def test_a_column_with_many_misfits_stays_text_and_loses_nothing(read):
    result = read("a,b\n" + "".join(f"{n},{'x' if n % 20 == 0 else n}\n" for n in range(1, 201)))
    assert result.staged.rows == 200
    assert result.column["b"].type is ColumnType.STRING
    assert result.rows[21] == (20, "x")


def test_a_quote_that_is_never_closed_costs_one_row_only(read):
    lines = ["a,b", *(f"{n},text {n}" for n in range(2, 502))]
    lines[99] = '100,"oops'
    result = read("\n".join(lines) + "\n")
    assert result.staged.rows == 499
    assert [(i.code, i.row) for i in result.staged.issues] == [("row-unquoted-value", 100)]
    assert result.rows[101] == (101, "text 101")


def test_a_file_cut_off_in_a_quoted_cell_keeps_the_rows_before(read):
    result = read('a,b\n1,x\n2,y\n3,"cut he')
    assert list(result.rows) == [2, 3]
    assert [(i.code, i.row) for i in result.staged.issues] == [("row-unquoted-value", 4)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_reads_every_line_end(read, newline):
    result = read(newline.join(["a,b", "1,x", "2,y"]))
    assert result.rows == {2: (1, "x"), 3: (2, "y")}


def test_mixed_line_ends_are_no_fault(read):
    assert read(b"a,b\n1,x\r\n2,y\n3,z\r\n").values("a") == [1, 2, 3]


def test_titles_above_the_header_are_left_out(read):
    result = read("某市停車場一覽表,,\n單位：格,,\n名稱,區,格數\n甲,東區,10\n乙,西區,20\n")
    assert result.names == ["名稱", "區", "格數"]
    assert result.rows == {4: ("甲", "東區", 10), 5: ("乙", "西區", 20)}
    assert any("2" in note for note in result.staged.notes)


def test_a_header_of_two_lines_is_joined(read):
    result = read("年度,人口,,面積\n,男,女,\n100,10,20,1.5\n101,11,21,1.5\n102,12,22,1.5\n")
    assert result.names == ["年度", "人口 男", "人口 女", "面積"]
    assert result.rows[3] == (100, 10, 20, 1.5)


def test_english_names_under_chinese_ones_are_left_out(read):
    result = read(
        "鄉鎮市區,總價元\nThe villages and towns,total price NTD\n文山區,100\n大安區,200\n"
    )
    assert result.names == ["鄉鎮市區", "總價元"]
    assert result.rows == {3: ("文山區", 100), 4: ("大安區", 200)}


def test_without_a_header_no_row_is_lost(read):
    result = read("1,120.5,23.1\n2,120.6,23.2\n3,120.7,23.3\n")
    assert result.staged.rows == 3
    assert list(result.rows) == [1, 2, 3]
    assert len(set(result.names)) == 3


def test_years_across_the_top_are_names(read):
    result = read("縣市,2019,2020,2021\n臺北市,1,2,3\n新北市,4,5,6\n")
    assert result.names == ["縣市", "2019", "2020", "2021"]
    assert result.staged.rows == 2


def test_names_become_unique_and_usable(read):
    result = read("a,A,,a,geometry,_row\n1,2,3,4,5,6\n7,8,9,10,11,12\n")
    assert result.names[:2] == ["a", "A_2"]
    assert result.names[3:] == ["a_3", "geometry_2", "_row_2"]
    assert [c.title for c in result.staged.columns][:2] == ["a", "A"]
    assert len({name.casefold() for name in result.names}) == 6


def test_empty_rows_are_left_out_and_counted(read):
    result = read("a,b\n1,2\n,\n3,4\n,\n")
    assert result.rows == {2: (1, 2), 4: (3, 4)}
    assert result.staged.rejected == 0


def test_one_table_in_a_zip_or_gzip_is_read(read):
    content = csv_bytes(ROWS)
    packed = read(zip_bytes({"folder/data.csv": content, "__MACOSX/._data.csv": b"x"}), "data.zip")
    assert packed.staged.rows == 2
    assert packed.staged.format is Format.CSV
    assert read(gzip.compress(content), "data.csv.gz").rows == packed.rows


def test_a_line_of_five_megabytes_is_read(read):
    long = "長" * 1_700_000
    result = read(f"a,b\n1,{long}\n2,x\n")
    assert result.rows[2][1] == long
    assert result.staged.rows == 2


def test_hints_are_stronger_than_what_is_found(read):
    result = read("a;b,c\n1;2,3\n4;5,6\n", delimiter=";")
    assert result.names == ["a", "b,c"]


def test_a_formula_deep_in_the_file_is_found(read):
    rows = [f"設施{n},甲" for n in range(5000)]
    rows[4321] = "設施,=1+1"
    result = read("name,remark\n" + "\n".join(rows))
    found = [issue for issue in result.staged.issues if issue.code == "formula"]
    assert [(issue.row, issue.column) for issue in found] == [(4323, "remark")]


def test_a_column_that_is_mostly_empty_is_typed_by_the_rows_that_are_not(read):
    rows = [f"{n},{n / 4 if n > 2500 else ''}" for n in range(5000)]
    result = read("name,value\n" + "\n".join(rows))
    assert [column.type for column in result.staged.columns][1] == "number"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_blank_lines_and_nul_are_found_wherever_the_pieces_of_a_file_meet(
    read, monkeypatch, size, newline
):
    monkeypatch.setattr(delimited, "_CHUNK", size)
    lines = [b"a,b", b"1,x", b"", b"2,y", b"3,z"]
    assert list(read(newline.join(lines)).rows) == [2, 4, 5]
    assert list(read(newline.join(line for line in lines if line)).rows) == [2, 3, 4]
    with_nul = read(newline.join([*lines, b"4,\0"]))
    assert with_nul.values("b")[-1] == "\ufffd"
