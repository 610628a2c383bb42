"""The page of a publication under way: how far it is, and in the end what came of it."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from idea.kernel.errors import NotFound
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.types import JobInfo
from idea.portal.access import staff
from idea.portal.render import page


@never_cache
@staff
def job(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002  the address says id
    return page(request, "desk/job", "desk", job=_mine(request, id))


@never_cache
@staff
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


def _mine(request: HttpRequest, job_id: UUID) -> JobInfo:
    found = jobs.get(job_id)
    user = request.user
    if isinstance(user, AnonymousUser) or not (user.is_superuser or found.actor_id == str(user.pk)):
        raise NotFound(_("There is no such job, or it was long ago."))
    return found
