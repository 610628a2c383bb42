"""Reads every group of settings once at the start, so that none fails first in the middle of work.

Names variables that cannot be and variables that nobody reads; what they mean is in `conf.py`.
"""

import difflib
import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

import idea
from idea.kernel.config import groups

PREFIX = "IDEA_"
PACKAGE = Path(idea.__file__).parent
# Read by the launcher, the tests and the benchmarks; no settings of a site.
TOOLS = frozenset(
    f"{PREFIX}{name}"
    for name in (
        "CHROMIUM", "NODE_WHEEL", "PROG", "PYTHON", "TESTS_SIZE", "TEST_DATA", "TEST_DATABASE_URL",
    )
)  # fmt: skip


def declare_all() -> None:
    """Import every module that declares settings: those named conf… or config."""
    for path in sorted(PACKAGE.rglob("conf*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "tests" not in parts:
            import_module(".".join(parts))


def check() -> None:
    """Build every group; raise an ExceptionGroup of all the ValidationErrors."""
    declare_all()
    wrong = []
    for group in groups:
        try:
            group()
        except ValidationError as error:
            wrong.append(error)
    if wrong:
        raise ExceptionGroup("settings that cannot be", wrong)


def lines(error: ValidationError) -> list[str]:
    """Return a line for each value that cannot be, with its variable; not where in the code."""
    return [
        f"{PREFIX}{str(wrong['loc'][0] if wrong['loc'] else '').upper()}: {wrong['msg']} "
        f"(given: {wrong['input']!r})"
        for wrong in error.errors()
    ]


def known() -> set[str]:
    """Return the names of all variables that somebody reads."""
    declare_all()
    own = {f"{PREFIX}{name}".upper() for group in groups for name in group.model_fields}
    return own | TOOLS


def unknown(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the IDEA_… variables that nobody reads, each with the nearest known name or ""."""
    names = known()
    return {
        name: next(iter(difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.8)), "")
        for name in sorted(environment)
        if name.startswith(PREFIX) and name not in names
    }
