"""Walks the features of a GeoJSON text one by one: a large file never stands in memory as objects.

Finds them; what a feature holds is read by `geojson.py`. A text of another build is read whole.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.sources.errors import UnreadableFile
from idea.engines.sources.readers.tree import parse
from idea.engines.sources.reading.log import Log

_SPACE: Final = re.compile(r"\s*")
_BETWEEN: Final = re.compile(r"[\s,]*")


class Collection:
    """The members of `features`; `crs` is known when all were walked."""

    def __init__(self, text: str, log: Log) -> None:
        self.crs: Any = None
        self._text, self._log = text, log
        self._decode = json.JSONDecoder().raw_decode

    def __iter__(self) -> Iterator[Any]:
        start = self._find()
        if start is None:
            yield from self._whole()
            return
        at, count = start, 0
        try:
            while not self._text.startswith("]", at := self._after(_BETWEEN, at)):
                feature, at = self._decode(self._text, at)
                count += 1
                yield feature
            self._members(self._after(_BETWEEN, at + 1))
        except (ValueError, RecursionError) as error:
            self._broken(getattr(error, "pos", at), count)

    def _find(self) -> int | None:
        """Return where the first feature begins; None where the text is of another build."""
        at = self._after(_SPACE, 0)
        if not self._text.startswith("{", at):
            return None
        try:
            return self._members(self._after(_SPACE, at + 1))
        except (ValueError, RecursionError):
            return None

    def _members(self, at: int) -> int | None:
        """Read members of the outer object until `features` begins: return where, None at its end.

        Raises ValueError and RecursionError where it is no JSON.
        """
        while not self._text.startswith("}", at):
            name, at = self._decode(self._text, at)
            at = self._after(_SPACE, at)
            if not isinstance(name, str) or not self._text.startswith(":", at):
                raise json.JSONDecodeError("no member", self._text, at)
            at = self._after(_SPACE, at + 1)
            if name == "features" and self._text.startswith("[", at):
                return at + 1
            value, at = self._decode(self._text, at)
            if name == "crs":
                self.crs = value
            at = self._after(_BETWEEN, at)
        return None

    def _whole(self) -> Iterator[Any]:
        value = parse(self._text, self._log)
        if isinstance(value, dict):
            self.crs = value.get("crs")
            value = [value] if value.get("type") == "Feature" else value.get("features", [])
        yield from value if isinstance(value, list) else []

    def _after(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self._text, at)
        return found.end() if found else at

    def _broken(self, at: int, count: int) -> None:
        line = self._text.count("\n", 0, at) + 1
        column = at - self._text.rfind("\n", 0, at)
        if not count:
            raise UnreadableFile(
                _("The JSON is broken at line {line}, column {column}.").format(
                    line=line, column=column
                ),
                remedy=_("Save or download it again; it may have been cut off."),
            )
        self._log.add(
            "json-broken",
            _("The JSON is broken at line {line}, column {column}; what is whole was kept.").format(
                line=line, column=column
            ),
            row=count + 1,
        )
