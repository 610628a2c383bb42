"""Public pages of licences and fees: the terms, may these be mixed, what costs what and why.

Asks the catalog; whoever mixes copies the attribution from here.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from idea.engines.catalog import api as catalog
from idea.engines.catalog.licenses import api as licenses
from idea.engines.catalog.licenses.types import Answer, Terms, Verdict
from idea.engines.catalog.types import Dataset, Filter, License
from idea.kernel.errors import Problem
from idea.portal.render import page

FOUND = 10
MOST = 20
NOTICES = {Answer.YES: "notice--success", Answer.ASK: "notice--warning", Answer.NO: "notice--error"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A licence's terms in words."""

    terms: Terms
    title: str
    acts: list[Any]
    duties: list[Any]
    bans: list[Any]
    into: list[str]


def licenses_page(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "inventory/licenses",
        "datasets",
        licenses=[_shown(licenses.terms(license_)) for license_ in licenses.ORDER],
    )


def combine(request: HttpRequest) -> HttpResponse:
    """Let a person pick data sets and say whether they may be mixed."""
    slugs = list(dict.fromkeys(filter(None, request.GET.getlist("dataset"))))[:MOST]
    text = request.GET.get("q", "").strip()[:200]
    chosen: list[Dataset] = []
    refusals: list[Problem] = []
    for slug in slugs:
        try:
            chosen.append(catalog.dataset(slug))
        except Problem as problem:
            refusals.append(problem)
    offered = [each for each in chosen if each.withdrawn_at is None]
    verdict = licenses.combine([licenses.source_of(each) for each in offered]) if offered else None
    found = catalog.listing(Filter(text=text, sort="relevance", limit=FOUND)) if text else None
    return page(
        request,
        "inventory/combine",
        "datasets",
        chosen=[(each, catalog.license_label(each.license)) for each in chosen],
        refusals=refusals,
        text=text,
        found=[
            (each, catalog.license_label(each.license))
            for each in (found.datasets if found else [])
            if each.slug not in slugs
        ],
        alone=len(offered) == 1,
        verdict=verdict,
        answer=_answer(verdict) if verdict else None,
    )


def fees(request: HttpRequest) -> HttpResponse:
    return page(request, "inventory/fees", "datasets", fees=licenses.fees(), count=catalog.count())


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {
        "words": licenses.ANSWERS[verdict.answer],
        "notice": NOTICES[verdict.answer],
        "results": [_link(license_) for license_ in verdict.results],
        "duties": [licenses.DUTIES[duty] for duty in verdict.duties],
        "bans": [licenses.BANS[ban] for ban in verdict.bans],
    }


def _link(license_: License) -> tuple[str, str]:
    return catalog.license_label(license_), catalog.LICENSE_URLS.get(license_, "")


def _shown(terms: Terms) -> Shown:
    return Shown(
        terms,
        catalog.license_label(terms.license),
        [licenses.ACTS[act] for act in licenses.ACTS if act in terms.acts],
        [licenses.DUTIES[duty] for duty in licenses.DUTIES if duty in terms.duties],
        [licenses.BANS[ban] for ban in licenses.BANS if ban in terms.bans],
        [str(code) for code in licenses.ORDER if code in terms.into],
    )
