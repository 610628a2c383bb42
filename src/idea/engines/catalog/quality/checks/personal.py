"""Columns that look as if they told of a living person: a warning, never a verdict.

Looks at forms of values and at titles; what the publisher declared settles it.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from idea.engines.catalog import reader
from idea.engines.catalog.quality.types import Finding, Measured, State
from idea.engines.catalog.types import Declared, Version
from idea.engines.sources import api as sources
from idea.engines.sources.types import Column, ColumnType, Role
from idea.kernel.duck import literal, quote
from idea.kernel.errors import Problem

KEY: Final = "content.personal"
_NATIONAL_ID: Final = r"[A-Z][1289]\d{8}"
_MOBILE: Final = r"(\+?886[- ]?|0)9\d{2}[- ]?\d{3}[- ]?\d{3}"
_EMAIL: Final = r"[\w.+-]+@[\w-]+(\.[\w-]+)+"
_SOME: Final = 0.02  # of a column's values: a few are enough
_NAME_TITLE: Final = re.compile(
    r"姓名|負責人|代表人|聯絡人|申請人|所有權人|承辦人|(first|last|full|person).?name|^owner$",
    re.IGNORECASE,
)
_NAME: Final = r"[\x{4E00}-\x{9FFF}]{2,4}"
_MOSTLY: Final = 0.5
_FORMS: Final = tuple(
    re.compile(form.replace(r"\x{4E00}-\x{9FFF}", "\u4e00-\u9fff"))
    for form in (_NATIONAL_ID, _MOBILE, _EMAIL, _NAME)
)
_QUICK: Final = 20 * 1024 * 1024  # bytes of a file that is looked into while somebody waits
_DELIMITED: Final = (".csv", ".tsv", ".txt", ".jsonl")  # of these only the beginning is read


@dataclass(frozen=True, slots=True)
class Hint:
    """A column, and what it looks like: a key of words.LOOKS."""

    column: str
    looks_like: str


def personal(version: Version, declared: tuple[Declared, ...]) -> Measured:
    """Return the finding on columns that look personal and were not declared so or looked at."""
    settled = {one.name for one in declared}
    marked = [one.name for one in declared if one.personal]
    hints = [one for one in look(version) if one.column not in settled]
    if hints:
        facts = {
            "columns": [[one.column, one.looks_like] for one in hints[:8]],
            "count": len(hints),
        }
        return Measured((Finding(KEY, State.PART, note="looks_personal", facts=facts),))
    if marked:
        facts = {"columns": ", ".join(marked[:8]), "count": len(marked)}
        return Measured((Finding(KEY, State.GOOD, note="personal_declared", facts=facts),))
    return Measured((Finding(KEY, State.GOOD, note="not_personal"),))


def look(version: Version) -> list[Hint]:
    """Return the columns of a version that look personal, in their order."""
    columns = [column for column in version.columns if column.type is ColumnType.STRING]
    if not columns or not version.rows:
        return []
    forms = (_NATIONAL_ID, _MOBILE, _EMAIL, _NAME)
    sums = ", ".join(
        f"count(*) FILTER (WHERE regexp_full_match(trim({quote(column.name)}), {literal(form)}))"
        for column in columns
        for form in forms
    )
    totals = ", ".join(f"count({quote(column.name)})" for column in columns)
    with reader.cursor() as cursor:
        answer = cursor.execute(
            f"SELECT {sums}, {totals} FROM {reader.table(version.lake_key)}"  # noqa: S608  quoted
        ).fetchone()
    numbers = [int(n) for n in answer or ()]
    shares = [
        [n / (numbers[len(columns) * len(forms) + at] or 1) for n in numbers[at * 4 : at * 4 + 4]]
        for at in range(len(columns))
    ]
    has_address = any(column.role is Role.ADDRESS for column in columns)
    found = (
        _hint(c, share, has_address=has_address) for c, share in zip(columns, shares, strict=True)
    )
    return [hint for hint in found if hint is not None]


def look_at_file(path: Path, filename: str) -> list[Hint]:
    """Return the columns of a file not yet published that look personal, by its first rows.

    A file that cannot be read, or is too large to be looked into at once, gives none: publishing
    says what is wrong with it, and the version is looked at as a whole.
    """
    if path.stat().st_size > _QUICK and not filename.lower().endswith(_DELIMITED):
        return []
    try:
        seen = sources.inspect(path, filename=filename)
    except Problem:
        return []
    has_address = any(column.role is Role.ADDRESS for column in seen.columns)
    hints = []
    for at, column in enumerate(seen.columns, 1):  # a row begins with its number
        values = [row[at].strip() for row in seen.rows if isinstance(row[at], str)]
        shares = [
            sum(1 for value in values if form.fullmatch(value)) / (len(values) or 1)
            for form in _FORMS
        ]
        hint = _hint(column, shares, has_address=has_address)
        if hint is None and column.role is Role.PERSONAL:
            hint = Hint(column.name, "personal")
        if hint is not None:
            hints.append(hint)
    return hints


def _hint(column: Column, shares: list[float], *, has_address: bool) -> Hint | None:
    national_id, mobile, email, name = shares
    for share, words in ((national_id, "national_id"), (mobile, "mobile"), (email, "email")):
        if share >= _SOME:
            return Hint(column.name, words)
    if _NAME_TITLE.search(column.title or column.name) and name >= _MOSTLY:
        return Hint(column.name, "name_address" if has_address else "name")
    return None
