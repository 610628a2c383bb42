"""The distributions of a row whose cells hold several values side by side."""

import re
from collections.abc import Sequence
from typing import Final

from idea.engines.catalog.harvest.compose import ToldLink, issue
from idea.engines.catalog.harvest.vocabulary.formats import SERVICES, format_of
from idea.kernel.errors import Issue

_BEGINS: Final = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)


def links_of(
    urls: Sequence[str],
    *,
    formats: Sequence[str] = (),
    encodings: Sequence[str] = (),
    counts: Sequence[str] = (),
    fields: tuple[tuple[str, str], ...] = (),
    issues: list[Issue],
) -> list[ToldLink]:
    """Return one link an address. As many formats as addresses: each has its own.

    Otherwise the address' own ending tells, and a single format stands for the rest.
    """
    whole = joined(urls, issues)
    paired = len(formats) == len(whole)
    found = []
    for at, url in enumerate(whole):
        own = format_of(url=url)
        told = formats[at] if paired else own or (formats[0] if len(set(formats)) == 1 else "")
        form = format_of(told) or own
        service = form in SERVICES
        found.append(
            ToldLink(
                access_url=url if service else "",
                download_url="" if service else url,
                format=form,
                encoding=_at(encodings, at, len(whole)),
                rows=_at(counts, at, len(whole)),
                fields=fields,
                service=service,
            )
        )
    return found


def joined(urls: Sequence[str], issues: list[Issue]) -> list[str]:
    """Return whole addresses: a list that was split at each comma or semicolon cut some.

    The export of data.gov.tw writes `;` for the commas within an address too, so what does not
    begin like an address belongs to the one before it, after a comma.
    """
    whole: list[str] = []
    for part in urls:
        if whole and not _BEGINS.match(part):
            whole[-1] = f"{whole[-1]},{part}"
            continue
        whole.append(part)
    if len(whole) < len(urls):
        issues.append(issue("cut-address", column="distributions", value=whole[0], severity="info"))
    return whole


def _at(values: Sequence[str], at: int, count: int) -> str:
    if len(values) == count:
        return values[at]
    return values[0] if len(set(values)) == 1 else ""
