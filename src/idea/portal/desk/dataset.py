"""One data set in the back office: edit what is said, withdraw, restore, and who did what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset
from idea.engines.identity import api as identity
from idea.kernel.audit import api as audit
from idea.kernel.errors import Problem
from idea.portal.access import EDIT, PERSONAL, WITHDRAW, may, my_agencies, require
from idea.portal.describe.fields import FullForm, all_said_of
from idea.portal.desk.fields import ReasonForm
from idea.portal.desk.near import standing_of
from idea.portal.render import page

HISTORY = 50


@require_http_methods(["GET", "POST"])
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    found = _mine(request, slug, EDIT)
    data = request.POST if request.method == "POST" else None
    form = FullForm(data, agencies=my_agencies(request), initial=all_said_of(found))
    if form.is_valid():
        try:
            catalog.edit(
                actor=identity.actor_of(request),
                slug=slug,
                draft=form.draft(),
                why=form.cleaned_data["why"],
                clear=form.emptied(),
            )
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The changes are published."))
            return redirect("portal:desk_dataset", slug=slug)
    return _show(request, found, form, ReasonForm())


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    found = _mine(request, slug, WITHDRAW)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        about = FullForm(agencies=my_agencies(request), initial=all_said_of(found))
        return _show(request, found, about, form)
    catalog.withdraw(actor=identity.actor_of(request), slug=slug, why=form.cleaned_data["why"])
    messages.success(request, _("The data set is withdrawn. You can restore it here."))
    return redirect("portal:desk_dataset", slug=slug)


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    _mine(request, slug, WITHDRAW)
    catalog.restore(
        actor=identity.actor_of(request), slug=slug, why=request.POST.get("why", "")[:500]
    )
    messages.success(request, _("The data set is public again."))
    return redirect("portal:desk_dataset", slug=slug)


def _mine(request: HttpRequest, slug: str, code: str) -> Dataset:
    found = catalog.dataset(slug)
    require(request, code, found.organization_id)
    return found


def _show(request: HttpRequest, found: Dataset, form: FullForm, reason: ReasonForm) -> HttpResponse:
    return page(
        request,
        "desk/dataset",
        "desk",
        status=422 if form.errors or reason.errors else 200,
        dataset=found,
        form=form,
        reason=reason,
        closed=_closed(request, found),
        near=standing_of(request, found),
        may_withdraw=may(request, WITHDRAW, found.organization_id),
        entries=audit.history(f"dataset:{found.slug}", HISTORY),
    )


def _closed(request: HttpRequest, found: Dataset) -> list[str]:
    """Return the columns of personal data the person may have with the whole file."""
    if not found.offered or not may(request, PERSONAL, found.organization_id):
        return []
    return [column.title for column in found.current.hidden] if found.current else []
