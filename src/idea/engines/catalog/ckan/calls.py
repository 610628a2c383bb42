"""A call of an action: its parameters, read forgivingly, and the register of all actions.

CKAN clients send numbers as text, lists as JSON in a query string, and yes as `true` or `1`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from idea.engines.catalog.ckan.errors import InvalidCall


@dataclass(frozen=True, slots=True)
class Call:
    """What was sent with the call of an action."""

    request: HttpRequest
    data: Mapping[str, Any] = field(default_factory=dict)
    upload: UploadedFile[Any] | None = None

    def uses(self, *slugs: str) -> None:
        """Tell whoever counts which data sets are used; of who uses them nothing is told."""
        vars(self.request)["used_datasets"] = slugs

    def text(self, name: str, default: str = "") -> str:
        value = self.data.get(name)
        if value is None:
            return default
        if isinstance(value, str | int | float | bool):
            return str(value).strip()
        raise InvalidCall({name: [_("This must be a text.")]})

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise InvalidCall({name: [_("Missing value")]})
        return value

    def integer(self, name: str, default: int, *, most: int) -> int:
        """Return a number from 0 to `most`; what is more is cut, as CKAN does."""
        text = self.text(name) or str(default)
        if not text.isascii() or not text.isdigit() or len(text) > 12:  # noqa: PLR2004
            raise InvalidCall({name: [_("This must be a whole number, 0 or more.")]})
        return min(int(text), most)

    def flag(self, name: str, *, default: bool = False) -> bool:
        text = self.text(name).casefold()
        return text in {"true", "1", "yes", "on", "t"} if text else default

    def listed(self, name: str) -> list[Any]:
        """Return a list, from JSON in a text too, or from a text with commas."""
        value = self.data.get(name)
        if isinstance(value, str) and value.strip().startswith("["):
            value = self._json(name, value)
        if isinstance(value, list):
            return value
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.data.get(name)
        if isinstance(value, str) and value.strip():
            value = self._json(name, value)
        if value in (None, ""):
            return {}
        if not isinstance(value, dict):
            raise InvalidCall({name: [_("This must be an object.")]})
        return value

    def _json(self, name: str, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise InvalidCall({name: [_("This is no JSON.")]}) from None


Work = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Action:
    """An action: `writes` ones take a POST and somebody who may."""

    name: str
    work: Work
    writes: bool

    @property
    def help(self) -> str:
        return (self.work.__doc__ or "").strip()


actions: dict[str, Action] = {}


def read(work: Work) -> Work:
    """Make a function known as an action that reads; its name is the action's."""
    name = work.__name__
    actions[name] = Action(name, work, writes=False)
    return work


def write(work: Work) -> Work:
    """Make a function known as an action that writes."""
    name = work.__name__
    actions[name] = Action(name, work, writes=True)
    return work
