"""What site administrators look after: work that waits, and events that were given up.

Shows and asks; stopping, trying again and their record are the kernel's.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs
from idea.portal.render import page

SHOWN = 100
_LONGEST = 19  # digits of a delivery's number


@never_cache
def operations(request: HttpRequest) -> HttpResponse:
    _administrator(request)
    backlog = events.backlog()
    return page(
        request,
        "operations/operations",
        "desk",
        parked=events.parked(SHOWN),
        parked_count=sum(one.parked for one in backlog),
        waiting=[one for one in backlog if one.pending],
        jobs=jobs.unfinished(SHOWN),
        workers=jobs.workers(),
    )


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Try one parked event again, or (without a number) all."""
    actor = _administrator(request)
    number = request.POST.get("delivery", "")
    one = int(number) if number.isdecimal() and len(number) < _LONGEST else None
    count = events.retry(one, actor=actor) if one is not None or not number else 0
    if count:
        words = ngettext(
            "%(count)d event is tried again.", "%(count)d events are tried again.", count
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("It was not parked any more."))
    return redirect("portal:operations")


def _administrator(request: HttpRequest) -> Actor:
    actor = identity.actor_of(request)
    if not getattr(request.user, "is_superuser", False):
        raise Forbidden(
            _("Only site administrators look after the site's work."),
            remedy=_("Ask a site administrator."),
        )
    return actor
