"""The map picture of a collection, made once and kept; its tiles are among the services."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import queries
from idea.engines.features.drawn import drawn
from idea.engines.features.errors import BadParameter
from idea.engines.features.http import params
from idea.engines.features.http.answers import entrance, fresh, send, tag
from idea.engines.features.picture import picture as draw
from idea.engines.features.styles.api import look_of
from idea.engines.features.validity.cutting import during

_DRAWING = "4"  # goes up when pictures are drawn differently: older copies lapse
_SIZES = ((800, 600), (1200, 630))  # the page's and the preview card's; others are not kept


@entrance("width", "height", "language", "datetime")
def picture(request: HttpRequest, collection_id: str) -> HttpResponse:
    span = params.time(request)
    layer = during(queries.collection(collection_id), span)
    size = (_pixels(request, "width", 800), _pixels(request, "height", 600))
    language = request.GET.get("language") or params.language(request)
    language = "en" if language.lower().startswith("en") else "zh-hant"
    look = look_of(layer).key
    etag = tag(_DRAWING, layer.lake_key, look, layer.title, layer.title_en, size, language)
    if known := fresh(request, etag):
        return known

    def make() -> bytes:
        return draw(layer.id, *size, language=language, interval=span).encode()

    body = drawn(etag, make) if size in _SIZES else make()
    return send(body, etag=etag, media_type="image/svg+xml; charset=utf-8", max_age=3600)


def _pixels(request: HttpRequest, name: str, default: int) -> int:
    number = params.integer(request, name, default=default, least=200) or default
    if number > 2000:  # noqa: PLR2004  as the API definition says
        raise BadParameter(_("A map is at most 2,000 pixels wide and high."))
    return number
