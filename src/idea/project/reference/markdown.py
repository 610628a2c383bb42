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


def first_sentence(docstring: str | None) -> str:
    """Return a docstring's first paragraph as one line."""
    return " ".join((docstring or "").strip().partition("\n\n")[0].split())
