"""Made-up catalogs and tables for the benchmarks, drawn with a seed.

Writes straight into the tables of a fresh data folder, the search index included.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

COUNTIES = [
    "臺北市",
    "新北市",
    "桃園市",
    "臺中市",
    "臺南市",
    "高雄市",
    "基隆市",
    "新竹市",
    "嘉義市",
    "新竹縣",
    "苗栗縣",
    "彰化縣",
    "南投縣",
    "雲林縣",
    "嘉義縣",
    "屏東縣",
    "宜蘭縣",
    "花蓮縣",
    "臺東縣",
    "澎湖縣",
    "金門縣",
    "連江縣",
]
SUBJECTS = {
    "公車站牌": "bus stops",
    "圖書館借閱": "library loans",
    "空氣品質監測": "air quality monitoring",
    "避難收容處所": "shelters",
    "人口統計": "population statistics",
    "年度預算": "annual budget",
    "公園綠地": "parks",
    "醫療院所": "hospitals and clinics",
    "路燈": "street lights",
    "停車場": "parking lots",
    "食品抽驗": "food inspections",
    "實價登錄": "real estate prices",
    "雨量站": "rain gauges",
    "河川水位": "river levels",
    "用電量": "electricity use",
    "交通事故": "traffic accidents",
    "文化活動": "cultural events",
    "古蹟": "monuments",
    "學校名錄": "schools",
    "長照機構": "long-term care",
    "垃圾清運": "waste collection",
    "自來水水質": "drinking water quality",
    "農產品交易行情": "produce prices",
    "觀光景點": "attractions",
}
KINDS = {
    "清冊": "list",
    "統計": "statistics",
    "月報": "monthly report",
    "即時資料": "live data",
    "位置圖": "map",
    "年報": "yearbook",
    "明細": "details",
}
THEMES = ("TRAN", "ENVI", "HEAL", "GOVE", "SOCI", "ECON", "EDUC", "REGI", "AGRI")
FORMATS = (("csv",), ("csv", "json"), ("xlsx",), ("json", "xml", "csv"), ("shp.zip", "kml"))
LICENSES = ("OGDL-Taiwan-1.0",) * 8 + ("CC-BY-4.0", "other")
WORDS = (
    "資料",
    "本",
    "市",
    "民",
    "機關",
    "提供",
    "每",
    "月",
    "更新",
    "欄位",
    "名稱",
    "地址",
    "電話",
    "經度",
    "緯度",
    "備註",
)
BATCH = 2_000


def add_datasets(count: int, *, seed: int = 2026) -> None:
    """Add `count` data sets of 400 agencies whose files, 3.4 each, are elsewhere."""
    from django.db import transaction

    from idea.engines.catalog import models, outward, shelf
    from idea.engines.catalog.records import dataset_of
    from idea.engines.identity import api as identity
    from idea.kernel.audit.types import Actor
    from idea.kernel.search import api as search

    dice = random.Random(seed)
    actor = Actor.system("bench")
    agencies = [
        identity.ensure_organization(actor=actor, name=f"{county}政府{part}局", slug=f"a{at}-{n}")
        for at, county in enumerate(COUNTIES)
        for n, part in enumerate(("資訊", "交通", "環保", "衛生", "文化", "民政"))
    ]
    for start in range(0, count, BATCH):
        rows = [
            _dataset(number, dice, agencies) for number in range(start, min(start + BATCH, count))
        ]
        with transaction.atomic():
            models.Dataset.objects.bulk_create(rows)
            models.Distribution.objects.bulk_create(
                link for row in rows for link in _links(row, dice)
            )
            whole = models.Dataset.objects.select_related("organization", "current", "series")
            fresh = whole.filter(id__in=[row.id for row in rows])
            search.index([outward.document(dataset_of(row)) for row in fresh])
            shelf.touch()


def _dataset(number: int, dice: random.Random, agencies: list[Any]) -> Any:
    from idea.engines.catalog import models
    from idea.kernel.ids import uuid7

    at = dice.randrange(len(agencies))
    county = COUNTIES[at // 6]
    subject, english = dice.choice(list(SUBJECTS.items()))
    kind, kind_en = dice.choice(list(KINDS.items()))
    year = dice.randrange(100, 116)
    formats = dice.choice(FORMATS)
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(3_000_000))
    return models.Dataset(
        id=uuid7(),
        slug=f"made-{number}",
        title=f"{county}{subject}{kind}（{year} 年）{number}",
        title_en=f"{english.capitalize()} {kind_en} {year + 1911}",
        description="".join(dice.choices(WORDS, k=40)) + f"，{subject}{kind}。",
        organization_id=agencies[at].id,
        license=dice.choice(LICENSES),
        frequency=dice.choice(("irregular", "monthly", "yearly")),
        theme=dice.choice(THEMES),
        keywords=[subject, county, kind],
        identifier=str(100_000 + number),
        format=formats[0],
        formats=list(formats),
        published_at=moment,
        modified_at=moment + timedelta(days=dice.randrange(300)),
    )


def _links(row: Any, dice: random.Random) -> Iterator[Any]:
    from idea.engines.catalog import models
    from idea.kernel.ids import uuid7

    for position in range(dice.choice((2, 3, 3, 4, 5))):
        form = row.formats[position % len(row.formats)]
        yield models.Distribution(
            id=uuid7(),
            dataset_id=row.id,
            position=position,
            title=f"{row.title} {form}",
            download_url=f"https://data.example.tw/{row.identifier}/{position}.{form}",
            format=form,
        )


def write_listing(path: Path, count: int, *, seed: int = 2026) -> None:
    """Write a listing of `count` data sets as JSON Lines: id, provider, name, format, urls."""
    dice = random.Random(seed)
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            county = dice.choice(COUNTIES)
            subject, kind = dice.choice(list(SUBJECTS)), dice.choice(list(KINDS))
            links = dice.choice((1, 2, 4, 6))
            row = {
                "id": str(500_000 + number),
                "provider": f"{county}政府{dice.choice(('資訊', '交通', '環保'))}局",
                "name": f"{county}{subject}{kind} {number}",
                "format": "csv",
                "urls": [f"https://listed.example.tw/{number}/{at}.csv" for at in range(links)],
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_table(path: Path, rows: int, *, seed: int = 2026) -> None:
    """Write a CSV of `rows` readings: number, county, kind, value, day, lon, lat."""
    import duckdb

    counties = ", ".join(f"'{name}'" for name in COUNTIES)
    kinds = ", ".join(f"'{name}'" for name in SUBJECTS)
    connection = duckdb.connect()
    connection.execute(f"SELECT setseed({(seed % 100) / 100})")
    connection.execute(
        f"""COPY (SELECT i AS "編號", ([{counties}])[1 + (random() * 21.99)::INT % 22] AS "縣市",
        ([{kinds}])[1 + (random() * 23.99)::INT % 24] AS "類別",
        round(random() * 1000, 2) AS "數值",
        (DATE '2020-01-01' + (random() * 2000)::INT) AS "日期",
        round(120 + random() * 2, 6) AS "經度", round(22 + random() * 3, 6) AS "緯度"
        FROM range(1, {rows + 1}) t(i)) TO '{path}' (HEADER)"""  # noqa: S608  of this module
    )
    connection.close()
