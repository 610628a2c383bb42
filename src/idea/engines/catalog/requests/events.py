"""What requests tell the stages after them."""

from dataclasses import dataclass
from typing import ClassVar

from idea.kernel.events.api import Event


@dataclass(frozen=True, slots=True)
class RequestPosted(Event):
    name: ClassVar[str] = "requests.posted"
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class RequestMoved(Event):
    """A request's state changed; `entry` tells of it in the history."""

    name: ClassVar[str] = "requests.moved"
    number: int
    state: str
    entry: str


@dataclass(frozen=True, slots=True)
class ShowcaseShown(Event):
    name: ClassVar[str] = "requests.showcase-shown"
    id: str
    title: str
