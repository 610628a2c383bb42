from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import clock

DAY = date(2015, 7, 27)
TEN_FIVE = datetime(2015, 7, 27, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2015-07-27", "20150727", "2015/7/27", "2015.7.27", "2015/07/27", "2015-7-27",
        "104/7/27", "104/07/27", "104.07.27", "104-7-27", "1040727",
        "民國104年7月27日", "中華民國 104 年 7 月 27 日", "104年7月27日", "104年07月27號",
        "民國104/7/27", "民國104.7.27", "2015年7月27日", "西元2015年7月27日",
        "民國一百零四年七月二十七日", "一〇四年七月廿七日", "民國一百〇四年7月27日",
        "１０４／７／２７", " 104/7/27 ", "104/7/27(一)", "104/7/27 星期一", "104年7月27日（星期一）",
        "2015-07-27 00:00:00", "2015-07-27T00:00", "2015/7/27 0:00",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert clock.parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("104年7月", date(2015, 7, 1)),
        ("民國104年12月", date(2015, 12, 1)),
        ("2015年7月", date(2015, 7, 1)),
        ("民國元年1月1日", date(1912, 1, 1)),
        ("民國百年10月10日", date(2011, 10, 10)),
        ("民國前1年10月10日", date(1911, 10, 10)),
        ("99/12/31", date(2010, 12, 31)),
        ("099/12/31", date(2010, 12, 31)),
        ("89.1.2", date(2000, 1, 2)),
        ("0890727", date(2000, 7, 27)),
        ("民國8年3月1日", date(1919, 3, 1)),
        ("104/2/28", date(2015, 2, 28)),
        ("105/2/29", date(2016, 2, 29)),
    ],
)
def test_years_of_the_republic(text, day):
    assert clock.parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "7/27/2015", "27/7/2015", "27-07-2015", "07-27-2015", "10/11/12", "31/1/2", "1/2/3",
        "July 27, 2015", "27 Jul 2015", "104-7/27", "104/13/1", "104/2/29", "2015-02-29",
        "000/1/1", "民國0年1月1日", "民國2015年7月27日", "西元104年7月1日", "1041301", "890727",
        "10407", "2015", "104", "", " ", "abc", "2015-07-27 10:00", "2015-07-27T00:00Z",
        "99999999", "1234567890", "2015-07-27" * 20, "104年7", "年月日",
    ],
)  # fmt: skip
def test_what_is_no_date_or_could_be_two_is_refused(text):
    assert clock.parse_date(text) is None


ROC_DAYS = st.dates(min_value=date(1912, 1, 1), max_value=date(2110, 12, 31))


@given(ROC_DAYS)
def test_every_way_of_writing_a_day_reads_back(day):
    year = clock.roc_year(day)
    for text in (
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{year}年{day.month}月{day.day}日",
        f"民國{year}年{day.month:02}月{day.day:02}日",
        f"{year:03}/{day.month}/{day.day}",
        f"{year:03}.{day.month:02}.{day.day:02}",
        f"{year:03}{day.month:02}{day.day:02}",
        clock.format_roc(day),
        clock.format_date(day, "zh-hant"),
    ):
        assert clock.parse_date(text) == day, text


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(1911, 12, 31)))
def test_days_before_the_republic_read_back(day):
    assert clock.parse_date(clock.format_roc(day)) == day


@given(
    st.text(max_size=40)
    | st.text(alphabet="0123456789/-.年月日民國前一二十百 :T上下午Z+", max_size=24)
)
def test_no_text_breaks_the_readers(text):
    day, moment = clock.parse_date(text), clock.parse_moment(text)
    assert day is None or type(day) is date
    assert moment is None or moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "2015-07-27T02:05Z", "2015-07-27T02:05:00.000Z", "2015-07-27T10:05:00+08:00",
        "2015-07-27 10:05:00+0800", "2015-07-26T21:05-0500", "2015-07-27 10:05", "2015/7/27 10:05",
        "104/7/27 10:05", "104/07/27 10:05:00", "1040727 10:05", "104年7月27日 10時5分",
        "104年7月27日10時5分", "民國104年7月27日(一) 10:05", "2015/7/27 上午 10:05:00",
        "2015/7/27 10:05 AM", "2015/7/27 10:05am", "20150727T020500Z", "20150727100500",
        "104/7/27 上午10:05", "2015年7月27日 早上10點5分", "２０１５／７／２７　１０：０５",
    ],
)  # fmt: skip
def test_a_moment_is_read_however_it_is_written(text):
    assert clock.parse_moment(text) == TEN_FIVE


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2015/7/27 下午 12:05", 12, 5),
        ("2015/7/27 上午 12:05", 0, 5),
        ("2015/7/27 中午12時", 12, 0),
        ("2015/7/27 中午11時30分", 11, 30),
        ("2015/7/27 晚上11點半", 23, 30),
        ("2015/7/27 10:05 PM", 22, 5),
        ("2015/7/27 0:05", 0, 5),
    ],
)
def test_halves_of_the_day(text, hour, minute):
    moment = clock.parse_moment(text)
    assert moment is not None
    assert moment == datetime(2015, 7, 27, hour, minute, tzinfo=clock.TAIPEI)


def test_midnight_at_the_end_of_a_day_is_the_next_day():
    assert clock.parse_moment("2015-07-27T24:00") == clock.parse_moment("2015-07-28T00:00")


@pytest.mark.parametrize(
    "text",
    [
        "2015-07-27", "10:05", "2015-07-27 25:00", "2015-07-27 10:60", "2015-07-27T24:01",
        "2015/7/27 13:00 PM", "2015/7/27 上午 0:05", "2015-07-27T10:05+99:00",
        "2015-07-27T10:05+08:75", "9999-12-31T23:00-10:00", "7/27/2015 10:05", "1437962700",
        "2015/7/27 上午 10:05 PM", "2015-07-27 10:05 around noon",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text):
    assert clock.parse_moment(text) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 30)), st.times())
def test_iso_moments_read_back(day, time):
    moment = datetime.combine(day, time, UTC)
    assert clock.parse_moment(moment.isoformat()) == moment
    there = moment.astimezone(timezone(timedelta(hours=-3, minutes=-30)))
    assert clock.parse_moment(there.isoformat()) == moment


def test_now_is_aware_and_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_years_count_on_without_a_year_zero():
    assert clock.roc_year(DAY) == 104
    assert clock.roc_year(date(1912, 1, 1)) == 1
    assert clock.roc_year(date(1911, 12, 31)) == -1


def test_words_for_people():
    day = date(2026, 11, 22)
    assert clock.format_date(day, "zh-hant") == "2026 年 11 月 22 日（日）"
    assert clock.format_date(day, "en") == "Sun 22 November 2026"
    assert clock.format_roc(day) == "民國 115 年 11 月 22 日"
    assert clock.format_roc(date(1911, 10, 10)) == "民國前 1 年 10 月 10 日"
    evening = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)
    assert clock.format_moment(evening, "zh-hant") == "2026 年 11 月 23 日（一）02:05"
    assert clock.format_moment(evening, "en") == "Mon 23 November 2026, 02:05"
