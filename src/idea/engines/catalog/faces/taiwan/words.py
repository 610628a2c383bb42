"""The words Taiwan's portals use for codes, and the codes they stand for.

Chinese on purpose and not translated: these are values of a data format, not words of a page.
"""

import re
from typing import Final

from idea.engines.catalog.labels import LICENSE_URLS
from idea.engines.catalog.types import Frequency, License, Theme

FREE: Final = "免費"
FILE: Final = "檔案資料"
SERVICE: Final = "系統介接程式"

FREQUENCY_WORDS: Final[dict[Frequency, str]] = {
    Frequency.CONTINUOUS: "即時",
    Frequency.HOURLY: "每1時",
    Frequency.DAILY: "每1日",
    Frequency.WEEKLY: "每1週",
    Frequency.FORTNIGHTLY: "每2週",
    Frequency.MONTHLY: "每1月",
    Frequency.BIMONTHLY: "每2月",
    Frequency.QUARTERLY: "每3月",
    Frequency.HALF_YEARLY: "每6月",
    Frequency.YEARLY: "每1年",
    Frequency.BIENNIAL: "每2年",
    Frequency.TRIENNIAL: "每3年",
    Frequency.IRREGULAR: "不定期更新",
    Frequency.NEVER: "不更新",
    Frequency.UNKNOWN: "未提供",
}
_SAID: Final = {
    **{words: code for code, words in FREQUENCY_WORDS.items()},
    "即時更新": Frequency.CONTINUOUS,
    "不定期": Frequency.IRREGULAR,
    "非固定週期": Frequency.IRREGULAR,
    "一次性": Frequency.NEVER,
    "每時": Frequency.HOURLY,
    "每小時": Frequency.HOURLY,
    "每日": Frequency.DAILY,
    "每天": Frequency.DAILY,
    "每週": Frequency.WEEKLY,
    "每周": Frequency.WEEKLY,
    "每月": Frequency.MONTHLY,
    "每季": Frequency.QUARTERLY,
    "每半年": Frequency.HALF_YEARLY,
    "每年": Frequency.YEARLY,
    "每學期": Frequency.HALF_YEARLY,
    "每學年": Frequency.YEARLY,
}
_HOURS: Final[dict[str, float]] = {
    "秒": 1 / 3600,
    "分": 1 / 60,
    "分鐘": 1 / 60,
    "時": 1,
    "小時": 1,
    "日": 24,
    "天": 24,
    "週": 168,
    "周": 168,
    "星期": 168,
    "月": 730,
    "個月": 730,
    "季": 2190,
    "年": 8760,
    "學期": 4380,
    "學年": 8760,
}
_RHYTHM: Final[tuple[tuple[float, Frequency], ...]] = (  # at least so often, in hours
    (0.99, Frequency.CONTINUOUS),
    (23, Frequency.HOURLY),
    (24, Frequency.DAILY),
    (168, Frequency.WEEKLY),
    (360, Frequency.FORTNIGHTLY),
    (745, Frequency.MONTHLY),
    (1490, Frequency.BIMONTHLY),
    (2210, Frequency.QUARTERLY),
    (4420, Frequency.HALF_YEARLY),
    (8800, Frequency.YEARLY),
    (17_600, Frequency.BIENNIAL),
    (26_400, Frequency.TRIENNIAL),
)
_EVERY = re.compile(r"每\s*(\d{1,6})\s*(\D{1,3}?)(?:更新)?")

