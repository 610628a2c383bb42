from datetime import UTC, datetime

from idea.kernel.search.api import Document


def document(key, title, **rest):
    rest.setdefault("kind", "dataset")
    rest.setdefault("url", f"/{key}")
    return Document(key=key, title=title, **rest)


CITY = [
    document(
        "air",
        "空氣品質監測",
        title_en="Air quality monitoring stations",
        body="臺北市各測站每小時的細懸浮微粒（PM2.5）濃度，由環境保護局量測。" * 3,
        body_en="Hourly PM2.5 readings of every station in Taipei.",
        keywords="環境 空汙",
        organization="環境保護局",
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
    ),
    document(
        "parks",
        "公園綠地",
        title_en="Parks and green spaces",
        body="台北市的公園位置與面積。",
        body_en="Where the city's parks are.",
        organization="公園處",
        updated_at=datetime(2026, 2, 1, tzinfo=UTC),
    ),
    document(
        "shelters",
        "避難收容處所",
        title_en="Evacuation shelters",
        body="災害時可以前往的處所，多在公園與學校，附空氣清淨設備。",
        organization="消防局",
        updated_at=datetime(2026, 3, 1, tzinfo=UTC),
    ),
    document(
        "page-air",
        "認識空氣",
        kind="page",
        title_en="About the air",
        body="空氣品質指標怎麼看。",
        updated_at=datetime(2026, 4, 1, tzinfo=UTC),
    ),
]
