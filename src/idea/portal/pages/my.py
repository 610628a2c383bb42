"""One's own page: agencies, recent work, and the ways to safety and one's data."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from idea.engines.catalog.corrections import api as corrections
from idea.engines.catalog.requests import api as requests
from idea.engines.features.contributions import api as contributions
from idea.kernel.audit import api as audit
from idea.kernel.jobs import api as jobs
from idea.portal.access import my_agencies
from idea.portal.deeds import deeds
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
        asked=requests.mine(actor_id)[:SHOWN],
        corrected=corrections.corrections(author_id=actor_id, limit=SHOWN).items,
        contributed=contributions.contributions(author_id=actor_id, limit=SHOWN).items,
        shown=requests.showcases(author_id=actor_id, limit=SHOWN).items,
        jobs=jobs.latest(actor_id)[:SHOWN],
        done=deeds(audit.by_actor(actor_id, SHOWN)),
    )
