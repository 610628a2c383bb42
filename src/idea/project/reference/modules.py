"""Imports every module of the platform, so that what they register is there to be described."""

import ast
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import idea

PACKAGE = Path(idea.__file__).parent
LEFT_OUT = {"tests", "migrations", "__main__", "wsgi"}


def module_names() -> Iterator[str]:
    """Yield the dotted names of all modules below `idea` but tests, migrations and entrances."""
    for info in pkgutil.walk_packages([str(PACKAGE)], prefix="idea."):
        if not LEFT_OUT & set(info.name.split(".")):
            yield info.name


def import_all() -> None:
    """Import them all. Django must be set up."""
    for name in module_names():
        import_module(name)


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Yield the path below `src/idea` and the syntax tree of every module that is not a test."""
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        if not {"tests", "migrations"} & set(inside.parts):
            yield inside, ast.parse(path.read_text())


def descendants(base: type) -> list[type]:
    """Return all subclasses, near and far, that live in the platform, by module and name."""
    found: set[type] = set()
    waiting = [base]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child not in found:
                found.add(child)
                waiting.append(child)
    ours = [c for c in found if c.__module__.startswith("idea.") and ".tests" not in c.__module__]
    return sorted(filter(_is_final, ours), key=lambda c: (c.__module__, c.__name__))


def _is_final(kind: type) -> bool:
    """Tell whether `kind` is what its module holds: a dataclass with slots is made twice."""
    return getattr(sys.modules[kind.__module__], kind.__name__, kind) is kind
