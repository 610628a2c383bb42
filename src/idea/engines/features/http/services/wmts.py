"""Web Map Tile Service 1.0.0 (OGC 07-057r7): by parameters and by addresses (RESTful).

Reads requests; what the service says of itself is in `wmts_capabilities`, drawing in `raster`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from idea.engines.features import raster
from idea.engines.features.drawn import drawn
from idea.engines.features.errors import NoMatrixSet, NoTile, TooLong
from idea.engines.features.http.answers import entrance, fresh, send, tag
from idea.engines.features.http.services import documents, info, kvp, xml
from idea.engines.features.http.services.kvp import ServiceError
from idea.engines.features.http.services.wms import DRAWING, style_of
from idea.engines.features.http.services.wmts_capabilities import ENDINGS, VERSION, capabilities
from idea.engines.features.matrices import CELLS, matrix_set
from idea.engines.features.styles.api import look_of
from idea.engines.features.styles.types import Style
from idea.engines.features.types import Collection

_HOUR = 3600
_NOT_THERE = 404
_NOT_DONE = 501


@entrance("*")
def wmts(request: HttpRequest, collection_id: str | None = None) -> HttpResponse:
    """Answer requests by parameters, for all layers or for the one of `collection_id`."""

    def answered() -> HttpResponse:
        asked = kvp.given(request)
        if kvp.needed(asked, "SERVICE").upper() != "WMTS":
            raise ServiceError(_("This is a WMTS."), locator="SERVICE")
        name = kvp.needed(asked, "REQUEST").lower()
        if name == "getcapabilities":
            versions = asked.get("ACCEPTVERSIONS", VERSION).split(",")
            if VERSION not in versions:
                raise ServiceError(
                    _("This service speaks version %(version)s.") % {"version": VERSION},
                    code="VersionNegotiationFailed",
                    locator="ACCEPTVERSIONS",
                )
            return _capabilities(request, collection_id)
        if name not in ("gettile", "getfeatureinfo"):
            raise ServiceError(
                _("The request “%(name)s” is not known here.") % {"name": asked["REQUEST"][:80]},
                code="OperationNotSupported",
                locator="REQUEST",
                status=_NOT_DONE,
            )
        return _asked(request, asked, collection_id, inform=name == "getfeatureinfo")

    return _reported(answered)


@entrance("*")
def document(request: HttpRequest, collection_id: str | None = None) -> HttpResponse:
    """Answer with the capabilities at their own address."""
    return _reported(lambda: _capabilities(request, collection_id))


@entrance("*")
def resource(request: HttpRequest, **parts: str) -> HttpResponse:
    """Answer for a tile, or what is at a pixel of it, by its address."""
    asked = {
        "LAYER": parts["layer"],
        "STYLE": parts["style"],
        "TILEMATRIXSET": parts["matrices"],
        "TILEMATRIX": parts["z"],
        "TILEROW": parts["row"],
        "TILECOL": parts["column"],
        "FORMAT": raster.MEDIA_TYPE,
    }
    inform = "ending" in parts
    if inform:
        kinds = {ending: kind for kind, ending in ENDINGS.items()}
        kind = kinds.get(parts["ending"], parts["ending"])
        asked |= {"J": parts["j"], "I": parts["i"], "INFOFORMAT": kind}
    return _reported(lambda: _asked(request, asked, None, inform=inform), by_address=True)


def _capabilities(request: HttpRequest, only: str | None) -> HttpResponse:
    layers = kvp.layers(only)
    return documents.answer(
        request,
        ("wmts", only, *layers),
        lambda: capabilities(request, layers, only),
    )


def _asked(
    request: HttpRequest, asked: Mapping[str, str], only: str | None, *, inform: bool
) -> HttpResponse:
    layer = kvp.layer(kvp.needed(asked, "LAYER"), only, code="InvalidParameterValue")
    wanted = asked.get("STYLE", "")
    style = style_of(layer, wanted, locator="STYLE", code="InvalidParameterValue")
    kind = kvp.needed(asked, "FORMAT")
    if kind.split(";")[0].strip().lower() != raster.MEDIA_TYPE:
        raise ServiceError(
            _("The format “%(name)s” cannot be had here.") % {"name": kind[:80]}, locator="FORMAT"
        )
    view, name = _view(asked)
    return _inform(asked, layer, view) if inform else _tile(request, layer, style, view, name)


def _view(asked: Mapping[str, str]) -> tuple[raster.View, tuple[Any, ...]]:
    try:
        matrices = matrix_set(kvp.needed(asked, "TILEMATRIXSET"))
    except NoMatrixSet as error:
        raise ServiceError(str(error.detail), locator="TILEMATRIXSET") from None
    z = kvp.whole(asked, "TILEMATRIX", least=0, most=matrices.deepest)
    row, column = (_place(asked, name) for name in ("TILEROW", "TILECOL"))
    try:
        matrices.check(z, column, row)
    except NoTile as error:
        locator = "TILEROW" if row >= matrices.height(z) else "TILECOL"
        raise ServiceError(str(error.detail), code="TileOutOfRange", locator=locator) from None
    view = raster.View(matrices.crs, matrices.bounds(z, column, row), CELLS, CELLS)
    return view, (matrices.id, z, column, row)


def _place(asked: Mapping[str, str], name: str) -> int:
    text = kvp.needed(asked, name)
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit():
        raise ServiceError(_("A tile is named by whole numbers."), locator=name)
    number = int(text) if len(text) < 12 else -1  # noqa: PLR2004  more than any matrix has
    if number < 0:
        raise ServiceError(
            _("There is no row or column %(number)s.") % {"number": text[:20]},
            code="TileOutOfRange",
            locator=name,
        )
    return number


def _tile(
    request: HttpRequest,
    layer: Collection,
    style: Style,
    view: raster.View,
    name: tuple[Any, ...],
) -> HttpResponse:
    look = look_of(layer, style)
    etag = tag("wmts", DRAWING, layer.lake_key, look.key, *name)
    if known := fresh(request, etag):
        return known
    body = drawn(etag, lambda: raster.picture([layer], view, looks=[look]))
    return send(body, etag=etag, media_type=raster.MEDIA_TYPE, max_age=_HOUR)


def _inform(asked: Mapping[str, str], layer: Collection, view: raster.View) -> HttpResponse:
    kind = kvp.needed(asked, "INFOFORMAT").split(";")[0].strip()
    if kind not in info.FORMATS:
        raise ServiceError(
            _("The format “%(name)s” cannot be had here.") % {"name": kind[:80]},
            locator="INFOFORMAT",
        )
    column, row = (_pixel(asked, name) for name in ("I", "J"))
    return info.answer(info.features_at([layer], view, column, row, info.MOST), kind)


def _pixel(asked: Mapping[str, str], name: str) -> int:
    try:
        return kvp.whole(asked, name, least=0, most=CELLS - 1)
    except ServiceError as error:
        missing = error.code == "MissingParameterValue"
        code = error.code if missing else "PointIJOutOfRange"
        raise ServiceError(error.words, code=code, locator=name) from None


def _reported(make: Callable[[], HttpResponse], *, by_address: bool = False) -> HttpResponse:
    """Answer, or report what is wrong (OWS Common, clause 8); an address of nothing: 404."""
    try:
        return make()
    except ServiceError as error:
        status = _NOT_THERE if by_address else error.status
        return _report(error.words, error.code, error.locator, status)
    except TooLong as error:
        return _report(str(error.detail), "NoApplicableCode", "", error.status)


def _report(words: str, code: str, locator: str, status: int) -> HttpResponse:
    made = xml.root(
        "ExceptionReport", {"xmlns": "http://www.opengis.net/ows/1.1", "version": "1.1.0"}
    )
    said = {"locator": locator} if locator else {}
    exception = xml.add(made, "Exception", exceptionCode=code, **said)
    xml.add(exception, "ExceptionText", words)
    return xml.response(made, status=status)
