"""The back office of requests and showcases: what waits, answering, admitting."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idea.engines.catalog.requests import api as requests
from idea.engines.catalog.requests.types import DataRequest
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import may, require
from idea.portal.render import page
from idea.portal.requests.addresses import agencies, agency_in, slug_in
from idea.portal.requests.forms import AgencyCommentForm, MoveForm, ReasonForm


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the requests and showcases that wait for the reader's agencies, the next due first."""
    require(request, requests.ANSWER.code)
    mine = identity.organizations_where(request.user, requests.ANSWER.code)
    moderated = identity.organizations_where(request.user, requests.MODERATE.code)
    return page(
        request,
        "requests/desk",
        "desk",
        waiting=requests.waiting([agency.id for agency in mine], unassigned=True),
        showcases=requests.showcases_waiting([agency.id for agency in moderated]),
    )


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a request with the moves that can be made; POST makes one, or comments."""
    found = _mine(request, number)
    name = request.POST.get("move", "")
    forms = {move.name: MoveForm(move.name) for move in requests.possible(found.state)}
    comment = AgencyCommentForm(request.POST if name == "comment" else None)
    if name == "comment" and _commented(request, number, comment):
        return redirect("portal:desk_request", number=number)
    if name in forms:
        forms[name] = MoveForm(name, request.POST)
        if _moved(request, number, name, forms[name]):
            return redirect("portal:desk_request", number=number)
    wrong = bool(comment.errors) or any(form.errors for form in forms.values())
    return page(
        request,
        "requests/answer",
        "desk",
        status=422 if wrong else 200,
        found=found,
        history=requests.history(number),
        moves=requests.MOVES,
        forms=[(requests.MOVES[key], form) for key, form in forms.items()],
        comment=comment,
        hiding=ReasonForm(),
        agencies=agencies(),
        may_moderate=found.organization_id is not None
        and may(request, requests.MODERATE.code, found.organization_id),
    )


@require_POST
def showcase(request: HttpRequest, key: UUID) -> HttpResponse:
    """Admit a showcase, or refuse it with a reason."""
    admit = "admit" in request.POST
    requests.decide_showcase(
        actor=identity.actor_of(request),
        key=key,
        admit=admit,
        why=request.POST.get("why", "")[:2000],
    )
    messages.success(
        request, _("The showcase is shown now.") if admit else _("The showcase is refused.")
    )
    return redirect("portal:desk_requests")


def _mine(request: HttpRequest, number: int) -> DataRequest:
    found = requests.request(number)
    require(request, requests.ANSWER.code, found.organization_id)
    return found


def _commented(request: HttpRequest, number: int, form: AgencyCommentForm) -> bool:
    if not form.is_valid():
        return False
    try:
        requests.comment(
            actor=identity.actor_of(request),
            person_id=str(request.user.pk),
            number=number,
            text=form.cleaned_data["text"],
            as_agency=True,
        )
    except Problem as problem:
        form.take(problem)
        return False
    messages.success(request, _("The comment is public."))
    return True


def _moved(request: HttpRequest, number: int, name: str, form: MoveForm) -> bool:
    if not form.is_valid():
        return False
    said = form.cleaned_data
    agency = agency_in(form)
    if form.errors:
        return False
    try:
        requests.move(
            actor=identity.actor_of(request),
            number=number,
            name=name,
            text=said.get("text", ""),
            law=said.get("law", ""),
            organization=agency,
            planned=said.get("planned"),
            dataset=slug_in(said.get("dataset", "")),
            merged_into=said.get("merged_into"),
        )
    except Problem as problem:
        form.take(problem)
        return False
    messages.success(request, _("The answer is public; supporters who asked for it get a letter."))
    return True
