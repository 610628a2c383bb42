"""What the sources ask to be translated, compared with what the catalogs hold.

Reads source text only (no site, no settings beyond Django's bare defaults); compiling is the
command's work.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract

from idea.project.cli.messages import catalogs, read

# Position of context, singular and plural among a call's arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
BABEL_KEYWORDS = {
    name: None
    if spec == (None, 0, None)
    else tuple(
        (index + 1, "c") if index == spec[0] else index + 1 for index in spec if index is not None
    )
    for name, spec in {**CALLS, "_": (None, 0, None)}.items()
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|\{\w*(?:[!:][^{}]*)?\}|%[sd]")
SKIPPED = {"tests", "migrations", "locale", "node_modules"}


class Asked(NamedTuple):
    """A message as gettext looks it up: one with a plural is another than one without."""

    context: str | None
    singular: str
    plural: str | None

    @property
    def key(self) -> tuple[str | None, str, bool]:
        return self.context, self.singular, self.plural is not None


class Row(NamedTuple):
    package: str
    kind: str
    message: str
    where: str


def python_messages(source: str) -> Iterator[tuple[int, Asked]]:
    """Yield line and message of every gettext call, whatever name it was imported under.

    The `title` of an error class (one that also has a `code`) is translated when it is shown.
    """
    tree = ast.parse(source)
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names.update({a.asname or a.name: a.name for a in node.names if a.name in CALLS})
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from _error_title(node)
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name):
            spec = CALLS.get(names.get(function.id, ""))
        elif isinstance(function, ast.Attribute):
            spec = CALLS.get(function.attr)
        else:
            continue
        if spec is None:
            continue
        words = [_text(argument) for argument in node.args]
        context, singular, plural = (
            words[at] if at is not None and at < len(words) else None for at in spec
        )
        if singular:
            yield node.lineno, Asked(context, singular, plural)


def _error_title(node: ast.ClassDef) -> Iterator[tuple[int, Asked]]:
    values: dict[str, str | None] = {}
    for part in node.body:
        if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
            values[part.targets[0].id] = _text(part.value)
        elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name) and part.value:
            values[part.target.id] = _text(part.value)
    if values.get("code") and (title := values.get("title")):
        yield node.lineno, Asked(None, title, None)


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def template_messages(source: str) -> Iterator[tuple[int, Asked]]:
    """Yield line and message of every `translate`, `blocktranslate` and `_()` of a template."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()  # templatize only asks whether to explain itself
    from django.utils.translation.template import templatize

    code = "\n".join(line.strip() for line in templatize(source).split("\n"))
    found = extract("python", BytesIO(code.encode()), BABEL_KEYWORDS, (), {"encoding": "utf-8"})
    for line, message, _comments, context in found:
        if isinstance(message, tuple):
            yield line, Asked(context, message[0], message[1] if len(message) > 1 else None)
        elif message:
            yield line, Asked(context, message, None)


def asked(package: Path) -> Iterator[tuple[Path, int, Asked]]:
    """Yield every message the sources below `package` ask for."""
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if SKIPPED & set(inside.parts) or not path.is_file():
            continue
        if path.suffix == ".py":
            rows = python_messages(path.read_text())
        elif "templates" in inside.parts and path.suffix in {".html", ".txt", ".xml", ".svg"}:
            rows = template_messages(path.read_text())
        else:
            continue
        for line, message in rows:
            yield inside, line, message


def _of_others() -> set[tuple[str | None, str, bool]]:
    """Return the messages Django and allauth translate themselves."""
    import allauth
    import django

    known = set()
    for library in (django, allauth):
        for path in Path(str(library.__file__)).parent.glob(
            "**/locale/zh_Hant/LC_MESSAGES/django.po"
        ):
            known.update(_entry_keys(read(path)))
    return known


def _entry_keys(catalog: Catalog) -> set[tuple[str | None, str, bool]]:
    return {entry.key for entry, _, _, _ in _entries(catalog)}


def _entries(catalog: Catalog) -> Iterator[tuple[Asked, tuple[str, ...], bool, int]]:
    """Yield (message, translations, fuzzy, line) of a catalog; translations may be empty words."""
    for message in catalog:
        if not message.id:
            continue
        plural = isinstance(message.id, tuple | list)
        singular, many = (message.id[0], message.id[1]) if plural else (message.id, None)
        words = message.string
        texts = tuple(words) if isinstance(words, tuple | list) else (words or "",)
        yield Asked(message.context, str(singular), many), texts, message.fuzzy, message.lineno or 0


def _place(inside: Path, homes: list[Path]) -> str:
    """Return the package that owns a file: the nearest one with a locale folder."""
    for home in sorted(homes, key=lambda path: -len(path.parts)):
        if inside.is_relative_to(home):
            return ".".join(home.parts)
    return ".".join(inside.parts[:-1][:2]) or "idea"


def _placeholders_fit(message: Asked, texts: tuple[str, ...]) -> bool:
    wanted = set(PLACEHOLDER.findall(message.singular))
    allowed = wanted | set(PLACEHOLDER.findall(message.plural or ""))
    for text in texts:
        there = set(PLACEHOLDER.findall(text))
        if not there <= allowed or (message.plural is None and there != wanted):
            return False
    return True


def compare(package: Path, language: str) -> list[Row]:
    """Return what is wrong, sorted: untranslated, fuzzy, obsolete, or placeholders that differ."""
    paths = [path for path in catalogs(package) if path.parts[-3] == language]
    homes = [path.parents[3].relative_to(package) for path in paths]
    wanted: dict[tuple[str | None, str, bool], list[tuple[Path, int, Asked]]] = defaultdict(list)
    for inside, line, message in asked(package):
        wanted[message.key].append((inside, line, message))
    others = _of_others()
    flaws: list[Row] = []
    done: set[tuple[str | None, str, bool]] = set()
    for path, home in zip(paths, homes, strict=True):
        owner = ".".join(home.parts)
        for message, texts, fuzzy, line in _entries(read(path)):
            where = f"{path.relative_to(package)}:{line}"
            done.add(message.key)  # a flawed entry is told once, as what it is
            if fuzzy:
                flaws.append(Row(owner, "fuzzy", message.singular, where))
            elif not all(texts):
                flaws.append(Row(owner, "untranslated", message.singular, where))
            elif message.key not in wanted and message.key not in others:
                flaws.append(Row(owner, "obsolete", message.singular, where))
            elif not _placeholders_fit(message, texts):
                flaws.append(Row(owner, "placeholders", message.singular, where))
    for key, places in wanted.items():
        if key not in done and key not in others:
            inside, line, message = places[0]
            owner = _place(inside, homes)
            flaws.append(Row(owner, "untranslated", message.singular, f"{inside}:{line}"))
    return sorted(flaws)
