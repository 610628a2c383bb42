"""Public pages of advisory committees: who sits, what was on the agenda, decided and disputed.

Asks the inventory; nothing here is for staff only.
"""

from django.http import HttpRequest, HttpResponse

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.types import CommitteeInfo, Verdict
from idea.engines.catalog.types import Access
from idea.kernel import clock
from idea.portal.access import may
from idea.portal.inventory.shown import TAGS
from idea.portal.render import page

VERDICT_TAGS = {
    Verdict.OPEN: TAGS[Access.OPEN],
    Verdict.RESTRICTED: TAGS[Access.RESTRICTED],
}


def committees(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "inventory/committees",
        "inventory",
        committees=[(row, inventory.LEVELS[row.level]) for row in inventory.committees()],
        meetings=inventory.meetings(limit=10),
    )


def committee(request: HttpRequest, slug: str) -> HttpResponse:
    found = inventory.committee(slug)
    meetings = inventory.meetings(slug)
    now = clock.now()
    return page(
        request,
        "inventory/committee",
        "inventory",
        committee=found,
        level=inventory.LEVELS[found.level],
        reviews=[inventory.CLASSES[access] for access in found.reviews],
        coming=[row for row in meetings if row.at > now],
        past=[row for row in meetings if row.at <= now],
        may_keep=keeps(request, found),
    )


def meeting(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = inventory.meeting(slug, number)
    committee_ = inventory.committee(slug)
    return page(
        request,
        "inventory/meeting",
        "inventory",
        meeting=found,
        committee=committee_,
        points=[
            (
                point,
                inventory.VERDICTS[point.verdict] if point.verdict else "",
                VERDICT_TAGS.get(point.verdict, "tag") if point.verdict else "tag",
                inventory.CLASSES[point.proposed] if point.proposed else "",
            )
            for point in found.agenda
        ],
        outside=sum(member.outside for member in found.present),
        may_keep=keeps(request, committee_),
    )


def keeps(request: HttpRequest, found: CommitteeInfo) -> bool:
    """Return whether the person keeps the committee or sits on it."""
    return may(request, inventory.COMMITTEE.code, found.organization_id) or (
        request.user.is_authenticated and found.slug in inventory.seats_of(str(request.user.pk))
    )
