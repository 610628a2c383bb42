"""The downloads: whole versions as files, and their charts as pictures."""

from pathlib import Path

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from idea.engines.catalog import downloads, labels, pictures, queries
from idea.engines.catalog.errors import NotInThisFormat
from idea.engines.catalog.faces.ways import ORIGINAL_MEDIA
from idea.engines.catalog.kept import EDITION
from idea.engines.catalog.types import Download, Version
from idea.engines.identity import api as identity
from idea.kernel.serving import serve


@require_safe
def file(
    request: HttpRequest, slug: str, ending: str, number: str | None = None
) -> HttpResponseBase:
    """Answer /download/<slug>/[v<number>/]<slug>.<ending>."""
    return _serve(request, slug, _wanted(ending), number)


@require_safe
def original(request: HttpRequest, slug: str, number: str | None = None) -> HttpResponseBase:
    """Answer /download/<slug>/[v<number>/]original: the file as it came, under its own name."""
    return _serve(request, slug, Download.ORIGINAL, number)


@require_safe
def whole(
    request: HttpRequest, slug: str, ending: str, number: str | None = None
) -> HttpResponseBase:
    """Answer /download/<slug>/[v<number>/]whole/…: personal columns too, for its own agency."""
    wanted = Download.ORIGINAL if ending == "original" else _wanted(ending)
    version, path = downloads.whole(
        actor=identity.actor_of(request),
        slug=slug,
        format=wanted,
        number=None if number is None else int(number),
    )
    response = _file(request, slug, version, wanted, path, etag=f"{version.id}-whole-{wanted}")
    response["Cache-Control"] = "private, no-store"
    return response


def _wanted(ending: str) -> Download:
    try:
        return Download(ending)
    except ValueError:
        raise NotInThisFormat(
            _("There is no download that ends in .%(ending)s.") % {"ending": ending[:20]},
            remedy=_("There are: %(endings)s.") % {"endings": ", ".join(Download)},
        ) from None


def _serve(
    request: HttpRequest, slug: str, wanted: Download, number: str | None
) -> HttpResponseBase:
    version = queries.version(slug, None if number is None else int(number))
    etag = f"{version.edition}-{EDITION}-{wanted}"
    return _file(request, slug, version, wanted, downloads.file_of(version, wanted), etag=etag)


def _file(
    request: HttpRequest, slug: str, version: Version, wanted: Download, path: Path, *, etag: str
) -> HttpResponseBase:
    if wanted is Download.ORIGINAL:
        # Never as something a browser would run in our name, whatever the publisher sent.
        filename, media = version.filename, ORIGINAL_MEDIA.get(version.format)
    else:
        filename, media = f"{slug}.{wanted}", labels.MEDIA_TYPES[wanted]
    return serve(
        request,
        path,
        filename=filename,
        media_type=media or labels.MEDIA_TYPES[Download.ORIGINAL],
        etag=etag,
        modified=version.created_at,
    )


def _chart_version(request: HttpRequest, slug: str, language: str) -> Version:  # noqa: ARG001
    return queries.version(slug)


def _chart_etag(request: HttpRequest, slug: str, language: str) -> str:
    return f'"{_chart_version(request, slug, language).edition}-{language}"'


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
