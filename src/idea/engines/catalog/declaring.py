"""What a publisher promises of the columns: whether it makes sense, and how it is stored."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog import patterns
from idea.engines.catalog.types import Declared
from idea.engines.sources.types import ColumnType
from idea.kernel.errors import Issue

MOST: Final = 2000  # columns
MOST_CODES: Final = 2000  # of one column
_TEXT: Final = 2000
_UNIT: Final = 60


def stored(columns: Iterable[Declared]) -> list[dict[str, Any]]:
    """Return the columns as JSON keeps them."""
    return [asdict(column) | {"codes": [list(pair) for pair in column.codes]} for column in columns]


def faults(columns: Sequence[Declared]) -> list[Issue]:
    """Return everything that is wrong with what is promised, column by column."""
    if len(columns) > MOST:
        return [_fault("", _("At most %(most)d columns can be described.") % {"most": MOST})]
    twice = [name for name, n in Counter(column.name for column in columns).items() if n > 1]
    issues = [_fault(name, _("The column %(name)s is described twice.")) for name in twice]
    for column in columns:
        issues.extend(_fault(column.name, message) for message in _of(column))
    return issues


def _of(column: Declared) -> list[str]:
    found = []
    if not column.name.strip():
        found.append(_("A column needs a name."))
    if column.type and column.type not in set(ColumnType):
        found.append(_("The column %(name)s: this type is not known."))
    if any(len(text) > _TEXT for text in (column.name, column.title, column.description)):
        found.append(_("The column %(name)s: a text is too long."))
    if len(column.unit) > _UNIT or not column.unit.isascii() or " " in column.unit:
        found.append(_("The column %(name)s: write the unit in UCUM, e.g. ug/m3."))
    if len(column.codes) > MOST_CODES:
        found.append(_("The column %(name)s: the list of codes is too long."))
    if column.pattern and (why := patterns.refusal(column.pattern)):
        words = _(
            "The column %(name)s: the pattern cannot be used (%(why)s). Write it without "
            "look-around and back-references, e.g. [A-Z][0-9]{9}."
        )
        found.append(words.replace("%(why)s", why.replace("%", "%%")))
    if not _in_order(column):
        found.append(_("The column %(name)s: the least value is above the greatest."))
    return found


def _in_order(column: Declared) -> bool:
    if not (column.minimum and column.maximum):
        return True
    try:
        return float(column.minimum) <= float(column.maximum)
    except ValueError:
        return column.minimum <= column.maximum  # days and times, ISO 8601


def _fault(name: str, message: str) -> Issue:
    words = message % {"name": name[:80]} if "%(name)s" in message else message
    return Issue(code="bad-declared", message=words, column="declared", value=name[:80])
