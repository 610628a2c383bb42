"""The list of requests, as a page and as CSV, and the answers that are overdue."""

import csv
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from idea.engines.catalog.requests import api as requests
from idea.engines.catalog.requests.types import Filter
from idea.portal.pages.datasets_csv import harmless
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 20
CSV_ROWS = 1000
SORTS = {
    "-created": _("Newest"),
    "-supporters": _("Most supported"),
    "-changed": _("Newest change"),
    "due": _("Answer due first"),
}
TABS = {
    "": pgettext_lazy("request", "all"),
    "open": pgettext_lazy("request", "waiting for data"),
    "overdue": pgettext_lazy("request", "overdue"),
    "published": pgettext_lazy("request", "published"),
    "refused": pgettext_lazy("request", "refused"),
    "merged": pgettext_lazy("request", "merged"),
}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    wanted = _asked(request)
    number = asked_page(request)
    found = requests.requests(replace(wanted, limit=SIZE, offset=(number - 1) * SIZE))
    query = urlencode({k: v for k, v in request.GET.items() if k != "page" and v})
    every = sum(found.states.get(str(state), 0) for state in requests.STATES)
    tabs = [
        (state, words, every if not state else found.states.get(state, 0))
        for state, words in TABS.items()
    ]
    return page(
        request,
        "requests/list",
        "requests",
        wanted=wanted,
        found=found,
        tabs=[(key, words, n) for key, words, n in tabs if n or key in {"", wanted.state}],
        sorts=SORTS.items(),
        paging=Paging(number, found.total, SIZE),
        csv_url=reverse("portal:requests_csv") + (f"?{query}" if query else ""),
        api_url="/api/v1/requests" + (f"?{query}" if query else ""),
    )


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Answer the whole list as CSV that opens in spreadsheets."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="requests.csv"'
    out = csv.writer(response)
    out.writerow(
        ["number", "title", "agency", "state", "supporters", "asked", "due", "planned", "dataset"]
    )
    for each in requests.requests(replace(_asked(request), limit=CSV_ROWS)).items:
        cells = (
            str(each.number),
            each.title,
            each.organization,
            str(each.state),
            str(each.supporters),
            each.created_at.date().isoformat(),
            each.due.isoformat(),
            each.planned.isoformat() if each.planned else "",
            each.dataset.slug if each.dataset else "",
        )
        out.writerow([harmless(cell) for cell in cells])
    return response


@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """Show which agencies owe an answer, and since when."""
    return page(request, "requests/overdue", "requests", late=requests.lateness())


def _asked(request: HttpRequest) -> Filter:
    get = request.GET.get
    sort, state = get("sort", "-created"), get("state", "")
    return Filter(
        text=get("q", "").strip()[:200],
        organization=get("organization", "")[:80],
        state=state if state in {*TABS, *map(str, requests.STATES)} else "",
        sort=sort if sort in SORTS else "-created",
    )
