"""What happens in the city: air readings, events, budget, people, market prices."""

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from shapely.geometry import Point

from idea.project.demo import files
from idea.project.demo.agencies import BUREAUS
from idea.project.demo.city import District, Spot, city
from idea.project.demo.places import dice

TODAY = date(2026, 11, 22)  # the city's day stands still, so that loading again changes nothing
_ROC = 1911
_LEVELS = ((50, "良好"), (100, "普通"), (150, "對敏感族群不健康"), (999, "對所有族群不健康"))


def stations() -> list[Spot]:
    """Return the schools that carry an air station: one a district, and two more."""
    schools = [spot for spot, kind in city().schools if kind != "國小"]
    return schools[::3] + schools[1:2]


def air_stations(path: Path) -> None:
    rows = [
        (f"A{n:02d}", f"{spot.name}測站", spot.district, spot.address, "2019-03-01", 12 + n % 4)
        for n, spot in enumerate(stations(), 1)
    ]
    header = ("測站代碼", "測站名稱", "行政區", "地址", "啟用日期", "採樣高度（公尺）")
    files.write_geojson(path, header, rows, [Point(s.lon, s.lat) for s in stations()])


def air_readings(path: Path) -> None:
    """Write the last 14 days hour by hour; a station that fails leaves a gap."""
    random = dice("air")
    start = datetime.combine(TODAY, datetime.min.time()) - timedelta(days=14)
    rows = []
    for number, spot in enumerate(stations(), 1):
        level = random.uniform(14, 26)
        for hour in range(14 * 24):
            level += random.gauss(0, 1.6) + (20 - level) * 0.06
            rush = 6 * math.exp(-(((hour % 24) - 8) ** 2) / 8)
            fine = round(max(2.0, level + rush + 5 * math.sin(hour / 53)), 1)
            if random.random() < 0.01:  # noqa: PLR2004  one hour in a hundred is lost
                continue
            aqi = round(fine * 2.9)
            rows.append(
                (
                    f"A{number:02d}",
                    f"{spot.name}測站",
                    spot.district,
                    (start + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:00:00+08:00"),
                    fine,
                    round(fine * random.uniform(1.5, 2.1), 1),
                    round(random.uniform(15, 60), 1),
                    aqi,
                    next(word for most, word in _LEVELS if aqi <= most),
                )
            )
    header = (
        "測站代碼",
        "測站名稱",
        "行政區",
        "監測時間",
        "細懸浮微粒",
        "懸浮微粒",
        "臭氧",
        "空氣品質指標",
        "狀態",
    )
    files.write_json(path, header, rows)


def events(path: Path) -> None:
    """Write the libraries' calendar with dates of the Republic, in Big5."""
    random = dice("events")
    kinds = (
        ("親子故事屋", "親子"),
        ("科學工作坊", "學習"),
        ("地方文史講座", "講座"),
        ("電影欣賞", "影視"),
        ("樂齡電腦班", "學習"),
        ("新書分享會", "講座"),
        ("手作陶藝體驗", "體驗"),
        ("繪本讀書會", "親子"),
    )
    rows = []
    for day in range(-30, 45):
        for spot in random.sample(city().libraries, 3):
            when = TODAY + timedelta(days=day)
            title, kind = random.choice(kinds)
            hour = random.choice((10, 14, 15, 19))
            rows.append(
                (
                    f"{when.year - _ROC}/{when.month}/{when.day}",
                    f"{hour}:00",
                    title,
                    kind,
                    spot.name,
                    spot.district,
                    random.randrange(15, 81, 5),
                    spot.lon,
                    spot.lat,
                )
            )
    header = ("活動日期", "開始時間", "活動名稱", "類別", "地點", "行政區", "名額", "經度", "緯度")
    files.write_csv(path, header, rows, encoding="big5")


def budget(path: Path) -> None:
    random = dice("budget")
    shares = (9.2, 11.8, 16.4, 34.1, 21.5, 7.9, 4.6, 1.8)  # of 100, in the bureaus' order
    rows: list[tuple[object, ...]] = []
    for year in range(2017, 2027):
        total = 21_400_000 * 1.024 ** (year - 2017)  # thousand dollars
        for bureau, share in zip(BUREAUS, shares, strict=True):
            planned = round(total * share / 100 * random.uniform(0.96, 1.04))
            spent = "" if year == TODAY.year else round(planned * random.uniform(0.9, 0.99))
            rows.append((year - _ROC, bureau.name, planned, spent))
    files.write_csv(
        path, ("年度", "機關", "預算數（千元）", "決算數（千元）"), rows, encoding="big5"
    )


def population(path: Path) -> None:
    rows = [
        (f"{year}-12-31", district.code, district.name, people, homes)
        for year, district, people, homes in _people()
    ]
    header = ("統計日期", "行政區代碼", "行政區", "人口數", "戶數")
    files.write_csv(path, header, rows, encoding="utf-8")


def _people() -> Iterator[tuple[int, District, int, int]]:
    random = dice("people")
    for district in city().districts:
        growth, people = random.uniform(-0.011, 0.009), float(district.people)
        for year in range(2016, 2026):
            yield year, district, round(people), round(people / (2.9 - 0.04 * (year - 2016)))
            people *= 1 + growth + random.gauss(0, 0.002)


def prices(path: Path) -> None:
    random = dice("prices")
    crops = {"高麗菜": 22, "空心菜": 28, "番茄": 41, "青蔥": 75, "胡蘿蔔": 24, "小白菜": 26}
    crops |= {"香蕉": 27, "鳳梨": 33, "芭樂": 38, "柳丁": 24, "地瓜": 21, "香菇": 130}
    rows = []
    for market in ("澄瀾第一果菜市場", "西渡果菜市場", "南圃農產拍賣場"):
        for crop, usual in crops.items():
            price = float(usual)
            for day in range(90):
                when = TODAY - timedelta(days=89 - day)
                price *= math.exp(random.gauss(0, 0.045)) * (usual / price) ** 0.05
                if when.weekday() == 0:  # markets rest on Mondays
                    continue
                low, high = price * random.uniform(0.7, 0.85), price * random.uniform(1.15, 1.35)
                rows.append(
                    (
                        when,
                        market,
                        crop,
                        round(low, 1),
                        round(price, 1),
                        round(high, 1),
                        random.randrange(800, 24000, 50),
                    )
                )
    header = (
        "交易日期",
        "市場",
        "作物",
        "下價（元/公斤）",
        "平均價（元/公斤）",
        "上價（元/公斤）",
        "交易量（公斤）",
    )
    files.write_parquet(path, header, rows)
