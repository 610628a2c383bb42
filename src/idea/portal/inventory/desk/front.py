"""The back office of the inventory: what waits for me, my agencies' items, who reviews.

Lists only; an item's own page is in `entry.py`.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.http.entrance import person_of
from idea.engines.catalog.inventory.types import Item, ItemFilter, State
from idea.engines.identity import api as identity
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.errors import Forbidden, Problem
from idea.portal.inventory import shown
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 50
WAITING = 50


def front(request: HttpRequest) -> HttpResponse:
    person = str(person_of(request).id)
    agencies = mine(request)
    seats = inventory.seats_of(person)
    boards = [
        row
        for row in inventory.committees()
        if row.slug in seats
        or identity.can(request.user, inventory.COMMITTEE.code, row.organization_id)
    ]
    if not agencies and not boards:
        raise Forbidden(
            _("You keep no inventory here."),
            remedy=_("Ask a manager of your agency to give you the role of an editor."),
        )
    chosen = next((row for row in agencies if row.slug == request.GET.get("agency", "")), None)
    shown_ids = [chosen.id] if chosen else [row.id for row in agencies]
    text = request.GET.get("q", "").strip()[:200]
    number = asked_page(request)
    found, total = inventory.items(
        ItemFilter(
            text=text,
            organizations=tuple(shown_ids),
            sort="-modified",
            limit=SIZE,
            offset=(number - 1) * SIZE,
        )
    )
    return page(
        request,
        "inventory/desk/front",
        "desk",
        agencies=agencies,
        chosen=chosen,
        text=text,
        items=[shown.shown(item) for item in found],
        total=total,
        paging=Paging(number, total, SIZE),
        waiting=[shown.shown(item) for item in _waiting(request, person, tuple(shown_ids))],
        boards=[(row, len(inventory.waiting(row.slug))) for row in boards],
        systems=inventory.systems(shown_ids),
        legal=_legal(request, chosen),
        may_found=any(
            identity.can(request.user, inventory.COMMITTEE.code, row.id) for row in agencies[:1]
        )
        or request.user.is_superuser,
    )


@require_POST
def reviewers(request: HttpRequest) -> HttpResponse:
    """Name or dismiss somebody who confirms for the legal unit."""
    agency = identity.organization(request.POST.get("agency", ""))
    try:
        if reviewer := request.POST.get("dismiss", ""):
            inventory.dismiss(actor=person_of(request), reviewer_id=UUID(reviewer))
            messages.success(request, _("The designation was taken back."))
        else:
            inventory.designate(
                actor=person_of(request),
                organization_id=agency.id,
                email=request.POST.get("email", ""),
            )
            messages.success(request, _("They can confirm for the legal unit now."))
    except Problem as problem:
        messages.error(request, f"{problem.detail} {problem.remedy}")
    except ValueError:
        messages.error(request, _("There is no such person."))
    return redirect(f"{reverse('portal:desk_inventory')}?agency={agency.slug}#legal")


def mine(request: HttpRequest) -> list[OrganizationInfo]:
    """Return the agencies whose inventory the person keeps or reviews."""
    person = person_of(request).id
    kept = identity.organizations_where(request.user, inventory.PROPOSE.code)
    ids = {row.id for row in kept}
    named = set(inventory.reviewed_by(person)) - ids
    return [*kept, *(row for row in identity.organizations() if row.id in named)]


def _waiting(request: HttpRequest, person: str, organizations: tuple[UUID, ...]) -> list[Item]:
    """Return what waits for this very person: drafts, confirmations, notices; not their own."""
    found, _total = inventory.items(
        ItemFilter(
            waiting=(State.DRAFT, State.PROPOSED, State.HEAD),
            organizations=organizations,
            limit=WAITING * 2,
        )
    )
    mine_: list[Item] = []
    for item in found:
        if item.state is State.PROPOSED:
            is_mine = item.proposer_id != person and is_legal(request, item.organization_id)
        elif item.state is State.HEAD:
            is_mine = identity.can(request.user, inventory.HEAD.code, item.organization_id)
        else:
            is_mine = identity.can(request.user, inventory.PROPOSE.code, item.organization_id)
        if is_mine:
            mine_.append(item)
    return mine_[:WAITING]


def is_legal(request: HttpRequest, organization_id: UUID) -> bool:
    return identity.can(request.user, inventory.LEGAL.code, organization_id) or inventory.reviews(
        person_of(request).id, organization_id
    )


def _legal(request: HttpRequest, chosen: OrganizationInfo | None) -> object:
    """Return who reviews for the chosen agency, for its managers only."""
    if chosen is None or not identity.can(request.user, inventory.LEGAL.code, chosen.id):
        return None
    return {"agency": chosen, "reviewers": inventory.reviewers(chosen.id)}
