"""Staff pages of an agency's end: dissolve it, merge it into another, bring it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from idea.engines.identity import api
from idea.engines.identity.http.end_forms import (
    DissolveForm,
    IntoForm,
    MergeForm,
    ReactivateForm,
)
from idea.engines.identity.http.pages.agencies import EDIT, form_page, may_decide, open_agency
from idea.engines.identity.models import Person
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.errors import Forbidden, Problem


def _open(request: HttpRequest, slug: str) -> tuple[Person, OrganizationInfo]:
    person, found = open_agency(request, slug, EDIT)
    if not may_decide(person, found):
        raise Forbidden(
            _("Only who manages the agency above may end this one."),
            remedy=_("Ask a manager of the agency above it, or a site administrator."),
        )
    return person, found


@login_required
@require_http_methods(["GET", "POST"])
def dissolve(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _open(request, slug)

    def save(data: dict[str, Any]) -> None:
        named = data["successor"]
        api.dissolve_organization(
            actor=api.actor_of(request),
            by=person,
            organization_id=found.id,
            on=data["on"],
            successor_id=api.organization(named).id if named else None,
            why=data["why"],
        )

    form = DissolveForm(request.POST or None)
    about = _(
        "Nothing new can be added to a dissolved agency: no people, no data sets, no versions. "
        "What it has stays to be read, marked with the date. It can be reactivated."
    )
    words = {"title": _("Dissolve the agency"), "about": about, "button": _("Dissolve the agency")}
    return form_page(request, found, form, save=save, **words)


@login_required
@require_http_methods(["GET", "POST"])
def reactivate(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = _open(request, slug)

    def save(data: dict[str, Any]) -> None:
        api.reactivate_organization(
            actor=api.actor_of(request), by=person, organization_id=found.id, why=data["why"]
        )

    form = ReactivateForm(request.POST or None)
    title = _("Reactivate the agency")
    return form_page(request, found, form, title, save, button=title)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the successor, show what will move, and merge once the name was typed."""
    person, found = _open(request, slug)
    mine = api.organizations_where(person, EDIT, active=True)
    agencies = [one for one in mine if one.id != found.id]
    choice = IntoForm(request.GET if "into" in request.GET else None, agencies=agencies)
    context: dict[str, Any] = {"agency": found, "choice": choice}
    if request.method == "POST":
        form = MergeForm(request.POST, agencies=agencies)
        if form.is_valid():
            try:
                into = api.merge_organization(
                    actor=api.actor_of(request),
                    by=person,
                    organization_id=found.id,
                    into_id=form.cleaned_data["into"],
                    typed=form.cleaned_data["typed"],
                    why=form.cleaned_data["why"],
                )
            except Problem as problem:
                form.add_error(None, f"{problem.detail} {problem.remedy}".strip())
            else:
                said = {"old": found.name, "new": into.name}
                messages.success(request, _("“%(old)s” was merged into “%(new)s”.") % said)
                return redirect("identity:agency", into.slug)
        chosen = form.data.get("into", "")
    elif choice.is_bound and choice.is_valid():
        chosen = str(choice.cleaned_data["into"])
        form = MergeForm(initial={"into": chosen}, agencies=agencies)
    else:
        return render(request, "identity/merge.html", context)
    context["into"] = next((one for one in agencies if str(one.id) == chosen), None)
    context |= {"form": form, "moving": api.moving(found.id)}
    return render(request, "identity/merge.html", context)
