"""What columns are for, by their names and their values: county, town, address, personal data.

Looks at names and a few values; coordinates are for `places`.
"""

import re
from collections.abc import Sequence

from idea.engines.sources.types import ColumnType, Role

_CODES = re.compile(
    r"代碼|代號|編碼|號碼|郵遞區號|統一編號|統編|電話|手機|傳真|身分證|帳號|案號|證號|門號|車號"
    r"|(^|[_\s.-])(code|zip|zipcode|postcode|postal|phone|tel|fax|mobile)s?($|[_\s.-])|[a-z](code|Code|CODE)$"
    r"|(TOWN|COUNTY|VILL)(ID|CODE|_ID)|PhoneNumber|^Tel$",
)
_CODES_ANY_CASE = re.compile(
    r"(^|[_\s.-])(code|zip|zipcode|postcode|postal|phone|tel|fax|mobile)s?($|[_\s.-])|code$",
    re.IGNORECASE,
)

COUNTIES = frozenset(
    [
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
        "臺北縣",
        "桃園縣",
        "臺中縣",
        "臺南縣",
        "高雄縣",
    ]
)
_COUNTY_NAME = re.compile(r"縣市|^縣$|城市|直轄市|county|city", re.IGNORECASE)
_TOWN_NAME = re.compile(r"鄉鎮|市區|行政區|^區$|區域|^區別$|鄉市|town|district", re.IGNORECASE)
_TOWN_VALUE = re.compile(r"[\u4e00-\u9fff]{1,4}[鄉鎮市區]")
_ADDRESS_NAME = re.compile(r"地址|住址|門牌|地點|位置|address|addr|location", re.IGNORECASE)
_ADDRESS_VALUE = re.compile(
    r"(縣|市|區|鄉|鎮|村|里).*(路|街|大道|巷|弄|號|段|村|里|鄰)|(路|街|大道).*號"
)

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_MOBILE = re.compile(r"(\+?886[- ]?|0)9\d{2}[- ]?\d{3}[- ]?\d{3}")
_NATIONAL_ID = re.compile(r"[A-Z][12]\d{8}")
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_LETTERS = {letter: number for number, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO", 10)}

_MOST = 0.6  # of the values must look so
_SOME = 0.02  # personal data: few are enough


def stays_text(title: str) -> bool:
    """Tell whether a column is one of codes or telephone numbers, by its title."""
    return bool(_CODES.search(title) or _CODES_ANY_CASE.search(title))


def role(  # noqa: PLR0911  a list of tests
    title: str, type_: ColumnType, values: Sequence[str]
) -> Role:
    """Return what a column of text is for; `values` are some of its values that are not null."""
    if type_ is not ColumnType.STRING or not values:
        return Role.NONE
    if _share(values, _personal) >= _SOME:
        return Role.PERSONAL
    if _share(values, lambda v: v.replace("台", "臺") in COUNTIES) >= _MOST:
        return Role.COUNTY
    if _TOWN_NAME.search(title) and _share(values, _TOWN_VALUE.fullmatch) >= _MOST:
        return Role.TOWN
    if _COUNTY_NAME.search(title) and _share(values, lambda v: v.endswith(("縣", "市"))) >= _MOST:
        return Role.COUNTY
    if _share(values, _ADDRESS_VALUE.search) >= (0.3 if _ADDRESS_NAME.search(title) else 0.9):
        return Role.ADDRESS
    return Role.NONE


def is_national_id(text: str) -> bool:
    """Tell whether `text` is a well-formed national identity number, check digit included."""
    if not _NATIONAL_ID.fullmatch(text):
        return False
    digits = [*divmod(_LETTERS[text[0]], 10), *(int(c) for c in text[1:])]
    return sum(d * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 10 == 0


def _personal(value: str) -> bool:
    value = value.strip()
    return bool(_EMAIL.fullmatch(value) or _MOBILE.fullmatch(value)) or is_national_id(value)


def _share(values: Sequence[str], test: object) -> float:
    assert callable(test)  # noqa: S101  mypy cannot see a common type of a match and a bool
    return sum(1 for value in values if test(value)) / len(values)
