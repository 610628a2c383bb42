"""The whole catalog as one list, written while it is read: data.json, the Taiwanese export.

Nothing larger than one batch of data sets is ever in memory.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from idea.engines.catalog.downloads import guarded
from idea.engines.catalog.faces import data_json, exchange, load, taiwan
from idea.engines.catalog.faces.errors import NoSuchForm
from idea.engines.catalog.http.exports import counted
from idea.engines.catalog.types import Dataset

FORMS: dict[str, Callable[[Dataset], Any]] = {
    "v2": taiwan.to_record,
    "2015": taiwan.standard,
    "export": lambda dataset: dict(zip(taiwan.COLUMNS, taiwan.export_row(dataset), strict=True)),
}


@require_safe
def us_data_json(request: HttpRequest) -> HttpResponseBase:
    """Answer /data.json (DCAT-US 1.1)."""
    counted(request)
    start = orjson.dumps(data_json.head())[:-1] + b',"dataset":'
    return _json(_listed(data_json.entry), start, b"}")


def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Return the 22 columns of the national platform's export; UTF-8 with a byte order mark."""
    counted(request)
    response = StreamingHttpResponse(_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="export.csv"'
    response["Cache-Control"] = "no-cache"
    return response


def export_json(request: HttpRequest, form: str) -> HttpResponseBase:
    tell = shape(form)
    counted(request)
    return _json(_listed(tell), b"", b"")


def exchange_lines(request: HttpRequest) -> HttpResponseBase:
    """Return every data set for another site: JSON Lines, the first says how many follow.

    Its ETag changes with any data set, so that who has it all is answered 304.
    """
    state = load.state()
    said = f"{exchange.FORM}|{state.count}|{state.modified}"
    etag = f'W/"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        counted(request)
        response = StreamingHttpResponse(
            _lines(state), content_type="application/x-ndjson; charset=utf-8"
        )
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def _lines(state: load.State) -> Iterator[bytes]:
    series = {item.slug: item for item in load.all_series()}
    yield orjson.dumps(exchange.head(state)) + b"\n"
    for batch in load.everything():
        for dataset in batch:
            yield orjson.dumps(exchange.entry(dataset, series.get(dataset.series))) + b"\n"


def shape(form: str) -> Callable[[Dataset], Any]:
    """Return how a data set is told in a form; NoSuchForm where there is none."""
    if form not in FORMS:
        raise NoSuchForm(
            _("There is no form %(form)s.") % {"form": form[:40]},
            remedy=_("Use one of: %(forms)s.") % {"forms": ", ".join(FORMS)},
        )
    return FORMS[form]


def record(dataset: Dataset, form: str) -> HttpResponse:
    return HttpResponse(orjson.dumps(shape(form)(dataset)), content_type="application/json")


def _listed(tell: Callable[[Dataset], Any]) -> Iterator[bytes]:
    for batch in load.everything():
        for dataset in batch:
            yield orjson.dumps(tell(dataset))


def _json(items: Iterator[bytes], start: bytes, end: bytes) -> HttpResponseBase:
    response = StreamingHttpResponse(
        _joined(items, start, end), content_type="application/json; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


def _joined(items: Iterator[bytes], start: bytes, end: bytes) -> Iterator[bytes]:
    yield start + b"["
    first = True
    for item in items:
        yield item if first else b",\n" + item
        first = False
    yield b"]" + end


def _csv() -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(taiwan.COLUMNS)
    yield b"\xef\xbb\xbf" + out.getvalue().encode()
    for batch in load.everything():
        out.seek(0)
        out.truncate()
        for dataset in batch:
            writer.writerow([guarded(cell) for cell in taiwan.export_row(dataset)])
        yield out.getvalue().encode()
