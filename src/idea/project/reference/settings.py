"""The page of settings: every group that is declared, with defaults and limits."""

from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from idea.kernel.config import groups
from idea.project.reference.markdown import code, heading, table


def variables() -> dict[str, tuple[str, Any]]:
    """Return every variable's name with its group and its field."""
    return {
        f"{groups[key].model_config.get('env_prefix', '')}{name}".upper(): (key, field)
        for key in groups.keys()  # noqa: SIM118  a registry is not a mapping
        for name, field in groups[key].model_fields.items()
    }


def _default(field: Any) -> str:
    value = field.get_default(call_default_factory=True)
    if isinstance(value, list | tuple):
        value = ",".join(str(part) for part in value)
    return code(value) if str(value) else "empty"


def _limits(field: Any) -> str:
    words = []
    for rule in field.metadata:
        for name, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<")):
            limit = getattr(rule, name, None)
            if limit is not None:
                words.append(f"{sign} {limit}")
    if get_origin(field.annotation) is Literal:
        words += [code(choice) for choice in get_args(field.annotation)]
    elif isinstance(field.annotation, type) and issubclass(field.annotation, StrEnum):
        words += [code(choice.value) for choice in field.annotation]
    return ", ".join(words)


def page(_docs: Path) -> str:
    text = heading(
        "Settings",
        "Each is an environment variable; a value that does not fit is refused by name. "
        "`./idea doctor` tries those that lead to a database, a store or a cache.",
    )
    for key in groups.keys():  # noqa: SIM118  a registry is not a mapping
        rows = [
            (code(name), _default(field), _limits(field), field.description or "")
            for name, (owner, field) in variables().items()
            if owner == key
        ]
        text += f"## {key}\n\n" + table(("variable", "default", "limits", "meaning"), rows)
    return text
