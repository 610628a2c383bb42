"""Reads requests in the old OGC manner: names in any case, and errors as an XML report.

OGC 06-042 (WMS 1.3.0) clauses 6.8 and 6.11, OGC 06-121r3 (OWS Common 1.1) clause 8.
"""

import math
from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.features import queries
from idea.engines.features.errors import NoCollection
from idea.engines.features.types import Bounds, Collection

BAD = 400


class ServiceError(Exception):
    """What a report of the standard says: its code, the words, the parameter it is about."""

    def __init__(
        self,
        words: str,
        *,
        code: str = "InvalidParameterValue",
        locator: str = "",
        status: int = BAD,
    ) -> None:
        super().__init__(words)
        self.words, self.code, self.locator, self.status = words, code, locator, status


def given(request: HttpRequest) -> dict[str, str]:
    """Return the parameters by their names in capitals; one given twice is an error."""
    found: dict[str, str] = {}
    for name, values in request.GET.lists():
        key = name.upper()
        if key in found or len(values) > 1:
            raise ServiceError(
                _("The parameter “%(name)s” is given twice.") % {"name": name[:80]},
                locator=key[:80],
            )
        found[key] = values[0]
    return found


def needed(asked: Mapping[str, str], name: str) -> str:
    text = asked.get(name, "").strip()
    if not text:
        raise ServiceError(
            _("The parameter “%(name)s” is missing.") % {"name": name},
            code="MissingParameterValue",
            locator=name,
        )
    return text


def whole(asked: Mapping[str, str], name: str, *, least: int, most: int) -> int:
    """Return a whole number within limits."""
    text = needed(asked, name)
    # Some old clients write 12.0; nobody means 0x10 or 1e3.
    digits = text.removesuffix(".0")
    plain = digits.isascii() and digits.isdigit() and len(digits) < 10  # noqa: PLR2004  any pixel
    if not plain or not least <= int(digits) <= most:
        raise ServiceError(
            _("“%(name)s” must be a whole number from %(least)d to %(most)d.")
            % {"name": name, "least": least, "most": most},
            locator=name,
        )
    return int(digits)


def box(asked: Mapping[str, str], name: str) -> Bounds:
    """Return the least and greatest of the first axis and the second: as they stand, 1 2 1 2."""
    parts = needed(asked, name).split(",")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not all(math.isfinite(n) and abs(n) < 1e12 for n in numbers):  # noqa: PLR2004  two corners
        raise ServiceError(_("“BBOX” must be 4 numbers with commas between them."), locator=name)
    first, second, third, fourth = numbers
    if first >= third or second >= fourth:
        raise ServiceError(
            _("“BBOX” must have the least of each axis first, and some breadth."), locator=name
        )
    return first, second, third, fourth


def layer(name: str, only: str | None, *, code: str = "LayerNotDefined") -> Collection:
    """Return the layer `name`; of the address of one data set, no other."""
    try:
        found = queries.collection(name)
    except NoCollection as error:
        raise ServiceError(str(error.detail), code=code, locator="LAYERS") from None
    if only is not None and found.id != only:
        words = _("There is no map layer “%(id)s”.") % {"id": name[:80]}
        raise ServiceError(words, code=code, locator="LAYERS")
    return found


def layers(only: str | None) -> list[Collection]:
    """Return what a service has: one data set's layer, or all (NoCollection where it is none)."""
    return queries.collections() if only is None else [queries.collection(only)]
