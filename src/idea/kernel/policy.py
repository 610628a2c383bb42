"""The content security policy of an answer (W3C CSP 3), told by what a browser does with it.

Pages, pictures and documents have the site's policy, or their view's; data has the strictest.
"""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Content-Security-Policy"
NOTHING = "default-src 'none'; frame-ancestors 'none'"
# What a browser may draw, and so run or load something for.
_DRAWN = ("text/html", "application/xhtml", "image/svg", "text/xml", "application/xml",
          "application/pdf")  # fmt: skip


class PolicyMiddleware(CSPMiddleware):
    """Makes no policy anew for answers that are only read by programs: most of those there are."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "text/html").startswith(_DRAWN):
            told: HttpResponseBase = super().process_response(request, response)
            return told
        response.headers.setdefault(HEADER, NOTHING)
        return response
