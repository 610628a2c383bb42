"""What an event is: a frozen fact in the past tense, named, that survives a trip through JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar


class Event:
    """Base of every event. Subclass as a frozen dataclass with a `name` such as
    "catalog.dataset-published"; fields may be whatever pydantic can write as JSON and read
    back (UUID, datetime, date, tuple, enum, Decimal, further frozen dataclasses).

    Fields added later need a default, and names stay: old events wait in the outbox.
    """  # noqa: D205  one thought

    name: ClassVar[str] = ""
    __slots__ = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.name:
            raise TypeError(f"{cls.__qualname__} needs a name such as 'catalog.dataset-published'")
        known = event_types.get(cls.name)
        # dataclass(slots=True) makes the class a second time: that one is the real one.
        if known and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"event {cls.name!r} is declared already by {known.__qualname__}")
        event_types[cls.name] = cls


event_types: dict[str, type[Event]] = {}


@dataclass(frozen=True, slots=True)
class Parked:
    """A delivery that was given up, until someone mends the cause and calls `retry`."""

    id: int
    subscriber: str
    event: str
    created_at: datetime
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for one subscriber."""

    subscriber: str
    pending: int
    parked: int
    oldest_at: datetime | None
    known: bool  # False: no code subscribes under this name any more
