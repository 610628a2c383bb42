"""The back office: what waits for me first, then my agencies' data sets."""

from django.http import HttpRequest, HttpResponse

from idea.engines.catalog import api as catalog
from idea.engines.catalog.corrections import api as corrections
from idea.engines.catalog.requests import api as requests
from idea.engines.catalog.types import Filter
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.jobs import api as jobs
from idea.portal.access import my_agencies, staff
from idea.portal.contributions.desk import waiting as contributions_waiting
from idea.portal.desk.waiting import tasks, withdrawn
from idea.portal.harvest.waiting import waiting as harvest_waiting
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 25
LOOKED_THROUGH = 200  # data sets looked through for what is due
TASKS = 15
JOBS = 5


@staff
def desk(request: HttpRequest) -> HttpResponse:
    agencies = my_agencies(request)
    chosen = _chosen(request, agencies)
    text = request.GET.get("q", "").strip()[:200]
    number = asked_page(request)
    listing = catalog.listing(
        Filter(
            text=text,
            organization=chosen.slug if chosen else "",
            sort="relevance" if text else "-modified",
            limit=SIZE,
            offset=(number - 1) * SIZE,
        )
    )
    looked = catalog.listing(
        Filter(
            organization=chosen.slug if chosen else "",
            origin="here",  # what another site keeps is not for our officers to describe
            limit=LOOKED_THROUGH,
        )
    )
    return page(
        request,
        "desk/front",
        "desk",
        agencies=agencies,
        chosen=chosen,
        text=text,
        listing=listing,
        paging=Paging(number, listing.total, SIZE),
        tasks=tasks(looked.datasets)[:TASKS],
        withdrawn=withdrawn(chosen.slug if chosen else ""),
        feedback=_feedback(chosen, agencies) | {"contributions": contributions_waiting(request)},
        jobs=jobs.latest(str(request.user.pk), JOBS),
        **harvest_waiting(request),
    )


def _chosen(request: HttpRequest, agencies: list[OrganizationInfo]) -> OrganizationInfo | None:
    """Return the agency the page is about; None: all, which administrators see at first."""
    wanted = request.GET.get("agency", "")
    for agency in agencies:
        if agency.slug == wanted:
            return agency
    sees_all = getattr(request.user, "is_superuser", False)
    return None if sees_all or not agencies else agencies[0]


def _feedback(chosen: OrganizationInfo | None, agencies: list[OrganizationInfo]) -> dict[str, int]:
    """Return how much the public waits for: requests and corrections."""
    ids = [agency.id for agency in ([chosen] if chosen else agencies)]
    return {
        "requests": len(requests.waiting(ids, unassigned=True)),
        "corrections": corrections.corrections(state="waiting", organizations=ids, limit=0).total,
    }
