"""Asking for data: the form, what is there already, a look before it is posted, a receipt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from idea.engines.catalog.requests import api as requests
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.errors import Problem
from idea.portal.render import page
from idea.portal.requests.addresses import agencies, agency_in
from idea.portal.requests.forms import AskForm


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take the form, show what is alike, and post what was confirmed."""
    if request.method == "GET":
        return _show(request, AskForm(initial={"title": request.GET.get("title", "")[:200]}))
    form = AskForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    said = form.cleaned_data
    agency = agency_in(form)
    if form.errors or "change" in request.POST:
        return _show(request, form)
    if "confirm" not in request.POST:
        alike = requests.alike(said["title"])
        return page(
            request,
            "requests/review",
            "requests",
            form=form,
            said=said,
            alike=alike,
            agency=identity.organization(agency) if agency else None,
        )
    try:
        posted = requests.post(
            actor=identity.actor_of(request),
            person_id=str(request.user.pk),
            **{name: said[name] for name in ("title", "what", "use", "name", "notify")},
            organization=agency,
        )
    except Problem as problem:
        form.take(problem)
        return _show(request, form)
    messages.success(
        request,
        _("Your request has the number %(number)d. An answer is due by %(day)s.")
        % {
            "number": posted.number,
            "day": clock.format_date(posted.due, get_language() or "zh-hant"),
        },
    )
    return redirect("portal:request", number=posted.number)


def _show(request: HttpRequest, form: AskForm) -> HttpResponse:
    return page(
        request,
        "requests/ask",
        "requests",
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        agencies=agencies(),
    )
