"""The face of events: declare, emit, subscribe; the worker delivers."""

from idea.kernel.events.dispatch import deliver, emit, subscribe
from idea.kernel.events.queries import backlog, parked, retry, sweep
from idea.kernel.events.types import Backlog, Event, Parked

__all__ = [
    "Backlog",
    "Event",
    "Parked",
    "backlog",
    "deliver",
    "emit",
    "parked",
    "retry",
    "subscribe",
    "sweep",
]
