"""What cells mean: numbers, codes, dates of two calendars, words for nothing."""
# ruff: noqa: DTZ001  staged times are the clock of Taiwan, without a zone

from datetime import date, datetime, time

import pytest

from idea.engines.sources.types import ColumnType, Role
from idea.kernel import clock

CASES = [
    (["1", "-2", "300"], ColumnType.INTEGER, [1, -2, 300]),
    (["1.5", "2", "-0.25"], ColumnType.NUMBER, [1.5, 2.0, -0.25]),
    (["0900", "0910", "12"], ColumnType.STRING, ["0900", "0910", "12"]),
    (["1,234", "56", "7,890,123"], ColumnType.INTEGER, [1234, 56, 7890123]),
    (["1,234.5", "56.25", "0.5"], ColumnType.NUMBER, [1234.5, 56.25, 0.5]),
    (["12.5%", "3 %", "100％"], ColumnType.NUMBER, [12.5, 3.0, 100.0]),
    (["2020-02-29", "2021/1/5", "2021.12.31"], ColumnType.DATE,
     [date(2020, 2, 29), date(2021, 1, 5), date(2021, 12, 31)]),
    (["104/7/27", "99/12/31", "民國105年1月2日"], ColumnType.DATE,
     [date(2015, 7, 27), date(2010, 12, 31), date(2016, 1, 2)]),
    (["2021-12-31 16:01:14", "2022-01-01 00:00:00"], ColumnType.DATETIME,
     [datetime(2021, 12, 31, 16, 1, 14), datetime(2022, 1, 1)]),
    (["2021-12-31T16:01:14Z", "2022-01-01T00:00:00+09:00"], ColumnType.DATETIME,
     [datetime(2022, 1, 1, 0, 1, 14), datetime(2021, 12, 31, 23)]),
    (["2021/3/4 下午 3:05", "2021/3/4 上午 12:30"], ColumnType.DATETIME,
     [datetime(2021, 3, 4, 15, 5), datetime(2021, 3, 4, 0, 30)]),
    (["08:30", "23:59:59"], ColumnType.TIME, [time(8, 30), time(23, 59, 59)]),
    (["true", "FALSE"], ColumnType.BOOLEAN, [True, False]),
    (["是", "否"], ColumnType.STRING, ["是", "否"]),
    (["1", "無", "…"], ColumnType.INTEGER, [1, None, None]),
    (["-", "無"], ColumnType.STRING, ["-", "無"]),
    (["NaN", "inf"], ColumnType.STRING, ["NaN", "inf"]),
    (["12345678901234567890", "1"], ColumnType.STRING, ["12345678901234567890", "1"]),
    (["1_000", "2_000"], ColumnType.STRING, ["1_000", "2_000"]),
    (["10/11/12", "01/02/03"], ColumnType.STRING, ["10/11/12", "01/02/03"]),
    ([" 7 ", "　8"], ColumnType.INTEGER, [7, 8]),
    (["1e3", "2.5E-1"], ColumnType.NUMBER, [1000.0, 0.25]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "type_", "values"), CASES, ids=[str(c[0][0]) for c in CASES])
def test_a_column_gets_its_type(read, cells, type_, values):
    lines = ["名稱\tx", *(f"n{n}\t{cell}" for n, cell in enumerate(cells))]
    result = read("\n".join(lines), "data.tsv")
    assert result.column["x"].type is type_
    assert result.values("x") == values
    assert result.staged.rejected == 0


@pytest.mark.parametrize("title", ["交易日期", "date", "交易年月日"])
def test_dates_without_separators_are_read_where_the_name_says_so(read, title):
    result = read(f"{title},n\n1040727,1\n1000101,2\n20150728,3\n")
    assert result.values(title) == [date(2015, 7, 27), date(2011, 1, 1), date(2015, 7, 28)]
    assert result.column[title].note
    assert read("x,n\n1040727,1\n1000101,2\n").values("x") == [1040727, 1000101]


@pytest.mark.parametrize("title", ["郵遞區號", "縣市代碼", "TOWNCODE", "電話", "統一編號", "zip"])
def test_codes_stay_text(read, title):
    assert read(f"{title},n\n10014020,1\n63000010,2\n").values(title) == ["10014020", "63000010"]


def test_what_the_first_rows_promise_is_not_believed(read):
    rows = [f"{n},{n},{n},2020-01-01" for n in range(30_000)]
    rows[25_000] = "25000,0900,1.5,109/1/1"
    result = read("a,code-like,b,d\n" + "\n".join(rows))
    assert result.staged.rows == 30_000
    assert result.staged.rejected == 0
    assert result.rows[25_002] == (25_000, "0900", 1.5, date(2020, 1, 1))


@pytest.mark.parametrize(
    "text",
    ["104/7/27", "104.07.27", "民國104年7月27日", "2015-07-27", "2015年7月27日", "99-1-1", "31/1/1",
     "7/27/2015", "2015-02-30", "000/1/1", "民國31年1月1日", "104/7/27 00:00"],
)  # fmt: skip
def test_dates_mean_what_the_kernel_clock_says(read, text):
    result = read(f"日期|n\n{text}|1\n{text}|2\n", delimiter="|")
    expected = clock.parse_date(text)
    assert result.values("日期") == ([expected] * 2 if expected else [text] * 2)


def test_roles_of_columns(read):
    result = read(
        "縣市,鄉鎮市區,地址,聯絡信箱,手機,身分\n"
        "臺北市,中正區,重慶南路一段122號,a@example.com,0912-345-678,A123456789\n"
        "台南市,永康區,中山路2號,b@example.com,0922345678,A123456789\n"
    )
    roles = [column.role for column in result.staged.columns]
    assert roles == [Role.COUNTY, Role.TOWN, Role.ADDRESS, *[Role.PERSONAL] * 3]
    assert result.codes().count("personal-data") == 3


def test_formulas_are_kept_and_named(read):
    result = read("a,b\n1,=cmd|' /C calc'!A0\n2,+886-2-1234567\n3,-5\n4,@SUM(1)\n5,'x\n")
    assert result.rows[2][1] == "=cmd|' /C calc'!A0"
    assert [(i.code, i.row, i.severity) for i in result.staged.issues] == [
        ("formula", 2, "warning"),
        ("formula", 5, "warning"),
    ]
    assert result.staged.rejected == 0
