"""The page behind an invitation's link, and taking an invitation back."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.identity import api
from idea.engines.identity.actions.invitations import accept, check_invitation, take_back
from idea.engines.identity.errors import NotInvited
from idea.engines.identity.http.session import me


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Say who invites to what; a POST of somebody signed in accepts."""
    found = check_invitation(secret)
    problem = None
    if request.method == "POST" and request.user.is_authenticated:
        try:
            given = accept(actor=api.actor_of(request), person=me(request), secret=secret)
        except NotInvited as refused:
            problem = refused
        else:
            messages.success(
                request,
                _("You are %(role)s of %(agency)s now.")
                % {"role": given.role.label, "agency": given.organization},
            )
            return redirect("portal:my")
    context = {"invitation": found, "problem": problem, "next": urlencode({"next": request.path})}
    answer = render(
        request, "identity/invitation.html", context, status=403 if problem is not None else 200
    )
    answer["Referrer-Policy"] = "same-origin"  # the address is the key
    return answer


@login_required
@require_POST
def void(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    take_back(actor=api.actor_of(request), by=me(request), invitation_id=invitation_id)
    messages.success(request, _("The invitation is void."))
    return redirect("identity:agency", slug)
