"""The downloads: whole versions as files, and their charts as pictures."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from idea.engines.catalog import downloads, labels, linked, pictures, queries
from idea.engines.catalog.errors import NotInThisFormat
from idea.engines.catalog.http.files import serve
from idea.engines.catalog.kept import EDITION
from idea.engines.catalog.types import Download, Version


@require_safe
def file(
    request: HttpRequest, slug: str, ending: str, number: str | None = None
) -> HttpResponseBase:
    """Answer /download/<slug>/[v<number>/]<slug>.<ending>."""
    try:
        wanted = Download(ending)
    except ValueError:
        raise NotInThisFormat(
            _("There is no download that ends in .%(ending)s.") % {"ending": ending[:20]},
            remedy=_("There are: %(endings)s.") % {"endings": ", ".join(Download)},
        ) from None
    return _serve(request, slug, wanted, number)


@require_safe
def original(request: HttpRequest, slug: str, number: str | None = None) -> HttpResponseBase:
    """Answer /download/<slug>/[v<number>/]original: the file as it came, under its own name."""
    return _serve(request, slug, Download.ORIGINAL, number)


def _serve(
    request: HttpRequest, slug: str, wanted: Download, number: str | None
) -> HttpResponseBase:
    version = queries.version(slug, None if number is None else int(number))
    path = downloads.download(slug, wanted, version.number)
    if wanted is Download.ORIGINAL:
        # Never as something a browser would run in our name, whatever the publisher sent.
        filename, media = version.filename, linked.ORIGINAL_MEDIA.get(version.format)
    else:
        filename, media = f"{slug}.{wanted}", labels.MEDIA_TYPES[wanted]
    return serve(
        request,
        path,
        filename=filename,
        media_type=media or labels.MEDIA_TYPES[Download.ORIGINAL],
        etag=f"{version.id}-{EDITION}-{wanted}",
        modified=version.created_at,
        lasting=number is not None,
    )


def _chart_version(request: HttpRequest, slug: str, language: str) -> Version:  # noqa: ARG001
    return queries.version(slug)


def _chart_etag(request: HttpRequest, slug: str, language: str) -> str:
    return f'"{_chart_version(request, slug, language).id}-{language}"'


# A drawing opened by itself may style itself and nothing else.
_for_images = csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE]})


@require_safe
@condition(etag_func=_chart_etag)
def chart(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """Answer /download/<slug>/chart-<language>.svg, for use as an image."""
    version = _chart_version(request, slug, language)
    svg = pictures.chart_svg(slug, language=language)
    if svg is None:
        raise Http404
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Last-Modified"] = http_date(version.created_at.timestamp())
    response["Cache-Control"] = "no-cache"
    return _for_images(lambda _request: response)(request)
