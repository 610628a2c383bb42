"""Where a query's words stand in a text, and the piece of a long text that shows them best."""

import re
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from idea.kernel.search.text import Term, fold_with_places
from idea.kernel.search.types import Marks

LENGTH = 140  # characters of a snippet
_BEFORE = 30  # characters shown before the first match
_SPACE = re.compile(r"\s+")


def marks(text: str, asked: Sequence[Term]) -> Marks:
    """Return begin and end of every match in `text`, in order, none overlapping another."""
    pattern = _pattern(asked)
    if pattern is None or not text:
        return ()
    folded, places = fold_with_places(text)
    spans = [(places[m.start()], places[m.end() - 1] + 1) for m in pattern.finditer(folded)]
    merged: list[tuple[int, int]] = []
    for begin, end in spans:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def snippet(texts: Sequence[str], asked: Sequence[Term]) -> tuple[str, Marks]:
    """Return a piece of the first text that holds a match, or the beginning of the first text."""
    flat = [_SPACE.sub(" ", text).strip() for text in texts if text]
    for text in flat:
        found = marks(text, asked)
        if found:
            return _cut(text, found)
    return _cut(flat[0], ()) if flat else ("", ())


def highlighted(text: str, places: Marks) -> SafeString:
    """Return `text` as safe HTML, each match in a `mark` element; all else is escaped."""
    parts: list[SafeString] = []
    done = 0
    for begin, end in places:
        parts.append(format_html("{}<mark>{}</mark>", text[done:begin], text[begin:end]))
        done = end
    parts.append(format_html("{}", text[done:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _cut(text: str, found: Marks) -> tuple[str, Marks]:
    start = max(0, found[0][0] - _BEFORE) if found else 0
    if len(text) - start < LENGTH:
        start = max(0, len(text) - LENGTH)
    end = start + LENGTH
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    moved = len(head) - start
    kept = tuple((b + moved, min(e, end) + moved) for b, e in found if b >= start and b < end)
    return f"{head}{text[start:end]}{tail}", kept


def _pattern(asked: Sequence[Term]) -> re.Pattern[str] | None:
    if not asked:
        return None
    longest = sorted({term.text: term for term in asked}.values(), key=lambda t: -len(t.text))
    return re.compile("|".join(_one(term) for term in longest))


def _one(term: Term) -> str:
    text = re.escape(term.text)
    if not term.text.isascii():
        return text
    # A stem marks the whole word it stands for: station marks stations, city marks cities.
    if text.endswith("y"):
        text = f"(?:{text}|{text[:-1]}ies)"
    return rf"(?<![^\W_]){text}" + (r"[a-z0-9]*" if term.prefix else r"s?(?![a-z0-9])")
