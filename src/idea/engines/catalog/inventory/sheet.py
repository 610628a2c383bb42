"""An inventory as a table: the columns of its CSV and XLSX, and a row read and written.

Knows headings and words; files are opened in `exchange.py`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from idea.engines.catalog import plugin
from idea.engines.catalog.inventory.types import Answer, Item, Owner, Said
from idea.engines.catalog.types import Access
from idea.kernel import clock

Code = TypeVar("Code")
_AND: Final = re.compile(r"[;；、\n]+")
_YES: Final = frozenset({"是", "有", "y", "yes", "true", "1", "v", "✓"})
_NO: Final = frozenset({"否", "無", "n", "no", "false", "0", ""})
CLASS_WORDS: Final = {Access.OPEN: "甲", Access.RESTRICTED: "乙", Access.CLOSED: "丙"}
OWNER_WORDS: Final = {
    Owner.AGENCY: "本機關",
    Owner.SHARED: "共有",
    Owner.OTHER: "他人",
    Owner.NONE: "非著作",
    Owner.UNKNOWN: "不明",
}
ANSWER_WORDS: Final = {Answer.YES: "是", Answer.NO: "否", Answer.UNKNOWN: "不明"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the field it fills, and how its text is read and written."""

    heading: str
    field: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    also: tuple[str, ...] = ()  # other headings people use


def _text(text: str) -> str:
    return text.strip()


def _yes(text: str) -> bool:
    plain = text.strip().lower()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise ValueError(_("write 是 or 否"))


def _list(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in _AND.split(text))))


def _access(text: str) -> Access | None:
    plain = text.strip().removesuffix("類")
    for access, word in CLASS_WORDS.items():
        if plain == word or plain.lower() == access or plain.startswith(f"{word}類"):
            return access
    if plain:
        raise ValueError(_("write 甲, 乙 or 丙"))
    return None


def _owner(text: str) -> Owner:
    return _word(text, OWNER_WORDS, Owner.UNKNOWN)


def _answer(text: str) -> Answer:
    return _word(text, ANSWER_WORDS, Answer.UNKNOWN)


def _word(text: str, words: Mapping[Code, str], empty: Code) -> Code:
    plain = text.strip()
    for code, word in words.items():
        if plain in {word, str(code)}:
            return code
    if plain:
        raise ValueError(_("write one of: %(words)s") % {"words": "、".join(words.values())})
    return empty


def _laws(text: str) -> tuple[str, ...]:
    by_title = {_squeezed(law.title): law.code for law in plugin.laws}
    return tuple(by_title.get(_squeezed(part), part) for part in _list(text))


def _categories(text: str) -> tuple[str, ...]:
    by_title = {_squeezed(row.title): row.code for row in plugin.categories}
    return tuple(by_title.get(_squeezed(part), part) for part in _list(text))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _day(text: str) -> Any:
    plain = text.strip()
    if not plain:
        return None
    day = clock.parse_date(plain.split(" ")[0]) or clock.parse_date(plain)
    if day is None:
        raise ValueError(_("this is no date"))
    return day


def _titles(registry: Any) -> Callable[[tuple[str, ...]], str]:
    return lambda codes: "；".join(
        registry[code].title if code in registry else code for code in codes
    )


def _joined(values: tuple[str, ...]) -> str:
    return "；".join(values)


def _said_yes(value: bool) -> str:  # noqa: FBT001  a cell's value
    return "是" if value else "否"


COLUMNS: Final = (
    Column("業務系統", "system", _text, str, ("系統名稱",)),
    Column("業務單位", "unit", _text, str),
    Column("資料名稱", "title", _text, str, ("資料集名稱",)),
    Column("英文名稱", "title_en", _text, str),
    Column("資料內容", "what", _text, str, ("資料說明",)),
    Column("主要欄位", "fields", _list, _joined, ("主要欄位說明",)),
    Column("蒐集或保有依據", "legal_basis", _text, str),
    Column("依法應公開", "must_open", _yes, _said_yes),
    Column("含個人資料", "personal", _yes, _said_yes),
    Column("著作權歸屬", "owner", _owner, lambda value: OWNER_WORDS[value]),
    Column("著作權人", "owner_who", _text, str),
    Column("契約使用限制", "contract_limits", _text, str),
    Column("得授權第三人再利用", "may_license", _answer, lambda value: ANSWER_WORDS[value]),
    Column("評估類別", "categories", _categories, _titles(plugin.categories)),
    Column(
        "建議分類",
        "proposed",
        _access,
        lambda value: CLASS_WORDS[value] if value else "",
        ("分類",),
    ),
    Column("分類理由", "why", _text, str),
    Column("依據法條", "laws", _laws, _titles(plugin.laws)),
    Column("其他法規依據", "law_text", _text, str),
    Column("收費說明", "fee_question", _text, str),
    Column("預定開放日期", "planned_on", _day, lambda value: value.isoformat() if value else ""),
    Column("法規鬆綁說明", "loosening", _text, str),
    Column("資料集網址短名", "dataset", _text, str),
)
BY_HEADING: Final = {
    name: column for column in COLUMNS for name in (column.heading, column.field, *column.also)
}
STATUS: Final = ("盤點編號", "機關", "狀態", "核定分類", "核定理由", "核定日期", "優先分數")


def said_of(cells: Mapping[str, str]) -> tuple[Said | None, list[str]]:
    """Return what a row says (by heading), and its faults in words."""
    values: dict[str, Any] = {}
    faults = []
    for heading, text in cells.items():
        column = BY_HEADING.get(heading)
        if column is None:
            continue
        try:
            values[column.field] = column.read(text)
        except ValueError as error:
            faults.append(
                _("%(column)s “%(value)s”: %(fault)s")
                % {"column": column.heading, "value": text[:40], "fault": error}
            )
    if "system" not in values or "title" not in values:
        faults.append(_("The columns 業務系統 and 資料名稱 are needed."))
        return None, faults
    return Said(**values), faults


def cells_of(item: Item, state: str) -> list[str]:
    """Return an item as a row of an export: what is said, then where it stands."""
    said = [column.write(getattr(item.said, column.field)) for column in COLUMNS]
    return [
        *said,
        str(item.id),
        item.organization,
        state,
        CLASS_WORDS[item.access] if item.access else "",
        item.access_why,
        item.decided_at.astimezone(clock.TAIPEI).date().isoformat() if item.decided_at else "",
        str(item.score),
    ]
