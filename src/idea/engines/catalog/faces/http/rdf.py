"""Data sets, series and the catalog in RDF: by the address's ending, or by what is accepted.

GET and HEAD only; open to all. What is said is in `faces/dcat`.
"""

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from idea.engines.catalog import queries
from idea.engines.catalog.faces import load
from idea.engines.catalog.faces.dcat import (
    Page,
    Publisher,
    Rdf,
    catalog_graph,
    dataset_graph,
    parts,
    series_graph,
    written,
)
from idea.engines.catalog.faces.dcat.derived import say_derivations
from idea.engines.catalog.faces.dcat.graph import Graph
from idea.engines.catalog.faces.dcat.measured import say_measurements
from idea.engines.catalog.faces.errors import PageNotFound
from idea.engines.catalog.http.exports import counted
from idea.engines.catalog.linked import page_url, series_url
from idea.engines.catalog.quality import queries as quality

SIZE = 100
_EDITION = "1"  # of what is said; another one makes every ETag new
_BY_MEDIA = {form.media_type: form for form in Rdf} | {
    "application/json": Rdf.JSON_LD,
    "application/xml": Rdf.XML,
    "text/plain": Rdf.N_TRIPLES,
}


@require_safe
def catalog(request: HttpRequest, ending: str = "") -> HttpResponseBase:
    """Answer /catalog and /catalog.<ending>: one page of the catalog."""
    form = Rdf(ending) if ending else accepted(request)
    if form is None:
        return _vary(HttpResponseRedirect(reverse("portal:datasets")))
    number = _number(request)
    state = load.state()
    address = f"{settings.IDEA_SITE_URL}/catalog.{form}"
    page = Page(number, SIZE, state.count, address)
    if number > page.last:
        raise PageNotFound(
            _("The catalog has %(last)d pages.") % {"last": page.last},
            remedy=_("Begin at the first page and follow its links."),
        )
    etag = _tag("catalog", form, number, state.count, state.modified)
    stamp = int(state.modified.timestamp()) if state.modified else None
    response = get_conditional_response(request, etag=etag, last_modified=stamp)
    if response is None:
        graph = catalog_graph(
            load.page(number, SIZE),
            publisher=Publisher(*load.publisher()),
            modified=state.modified,
            page=page,
        )
        text = written(graph, form, f"{settings.IDEA_SITE_URL}/catalog")
        response = _answer(text, form)
    links = [("first", 1), ("last", page.last)]
    links += [("prev", number - 1)] if number > 1 else []
    links += [("next", number + 1)] if number < page.last else []
    response["Link"] = ", ".join(f'<{page.url(at)}>; rel="{name}"' for name, at in links)
    return _headed(response, etag, stamp, vary=not ending)


@require_safe
def everything(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Answer /catalog/all.<nt|ttl>: the whole catalog, written while it is read."""
    counted(request)
    form = Rdf(ending)
    response = StreamingHttpResponse(
        parts(_graphs(), form), content_type=f"{form.media_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="catalog.{form}"'
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def dataset(request: HttpRequest, slug: str, ending: str = "") -> HttpResponseBase:
    """Answer /datasets/<slug>.<ending> and /api/v1/datasets/<slug>/dcat."""
    form = Rdf(ending) if ending else accepted(request) or Rdf.JSON_LD
    found = queries.present(slug)
    measured = quality.measurement(found.slug)
    etag = _tag("dataset", form, found.id, found.modified_at, measured and measured.at)
    stamp = int(found.modified_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=stamp)
    if response is None:
        graph = dataset_graph(found)
        say_derivations(graph, found)
        if measured is not None:
            say_measurements(graph, found, measured)
        response = _answer(written(graph, form, page_url(found.slug)), form)
    return _headed(response, etag, stamp, vary=not ending)


@require_safe
def series(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:  # noqa: ARG001
    """Answer /series/<slug>.<ending>."""
    form = Rdf(ending)
    return _answer(written(series_graph(load.series(slug)), form, series_url(slug)), form)


def accepted(request: HttpRequest) -> Rdf | None:
    """Return the way to write RDF that is asked for, None where a page is wanted."""
    best = request.get_preferred_type(["text/html", *_BY_MEDIA])
    return _BY_MEDIA.get(best or "")


def _graphs() -> Iterator[Graph]:
    state = load.state()
    publisher = Publisher(*load.publisher())
    yield catalog_graph([], publisher=publisher, modified=state.modified)
    for item in load.all_series():
        yield series_graph(item)
    for batch in load.everything():
        yield catalog_graph(batch, publisher=publisher, modified=state.modified)


def _answer(text: bytes, form: Rdf) -> HttpResponse:
    return HttpResponse(text, content_type=f"{form.media_type}; charset=utf-8")


def _headed(
    response: HttpResponseBase, etag: str, stamp: int | None, *, vary: bool
) -> HttpResponseBase:
    response["ETag"] = etag
    if stamp is not None:
        response["Last-Modified"] = http_date(stamp)
    response["Cache-Control"] = "no-cache"
    return _vary(response) if vary else response


def _vary(response: HttpResponseBase) -> HttpResponseBase:
    patch_vary_headers(response, ["Accept"])
    return response


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004


def _tag(*parts: object) -> str:
    said = "|".join(str(part) for part in (_EDITION, *parts))
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'
