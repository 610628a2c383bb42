"""One feature of a live layer in the back office: added, changed, deleted, set back, by form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.features import api as features
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.live.forms import FeatureForm, said_of
from idea.portal.live.shown import writable
from idea.portal.paging import asked_number
from idea.portal.render import page

_MOST_WHY = 500


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    layer = writable(request, slug)
    form = FeatureForm(request.POST if request.method == "POST" else None, layer=layer)
    if form.is_valid():
        try:
            made = features.create_feature(
                slug,
                form.feature(),
                actor=identity.actor_of(request),
                why=form.cleaned_data["why"],
            )
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("Feature %(number)d is on the map.") % {"number": made.id})
            return redirect("portal:desk_live_layer", slug=slug)
    return _page(request, layer=layer, form=form, number=0, history=[])


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    layer = writable(request, slug)
    history = features.history(slug, number)
    now = history[0].feature
    deleted = now.geometry is None
    data = request.POST if request.method == "POST" and not deleted else None
    form = FeatureForm(data, layer=layer, initial={} if deleted else said_of(layer, now))
    if form.is_valid():
        try:
            features.replace_feature(
                slug,
                number,
                form.feature(),
                actor=identity.actor_of(request),
                why=form.cleaned_data["why"],
                expected_revision=form.cleaned_data["revision"],
            )
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The change is on the map."))
            return redirect("portal:desk_live_layer", slug=slug)
    return _page(
        request, layer=layer, form=form, number=number, history=history, deleted=deleted, now=now
    )


@require_POST
def delete(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    writable(request, slug)
    features.delete_feature(
        slug,
        number,
        actor=identity.actor_of(request),
        why=request.POST.get("why", "")[:_MOST_WHY],
        expected_revision=asked_number(request.POST.get("revision", "")),
    )
    messages.success(request, _("The feature is deleted; its history can bring it back."))
    return redirect("portal:desk_live_layer", slug=slug)


@require_POST
def revert(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    writable(request, slug)
    features.revert(
        slug,
        number,
        asked_number(request.POST.get("to", "")) or 0,
        actor=identity.actor_of(request),
        why=request.POST.get("why", "")[:_MOST_WHY],
    )
    messages.success(request, _("The feature is as it was."))
    return redirect("portal:desk_live_feature", slug=slug, number=number)


def _page(request: HttpRequest, *, form: FeatureForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(request, "live/feature", "desk", status=status, form=form, **context)
