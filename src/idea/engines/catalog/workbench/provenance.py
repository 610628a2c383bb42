"""How a result was made, to be told with it: the query, the tables, their terms (PROV-O terms)."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from idea.engines.catalog.types import License
from idea.engines.catalog.workbench.types import Result, Source

_FREE = {License.CC0, License.PDDL, License.PUBLIC_DOMAIN}  # ask for nothing


def provenance(result: Result) -> dict[str, Any]:
    """Return plain JSON: `prov:hadPlan` is the query, `prov:used` the versions it read."""
    return {
        "@context": {"prov": "http://www.w3.org/ns/prov#", "dct": "http://purl.org/dc/terms/"},
        "@type": "prov:Entity",
        "prov:generatedAtTime": result.at.isoformat(),
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "prov:hadPlan": result.sql,
            "prov:used": [_source(source) for source in result.sources],
            "prov:wasAssociatedWith": settings.IDEA_SITE_URL,
        },
        "dct:license": license_of(result.sources) or None,
        "attribution": attributions(result.sources),
    }


def license_of(sources: tuple[Source, ...]) -> str:
    """Return the one license that covers what was made of all sources; "" where none does.

    Works that ask for nothing take the terms of the others; two different terms make neither.
    """
    kinds = {source.license for source in sources}
    demanding = kinds - _FREE
    if len(demanding) == 1:
        return demanding.pop()
    return min(kinds) if kinds and not demanding else ""


def attributions(sources: tuple[Source, ...]) -> list[str]:
    """Return what to print beside the result: whose data, which version, under which terms."""
    lines = [
        f"{source.organization} — {source.title} (v{source.number}, {source.license})"
        for source in sources
    ]
    return list(dict.fromkeys(lines))


def note(result: Result) -> str:
    """Return the words of a version that was published from a result."""
    with override("zh-hant"):
        made = _("Made by a query in the workbench:")
        of = _("From:")
    sources = "\n".join(f"- {line}" for line in attributions(result.sources))
    return f"{made}\n{result.sql.strip()}\n\n{of}\n{sources}"


def _source(source: Source) -> dict[str, Any]:
    return {
        "@type": "prov:Entity",
        "@id": source.download_url,
        "prov:specializationOf": source.url,
        "dct:title": source.title,
        "dct:publisher": source.organization,
        "dct:license": source.license,
        "license_url": source.license_url,
        "name": source.name,
        "slug": source.slug,
        "version": source.number,
        "dct:issued": source.published_at.isoformat(),
    }
