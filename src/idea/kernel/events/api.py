"""The face of events: declare, emit, subscribe; the worker delivers."""

from idea.kernel.events.dispatch import deliver, discover, emit, subscribe
from idea.kernel.events.queries import backlog, parked, retry, sweep
from idea.kernel.events.types import Backlog, Event, Parked

__all__ = [
    "Backlog",
    "Event",
    "Parked",
    "backlog",
    "deliver",
    "discover",
    "emit",
    "parked",
    "retry",
    "subscribe",
    "sweep",
]
