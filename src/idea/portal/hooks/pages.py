"""Web hooks in the back office: everybody sees and changes their own alone, as by the API.

Asks the catalog; the secret is shown on the one page that follows the adding.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.catalog.hooks import api as hooks
from idea.engines.catalog.hooks.types import MessageInfo
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.hooks.forms import HookForm
from idea.portal.render import page

SHOW_ONCE: Final = "hook-secret"  # in the session: the id of the hook just added
DEEDS: Final[dict[str, tuple[Callable[..., Any], Promise]]] = {
    "pause": (hooks.pause, _("The web hook is paused.")),
    "on": (hooks.switch_on, _("The web hook is on.")),
    "test": (hooks.send_test, _("The test is sent within a quarter of a minute.")),
    "remove": (hooks.remove_hook, _("The web hook is removed.")),
}


PROBLEMS: Final = {  # of the kernel's HTTP client
    "http-not-reached": _("not reached"),
    "http-too-slow": _("no answer in time"),
    "http-address-refused": _("in a private network: not asked"),
    "http-bad-address": _("no address that can be asked"),
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as the page tells it."""

    message: MessageInfo
    kind: str
    subject: str
    problem: str  # empty: none


@login_required
@require_http_methods(["GET", "POST"])
def front(request: HttpRequest) -> HttpResponse:
    """List the person's web hooks, and add one."""
    form = HookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = hooks.add_hook(
                actor=identity.actor_of(request), owner_id=_owner(request), **form.cleaned_data
            )
        except Problem as problem:
            form.add_error(None, " ".join(filter(None, (problem.detail, problem.remedy))))
        else:
            request.session[SHOW_ONCE] = str(made.id)
            messages.success(request, _("The web hook is added."))
            return redirect("portal:desk_hook", hook_id=made.id)
    return page(
        request,
        "hooks/front",
        "desk",
        status=422 if form.errors else 200,
        hooks=hooks.hooks(_owner(request)),
        form=form,
    )


@login_required
@never_cache
def one(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    """Show a web hook with its last messages."""
    found = hooks.hook(_owner(request), hook_id)
    fresh = request.session.pop(SHOW_ONCE, "") == str(hook_id)
    return page(
        request,
        "hooks/one",
        "desk",
        hook=found,
        secret=hooks.secret(hook_id) if fresh else "",
        deliveries=[_delivery(each) for each in hooks.messages(_owner(request), hook_id)],
    )


@login_required
@require_POST
def do(request: HttpRequest, hook_id: UUID, deed: str) -> HttpResponse:
    """Pause, switch on, try or remove a web hook."""
    if deed not in DEEDS:
        raise Http404
    work, words = DEEDS[deed]
    try:
        work(actor=identity.actor_of(request), owner_id=_owner(request), hook_id=hook_id)
    except Problem as problem:
        if problem.status == 404:  # noqa: PLR2004  somebody else's: no word of it
            raise
        messages.error(request, " ".join(filter(None, (problem.detail, problem.remedy))))
    else:
        messages.success(request, str(words))
    if deed == "remove":
        return redirect("portal:desk_hooks")
    return redirect("portal:desk_hook", hook_id=hook_id)


def _owner(request: HttpRequest) -> str:
    return str(request.user.pk)


def _delivery(message: MessageInfo) -> Delivery:
    said = json.loads(message.body)
    problem = str(PROBLEMS.get(message.problem, message.problem)) or f"HTTP {message.status}"
    return Delivery(message, said.get("type", ""), said.get("subject", ""), problem)
