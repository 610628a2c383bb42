"""One request: what is asked, how far the answer is, support, and what both sides say."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.catalog.requests import api as requests
from idea.engines.identity import api as identity
from idea.kernel.errors import NotFound, Problem
from idea.portal.access import may
from idea.portal.render import page
from idea.portal.requests.forms import CommentForm, ReasonForm


def _entry(text: str) -> UUID | None:
    """Return the line of the history a form names; NotFound where it is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound(_("There is no such comment.")) from None


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a request; POST adds a comment."""
    found = requests.request(number)
    if found.hidden_why:
        return page(request, "requests/hidden", "requests", status=410, found=found)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.comment(
                actor=identity.actor_of(request),
                person_id=str(request.user.pk),
                number=number,
                text=form.cleaned_data["text"],
                name=form.cleaned_data["name"],
            )
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("Your comment is on the page."))
            return redirect("portal:request", number=number)
    owner = found.organization_id
    return page(
        request,
        "requests/one",
        "requests",
        status=422 if form.errors else 200,
        found=found,
        history=requests.history(number),
        moves=requests.MOVES,
        working_days=requests.working_days(),
        form=form,
        hiding=ReasonForm(),
        supports=requests.supports(str(request.user.pk), number) if request.user.pk else None,
        may_answer=owner is not None and may(request, requests.ANSWER.code, owner),
        may_moderate=owner is not None and may(request, requests.MODERATE.code, owner),
    )


@login_required
@require_POST
def support(request: HttpRequest, number: int) -> HttpResponse:
    """Add one's voice, change whether letters are wanted, or take the voice back."""
    actor, person = identity.actor_of(request), str(request.user.pk)
    if "withdraw" in request.POST:
        requests.unsupport(actor=actor, person_id=person, number=number)
        messages.success(request, _("Your support is taken back."))
    else:
        notify = request.POST.get("notify") == "on"
        requests.support(actor=actor, person_id=person, number=number, notify=notify)
        messages.success(request, _("Thank you: your support is counted."))
    return redirect("portal:request", number=number)


@require_POST
def hide(request: HttpRequest, number: int) -> HttpResponse:
    """Hide a request or (field `entry`) a comment, with a public reason."""
    entry = request.POST.get("entry", "")
    requests.hide(
        actor=identity.actor_of(request),
        number=number,
        why=request.POST.get("why", "")[:2000],
        entry=_entry(entry),
    )
    messages.success(request, _("It is hidden. Your reason is shown in its place."))
    return redirect("portal:request", number=number)


@csrf_exempt  # mail programs post here without having seen the page (RFC 8058); the token suffices
@require_http_methods(["GET", "POST"])
def silence(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the letters about a request. A GET asks first: mail programs look at links ahead."""
    done = request.method == "POST"
    found = requests.silence(token) if done else requests.told_of(token)
    return page(request, "requests/silence", "requests", found=found, done=done)
