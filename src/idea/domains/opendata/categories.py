"""What is called valuable: table II.2.1 of the white paper and the G8 list of 2013.

Rows only; what a category is worth is in `criteria.py`.
"""

from typing import Final

from idea.engines.catalog.plugin import Category, Yardstick

_TABLE: Final = "ide@ Taiwan 2020 白皮書，表 II.2.1"
_G8: Final = "G8 Open Data Charter (2013), Technical Annex, high-value datasets"
_PUBLIC: Final = Yardstick.PUBLIC_INTEREST
_ECONOMY: Final = Yardstick.ECONOMY
_CLEAR: Final = Yardstick.TRANSPARENCY


def _g8(code: str, title: str, title_en: str, examples: str, examples_en: str) -> Category:
    return Category(f"g8-{code}", Yardstick.G8, title, title_en, examples, examples_en, _G8)


ROWS: Final = (
    Category(
        "safety", _PUBLIC, "民生安全", "Everyday safety", "食品、警政", "food, police", _TABLE
    ),
    Category(
        "medicine",
        _PUBLIC,
        "就醫用藥",
        "Doctors and medicines",
        "醫療、藥物",
        "medical care, drugs",
        _TABLE,
    ),
    Category("finance", _PUBLIC, "財政透明", "Public finance", "預決算", "budgets", _TABLE),
    Category("welfare", _PUBLIC, "社會福利", "Welfare", "保險、就業", "insurance, jobs", _TABLE),
    Category(
        "statistics",
        _PUBLIC,
        "統計資料",
        "Statistics",
        "全國統計、學術統計",
        "national, academic",
        _TABLE,
    ),
    Category(
        "infrastructure",
        _ECONOMY,
        "基礎建設",
        "Infrastructure",
        "交通、網路",
        "transport, networks",
        _TABLE,
    ),
    Category("energy", _ECONOMY, "能源效率", "Energy efficiency", "能源", "energy", _TABLE),
    Category("geography", _ECONOMY, "地理空間", "Geography", "地圖圖資", "maps", _TABLE),
    Category(
        "environment",
        _ECONOMY,
        "環境氣候",
        "Environment and climate",
        "氣象、空氣品質、農林漁牧",
        "weather, air, farming and fishing",
        _TABLE,
    ),
    Category(
        "democracy",
        _CLEAR,
        "民主課責",
        "Democracy and accountability",
        "選舉、法規",
        "elections, laws",
        _TABLE,
    ),
    Category(
        "research",
        _CLEAR,
        "研究發展",
        "Research and development",
        "政府研究資料",
        "government research",
        _TABLE,
    ),
    _g8("companies", "公司", "Companies", "公司、商業登記", "company registers"),
    _g8("crime", "犯罪與司法", "Crime and justice", "犯罪統計、治安", "crime statistics, safety"),
    _g8(
        "earth",
        "地球觀測",
        "Earth observation",
        "氣象、農林漁獵",
        "weather, farming, forestry, fishing",
    ),
    _g8(
        "education",
        "教育",
        "Education",
        "學校名錄、學校表現、數位學習",
        "schools, their results, digital skills",
    ),
    _g8(
        "energy",
        "能源與環境",
        "Energy and environment",
        "汙染程度、能源消耗",
        "pollution, energy use",
    ),
    _g8(
        "finance",
        "財政與契約",
        "Finance and contracts",
        "交易、採購、預算",
        "spending, contracts, tenders, budgets",
    ),
    _g8("geospatial", "地理空間", "Geospatial", "地形、郵遞區號、地圖", "topography, maps"),
    _g8("development", "全球發展", "Global development", "援助、糧食安全", "aid, food security"),
    _g8(
        "accountability",
        "政府課責與民主",
        "Government accountability and democracy",
        "聯絡窗口、選舉結果、法規、薪資",
        "contacts, elections, legislation, pay",
    ),
    _g8("health", "健康", "Health", "處方資料、醫療表現", "prescriptions, performance"),
    _g8("science", "科學與研究", "Science and research", "基因、研究成果", "genome, experiments"),
    _g8("statistics", "統計", "Statistics", "國家統計、人口普查", "national statistics, census"),
    _g8(
        "welfare",
        "社會流動與福利",
        "Social mobility and welfare",
        "住宅、健康保險、失業給付",
        "housing, insurance, benefits",
    ),
    _g8(
        "transport",
        "交通與基礎建設",
        "Transport and infrastructure",
        "大眾運輸時刻、寬頻普及率",
        "timetables, broadband",
    ),
)
