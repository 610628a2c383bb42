"""What a publisher says of a data set: checked, then written over what was said before."""

import unicodedata
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.naming import is_slug, slug_of
from idea.engines.catalog.types import Draft, Frequency, License, Theme
from idea.kernel.errors import Issue

TITLE_LENGTH: Final = 300
TEXT_LENGTH: Final = 100_000
KEYWORDS: Final = 50
KEYWORD_LENGTH: Final = 60
FIELDS: Final = (
    "title",
    "title_en",
    "description",
    "description_en",
    "license",
    "frequency",
    "theme",
    "landing_page",
)
CLEARABLE: Final = frozenset(
    {"title_en", "description", "description_en", "theme", "landing_page", "keywords"}
)


def checked(draft: Draft) -> Draft:
    """Return the draft with spaces and control characters tidied; BadDraft names every fault."""
    tidy = replace(
        draft,
        title=_plain(draft.title),
        title_en=_plain(draft.title_en),
        slug=_plain(draft.slug),
        organization=_plain(draft.organization),
        landing_page=_plain(draft.landing_page),
        description=_text(draft.description),
        description_en=_text(draft.description_en),
        note=_text(draft.note),
        keywords=_keywords(draft.keywords),
    )
    issues = [*_code_faults(tidy), *_length_faults(tidy)]
    if tidy.slug and not is_slug(tidy.slug):
        issues.append(
            _fault(
                "slug",
                _("The short name may hold lower-case letters, figures and hyphens: %(slug)s.")
                % {"slug": slug_of(tidy.slug)},
                tidy.slug,
            )
        )
    if tidy.landing_page and urlsplit(tidy.landing_page).scheme not in {"http", "https"}:
        issues.append(
            _fault(
                "landing_page",
                _("The landing page must be an address that begins with https:// or http://."),
                tidy.landing_page,
            )
        )
    if issues:
        raise BadDraft(
            " ".join(issue.message for issue in issues),
            remedy=_("Mend these and try again. Nothing has been changed."),
            issues=tuple(issues),
        )
    return tidy


def apply(row: models.Dataset, draft: Draft, clear: Collection[str] = ()) -> list[str]:
    """Write what the draft says onto a stored data set (unsaved); return the changed fields."""
    changed = []

    def put(name: str, value: Any) -> None:
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)

    for name in FIELDS:
        if getattr(draft, name):
            put(name, getattr(draft, name))
    if draft.keywords:
        put("keywords", list(draft.keywords))
    if draft.synthetic is not None:
        put("synthetic", draft.synthetic)
    for name in CLEARABLE.intersection(clear):
        put(name, [] if name == "keywords" else "")
    return changed


def save_keywords(row: models.Dataset) -> None:
    """Make the countable keywords equal to those of the data set."""
    row.words.exclude(word__in=row.keywords).delete()
    there = set(row.words.values_list("word", flat=True))
    models.Keyword.objects.bulk_create(
        models.Keyword(dataset=row, word=word) for word in row.keywords if word not in there
    )


def _plain(text: str) -> str:
    """One line without control characters (which no page, feed or file name can hold)."""
    clean = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(unicodedata.normalize("NFC", clean).split())


def _text(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        "".join(c for c in line if unicodedata.category(c) != "Cc" or c == "\t").rstrip()
        for line in lines
    ).strip()


def _keywords(words: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_plain(word) for word in words))))


def _code_faults(draft: Draft) -> list[Issue]:
    issues = []
    for name, value, codes in (
        ("license", draft.license, [str(code) for code in License]),
        ("frequency", draft.frequency, [str(code) for code in Frequency]),
        ("theme", draft.theme, [str(code) for code in Theme]),
    ):
        if value and value not in codes:
            message = _("%(value)s is no known %(field)s; use one of: %(codes)s.")
            issues.append(
                _fault(
                    name,
                    message % {"value": value, "field": name, "codes": ", ".join(codes)},
                    value,
                )
            )
    return issues


def _length_faults(draft: Draft) -> list[Issue]:
    issues = []
    for name, most in (
        ("title", TITLE_LENGTH),
        ("title_en", TITLE_LENGTH),
        ("description", TEXT_LENGTH),
        ("description_en", TEXT_LENGTH),
        ("note", TEXT_LENGTH),
        ("landing_page", 1000),
    ):
        value = getattr(draft, name)
        if len(value) > most:
            issues.append(_fault(name, _too_long(name, most), value))
    if len(draft.keywords) > KEYWORDS:
        message = _("At most %(most)d keywords can be given.") % {"most": KEYWORDS}
        issues.append(_fault("keywords", message, ""))
    issues.extend(
        _fault("keywords", _too_long("keyword", KEYWORD_LENGTH), word)
        for word in draft.keywords
        if len(word) > KEYWORD_LENGTH
    )
    return issues


def _too_long(name: str, most: int) -> str:
    return _("%(field)s is longer than %(most)d characters.") % {"field": name, "most": most}


def _fault(field: str, message: str, value: str) -> Issue:
    return Issue(
        code=f"bad-{field.replace('_', '-')}", message=message, column=field, value=value[:80]
    )
