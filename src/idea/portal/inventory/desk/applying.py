"""The ledger of class B in the back office: answer applications, revoke grants.

Names and contacts are shown here, and only here.
"""

from contextlib import suppress
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.http.entrance import person_of
from idea.kernel.errors import Problem
from idea.portal.access import require
from idea.portal.inventory.forms import Asking, area
from idea.portal.render import page


class AnswerForm(Asking):
    conditions = forms.CharField(
        label=gettext_lazy("Conditions of use"), required=False, widget=area(2)
    )
    fee = forms.CharField(label=gettext_lazy("Fee"), max_length=300, required=False)
    until = forms.DateField(
        label=gettext_lazy("Granted until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=area(2),
        help_text=gettext_lazy("Public."),
    )


@require_http_methods(["GET", "POST"])
def ledger(request: HttpRequest, item_id: UUID) -> HttpResponse:
    found = inventory.item(item_id)
    require(request, inventory.PROPOSE.code, found.organization_id)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            words = _act(request)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, words)
            return redirect("portal:desk_ledger", item_id=item_id)
    rows = inventory.applications(item_id, named=True)
    return page(
        request,
        "inventory/desk/ledger",
        "desk",
        status=422 if problem else 200,
        item=found,
        rows=[
            (row, inventory.APPLICATION_STATES[row.state], AnswerForm(prefix=str(row.id)))
            for row in rows
        ],
        problem=problem,
    )


def _act(request: HttpRequest) -> str:
    actor, post = person_of(request), request.POST
    application_id = UUID(int=0)
    with suppress(ValueError):  # then the ledger has no such line, as the inventory will say
        application_id = UUID(post.get("application", ""))
    form = AnswerForm(post, prefix=str(application_id))
    said = form.cleaned_data if form.is_valid() else {}
    act = post.get("act", "")
    if act == "grant":
        inventory.grant(actor=actor, application_id=application_id, **{"why": "", **said})
        return _("The application is granted; the ledger is public.")
    if act == "refuse":
        inventory.refuse(actor=actor, application_id=application_id, why=said.get("why", ""))
        return _("The application is refused, with your reason.")
    inventory.revoke(actor=actor, application_id=application_id, why=said.get("why", ""))
    return _("The grant is revoked, with your reason.")
