"""Other names of counties and towns: everyday spelling, names before a reform, English.

Sources: Local Government Act art. 4 and 7-1 (the upgrades of 2010-12-25 and 2014-12-25), notices
of the Ministry of the Interior on the towns named here.
"""

import re
import unicodedata

# Counties that became, or were joined into, special municipalities; their towns became districts.
COUNTIES_BEFORE = {
    "台北縣": "新北市",
    "台中縣": "台中市",
    "台南縣": "台南市",
    "高雄縣": "高雄市",
    "桃園縣": "桃園市",
}
COUNTIES_BEFORE_EN = {
    "taipeicounty": "newtaipeicity",
    "taichungcounty": "taichungcity",
    "tainancounty": "tainancity",
    "kaohsiungcounty": "kaohsiungcity",
    "taoyuancounty": "taoyuancity",
}
# Towns whose name is not just another rank of today's: (county as it was, town) to today's town.
TOWNS_BEFORE = {
    ("高雄縣", "三民鄉"): "那瑪夏區",  # 2008; not the 三民區 of the city
    ("高雄縣", "那瑪夏鄉"): "那瑪夏區",
    ("台南市", "中區"): "中西區",  # 2004
    ("台南市", "西區"): "中西區",
    ("嘉義縣", "吳鳳鄉"): "阿里山鄉",  # 1989
    ("屏東縣", "三地鄉"): "三地門鄉",  # 1992
    ("彰化縣", "員林鎮"): "員林市",  # 2015
    ("苗栗縣", "頭份鎮"): "頭份市",  # 2015
}
RANKS = "縣市鄉鎮區"

_NOISE = re.compile(r"[\s,，、。．.\-－_/／()（）「」]+")
_BEFORE_ALL = re.compile(
    r"^(?:\d{3}(?:\d{2,3})?(?!\d))?(?:中華民國|台灣省|台灣|福建省)?(?:\d{3}(?:\d{2,3})?(?!\d))?"
)
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_ENGLISH_RANK = re.compile(r"(?:city|county|township|district|town)$")


def plain(text: str) -> str:
    """Return a Chinese name or address as it is compared: 臺 as 台, no postal code, no country."""
    folded = unicodedata.normalize("NFKC", text).replace("臺", "台")
    return _BEFORE_ALL.sub("", _NOISE.sub("", folded))


def stem(name: str) -> str:
    """Return a name without its rank: 台北 of 台北市; 東區 stays, for 東 alone names nothing."""
    return name[:-1] if len(name) > 2 and name[-1] in RANKS else name  # noqa: PLR2004


def plain_en(text: str) -> str:
    """Return an English name as it is compared: letters and digits, small, no accents."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_LETTERS.sub("", folded)


def stem_en(plain_name: str) -> str:
    """Return `taipei` of `taipeicity`."""
    return _ENGLISH_RANK.sub("", plain_name) or plain_name
