"""Whether what somebody proposes can stand in its column, so that accepting it cannot spoil it."""

from typing import Final

from django.utils.translation import gettext as _

from idea.engines.catalog import reader
from idea.engines.catalog.corrections.errors import BadCorrection
from idea.engines.sources.types import Column, ColumnType
from idea.kernel import clock
from idea.kernel.errors import Issue

CELL_LENGTH: Final = 10_000
_SQL: Final = {
    ColumnType.INTEGER: "HUGEINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.TIME: "TIME",
}


def checked(columns: tuple[Column, ...], cells: dict[str, str]) -> dict[str, str]:
    """Return the cells as their columns write them; BadCorrection names each that cannot stand.

    Days may be written as people write them (104/7/27); empty means: no value.
    """
    kinds = {column.name: column.type for column in columns}
    issues: list[Issue] = []
    tidy: dict[str, str] = {}
    for name, given in cells.items():
        text = given.strip()
        kind = kinds.get(name)
        if kind is None:
            issues.append(_issue(name, _("There is no column %(name)s.") % {"name": name[:80]}))
        elif len(text) > CELL_LENGTH or "\0" in text:
            issues.append(_issue(name, _("The value of %(name)s is too long.") % {"name": name}))
        elif text and kind in _SQL and (text := _typed(kind, text)) == "":
            message = _("%(value)s cannot stand in the column %(name)s.")
            issues.append(_issue(name, message % {"value": given.strip()[:80], "name": name}))
        tidy[name] = text
    if issues:
        raise BadCorrection(
            " ".join(issue.message for issue in issues[:5]),
            remedy=_("Write dates as 2026-11-22, numbers without units."),
            issues=tuple(issues),
        )
    return tidy


def _typed(kind: ColumnType, text: str) -> str:
    """Return the text as the column's type writes it; empty where it is no value of the type."""
    if kind is ColumnType.DATE and (day := clock.parse_date(text)) is not None:
        text = day.isoformat()
    with reader.cursor() as cursor:
        found = cursor.execute(f"SELECT TRY_CAST(? AS {_SQL[kind]})::VARCHAR", [text]).fetchone()
    if found is None or found[0] is None:
        return ""
    # 5.10 and 5.1 are one number: what was typed stays, so that no digit is made up.
    return text if kind in {ColumnType.NUMBER, ColumnType.INTEGER} else str(found[0])


def _issue(name: str, message: str) -> Issue:
    return Issue(code="bad-cell", message=message, column=name)
