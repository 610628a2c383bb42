"""What a publisher says of a data set: checked, then written over what was said before."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import declaring, models
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.naming import is_slug, slug_of
from idea.engines.catalog.types import Access, Draft, Frequency, License, Theme
from idea.kernel.errors import Issue
from idea.kernel.written import many_lines, one_line

TITLE_LENGTH: Final = 300
TEXT_LENGTH: Final = 100_000
KEYWORDS: Final = 50
KEYWORD_LENGTH: Final = 60
LINES: Final = {  # texts of one line, and how long each may be
    "identifier": 500,
    "contact_name": 200,
    "contact_email": 254,
    "contact_phone": 100,
    "language": 20,
    "place": 300,
    "fee": 300,
    "fee_law": 300,
    "fee_url": 1000,
    "license_given": 500,
    "license_url": 1000,
    "frequency_given": 200,
    "conforms_to": 1000,
}
FIELDS: Final = (
    "title",
    "title_en",
    "description",
    "description_en",
    "license",
    "frequency",
    "theme",
    "landing_page",
    "identifier",
    "contact_name",
    "contact_email",
    "contact_phone",
    "language",
    "start",
    "end",
    "place",
    "access",
    "access_why",
    "fee",
    "fee_basis",
    "fee_law",
    "fee_url",
    "license_given",
    "license_url",
    "frequency_given",
    "conforms_to",
    "provenance",
    "notes",
)
LISTS: Final = ("keywords", "related", "bbox", "declared")
NEEDED: Final = frozenset({"title", "license", "frequency", "access"})  # never empty
CLEARABLE: Final = (frozenset(FIELDS) | frozenset(LISTS)) - NEEDED
_EMPTY: Final[dict[str, Any]] = {"start": None, "end": None, "bbox": None} | {
    name: [] for name in ("keywords", "related", "declared")
}


def checked(draft: Draft) -> Draft:
    """Return the draft with spaces and control characters tidied; BadDraft names every fault."""
    lines: dict[str, Any] = {name: one_line(getattr(draft, name)) for name in LINES}
    tidy = replace(
        draft,
        title=one_line(draft.title),
        title_en=one_line(draft.title_en),
        slug=one_line(draft.slug),
        organization=one_line(draft.organization),
        landing_page=one_line(draft.landing_page),
        **lines,
        access_why=many_lines(draft.access_why),
        fee_basis=many_lines(draft.fee_basis),
        provenance=many_lines(draft.provenance),
        notes=many_lines(draft.notes),
        related=tuple(filter(None, (one_line(url) for url in draft.related))),
        description=many_lines(draft.description),
        description_en=many_lines(draft.description_en),
        note=many_lines(draft.note),
        keywords=_keywords(draft.keywords),
    )
    issues = [
        *_code_faults(tidy),
        *_length_faults(tidy),
        *_coverage_faults(tidy),
        *declaring.faults(tidy.declared),
    ]
    if tidy.slug and not is_slug(tidy.slug):
        issues.append(
            _fault(
                "slug",
                _("The short name may hold lower-case letters, figures and hyphens: %(slug)s.")
                % {"slug": slug_of(tidy.slug)},
                tidy.slug,
            )
        )
    if tidy.landing_page and not is_web(tidy.landing_page):
        issues.append(
            _fault(
                "landing_page",
                _("The landing page must be an address that begins with https:// or http://."),
                tidy.landing_page,
            )
        )
    issues.extend(
        _fault(
            name,
            _("This must be an address that begins with https:// or http://."),
            address,
        )
        for name, address in (
            ("fee_url", tidy.fee_url),
            ("license_url", tidy.license_url),
            *(("related", url) for url in tidy.related),
        )
        if address and not is_web(address)
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
    said: dict[str, Any] = {name: getattr(draft, name) for name in FIELDS if getattr(draft, name)}
    said |= {
        name: list(getattr(draft, name))
        for name in ("keywords", "related", "bbox")
        if getattr(draft, name)
    }
    if draft.declared:
        said["declared"] = declaring.stored(draft.declared)
    if "series" in clear:
        said["series_id"] = None
    if draft.series:
        said["series_id"] = _series_id(draft.series)
    if draft.extra:
        said["extra"] = dict(draft.extra)
    if draft.synthetic is not None:
        said["synthetic"] = draft.synthetic
    said |= {name: _EMPTY.get(name, "") for name in CLEARABLE.intersection(clear)}
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    return changed


def _series_id(slug: str) -> UUID:
    found = models.Series.objects.filter(slug=slug).values_list("id", flat=True).first()
    if found is None:
        raise BadDraft(_("There is no series %(slug)s.") % {"slug": slug[:120]})
    return found


def is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https"}
    except ValueError:  # e.g. a bracket that opens no IPv6 address
        return False


def _keywords(words: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (one_line(word) for word in words))))


def _code_faults(draft: Draft) -> list[Issue]:
    issues = []
    for name, value, codes in (
        ("license", draft.license, [str(code) for code in License]),
        ("frequency", draft.frequency, [str(code) for code in Frequency]),
        ("theme", draft.theme, [str(code) for code in Theme]),
        ("access", draft.access, [str(code) for code in Access]),
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


def _coverage_faults(draft: Draft) -> list[Issue]:
    issues = []
    if draft.start and draft.end and draft.start > draft.end:
        issues.append(
            _fault(
                "end",
                _("The time the data tell of ends before it begins."),
                f"{draft.start} – {draft.end}",
            )
        )
    if draft.bbox is not None:
        west, south, east, north = draft.bbox
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004
            issues.append(
                _fault(
                    "bbox",
                    _("The area must be west, south, east, north in degrees (WGS 84)."),
                    str(draft.bbox),
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
        *LINES.items(),
        *((name, TEXT_LENGTH) for name in ("access_why", "fee_basis", "provenance", "notes")),
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
