"""Small readings of Taiwanese records: texts, lists joined by semicolons, column lists, faults."""

import json
import re
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.kernel.errors import Issue

_MOST_ISSUES: Final = 100
_FIELD = re.compile(r"(.+?)[（(]([^()（）]*)[)）]", re.DOTALL)
_SHORT: Final = 40  # a column's name; a sentence is longer
_MOST_FIELDS: Final = 2000


class Notes:
    """What was wrong with one record."""

    def __init__(self) -> None:
        self._issues: list[Issue] = []

    @property
    def issues(self) -> tuple[Issue, ...]:
        return tuple(self._issues)

    def add(
        self, code: str, message: str, column: str, value: str, severity: str = "error"
    ) -> None:
        if len(self._issues) < _MOST_ISSUES:
            issue = Issue(code, message, column=column, value=value[:80], severity=severity)
            self._issues.append(issue)

    def cut(self, name: str, text: str, most: int) -> str:
        """Return `text`, cut to `most` characters with a note."""
        if len(text) <= most:
            return text
        message = _("%(field)s was cut to %(most)d characters.") % {"field": name, "most": most}
        self.add("cut", message, name, text, "warning")
        return text[:most]


def text_of(value: Any) -> str:
    """Return a value of JSON as text; lists joined by semicolons, as the platform writes them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\x00", "").strip()
    if isinstance(value, list):
        return ";".join(filter(None, (text_of(item) for item in value)))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def split(text: str, *, web: bool = False) -> list[str]:
    """Return the members of `a;b`; of addresses, only where the next one begins.

    Empty members count (`875;;3`), so that lists side by side stay side by side.
    """
    if not text:
        return []
    parts = re.split(r"\s*[;；]\s*(?=https?://)|[\r\n]+" if web else r"[;；]", text)
    parts = [part.strip() for part in parts]
    return [part.rstrip(";；") for part in parts if part] if web else parts


def fields_of(said: Any) -> tuple[tuple[str, str], ...]:
    """Return (name, description) of 主要欄位說明: `name(名稱);…`, or a list of objects."""
    if isinstance(said, list) and all(isinstance(item, dict) for item in said):
        pairs = [
            (text_of(item.get("name")), text_of(item.get("description") or item.get("title")))
            for item in said
        ]
        return tuple(pair for pair in pairs if any(pair))[:_MOST_FIELDS]
    return tuple(_pair(part) for part in _parts(text_of(said)))[:_MOST_FIELDS]


def fields_text(fields: tuple[tuple[str, str], ...]) -> str:
    return ";".join(f"{name}({words})" if words else name for name, words in fields)


def number_of(text: str) -> int | None:
    plain = text.replace(",", "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 18 else None  # noqa: PLR2004  bigint


def _parts(text: str) -> list[str]:
    parts = [part.strip().strip("「」") for part in re.split(r"[;；]", text)]
    parts = [part for part in parts if part]
    if len(parts) == 1 and not re.search(r"[（(]", text):
        others = [part.strip().strip("「」") for part in re.split(r"[、,，\n]", text)]
        others = [part for part in others if part]
        if len(others) > 1 and all(len(part) <= _SHORT for part in others):
            return others
    return parts


def _pair(part: str) -> tuple[str, str]:
    found = _FIELD.fullmatch(part)
    return (found[1].strip(), found[2].strip()) if found else (part, "")
