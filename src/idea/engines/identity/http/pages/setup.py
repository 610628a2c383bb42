"""The page behind the one-time link that makes the first administrator."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from idea.engines.identity.actions.setup import check_setup_link, create_first_administrator
from idea.engines.identity.http.forms import SetupForm


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, secret: str) -> HttpResponse:
    check_setup_link(secret)
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = create_first_administrator(secret=secret, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            # The password was typed just now: asking again before a passkey is added tells nothing.
            record_authentication(request, person, method="password", reauthenticated=True)
            answer: HttpResponse = perform_login(request, person, redirect_url=reverse("mfa_index"))
            messages.success(
                request,
                _("You are this site's administrator now. Add a passkey to sign in safely."),
            )
            return answer
    return render(request, "identity/setup.html", {"form": form})
