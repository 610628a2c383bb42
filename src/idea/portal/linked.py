"""A data set for machines and for quoting: schema.org JSON-LD, API examples, the citation."""

import json
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def json_ld(dataset: Dataset) -> SafeString:
    """Return schema.org `Dataset` (as Google Dataset Search reads it), safe inside a script tag."""
    body = catalog.jsonld(dataset, settings.IDEA_SITE_URL + page_path(dataset))
    text = json.dumps(body, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308  what could end the tag is escaped


def page_path(dataset: Dataset) -> str:
    return reverse("portal:dataset", args=[dataset.slug])


def examples(dataset: Dataset) -> list[tuple[str, str]]:
    """Return (language, code) pairs that read the data from a program."""
    slug = quote(dataset.slug)
    url = f"{settings.IDEA_SITE_URL}/api/v1/datasets/{slug}/rows?limit=10"
    csv = f"{settings.IDEA_SITE_URL}/download/{slug}/{slug}.csv"
    return [
        ("curl", f'curl "{url}"'),
        ("Python", f'import pandas\n\ntable = pandas.read_csv("{csv}")\nprint(table.head())'),
        (
            "JavaScript",
            "\n".join(
                [
                    f'const answer = await fetch("{url}");',
                    "const page = await answer.json();",
                    "console.log(page.rows);",
                ]
            ),
        ),
    ]


def citation(dataset: Dataset, language: str) -> str:
    """Return how to quote the current version, with the agency, the day and the address."""
    english = language == "en"
    current = dataset.current
    words = (
        _("%(agency)s (%(year)d). %(title)s, version %(number)d [data set]. %(url)s")
        if current
        else _("%(agency)s (%(year)d). %(title)s [data set]. %(url)s")
    )
    return words % {
        "agency": (dataset.organization_en if english else "") or dataset.organization,
        "year": timezone.localtime(current.created_at if current else dataset.modified_at).year,
        "title": (dataset.title_en if english else "") or dataset.title,
        "number": current.number if current else 0,
        "url": settings.IDEA_SITE_URL + page_path(dataset),
    }
