"""The page of events: the facts that engines tell, and what hears them."""

from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

from idea.project.reference.markdown import code, heading, meaning, table
from idea.project.reference.modules import descendants


def events() -> list[type]:
    base: type = import_module("idea.kernel.events.api").Event
    return [c for c in descendants(base) if is_dataclass(c)]


def page(_docs: Path) -> str:
    text = heading(
        "Events",
        "An event is a fact in the past tense. It is written to the outbox in the same transaction "
        "as the change it tells of, and delivered by the worker at least once.",
    )
    for event in events():
        text += f"## {getattr(event, 'name', event.__name__)}\n\n"
        text += f"`{event.__module__}.{event.__name__}`. {meaning(event)}\n\n"
        rows = [
            (code(field.name), code(getattr(field.type, "__name__", field.type)))
            for field in fields(event)
        ]
        if rows:
            text += table(("field", "type"), rows)
    return text
