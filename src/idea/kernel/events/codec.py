"""Events to JSON text and back, by the types their fields declare."""

from typing import Any

from pydantic import TypeAdapter

from idea.kernel.events.types import Event, event_types

_adapters: dict[type[Event], TypeAdapter[Any]] = {}  # building one takes a millisecond


def _adapter(cls: type[Event]) -> TypeAdapter[Any]:
    if cls not in _adapters:
        _adapters[cls] = TypeAdapter(cls)
    return _adapters[cls]


def encode(event: Event) -> str:
    """Return `event` as JSON. Raises an error where it would not come back as it is."""
    adapter = _adapter(type(event))
    text = adapter.dump_json(event).decode()
    if adapter.validate_json(text) != event:
        raise TypeError(f"{event.name}: a field does not survive JSON: {event!r}")
    return text


def decode(name: str, payload: str) -> Event:
    """Return the event of class `name`; raises LookupError where no code declares it any more."""
    cls = event_types.get(name)
    if cls is None:
        raise LookupError(f"no event {name!r} is declared")
    event: Event = _adapter(cls).validate_json(payload)
    return event
