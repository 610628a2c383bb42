"""Public pages of the inventory: the list by priority, one item, what opens when, notices.

Asks the inventory; applying and appealing takes a signed-in person, reading nobody.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.http.entrance import is_staff, person_of
from idea.engines.catalog.inventory.types import ItemFilter, Level, State
from idea.engines.catalog.types import Access
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.inventory import shown
from idea.portal.inventory.forms import ApplyForm, WhyForm
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 25
LONGEST = 200
SORTS = {
    "-score": gettext_lazy("What should open first"),
    "-modified": gettext_lazy("Newest change"),
    "title": gettext_lazy("Title"),
    "planned": gettext_lazy("Planned day of opening"),
}


def items(request: HttpRequest) -> HttpResponse:
    wanted = asked(request)
    number = asked_page(request)
    found, total = inventory.items(replace(wanted, limit=SIZE, offset=(number - 1) * SIZE))
    query = urlencode({key: value for key, value in request.GET.items() if key != "page" and value})
    return page(
        request,
        "inventory/list",
        "inventory",
        wanted=wanted,
        items=[shown.shown(item) for item in found],
        total=total,
        agencies=inventory.counted(),
        classes=inventory.CLASSES.items(),
        states=inventory.STATES.items(),
        sorts=SORTS.items(),
        paging=Paging(number, total, SIZE),
        query=query,
    )


def asked(request: HttpRequest) -> ItemFilter:
    """Return the filter that the query asks for; what is not known is left out."""
    get = request.GET.get
    sort, state, access = get("sort", "-score"), get("state", ""), get("access", "")
    return ItemFilter(
        text=get("q", "").strip()[:LONGEST],
        organization=get("organization", "")[:LONGEST],
        state=state if state in set(State) else "",
        access=access if access in set(Access) else "",
        system=get("system", "")[:LONGEST],
        sort=sort if sort in SORTS else "-score",
    )


def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        inventory.as_csv(asked(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="inventory.csv"'},
    )


def as_xlsx(request: HttpRequest) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inventory.xlsx"
        inventory.as_xlsx(asked(request), path)
        body = path.read_bytes()
    return HttpResponse(
        body,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="inventory.xlsx"'},
    )


def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    return _item(request, item_id, ApplyForm(), WhyForm())


@require_POST
def apply(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take an application to use data of class B, from somebody who is signed in."""
    actor = person_of(request)
    form = ApplyForm(request.POST)
    if form.is_valid():
        try:
            inventory.apply(actor=actor, item_id=item_id, **form.cleaned_data)
        except Problem as problem:
            form.take(problem)
        else:
            return _done(request, item_id, _("Your application was sent to the agency."), "ledger")
    return _item(request, item_id, form, WhyForm())


@require_POST
def appeal(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take an appeal against class B or C to the national committee."""
    actor = person_of(request)
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            inventory.appeal(actor=actor, item_id=item_id, why=form.cleaned_data["why"])
        except Problem as problem:
            form.take(problem)
        else:
            return _done(
                request, item_id, _("Your appeal is with the national committee."), "history"
            )
    return _item(request, item_id, ApplyForm(), form)


def calendar(request: HttpRequest) -> HttpResponse:
    """Show what opens on which day, and which rules are eased for it."""
    found, total = inventory.items(ItemFilter(planned=True, sort="planned", limit=500))
    months: dict[tuple[int, int], list[shown.ShownItem]] = {}
    for each in found:
        day = each.said.planned_on
        if day is not None:
            months.setdefault((day.year, day.month), []).append(shown.shown(each))
    return page(
        request,
        "inventory/calendar",
        "inventory",
        months=[(rows[0].item.said.planned_on, rows) for rows in months.values()],
        total=total,
    )


def notices(request: HttpRequest) -> HttpResponse:
    """Show the public notices that openness was withdrawn."""
    return page(
        request,
        "inventory/notices",
        "inventory",
        notices=[(shown.shown(item), step) for item, step in inventory.notices()],
    )


def _item(request: HttpRequest, item_id: UUID, form: ApplyForm, why: WhyForm) -> HttpResponse:
    found = inventory.item(item_id)
    said = found.said
    restricted = found.access is Access.RESTRICTED
    return page(
        request,
        "inventory/item",
        "inventory",
        status=422 if form.errors or why.errors else 200,
        item=found,
        said=said,
        shown=shown.shown(found),
        agency=identity.organization(found.organization_slug),
        owner=inventory.OWNERS[said.owner],
        may_license=inventory.ANSWERS[said.may_license],
        laws=shown.laws(said.laws),
        categories=shown.categories(said.categories),
        steps=shown.steps(inventory.steps(item_id)),
        parts=inventory.computation(item_id),
        decided_by=inventory.LEVELS[found.decided_by] if found.decided_by else "",
        ledger=[
            (row, inventory.APPLICATION_STATES[row.state])
            for row in (inventory.applications(item_id) if restricted else [])
        ],
        restricted=restricted,
        may_appeal=found.state is State.DECIDED
        and found.access not in {None, Access.OPEN}
        and found.decided_by is not Level.NATIONAL,
        form=form,
        why=why,
        may_edit=is_staff(request, found.organization_id),
    )


def _done(request: HttpRequest, item_id: UUID, words: str, where: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(reverse("portal:inventory_item", args=[item_id]) + f"#{where}")
