"""Live layers in the back office: which there are, a new one, one with its features and changes."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idea.engines.catalog.live import api as live_data
from idea.engines.features import api as features
from idea.engines.features.live.types import MOST_FEATURES
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import may, require
from idea.portal.live.forms import LayerForm, PropertyRows
from idea.portal.live.shown import CELLS, DECLARE, READ, label, opened, row, writable
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 50


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    require(request, READ)
    mine = {agency.id for agency in identity.organizations_where(request.user, READ)}
    return page(
        request,
        "live/front",
        "desk",
        layers=features.live_collections(mine),
        may_declare=identity.can(request.user, DECLARE),
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, DECLARE)
    agencies = identity.organizations_where(request.user, DECLARE, active=True)
    data = request.POST if request.method == "POST" else None
    form, rows = LayerForm(data, agencies=agencies), PropertyRows(data, prefix="p")
    if data is not None and form.is_valid() and rows.is_valid():
        fields = tuple(filter(None, (each.field() for each in rows)))
        try:
            made = live_data.declare(
                form.draft(fields),
                actor=identity.actor_of(request),
                license_id=form.cleaned_data["license"],
            )
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The layer is there. Add its first feature."))
            return redirect("portal:desk_live_layer", slug=made.id)
    status = 422 if form.errors or any(rows.errors if data is not None else ()) else 200
    return page(request, "live/new", "desk", status=status, form=form, rows=rows)


@require_safe
def layer(request: HttpRequest, slug: str) -> HttpResponse:
    found = opened(request, slug)
    paging = Paging(asked_page(request), found.count, SIZE)
    rows = features.live_features(slug, start=paging.offset, limit=SIZE)
    return page(
        request,
        "live/layer",
        "desk",
        layer=found,
        most=MOST_FEATURES,
        columns=[label(field) for field in found.fields[:CELLS]],
        rows=[row(each, found.fields) for each in rows],
        paging=paging,
        may_publish=may(request, DECLARE, found.organization_id),
    )


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    found = opened(request, slug)
    number = asked_page(request)
    # One more than a page holds tells whether there is a next one.
    told = features.latest_changes(slug, start=(number - 1) * SIZE, limit=SIZE + 1)
    return page(
        request,
        "live/changes",
        "desk",
        layer=found,
        changes=told[:SIZE],
        number=number,
        more=number + 1 if len(told) > SIZE else 0,
    )


@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Give all features as GeoJSON, also of a layer that residents do not see."""
    found = opened(request, slug)
    rows = [each.geojson for each in features.live_features(slug, limit=MOST_FEATURES)]
    body = json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False)
    response = HttpResponse(body, content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="{found.id}.geojson"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def snapshot(request: HttpRequest, slug: str) -> HttpResponse:
    writable(request, slug)
    try:
        done = live_data.publish_snapshot(slug, actor=identity.actor_of(request))
    except Problem as problem:
        messages.error(request, " ".join(filter(None, [problem.detail, problem.remedy])))
    else:
        said = (
            _("Nothing changed since version %(number)d.")
            if done.unchanged
            else _("Version %(number)d is published.")
        )
        messages.success(request, said % {"number": done.version.number})
    return redirect("portal:desk_live_layer", slug=slug)
