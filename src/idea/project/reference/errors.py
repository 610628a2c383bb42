"""The page of error codes: the family of problems, and the issues a file's rows can have."""

import ast
from pathlib import Path

from idea.kernel.errors import Problem
from idea.project.reference.markdown import code, heading, meaning, table
from idea.project.reference.modules import descendants, sources


def problems() -> list[type[Problem]]:
    """Return every kind of problem; the base itself is never raised."""
    return [c for c in descendants(Problem) if issubclass(c, Problem)]


def issue_codes() -> dict[str, tuple[str, str]]:
    """Return the code of every issue the sources can report, with its severity and owner.

    Found as `Issue("code", …)` and as `log.add("code", "words", …)`, the readers' way.
    """
    found: dict[str, tuple[str, str]] = {}
    for path, tree in sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not _reports(node):
                continue
            words = {k.arg: k.value for k in node.keywords if k.arg}
            value = words.get("code", node.args[0] if node.args else None)
            severity = words.get("severity")
            level = severity.value if isinstance(severity, ast.Constant) else "error"
            for key in _codes(value):
                found.setdefault(key, (str(level), ".".join(path.parts[:-1])))
    return dict(sorted(found.items()))


def _codes(value: ast.expr | None) -> list[str]:
    """Return the codes an expression can give; the open part of an f-string is `…`."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [value.value]
    if isinstance(value, ast.IfExp):
        return [*_codes(value.body), *_codes(value.orelse)]
    if isinstance(value, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "…" for p in value.values]
        return ["".join(str(part) for part in parts)]
    return []


def _reports(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "Issue"
    return isinstance(call.func, ast.Attribute) and call.func.attr == "add" and len(call.args) > 1


def page(_docs: Path) -> str:
    text = heading(
        "Errors",
        "Every refusal is `application/problem+json` (RFC 9457) to programs and a page to people, "
        "with the same `code`. `detail` says what happened, `remedy` what to do, `issues` where in "
        "the input.",
    )
    text += table(
        ("code", "status", "title", "meaning", "owner"),
        [
            (code(c.code), c.status, c.title, meaning(c), code(c.__module__.removeprefix("idea.")))
            for c in problems()
        ],
    )
    text += "## Issues\n\nOne place in an input. `error` leaves the row or value out, `warning` "
    text += "keeps it but asks you to look, `info` says what was done.\n\n"
    text += table(
        ("code", "severity", "owner"),
        [(code(key), level, code(owner)) for key, (level, owner) in issue_codes().items()],
    )
    return text
