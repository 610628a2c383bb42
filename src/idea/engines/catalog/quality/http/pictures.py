"""The pictures of quality: a data set's badge and its trend, for use as images anywhere."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from idea.engines.catalog import queries as catalog
from idea.engines.catalog.quality import queries
from idea.engines.catalog.quality.badge import badge_svg
from idea.engines.catalog.quality.trends import trend_svg
from idea.kernel.errors import NotFound

# A drawing opened by itself may style itself and nothing else.
_for_images = csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE]})


@require_safe
@conditional_page
def badge(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer /datasets/<slug>/quality.svg."""
    return _picture(request, badge_svg(catalog.present(slug), _language(request)))


@require_safe
@conditional_page
def trend(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer /datasets/<slug>/quality-trend.svg."""
    points = queries.trend(catalog.present(slug).slug)
    if not points:
        raise NotFound("")
    return _picture(request, trend_svg(points, _language(request)))


def _language(request: HttpRequest) -> str:
    """Return the language the address asks for: pictures are embedded where no header tells."""
    asked = request.GET.get("lang", "") or get_language() or ""
    return "en" if asked.startswith("en") else "zh-hant"


def _picture(request: HttpRequest, svg: str) -> HttpResponseBase:
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return _for_images(lambda _request: response)(request)