LICENSE_WORDS: Final[dict[License, str]] = {
    License.OGDL: "政府資料開放授權條款-第1版",
    License.CC_BY: "創用CC-姓名標示 4.0 國際",
    License.CC_BY_SA: "創用CC-姓名標示-相同方式分享 4.0 國際",
    License.CC_BY_NC: "創用CC-姓名標示-非商業性 4.0 國際",
    License.CC_BY_ND: "創用CC-姓名標示-禁止改作 4.0 國際",
    License.CC_BY_NC_SA: "創用CC-姓名標示-非商業性-相同方式分享 4.0 國際",
    License.CC_BY_NC_ND: "創用CC-姓名標示-非商業性-禁止改作 4.0 國際",
    License.CC_BY_3: "創用CC-姓名標示 3.0",
    License.CC_BY_3_TW: "創用CC-姓名標示 3.0 台灣",
    License.CC0: "CC0 1.0 公眾領域貢獻宣告",
    License.PUBLIC_DOMAIN: "公眾領域",
}
_LICENSES: Final = {
    **{re.sub(r"\s", "", words).casefold(): code for code, words in LICENSE_WORDS.items()},
    **{str(code).casefold(): code for code in License},
    "政府資料開放授權條款": License.OGDL,
    "政府資料開放授權條款-第一版": License.OGDL,
    "政府資料開放授權條款第1版": License.OGDL,
    "創用cc姓名標示3.0台灣": License.CC_BY_3_TW,
    "創用cc姓名標示4.0國際": License.CC_BY,
    "ccby4.0": License.CC_BY,
    "ccby3.0": License.CC_BY_3,
    "cc0": License.CC0,
}

# 服務分類, by life event, beside the EU's themes, by field of government. What has no
# counterpart of its own goes to the nearest; the word itself is kept with the data set.
CATEGORIES: Final[dict[str, Theme]] = {
    "生育保健": Theme.HEALTH,
    "出生及收養": Theme.SOCIETY,
    "求學及進修": Theme.EDUCATION,
    "服兵役": Theme.GOVERNMENT,
    "求職及就業": Theme.SOCIETY,
    "開創事業": Theme.ECONOMY,
    "婚姻": Theme.SOCIETY,
    "投資理財": Theme.ECONOMY,
    "休閒旅遊": Theme.EDUCATION,
    "交通及通訊": Theme.TRANSPORT,
    "就醫": Theme.HEALTH,
    "購屋及遷徙": Theme.REGIONS,
    "選舉及投票": Theme.GOVERNMENT,
    "生活安全及品質": Theme.JUSTICE,
    "退休": Theme.SOCIETY,
    "老年安養": Theme.SOCIETY,
    "生命禮儀": Theme.SOCIETY,
    "公共資訊": Theme.GOVERNMENT,
}
CATEGORY_OF: Final[dict[str, str]] = {
    Theme.AGRICULTURE: "生活安全及品質",
    Theme.ECONOMY: "開創事業",
    Theme.EDUCATION: "求學及進修",
    Theme.ENERGY: "生活安全及品質",
    Theme.ENVIRONMENT: "生活安全及品質",
    Theme.GOVERNMENT: "公共資訊",
    Theme.HEALTH: "就醫",
    Theme.JUSTICE: "生活安全及品質",
    Theme.REGIONS: "購屋及遷徙",
    Theme.SOCIETY: "公共資訊",
    Theme.SCIENCE: "公共資訊",
    Theme.TRANSPORT: "交通及通訊",
    Theme.INTERNATIONAL: "公共資訊",
}


def frequency_of(words: str) -> Frequency | None:
    """Return the code of 每10分, 每1月, 不定期更新 …; the next slower one where none is exact."""
    text = re.sub(r"\s", "", words)
    if text in _SAID:
        return _SAID[text]
    if text in set(Frequency):
        return Frequency(text)
    found = _EVERY.fullmatch(text)
    if found is None or found[2] not in _HOURS or int(found[1]) == 0:
        return None
    hours = int(found[1]) * _HOURS[found[2]]
    return next((code for most, code in _RHYTHM if hours <= most), Frequency.IRREGULAR)


def license_of(words: str, url: str = "") -> License | None:
    """Return the license that is meant by its name or its address; None: not known."""
    text = re.sub(r"\s", "", words).casefold()
    if text in _LICENSES:
        return _LICENSES[text]
    if text.startswith(("政府資料開放授權條款", "ogdl")):
        return License.OGDL
    for address in filter(None, (url, words)):
        bare = _bare(address)
        for code, known in LICENSE_URLS.items():
            if bare == _bare(known):
                return code
    return None


def _bare(url: str) -> str:
    text = re.sub(r"^https?://(www\.)?", "", url.strip().casefold())
    return re.sub(r"(/deed(\.[\w-]+)?|/legalcode(\.[\w-]+)?)?/*$", "", text)
