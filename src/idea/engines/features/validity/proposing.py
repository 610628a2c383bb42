"""Proposes which columns say from when and until when features count, and tells what they say.

Names propose, values are counted; an officer decides.
"""
# ruff: noqa: S608  names are quoted

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from idea.engines.features import store
from idea.engines.features.types import Collection, Validity
from idea.engines.features.validity.reading import FIRST, LAST, blank, moment, told
from idea.kernel import duck

_STARTS: Final = (
    r"生效|啟用|起始|開始|開工|起日|施工起|起算|核定日|發布實施|成立日|設立日|登記日|測繪日|調查日"
    r"|^(valid|date|effective|active)?_?(from|since|start|begin)(s|ning)?(_?(at|on|date|day|time|year))?$"
    r"|^(start|begin)_?(date|day|time|year|at|on)|effective_?date|survey_?date"
)
_ENDS: Final = (
    r"失效|停用|終止|結束|截止|完工|迄日|訖日|施工[迄訖]|廢止|到期|撤銷日|註銷日"
    r"|^(valid|date|active)?_?(to|until|till|thru|through|end|expires?|expiry)(_?(at|on|date|day|time|year))?$"
    r"|^end(ed)?_?(date|day|time|year|at|on)|expir(y|ation)_?date"
)
_LAST_DAY: Final = r"[迄訖]|截止|through|thru|last"  # words for a last day that still counts
_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What a column says: how many of its values are read, blank, or not read, and some of them."""

    name: str
    read: int
    blank: int
    unread: int
    samples: tuple[tuple[str, datetime | None], ...]  # as it stands, and the moment it means

    @property
    def tells(self) -> bool:
        return self.read > self.unread


def proposed(layer: Collection) -> Validity | None:
    """Return the columns whose names and values say a start or an end; None where none do."""
    names = list(store.column_types(layer))
    start = _first(layer, names, _STARTS)
    end = _first(layer, [name for name in names if name != start], _ENDS)
    if not start and not end:
        return None
    return Validity(start, end, through=bool(re.search(_LAST_DAY, end, re.IGNORECASE)))


def told_by(layer: Collection, name: str, *, through: bool = False) -> Told:
    """Return what the column `name` says."""
    kind, column = store.column_types(layer)[name], duck.quote(name)
    said = moment(name, kind, through=through)
    held = f"CASE WHEN ({said}) BETWEEN {FIRST} AND {LAST} THEN ({said}) END"
    source = store.table(layer)
    with store.reader() as cursor:
        counted = cursor.execute(
            f"SELECT count(*) FILTER (NOT {blank(name)} AND ({said}) IS NOT NULL), "
            f"count(*) FILTER ({blank(name)}), count(*) FROM {source}"
        ).fetchone()
        samples = cursor.execute(
            f"SELECT DISTINCT left({column}::VARCHAR, 60), {held} FROM {source} "
            f"WHERE NOT {blank(name)} ORDER BY ({held}) IS NULL DESC, 1 LIMIT {_SAMPLES}"
            if kind != "TIMESTAMP WITH TIME ZONE"
            else f"SELECT DISTINCT strftime({said}, '%Y-%m-%d %H:%M'), {held} FROM {source} "
            f"WHERE NOT {blank(name)} ORDER BY 1 LIMIT {_SAMPLES}"
        ).fetchall()
    read, empty, rows = counted or (0, 0, 0)
    return Told(
        name, read, empty, rows - read - empty, tuple((text, told(at)) for text, at in samples)
    )


def _first(layer: Collection, names: list[str], words: str) -> str:
    for name in names:
        if re.search(words, name, re.IGNORECASE) and told_by(layer, name).tells:
            return name
    return ""
