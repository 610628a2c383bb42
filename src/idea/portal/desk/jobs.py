"""The page of a publication under way: how far it is, and in the end what came of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from idea.engines.features.addresses import api as addresses
from idea.engines.identity import api as identity
from idea.kernel.errors import NotFound
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.types import JobInfo
from idea.portal.access import staff
from idea.portal.render import page


@never_cache
@login_required
def job(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002  the address says id
    found = _mine(request, id)
    if found.name == addresses.JOB:
        return redirect("portal:addresses_job", id=id)  # it ends with a table, not a data set
    return page(request, "desk/job", "desk", job=found)


@never_cache
@login_required
def state(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Answer how far the job is; asked once a second by the page."""
    found = _mine(request, id)
    return JsonResponse(
        {
            "state": found.state,
            "done": found.done,
            "total": found.total,
            "message": found.message,
            "finished": found.finished,
        }
    )


@require_POST
@staff
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Stop the work: its owner may, and an administrator."""
    if not jobs.cancel(_mine(request, id).id, actor=identity.actor_of(request)):
        messages.info(request, _("It had already ended."))
    return redirect("portal:desk_job", id=id)


def _mine(request: HttpRequest, job_id: UUID) -> JobInfo:
    found = jobs.get(job_id)
    user = request.user
    if isinstance(user, AnonymousUser) or not (user.is_superuser or found.actor_id == str(user.pk)):
        raise NotFound(_("There is no such job, or it was long ago."))
    return found
