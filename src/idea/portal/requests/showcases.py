"""What people made of the data: the list, one's proposal, its picture."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from idea.engines.catalog.requests import api as requests
from idea.engines.catalog.requests.errors import ShowcaseNotFound
from idea.engines.catalog.requests.types import Showcase
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.kernel.lake import lake
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page
from idea.portal.requests.addresses import slug_in
from idea.portal.requests.forms import KINDS, ShowcaseForm

SIZE = 24


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    number = asked_page(request)
    dataset, kind = request.GET.get("dataset", "")[:120], request.GET.get("kind", "")
    found = requests.showcases(
        dataset=dataset, kind=kind if kind in KINDS else "", limit=SIZE, offset=(number - 1) * SIZE
    )
    return page(
        request,
        "requests/showcases",
        "showcases",
        found=found,
        dataset=dataset,
        paging=Paging(number, found.total, SIZE),
    )


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    form = ShowcaseForm(
        request.POST or None,
        request.FILES or None,
        initial={"datasets": request.GET.get("dataset", "")[:120]},
    )
    if not requests.pictures_possible():
        del form.fields["picture"], form.fields["picture_alt"]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            requests.propose_showcase(
                actor=identity.actor_of(request),
                person_id=str(request.user.pk),
                **{name: said[name] for name in ("title", "text", "url", "kind", "maker")},
                datasets=[slug_in(line) for line in said["datasets"].splitlines()],
                picture=said.get("picture") or None,
                picture_alt=said.get("picture_alt", ""),
            )
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(
                request, _("Thank you. It will be shown here after an agency has looked at it.")
            )
            return redirect("portal:showcases")
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "requests/propose", "showcases", status=status, form=form)


@require_safe
def picture(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Answer the picture of a showcase that is shown, or that the reader may decide about."""
    found = _visible(request, key)
    if not found.picture_key:
        raise ShowcaseNotFound(_("This showcase has no picture."))
    response = FileResponse(lake().local(found.picture_key).open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _visible(request: HttpRequest, key: UUID) -> Showcase:
    try:
        return requests.showcase(key, person_id=str(request.user.pk or ""))
    except ShowcaseNotFound:
        agencies = identity.organizations_where(request.user, requests.MODERATE.code)
        waiting = requests.showcases_waiting([agency.id for agency in agencies])
        for found in waiting:
            if found.id == key:
                return found
        raise
