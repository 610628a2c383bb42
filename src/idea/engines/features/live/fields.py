"""What the properties of a live collection may be: declared once, checked at every write.

Reads and checks values; nothing is kept here.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.features.live.errors import BadDeclaration, BadFeature
from idea.engines.features.live.types import MOST_FIELDS, MOST_TEXT, Field, FieldType
from idea.kernel.clock import TAIPEI
from idea.kernel.errors import Issue
from idea.kernel.written import many_lines

# What addresses of services and files already mean something by.
_RESERVED: Final = frozenset(
    {
        *("f", "lang", "limit", "bbox", "datetime", "after", "properties", "crs", "filter"),
        *("sortby", "geometry", "id", "type", "links"),
    }
)
_MOST_NAME: Final = 60
_EXACT: Final = 2**53 - 1  # whole numbers that every reader of JSON keeps
_OFFSET: Final = re.compile(r"(?:[Zz]|[+-]\d\d:\d\d)$", re.ASCII)


def checked(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields as they are, or raise BadDeclaration with all that is wrong."""
    issues, seen = [], set[str]()
    for field in fields:
        folded = field.name.casefold()
        wrong = ""
        if not field.name.isidentifier() or field.name.startswith("_"):
            wrong = _("A name is letters, digits and “_”, and begins with a letter.")
        elif len(field.name) > _MOST_NAME:
            wrong = _("A name has at most %(most)d characters.") % {"most": _MOST_NAME}
        elif folded in _RESERVED:
            wrong = _("This name has a meaning of its own in the map services.")
        elif folded in seen:
            wrong = _("Another property has this name.")
        elif field.codes and field.type is not FieldType.STRING:
            wrong = _("Only texts can have a list of values.")
        seen.add(folded)
        if wrong:
            named = field.name[:80]
            issues.append(Issue("bad-property", wrong, column=named, value=named))
    if len(fields) > MOST_FIELDS:
        wrong = _("A layer has at most %(most)d properties.") % {"most": MOST_FIELDS}
        issues.append(Issue("too-many-properties", wrong))
    if issues:
        said = " ".join(f"{issue.column or ''}: {issue.message}" for issue in issues[:5])
        raise BadDeclaration(said, remedy=_("Change these names."), issues=tuple(issues))
    return tuple(fields)


def values(fields: Sequence[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties as they are kept, or raise BadFeature with a pointer to each fault.

    Every field stands in the answer, None where it was not given. Dates are ISO 8601, times have
    seconds and an offset.
    """
    known = {field.name for field in fields}
    issues = [
        _issue("unknown-property", name, _("The layer has no such property."))
        for name in given
        if name not in known
    ]
    kept: dict[str, Any] = {}
    for field in fields:
        value = given.get(field.name)
        try:
            kept[field.name] = None if value is None else _value(field, value)
        except ValueError as wrong:
            issues.append(_issue("bad-value", field.name, str(wrong), value))
            continue
        if field.required and kept[field.name] in (None, ""):
            issues.append(_issue("missing-value", field.name, _("This must be given.")))
    if issues:
        said = " ".join(f"{issue.column}: {issue.message}" for issue in issues[:5])
        raise BadFeature(
            said,
            remedy=_("Look at the schema of the layer for its properties and their types."),
            issues=tuple(issues),
        )
    return kept


def json_schema(field: Field, title: str) -> dict[str, Any]:
    """Return what JSON Schema says of a field (draft 2020-12)."""
    kind = field.type
    plain: dict[str, Any] = {"type": str(kind)}
    if kind in (FieldType.DATE, FieldType.DATETIME):
        plain = {"type": "string", "format": str(kind)}
    if title:
        plain["title"] = title
    if field.codes:
        plain["enum"] = list(field.codes)
    elif kind is FieldType.STRING:
        plain["maxLength"] = MOST_TEXT
    return plain


def _issue(code: str, name: str, message: str, value: Any = None) -> Issue:
    """Return an issue whose column is a JSON pointer (RFC 6901)."""
    escaped = name.replace("~", "~0").replace("/", "~1")[:80]
    shown = None if value is None else str(value)[:80]
    return Issue(code, message, column=f"/properties/{escaped}", value=shown)


def _value(field: Field, value: Any) -> Any:
    """Return a value as it is kept, or raise ValueError with what is wrong."""
    if field.type is FieldType.STRING:
        return _text(field, value)
    return _PLAIN[field.type](value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(_("Must be true or false."))


def _integer(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():  # 3.0 is whole (JSON Schema)
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _EXACT:
        return value
    raise ValueError(_("Must be a whole number."))


def _number(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        with suppress(OverflowError):
            if math.isfinite(number := float(value)):
                return number
    raise ValueError(_("Must be a number."))


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(_("Must be a text."))  # noqa: TRY004  all faults are told alike
    text = many_lines(value)
    if len(text) > MOST_TEXT:
        raise ValueError(_("Must have at most %(most)d characters.") % {"most": MOST_TEXT})
    if field.codes and text and text not in field.codes:
        raise ValueError(_("Must be one of: %(codes)s.") % {"codes": ", ".join(field.codes)[:500]})
    return text


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise ValueError(_("Must be a date such as 2026-11-23.")) from None


def _moment(value: Any) -> str:
    try:
        if _OFFSET.search(value):  # without one, whose local time it is would be a guess
            moment = datetime.fromisoformat(value).astimezone(TAIPEI)
            return moment.replace(microsecond=0).isoformat()
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError(_("Must be a time with its offset such as 2026-11-23T08:00:00+08:00."))


_PLAIN: Final[Mapping[FieldType, Callable[[Any], Any]]] = {
    FieldType.BOOLEAN: _boolean,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _number,
    FieldType.DATE: _day,
    FieldType.DATETIME: _moment,
}
