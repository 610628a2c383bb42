"""From Taiwan's, ISO 8601's and the EU's words for how often data are renewed to our own."""

import re
from typing import Final

from idea.engines.catalog.faces.taiwan import words as taiwan
from idea.engines.catalog.types import Frequency

_F = Frequency
_WORDS: Final = {
    "update_cont": _F.CONTINUOUS, "cont": _F.CONTINUOUS, "continual": _F.CONTINUOUS,
    "realtime": _F.CONTINUOUS, "real-time": _F.CONTINUOUS,
    "bihourly": _F.HOURLY, "trihourly": _F.HOURLY, "daily_2": _F.DAILY,
    "weekly_2": _F.WEEKLY, "weekly_3": _F.WEEKLY,
    "biweekly": _F.FORTNIGHTLY, "monthly_2": _F.FORTNIGHTLY, "semimonthly": _F.FORTNIGHTLY,
    "monthly_3": _F.FORTNIGHTLY,
    "annual_3": _F.HALF_YEARLY, "annual_2": _F.HALF_YEARLY, "biannual": _F.HALF_YEARLY,
    "biannually": _F.HALF_YEARLY, "semiannual": _F.HALF_YEARLY,
    "annual": _F.YEARLY, "annually": _F.YEARLY,
    "irreg": _F.IRREGULAR, "asneeded": _F.IRREGULAR, "as needed": _F.IRREGULAR,
    "ad hoc": _F.IRREGULAR, "op_datpro": _F.IRREGULAR, "依需要": _F.IRREGULAR,
    "notplanned": _F.NEVER, "not_planned": _F.NEVER, "停止更新": _F.NEVER,
    "other": _F.UNKNOWN, "未知": _F.UNKNOWN,
}  # fmt: skip
_ISO: Final = re.compile(
    r"R\d*/P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?"
    r"(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?"
)
_ISO_DAYS: Final = (365, 30, 7, 1, 1 / 24, 1 / 1440, 1 / 86400)
_BY_DAYS: Final = (  # up to so many days between two renewals
    (1 / 48, _F.CONTINUOUS), (0.5, _F.HOURLY), (3, _F.DAILY), (10, _F.WEEKLY),
    (21, _F.FORTNIGHTLY), (45, _F.MONTHLY), (75, _F.BIMONTHLY), (135, _F.QUARTERLY),
    (270, _F.HALF_YEARLY), (540, _F.YEARLY), (900, _F.BIENNIAL),
)  # fmt: skip


def frequency_of(said: str) -> Frequency | None:
    """Return the frequency that `said` names, None where nobody can tell."""
    text = " ".join(said.split())
    if not text or len(text) > 200:  # noqa: PLR2004  a sentence, not a term
        return None
    if text.startswith(("http://", "https://")):
        text = re.split(r"[/#]", text.rstrip("/"))[-1]
    word = text.casefold()
    known = _WORDS.get(word) or taiwan.frequency_of(word)
    if known is not None:
        return known
    if found := _ISO.fullmatch(text.upper()):
        parts = zip(found.groups(), _ISO_DAYS, strict=True)
        try:
            return _of_days(sum(float(part) * days for part, days in parts if part))
        except ValueError:  # 1.2.3
            return None
    return None


def _of_days(days: float) -> Frequency:
    if days <= 0:
        return _F.CONTINUOUS  # R/PT0S
    return next((word for most, word in _BY_DAYS if days <= most), _F.TRIENNIAL)
