"""Small pieces of Markdown the reference pages are made of."""

from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by ./idea docs from the code. Do not edit. -->\n\n"


def heading(title: str, lede: str) -> str:
    return f"{NOTE}# {title}\n\n{lede}\n\n"


def cell(value: object) -> str:
    """Return a table cell: one line, no bar that would end it."""
    return " ".join(str(value).split()).replace("|", "\\|")


def code(value: object) -> str:
    return f"`{value}`" if str(value) else ""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n\n"


def meaning(kind: type) -> str:
    """Return the first paragraph of a class's own docstring, "" where nobody wrote one."""
    words = vars(kind).get("__doc__") or ""
    written = "" if words.startswith(f"{kind.__name__}(") else words  # dataclasses write their own
    return " ".join(written.strip().partition("\n\n")[0].split())
