"""What a place to keep files must be able to do, and the errors that all of them share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.kernel.errors import Conflict, NotFound, Problem, Unavailable


class KeyTaken(Conflict):
    code = "lake-key-taken"
    title = gettext_lazy("There is such a file already")


class KeyMissing(NotFound):
    code = "lake-key-missing"
    title = gettext_lazy("There is no such file")


class LakeUnavailable(Unavailable):
    code = "lake-unavailable"
    title = gettext_lazy("The data lake cannot be reached")


class Store(Protocol):
    """Files by key. Keys are checked before they come here."""

    def put(self, source: Path, key: str, *, move: bool) -> None: ...
    def local(self, key: str) -> Path: ...
    def exists(self, key: str) -> bool: ...
    def delete(self, key: str) -> None: ...
    def keys(self, prefix: str) -> Iterator[str]: ...
    def size(self, key: str) -> int: ...
    def table_keys(self) -> Iterator[str]: ...
    def table_uri(self, name: str) -> str: ...
    def table_options(self) -> dict[str, str]: ...


def taken(key: str) -> Problem:
    return KeyTaken(
        _("The lake holds a file “%(key)s” already; files never change.") % {"key": key}
    )


def missing(key: str) -> Problem:
    return KeyMissing(_("The lake holds no file “%(key)s”.") % {"key": key})


def unreachable() -> Problem:
    """Say nothing of the reason, which names hosts and buckets: it is the problem's cause."""
    return LakeUnavailable(
        _("The data lake does not answer."),
        remedy=_("Try again in a while. Nothing that was published before is lost."),
    )
