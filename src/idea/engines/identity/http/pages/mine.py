"""A person's own pages: profile, API tokens, and their data."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.identity import api, plugin, queries
from idea.engines.identity.actions.people import edit_profile
from idea.engines.identity.actions.privacy import erase_person, export_person
from idea.engines.identity.http.forms import EraseForm, ProfileForm, TokenForm
from idea.engines.identity.http.session import me, shown_again
from idea.kernel.errors import Problem


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = me(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        edit_profile(person=person, name=data["name"], language=data["language"])
        with override(data["language"]):
            messages.success(request, _("Your profile is saved."))
            return redirect("identity:profile")
    roles = queries.memberships_of(person.id)
    return render(request, "identity/profile.html", {"form": form, "roles": roles})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@shown_again
def tokens(request: HttpRequest) -> HttpResponse:
    """List tokens; a POST makes one and shows its secret in the answer, this once."""
    person = me(request)
    form = TokenForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = api.create_token(
                actor=api.actor_of(request), email=person.email, **form.cleaned_data
            )
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            form = TokenForm()
    found = queries.tokens_of(person.id)
    now = timezone.now()
    context = {
        "form": form,
        "tokens": [
            (info, info.expires_at is not None and info.expires_at <= now) for info in found
        ],
        "scopes": {scope.code: scope.label for scope in plugin.scopes},
        "made": made and made[0],
        "secret": made and made[1],
    }
    return render(request, "identity/tokens.html", context)


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    api.revoke_token(actor=api.actor_of(request), person_id=me(request).id, token_id=token_id)
    messages.success(
        request, _("The token is revoked. Programs that use it are refused from now on.")
    )
    return redirect("identity:tokens")


@login_required
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/data.html", {"exporters": list(plugin.exporters)})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@shown_again
def export(request: HttpRequest) -> HttpResponse:
    """Answer a POST with everything held about the person, as a JSON file."""
    if request.method == "GET":  # where signing in again leads back to
        return redirect("identity:data")
    person = me(request)
    body = json.dumps(export_person(person.id), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@shown_again
def erase(request: HttpRequest) -> HttpResponse:
    person = me(request)
    form = EraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(actor=api.actor_of(request), person_id=person.id)
        except Problem as problem:
            form.add_error(None, f"{problem.detail} {problem.remedy}")
        else:
            logout(request)
            messages.success(request, _("Your account is closed and your data is erased."))
            return redirect(reverse("portal:home"))
    return render(request, "identity/erase.html", {"form": form})
