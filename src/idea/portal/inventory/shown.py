"""What pages of the inventory show of codes: words, tags, laws and categories with their norms.

Looks up and puts together; reads nothing but the domain's vocabulary.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from idea.engines.catalog import plugin
from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.types import Item, Step
from idea.engines.catalog.plugin import Category, Law, Yardstick
from idea.engines.catalog.types import Access

TAGS = {Access.OPEN: "tag tag--good", Access.RESTRICTED: "tag tag--attention", Access.CLOSED: "tag"}


@dataclass(frozen=True, slots=True)
class Class:
    """A class as a tag: its words and its look."""

    access: Access
    words: Any
    tag: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item as lists show it."""

    item: Item
    state: Any
    in_force: Class | None
    proposed: Class | None


@dataclass(frozen=True, slots=True)
class ShownStep:
    step: Step
    move: Any
    office: Any
    shown: Class | None
    laws: tuple[Law, ...]


def class_of(access: Access | None) -> Class | None:
    return None if access is None else Class(access, inventory.CLASSES[access], TAGS[access])


def shown(item: Item) -> ShownItem:
    return ShownItem(
        item, inventory.STATES[item.state], class_of(item.access), class_of(item.said.proposed)
    )


def steps(found: Iterable[Step]) -> list[ShownStep]:
    """Return the steps with their words, the newest first."""
    return [
        ShownStep(
            step,
            inventory.MOVES[step.move],
            inventory.OFFICES[step.office],
            class_of(step.access),
            laws(step.laws),
        )
        for step in reversed(list(found))
    ]


def laws(codes: Iterable[str]) -> tuple[Law, ...]:
    return tuple(plugin.laws[code] for code in codes if code in plugin.laws)


def categories(codes: Iterable[str]) -> tuple[Category, ...]:
    return tuple(plugin.categories[code] for code in codes if code in plugin.categories)


def categories_by(*yardsticks: Yardstick) -> list[Category]:
    return [row for row in plugin.categories if row.yardstick in yardsticks]
