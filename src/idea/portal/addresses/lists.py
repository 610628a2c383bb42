"""A list of addresses, pasted or sent as a file: a table and a map at once, or a job.

Nothing of a list that is answered at once is kept.
"""

import io
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from idea.engines.features.addresses import api
from idea.engines.features.addresses.conf import conf
from idea.engines.features.addresses.errors import BadBatch
from idea.engines.identity import api as identity
from idea.kernel.errors import NotFound
from idea.kernel.geometry import Place
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.types import JobInfo
from idea.kernel.ratelimit import limit
from idea.portal.addresses.views import points_map
from idea.portal.render import page

SHOWN = 200  # rows of the table; the CSV has all
RATE, MINUTE = 30, 60
LONGEST = 12_000_000  # bytes: more addresses than a list may hold


@never_cache
def many(request: HttpRequest) -> HttpResponse:
    """Position a list: `lines` of the form, or a `file`; `as=csv` gives the table as a file."""
    if request.method != "POST":
        return redirect("portal:addresses")
    limit(f"addresses:page:{get_adapter().get_client_ip(request)}", RATE, MINUTE)
    try:
        lines = api.read_lines(_sent(request))
        if len(lines) > conf().addresses_at_once:
            return _as_job(request, lines)
    except BadBatch as problem:
        return _refused(request, problem)
    if request.POST.get("as") == "csv":
        out = io.StringIO(newline="")
        api.write_csv(lines, out)
        response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="addresses.csv"'
        return response
    return _table(request, lines)


def _sent(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is not None and not isinstance(file, list):
        return bytes(file.read(LONGEST))
    return request.POST.get("lines", "").encode()


def _table(request: HttpRequest, lines: list[str]) -> HttpResponse:
    rows = []
    for one in api.located(lines):
        best = one.found.best
        words = api.level_words(best.level) if best else ""
        rows.append((one, best, words, api.reason_words(one.found.reasons)))
    matches = [best for _line, best, _level, _why in rows if best]
    place = Place(matches[0].lon, matches[0].lat) if matches else None
    return page(
        request,
        "addresses/table",
        "addresses",
        rows=rows[:SHOWN],
        count=len(rows),
        placed=len(matches),
        lines="\n".join(lines),
        map=points_map(place, matches) | {"marker": None},
    )


def _as_job(request: HttpRequest, lines: list[str]) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("portal:addresses"))
    started = api.start(actor=identity.actor_of(request), lines=lines)
    return redirect("portal:addresses_job", id=started.id)


def _refused(request: HttpRequest, problem: BadBatch) -> HttpResponse:
    return page(
        request,
        "addresses/addresses",
        "addresses",
        status=422,
        problem=problem,
        lines=request.POST.get("lines", ""),
        map=points_map(None, []),
        at_once=conf().addresses_at_once,
        loaded=api.lists(),
    )


@never_cache
@login_required
def job(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002  the address says id
    """Show how far a long list is, and in the end where its table is."""
    found = _mine(request, id)
    told = found.result or {}
    return page(
        request,
        "addresses/job",
        "addresses",
        job=found,
        lines=told.get("lines"),
        placed=sum(n for level, n in told.get("levels", {}).items() if level != "none"),
        hours=conf().addresses_keep_hours,
    )


def _mine(request: HttpRequest, job_id: UUID) -> JobInfo:
    found = jobs.get(job_id)
    if found.name != api.JOB or found.actor_id != str(request.user.pk):
        raise NotFound(_("There is no such job, or it was long ago."))
    return found
