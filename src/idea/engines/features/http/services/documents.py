"""What a service says of itself, made once for a state of its layers and kept until that changes.

Sends; what the document says is for `wms_capabilities` and `wmts_capabilities`.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from idea.engines.features.drawn import drawn
from idea.engines.features.http.answers import fresh, send, tag
from idea.engines.features.http.services import xml

DRAWING = "2"  # goes up when documents are written differently: older copies lapse


def answer(
    request: HttpRequest,
    said: tuple[object, ...],
    make: Callable[[], Element],
    media_type: str = "text/xml",
) -> HttpResponse:
    """Answer with the document that follows from `said`, where and in which language it is asked.

    The layers in it name the state of their styles, too: what is kept needs no look at those.
    """
    site = request.build_absolute_uri("/")
    etag = tag("document", DRAWING, site, settings.IDEA_SITE_NAME, get_language(), *said)
    if known := fresh(request, etag):
        return known
    body = drawn(etag, lambda: xml.written(make()))
    return send(body, etag=etag, media_type=f"{media_type}; charset=utf-8")
