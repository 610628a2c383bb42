"""What should open first: the white paper's reasons, and how many of 100 points each is worth.

The reasons are the norm's; it names no numbers, the weights are this platform's and add to 100.
"""

from typing import Final

from idea.engines.catalog.plugin import Criterion

_FIRST: Final = "ide@ Taiwan 2020 白皮書 2.1，三（一）2(2)「確立資料開放優先次序」"
_TABLE: Final = "ide@ Taiwan 2020 白皮書，表 II.2.1"
_G8: Final = "G8 Open Data Charter (2013), Technical Annex"

ROWS: Final = (
    Criterion("must-open", "屬依法應公開者", "A law bids that it be public", 20, _FIRST),
    Criterion(
        "no-limits",
        "法定職掌所產生且無法規限制",
        "From the agency's duties, without limits",
        10,
        _FIRST,
    ),
    Criterion("demand", "民間查詢、申請及使用量", "How often the public asks for it", 20, _FIRST),
    Criterion("public-interest", "公共利益", "Public interest", 15, _TABLE),
    Criterion("economy", "經濟發展", "Economy", 10, _TABLE),
    Criterion("transparency", "政府透明", "Transparency of government", 10, _TABLE),
    Criterion("g8-2013", "八大工業國高價值資料", "High-value data of the G8 list", 15, _G8),
)
