"""One item in the back office: enter, edit, and take it the next step.

Which steps are offered follows the state and the person; whether they are allowed, the engine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.http.entrance import person_of
from idea.engines.catalog.inventory.types import Item, Said, State
from idea.engines.identity import api as identity
from idea.kernel.errors import Forbidden, Problem
from idea.portal.access import require
from idea.portal.inventory import shown
from idea.portal.inventory.desk.front import is_legal, mine
from idea.portal.inventory.forms import ItemForm, first
from idea.portal.render import page


@dataclass(frozen=True, slots=True)
class Way:
    """A step that can be taken: its button, what is asked, and whether it is the danger."""

    code: str
    verb: Any
    asks: Any
    act: Callable[..., Item]
    danger: bool = False
    needs_words: bool = True


WAYS: dict[State, tuple[Way, ...]] = {
    State.DRAFT: (
        Way(
            "propose",
            gettext_lazy("Send the proposal to the legal unit"),
            gettext_lazy("Words to the legal unit"),
            inventory.propose,
            needs_words=False,
        ),
    ),
    State.PROPOSED: (
        Way(
            "confirm",
            gettext_lazy("Confirm for the legal unit"),
            gettext_lazy("Opinion of the legal unit"),
            inventory.confirm,
        ),
        Way(
            "return",
            gettext_lazy("Return to the business unit"),
            gettext_lazy("What has to be mended"),
            inventory.send_back,
        ),
    ),
    State.HEAD: (
        Way(
            "withdraw",
            gettext_lazy("Withdraw openness and publish the notice"),
            gettext_lazy("Public notice: why the data are no longer open"),
            inventory.withdraw_openness,
            danger=True,
        ),
        Way(
            "keep",
            gettext_lazy("Keep the data open"),
            gettext_lazy("Why the data stay open"),
            inventory.keep_open,
        ),
    ),
    State.DECIDED: (
        Way(
            "review",
            gettext_lazy("Take up for review"),
            gettext_lazy("Why the class is reviewed"),
            inventory.review,
        ),
    ),
}
DONE = {
    "propose": gettext_lazy("The proposal is with the legal unit."),
    "confirm": gettext_lazy("Confirmed. The item waits for the agency's committee."),
    "return": gettext_lazy("Returned to the business unit with your words."),
    "withdraw": gettext_lazy("The data are no longer open; the notice is public."),
    "keep": gettext_lazy("The data stay open; the item is back with the business unit."),
    "review": gettext_lazy("The item is back with the business unit for review."),
}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, inventory.PROPOSE.code)
    agencies = identity.organizations_where(request.user, inventory.PROPOSE.code, active=True)
    data = request.POST if request.method == "POST" else None
    form = ItemForm(data, initial=first(Said(system=request.GET.get("system", ""), title="")))
    chosen = (data or request.GET).get("agency", agencies[0].slug if agencies else "")
    if form.is_valid():
        try:
            made = inventory.enter(actor=person_of(request), organization=chosen, said=form.said())
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The item is in the inventory, as a draft."))
            return redirect("portal:desk_inventory_item", item_id=made.id)
    return page(
        request,
        "inventory/desk/new",
        "desk",
        status=422 if form.errors else 200,
        form=form,
        agencies=agencies,
        chosen=chosen,
    )


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    found = _mine(request, item_id)
    editable = found.state is State.DRAFT and identity.can(
        request.user, inventory.PROPOSE.code, found.organization_id
    )
    data = request.POST if request.method == "POST" and editable else None
    form = ItemForm(data, initial=first(found.said)) if editable else None
    if form is not None and form.is_valid():
        try:
            inventory.edit(actor=person_of(request), item_id=item_id, said=form.said())
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("What you wrote is kept."))
            return redirect("portal:desk_inventory_item", item_id=item_id)
    return _show(request, found, form)


@require_POST
def link(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Tie a decided item to the data set it became under another title."""
    _mine(request, item_id)
    slug = request.POST.get("dataset", "").strip()[:120]
    try:
        inventory.link(actor=person_of(request), item_id=item_id, dataset=slug)
    except Problem as problem:
        messages.error(request, f"{problem.detail} {problem.remedy}")
    else:
        messages.success(request, _("What you wrote is kept."))
    return redirect("portal:desk_inventory_item", item_id=item_id)


@require_POST
def step(request: HttpRequest, item_id: UUID) -> HttpResponse:
    found = _mine(request, item_id)
    code = request.POST.get("step", "")
    way = next((way for way in WAYS.get(found.state, ()) if way.code == code), None)
    if way is None:
        messages.error(request, _("This step cannot be taken now; look at what happened since."))
        return redirect("portal:desk_inventory_item", item_id=item_id)
    try:
        way.act(actor=person_of(request), item_id=item_id, why=request.POST.get("why", ""))
    except Forbidden:
        raise
    except Problem as problem:
        form = ItemForm(initial=first(found.said)) if found.state is State.DRAFT else None
        return _show(request, found, form, problem, words=request.POST.get("why", ""))
    messages.success(request, DONE[code])
    return redirect("portal:desk_inventory_item", item_id=item_id)


def _mine(request: HttpRequest, item_id: UUID) -> Item:
    found = inventory.item(item_id)
    if found.organization_id not in {row.id for row in mine(request)}:
        require(request, inventory.PROPOSE.code, found.organization_id)
    return found


def _show(
    request: HttpRequest,
    found: Item,
    form: ItemForm | None,
    problem: Problem | None = None,
    words: str = "",
) -> HttpResponse:
    own = found.proposer_id == str(request.user.pk)
    ways = WAYS.get(found.state, ())
    if found.state is State.PROPOSED and (own or not is_legal(request, found.organization_id)):
        ways = ()
    if found.state is State.HEAD and not identity.can(
        request.user, inventory.HEAD.code, found.organization_id
    ):
        ways = ()
    return page(
        request,
        "inventory/desk/item",
        "desk",
        status=422 if problem or (form is not None and form.errors) else 200,
        item=found,
        said=found.said,
        shown=shown.shown(found),
        laws=shown.laws(found.said.laws),
        owner=inventory.OWNERS[found.said.owner],
        may_license=inventory.ANSWERS[found.said.may_license],
        form=form,
        ways=ways,
        own=own and found.state is State.PROPOSED,
        problem=problem,
        words=words,
        parts=inventory.computation(found.id),
        steps=shown.steps(inventory.steps(found.id, named=True)),
    )
