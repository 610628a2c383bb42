"""One's own page: agencies, recent work, and the ways to safety and one's data."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from idea.kernel.audit import api as audit
from idea.kernel.jobs import api as jobs
from idea.portal.access import my_agencies
from idea.portal.render import page

SHOWN = 10


@login_required
def my(request: HttpRequest) -> HttpResponse:
    actor_id = str(request.user.pk)
    return page(
        request,
        "pages/my",
        "my",
        agencies=my_agencies(request),
        jobs=jobs.latest(actor_id)[:SHOWN],
        done=audit.by_actor(actor_id, SHOWN),
    )
