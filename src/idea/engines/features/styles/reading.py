"""Reads a symbology from JSON or a form and holds it against a layer's columns.

Whatever is wrong is said at once, each with a JSON pointer (RFC 6901).
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.features import store
from idea.engines.features.styles.classing import MOST_CATEGORIES
from idea.engines.features.styles.errors import BadStyle
from idea.engines.features.styles.palettes import PALETTES
from idea.engines.features.styles.types import Breaks, Method, Symbology, Unit
from idea.engines.features.types import Collection
from idea.kernel.errors import Issue

_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_LIMITS: Final = {
    "radius": (1, 40),
    "largest": (2, 80),
    "width": (0.2, 20),
    "opacity": (0.05, 1),
    "factor": (0.001, 1000),
    "greatest": (0, 1e300),
}
_CHOICES: Final[dict[str, type[StrEnum]]] = {"method": Method, "breaks": Breaks, "unit": Unit}
_LONGEST: Final = 500
_NUMBERS: Final = ("integer", "number")


def symbology(said: object, layer: Collection) -> Symbology:
    """Return what `said` (a JSON object) describes. BadStyle names all that is wrong."""
    if not isinstance(said, Mapping):
        raise wrong([_issue("", _("A symbology is an object."))])
    known = {each.name for each in fields(Symbology)}
    issues = [
        _issue(str(name)[:80], _("There is no such member.")) for name in said if name not in known
    ]
    made: dict[str, Any] = {}
    for name, value in said.items():
        if name in known:
            try:
                made[name] = _value(name, value)
            except (TypeError, ValueError) as error:
                issues.append(_issue(name, str(error)))
    if issues:
        raise wrong(issues)
    found = Symbology(**made)
    if issues := _against(found, layer):
        raise wrong(issues)
    return found


def values_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of a symbology that `as_json` wrote."""
    return {name: _value(name, value) for name, value in kept.items()}


def as_json(of: Symbology) -> dict[str, Any]:
    """Return the members that differ from what is taken where nothing is said, and the method."""
    plain = asdict(Symbology())
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(of).items()
        if value != plain[name] or name == "method"
    }


def wrong(issues: list[Issue]) -> BadStyle:
    first = issues[0]
    return BadStyle(
        f"{first.column or '/'}: {first.message}",
        remedy=_("Mend what is listed and send the style again."),
        issues=tuple(issues[:50]),
    )


def _value(name: str, value: Any) -> Any:
    if name in _CHOICES:
        return _choice(value, _CHOICES[name])
    if name in _LIMITS:
        return _number(value, *_LIMITS[name])
    reader = _READERS.get(name)
    return _text(value) if reader is None else reader(value)


def _choice(value: Any, kinds: type[StrEnum]) -> StrEnum:
    if value not in [str(each) for each in kinds]:
        raise ValueError(_("It must be one of: %(names)s.") % {"names": ", ".join(kinds)})
    return kinds(value)


def _classes(value: Any) -> int:
    return int(_number(value, 1, MOST_CATEGORIES))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(_("It must be true or false."))
    return value


def _starts(value: Any) -> tuple[float, ...]:
    found = tuple(_number(each, -1e300, 1e300) for each in _list(value))
    if list(found) != sorted(set(found)):
        raise ValueError(_("The numbers must rise."))
    return found


def _dash(value: Any) -> tuple[float, ...]:
    return tuple(_number(each, 0.1, 50) for each in _list(value))


def _values(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(each) for each in _list(value)))


def _color(value: Any) -> str:
    text = _text(value)
    if not _COLOR.fullmatch(text):
        raise ValueError(_("A color is written like #0b5d6b."))
    return text.lower()


def _palette(value: Any) -> str:
    text = _text(value)
    if text and text not in PALETTES:
        raise ValueError(_("It must be one of: %(names)s.") % {"names": ", ".join(PALETTES)})
    return text


def _number(value: Any, least: float, most: float) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    if not good or not math.isfinite(value) or not least <= value <= most:
        raise ValueError(
            _("It must be a number from %(least)s to %(most)s.")
            % {"least": f"{least:g}", "most": f"{most:g}"}
        )
    return float(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple) or len(value) > MOST_CATEGORIES:
        raise TypeError(_("It must be a list of at most %(most)d.") % {"most": MOST_CATEGORIES})
    return list(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or "\0" in value:
        raise TypeError(_("It must be a text of at most %(most)d letters.") % {"most": _LONGEST})
    return value


def _against(of: Symbology, layer: Collection) -> list[Issue]:
    types = {each.name: each.type for each in store.schema(layer).properties}
    issues = [
        _issue(name, _("The layer has no column “%(name)s”.") % {"name": column[:80]})
        for name in ("column", "label", "height")
        if (column := getattr(of, name)) and column not in types
    ]
    if issues:
        return issues
    numeric = of.method in (Method.GRADUATED, Method.PROPORTIONAL)
    if of.method is not Method.SINGLE and not of.column:
        issues.append(_issue("column", _("This way of drawing needs a column.")))
    elif numeric and types[of.column] not in _NUMBERS:
        issues.append(_issue("column", _("This way of drawing needs a column of numbers.")))
    if of.height and types[of.height] not in _NUMBERS:
        issues.append(_issue("height", _("A height is a column of numbers.")))
    kind = layer.layer.kind
    if of.height and not (kind.endswith("Polygon") or kind == "Mixed"):
        issues.append(_issue("height", _("Only areas can be raised.")))
    if of.method is Method.PROPORTIONAL and not kind.endswith("Point"):
        issues.append(_issue("method", _("Circles by size are for layers of points.")))
    return issues


def _issue(name: str, message: str) -> Issue:
    pointer = f"/{name.replace('~', '~0').replace('/', '~1')}" if name else ""
    return Issue("bad-style", message, column=pointer)


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "classes": _classes,
    "reverse": _flag,
    "starts": _starts,
    "dash": _dash,
    "values": _values,
    "color": _color,
    "palette": _palette,
}
