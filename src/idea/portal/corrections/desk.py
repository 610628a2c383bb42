"""The back office of corrections: what waits, deciding row by row or many at once, publishing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idea.engines.catalog.corrections import api as corrections
from idea.engines.catalog.corrections.types import ChangeState, Correction, Kind, State
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import PUBLISH, WITHDRAW, may, my_agencies, require
from idea.portal.corrections.forms import DecideForm
from idea.portal.paging import Paging, asked_number, asked_page
from idea.portal.render import page

SIZE = 25
CHANGES = 100


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the corrections that wait for the reader's agencies."""
    require(request, PUBLISH)
    number = asked_page(request)
    found = corrections.corrections(
        state="waiting",
        organizations=[agency.id for agency in my_agencies(request)],
        limit=SIZE,
        offset=(number - 1) * SIZE,
    )
    return page(
        request,
        "corrections/desk",
        "desk",
        found=found,
        paging=Paging(number, found.total, SIZE),
    )


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show the changes, by the filter asked for; POST decides the ticked ones, or all of it."""
    found = _mine(request, number)
    wanted = {
        "state": request.GET.get("state", "")[:10],
        "column": request.GET.get("column", "")[:300],
        "kind": request.GET.get("kind", "")[:8],
    }
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, found, form.cleaned_data["reason"], wanted)
        except Problem as problem:
            form.take(problem)
        else:
            return redirect(request.get_full_path())
    at = asked_page(request)
    changes = corrections.changes(number, **wanted, limit=CHANGES, offset=(at - 1) * CHANGES)
    return page(
        request,
        "corrections/decide",
        "desk",
        status=422 if form.errors else 200,
        found=found,
        changes=changes,
        wanted=wanted,
        columns=corrections.columns(number),
        kinds=[str(kind) for kind in Kind],
        states=[str(state) for state in ChangeState],
        paging=Paging(at, changes.total, CHANGES),
        form=form,
        conflicts=len(corrections.preview(number).conflicts) if found.accepted else 0,
        open=found.state in {State.OPEN, State.DECIDED, State.PUBLISHED, State.REJECTED},
        may_hide=may(request, WITHDRAW, found.organization_id),
    )


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Start the publication of what is accepted."""
    _mine(request, number)
    job = corrections.start_apply(actor=identity.actor_of(request), number=number)
    return redirect("portal:desk_job", id=job.id)


@require_POST
def hide(request: HttpRequest, number: int) -> HttpResponse:
    """Hide a correction that is abuse, with a public reason."""
    corrections.hide(
        actor=identity.actor_of(request), number=number, why=request.POST.get("why", "")[:2000]
    )
    messages.success(request, _("It is hidden. Your reason is shown in its place."))
    return redirect("portal:correction", number=number)


def _mine(request: HttpRequest, number: int) -> Correction:
    found = corrections.correction(number)
    require(request, PUBLISH, found.organization_id)
    return found


def _decide(request: HttpRequest, found: Correction, reason: str, wanted: dict[str, str]) -> None:
    every = request.POST.get("all") == "on"
    ticked = [asked_number(text) for text in request.POST.getlist("change")]
    before = found.counts.get(ChangeState.WAITING, 0)
    after = corrections.decide(
        actor=identity.actor_of(request),
        number=found.number,
        accept="accept" in request.POST,
        reason=reason,
        positions=None if every else [n for n in ticked if n is not None],
        **(wanted if every else {}),
    )
    left = after.counts.get(ChangeState.WAITING, 0)
    messages.success(
        request,
        ngettext(
            "%(done)d change decided; %(left)d still wait.",
            "%(done)d changes decided; %(left)d still wait.",
            before - left,
        )
        % {"done": before - left, "left": left},
    )
