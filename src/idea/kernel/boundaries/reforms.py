"""Counties and towns through time: what they were called and coded before a reform, and since.

Three reforms changed codes: none before, 2010-12-25 and 2014-12-25. Sources: Local Government Act
art. 4 and 7-1; the old town codes are those of the town boundaries of before 2010, where each
county's towns stand in the order that they kept. What is not sure is left out: of the old Tainan
City the codes of three districts, on which the sources differ.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from idea.kernel.boundaries.types import Kind

REFORM_2010: Final = date(2010, 12, 25)
REFORM_2014: Final = date(2014, 12, 25)
_LAWS: Final = {REFORM_2010: "地方制度法第七條之一", REFORM_2014: "地方制度法第四條"}

# Counties that ended: code, name, English name, today's code, the day they ended.
_COUNTIES: Final = (
    ("10001", "臺北縣", "Taipei County", "65000", REFORM_2010),
    ("10003", "桃園縣", "Taoyuan County", "68000", REFORM_2014),
    ("10006", "臺中縣", "Taichung County", "66000", REFORM_2010),
    ("10011", "臺南縣", "Tainan County", "67000", REFORM_2010),
    ("10012", "高雄縣", "Kaohsiung County", "64000", REFORM_2010),
    ("10019", "臺中市", "Taichung City", "66000", REFORM_2010),
    ("10021", "臺南市", "Tainan City", "67000", REFORM_2010),
)
# Their towns in the order of the old codes (01, 02 …), and today's code of the first less one.
_TOWNS: Final = {
    "10001": (
        65000000,
        """
        板橋市 三重市 中和市 永和市 新莊市 新店市 樹林市 鶯歌鎮 三峽鎮 淡水鎮
        汐止市 瑞芳鎮 土城市 蘆洲市 五股鄉 泰山鄉 林口鄉 深坑鄉 石碇鄉 坪林鄉
        三芝鄉 石門鄉 八里鄉 平溪鄉 雙溪鄉 貢寮鄉 金山鄉 萬里鄉 烏來鄉
        """,
    ),
    "10003": (
        68000000,
        """
        桃園市 中壢市 大溪鎮 楊梅市 蘆竹市 大園鄉 龜山鄉 八德市 龍潭鄉 平鎮市
        新屋鄉 觀音鄉 復興鄉
        """,
    ),
    "10006": (
        66000080,
        """
        豐原市 東勢鎮 大甲鎮 清水鎮 沙鹿鎮 梧棲鎮 后里鄉 神岡鄉 潭子鄉 大雅鄉
        新社鄉 石岡鄉 外埔鄉 大安鄉 烏日鄉 大肚鄉 龍井鄉 霧峰鄉 太平市 大里市
        和平鄉
        """,
    ),
    "10011": (
        67000000,
        """
        新營市 鹽水鎮 白河鎮 柳營鄉 後壁鄉 東山鄉 麻豆鎮 下營鄉 六甲鄉 官田鄉
        大內鄉 佳里鎮 學甲鎮 西港鄉 七股鄉 將軍鄉 北門鄉 新化鎮 善化鎮 新市鄉
        安定鄉 山上鄉 玉井鄉 楠西鄉 南化鄉 左鎮鄉 仁德鄉 歸仁鄉 關廟鄉 龍崎鄉
        永康市
        """,
    ),
    "10012": (
        64000110,
        """
        鳳山市 林園鄉 大寮鄉 大樹鄉 大社鄉 仁武鄉 鳥松鄉 岡山鎮 橋頭鄉 燕巢鄉
        田寮鄉 阿蓮鄉 路竹鄉 湖內鄉 茄萣鄉 永安鄉 彌陀鄉 梓官鄉 旗山鎮 美濃鎮
        六龜鄉 甲仙鄉 杉林鄉 內門鄉 茂林鄉 桃源鄉 那瑪夏鄉
        """,
    ),
    "10019": (66000000, "中區 東區 南區 西區 北區 西屯區 南屯區 北屯區"),
}
_TAINAN_CITY: Final = (  # the old number where it is sure
    ("10021010", "東區", "67000320"),
    ("", "南區", "67000330"),
    ("10021040", "北區", "67000340"),
    ("10021060", "安南區", "67000350"),
    ("10021070", "安平區", "67000360"),
    ("", "中西區", "67000370"),
)


class Relation(StrEnum):
    """How an area stands to the one after it."""

    ONE_TO_ONE = "one-to-one"  # the same ground under another code or name
    MANY_TO_ONE = "many-to-one"  # joined with others
    EXTENDED = "extended"  # the code stayed, its ground grew: what was counted under it is less


@dataclass(frozen=True, slots=True)
class Change:
    """An area as it was until the day before `on`, and what its ground belongs to since.

    `code` is empty where the code of before is not sure. Codes are the Ministry of the Interior's:
    5 digits, 8 for a town.
    """

    kind: Kind
    code: str
    name: str
    name_en: str
    county: str  # code of the county of before, of a town
    after: str  # code
    on: date
    relation: Relation
    law: str = ""

    @property
    def eve(self) -> date:
        """The last day it stood."""
        return self.on - timedelta(days=1)


def changes() -> tuple[Change, ...]:
    """Return every change of a code or of a code's ground, counties first."""
    return _changes()


