"""Staff pages: the tree of agencies, and one agency's people and roles."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from idea.engines.identity import api, plugin, queries
from idea.engines.identity.actions.invitations import invite
from idea.engines.identity.errors import AgencyDissolved, PersonNotFound
from idea.engines.identity.http.forms import (
    TOP,
    AgencyForm,
    ChangeRoleForm,
    GiveRoleForm,
    MoveForm,
    NewAgencyForm,
    TakeRoleForm,
)
from idea.engines.identity.http.session import me
from idea.engines.identity.models import Person
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.errors import NotFound, Problem

EDIT, MANAGE, SEE = (p.code for p in (plugin.EDIT_AGENCY, plugin.MANAGE_PEOPLE, plugin.SEE_PEOPLE))


@login_required
def agencies(request: HttpRequest) -> HttpResponse:
    """Show the agencies whose people this person may see, as a tree."""
    person = me(request)
    api.require(person, SEE)
    tree = api.organization_tree(api.organizations_where(person, SEE))
    people = queries.member_counts()
    context = {
        "rows": [
            ("x" * depth, one, people.get(one.id, 0))  # a template repeats once a letter
            for root in tree
            for depth, one in root.walk()
        ],
        "may_add": api.can(person, EDIT),
    }
    return render(request, "identity/agencies.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    person = me(request)
    api.require(person, EDIT)
    parents = api.organizations_where(person, EDIT, active=True)
    form = NewAgencyForm(request.POST or None, parents=parents, top=person.is_superuser)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = api.ensure_organization(
            actor=api.actor_of(request),
            name=data["name"],
            name_en=data["name_en"],
            parent=data["parent"],
        )
        messages.success(request, _("The agency is on the list."))
        return redirect("identity:agency", made.slug)
    title = _("Add an agency")
    return render(request, "identity/agency_form.html", {"form": form, "title": title})


@login_required
@require_http_methods(["GET", "POST"])
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an agency's people; a POST gives a role. One that was merged leads to its successor."""
    if request.method == "GET" and (now := api.organization(slug).slug) != slug:
        return redirect("identity:agency", now, permanent=True)
    person, found = open_agency(request, slug, SEE)
    form = GiveRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = _give(request, found, form.cleaned_data)
        except Problem as problem:
            form.add_error(None, f"{problem.detail} {problem.remedy}")
        else:
            messages.success(request, done)
            return redirect("identity:agency", slug)
    line = queries.line_of(found.id)
    context = {
        "agency": found,
        "above": [api.organization(one) for one in reversed(line[1:])],
        "members": queries.members(found.id),
        "inherited": [row for one in line[1:] for row in queries.members(one)],
        "form": form,
        "invitations": queries.invitations(found.id),
        "may_manage": api.can(person, MANAGE, found.id),
        "may_edit": api.can(person, EDIT, found.id),
        "may_move": may_decide(person, found),
        "may_give": api.can(person, MANAGE, found.id) and found.active,
        "successor": api.organization(found.successor_id) if found.successor_id else None,
        "predecessors": api.predecessors(found.id),
    }
    return render(request, "identity/agency.html", context)


def _give(request: HttpRequest, found: OrganizationInfo, said: dict[str, Any]) -> str:
    """Give the role, or invite who has no account yet; return what to tell."""
    who: dict[str, Any] = {
        "actor": api.actor_of(request),
        "by": me(request),
        "organization_id": found.id,
    }
    try:
        given = api.set_role(**who, **said)
    except PersonNotFound:
        sent = invite(**who, **said)
        return _("%(email)s has no account yet: a letter with an invitation is on its way.") % {
            "email": sent.email
        }
    return _("%(who)s is %(role)s of %(agency)s now.") % {
        "who": given.email,
        "role": given.role.label,
        "agency": given.organization,
    }


@login_required
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, slug: str, membership_id: UUID) -> HttpResponse:
    """Change one person's role, or (with `take` in the POST) take it away."""
    person, found = open_agency(request, slug, SEE)
    row = next((m for m in queries.members(found.id) if m.id == membership_id), None)
    if row is None:
        raise NotFound(_("This role is not there any more."))
    if row.person_id != person.id:
        api.require(person, MANAGE, found.id)
    taking = "take" in request.POST
    change = ChangeRoleForm(
        request.POST if request.method == "POST" and not taking else None,
        initial={"role": row.role.value},
    )
    take = TakeRoleForm(request.POST if taking else None, prefix="take")
    form = take if taking else change
    if request.method == "POST" and form.is_valid():
        actor, why = api.actor_of(request), form.cleaned_data["why"]
        try:
            if taking:
                api.remove_member(actor=actor, by=person, membership_id=row.id, why=why)
            else:
                api.set_role(
                    actor=actor,
                    by=person,
                    organization_id=found.id,
                    email=row.email,
                    role=form.cleaned_data["role"],
                    why=why,
                )
        except Problem as problem:
            form.add_error(None, f"{problem.detail} {problem.remedy}")
        else:
            messages.success(request, _("The change is made and recorded."))
            own = row.person_id == person.id and not api.can(person, SEE, found.id)
            return redirect("identity:profile") if own else redirect("identity:agency", slug)
    context = {"agency": found, "member": row, "change": change, "take": take}
    context["own"] = row.person_id == person.id and not person.is_superuser
    return render(request, "identity/member.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    _person, found = open_agency(request, slug, EDIT)
    initial = {key: getattr(found, key) for key in ("name", "name_en", "email", "phone")}
    form = AgencyForm(request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> None:
        api.edit_organization(
            actor=api.actor_of(request), by=me(request), organization_id=found.id, **data
        )

    title = _("Change name and contact")
    return form_page(request, found, form, title, save)


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, slug: str) -> HttpResponse:
    person, found = open_agency(request, slug, EDIT)
    under = queries.below([found.id])
    mine = api.organizations_where(person, EDIT, active=True)
    parents = [one for one in mine if one.id not in under]
    form = MoveForm(
        request.POST or None,
        parents=parents,
        top=person.is_superuser,
        initial={"parent": str(found.parent_id or TOP)},
    )

    def save(data: dict[str, Any]) -> None:
        api.move_organization(
            actor=api.actor_of(request),
            by=person,
            organization_id=found.id,
            parent_id=data["parent"],
            why=data["why"],
        )

    return form_page(request, found, form, _("Put below another agency"), save)


def form_page(
    request: HttpRequest,
    found: OrganizationInfo,
    form: Any,
    title: str,
    save: Any,
    *,
    about: str = "",
    button: str = "",
) -> HttpResponse:
    """Show a form about the agency, or save what it says; refusals stand on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Problem as problem:
            form.add_error(None, f"{problem.detail} {problem.remedy}")
        else:
            messages.success(request, _("The change is made and recorded."))
            return redirect("identity:agency", found.slug)
    context = {"form": form, "title": title, "agency": found, "about": about, "button": button}
    return render(request, "identity/agency_form.html", context)


def open_agency(request: HttpRequest, slug: str, code: str) -> tuple[Person, OrganizationInfo]:
    """Return who asks and the agency, which must not have been merged into another meanwhile."""
    person = me(request)
    found = api.organization(slug)
    api.require(person, code, found.id)
    if found.slug != slug:
        raise AgencyDissolved(
            _("This agency was merged into “%(name)s”.") % {"name": found.name},
            remedy=_("Look it up under its new name."),
        )
    return person, found


def may_decide(person: Person, found: OrganizationInfo) -> bool:
    """Tell whether the person manages the agency above, and so says where it stands and ends."""
    if found.parent_id is None:
        return person.is_superuser
    return api.can(person, EDIT, found.parent_id)
