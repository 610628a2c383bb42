"""An inventory taken from a list: looked through first, written when the officer says so.

The list travels in the page between the two, so nothing is kept of what is not wanted.
"""

import base64
import binascii

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.http.entrance import person_of
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import require
from idea.portal.inventory.forms import FileForm
from idea.portal.render import page
from idea.portal.templatetags.portal import in_language

CARRIED = 1_500_000  # bytes that fit into a form; a larger list is taken at once


def template(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001
    return StreamingHttpResponse(
        inventory.template(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="inventory-template.csv"'},
    )


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    require(request, inventory.PROPOSE.code)
    agencies = identity.organizations_where(request.user, inventory.PROPOSE.code)
    if "list" in request.POST:
        return _take(request)
    posted = request.method == "POST"
    form = FileForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"organization": request.GET.get("agency", "")},
    )
    form.fields["organization"].choices = [  # type: ignore[attr-defined]
        (row.slug, in_language(row, "name")[0]) for row in agencies
    ]
    preview, carried, name = None, "", ""
    if form.is_valid():
        file = form.cleaned_data["file"]
        content, name = file.read(inventory.MOST_BYTES + 1), file.name or ""
        agency = form.cleaned_data["organization"]
        require(request, inventory.PROPOSE.code, identity.organization(agency).id)
        try:
            if len(content) > CARRIED:
                return _write(request, agency, name, content)
            preview = inventory.preview(organization=agency, filename=name, content=content)
            carried = base64.b64encode(content).decode()
        except Problem as problem:
            form.take(problem)
    return page(
        request,
        "inventory/desk/import",
        "desk",
        status=422 if form.errors else 200,
        form=form,
        preview=preview,
        good=[row for row in preview.rows if not row.faults] if preview else [],
        bad=[row for row in preview.rows if row.faults] if preview else [],
        carried=carried,
        name=name,
        agency=form.cleaned_data.get("organization", "") if form.is_bound else "",
    )


def _take(request: HttpRequest) -> HttpResponse:
    try:
        content = base64.b64decode(request.POST["list"], validate=True)
    except (binascii.Error, ValueError):
        messages.error(request, _("The list did not arrive whole; choose it again."))
        return redirect("portal:desk_inventory_import")
    return _write(
        request, request.POST.get("organization", ""), request.POST.get("name", ""), content
    )


def _write(request: HttpRequest, agency: str, name: str, content: bytes) -> HttpResponse:
    try:
        done = inventory.take(
            actor=person_of(request), organization=agency, filename=name, content=content
        )
    except Problem as problem:
        messages.error(request, f"{problem.detail} {problem.remedy}")
        return redirect("portal:desk_inventory_import")
    words = _("%(made)d new, %(renewed)d changed, %(unchanged)d as they were.") % {
        "made": done.made,
        "renewed": done.renewed,
        "unchanged": done.unchanged,
    }
    messages.success(request, words)
    if done.left:
        left = "；".join(f"{row.number}: {'，'.join(row.faults)}" for row in done.left[:10])
        messages.warning(
            request,
            ngettext(
                "%(count)d row was left: %(rows)s",
                "%(count)d rows were left: %(rows)s",
                len(done.left),
            )
            % {"count": len(done.left), "rows": left},
        )
    return redirect(f"{reverse('portal:desk_inventory')}?agency={agency}")