def before(code: str) -> tuple[Change, ...]:
    """Return what an area of today was made of."""
    return tuple(each for each in _changes() if each.after == code)


def after(code: str) -> tuple[Change, ...]:
    """Return what became of a code: 10001, 1000101 or 10001010. Empty: it still stands."""
    wanted = code if len(code) != 7 else f"{code}0"  # noqa: PLR2004  7 digits of before
    return tuple(each for each in _changes() if each.code == wanted)


def codes_at(day: date) -> dict[str, Change]:
    """Return the changes that were still to come on a day, by the code that the ground has now."""
    return {each.after: each for each in _changes() if each.on > day and each.kind is Kind.TOWN}


def named_before(name: str) -> Change | None:
    """Return the county that bore this name, with 台 or 臺, and ended; None for others."""
    plain = name.strip().replace("台", "臺")
    counties = (each for each in _changes() if each.kind is Kind.COUNTY and each.name[-1] == "縣")
    return next((each for each in counties if each.name == plain), None)


def old_code(code: str) -> str:
    """Return today's code of a code that ended, "" of any other."""
    return _today().get(code, "")


@lru_cache(maxsize=1)
def _changes() -> tuple[Change, ...]:
    joined = {"66000", "67000", "64000"}
    made = [
        Change(
            *(Kind.COUNTY, code, name, english, "", now, on),
            Relation.MANY_TO_ONE if now in joined else Relation.ONE_TO_ONE,
            _LAWS[on],
        )
        for code, name, english, now, on in _COUNTIES
    ]
    made.append(
        Change(
            *(Kind.COUNTY, "64000", "高雄市", "Kaohsiung City", "", "64000", REFORM_2010),
            Relation.EXTENDED,
            _LAWS[REFORM_2010],
        )
    )
    ended = {code: on for code, *_rest, on in _COUNTIES}
    for county, (base, names) in _TOWNS.items():
        for number, name in enumerate(names.split(), 1):
            now = str(base + number * 10)
            made.append(_town(county, f"{county}{number:02d}0", name, now, ended[county]))
    made += [_town("10021", code, name, now, REFORM_2010) for code, name, now in _TAINAN_CITY]
    return tuple(made)


def _town(county: str, code: str, name: str, now: str, on: date) -> Change:
    return Change(Kind.TOWN, code, name, "", county, now, on, Relation.ONE_TO_ONE, _LAWS[on])


@lru_cache(maxsize=1)
def _today() -> dict[str, str]:
    every = {each.code: each.after for each in _changes() if each.code}
    return every | {code[:7]: now for code, now in every.items() if len(code) == 8}  # noqa: PLR2004
