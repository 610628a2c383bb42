"""The back office of contributions: what waits, old against new, the decision, a layer's rule."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idea.engines.features import api as features
from idea.engines.features.contributions import api
from idea.engines.features.contributions.types import Contribution, Kind, State
from idea.engines.features.errors import NoFeature
from idea.engines.features.live.types import Live
from idea.engines.identity import api as identity
from idea.kernel.errors import BadInput, Conflict, Problem
from idea.portal.access import require
from idea.portal.contributions.drawing import as_text
from idea.portal.contributions.forms import DecideForm, RuleForm
from idea.portal.contributions.shown import after_of, differences, draw_map, has_moved, merged
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 25
ALL = "all"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the contributions that wait for the reader, or what became of others; their layers."""
    number = asked_page(request)
    layers = _my_layers(request)
    rules = api.rules([live.id for live in layers])
    asked = request.GET.get("state", "")
    state = asked if asked in (ALL, *State) else State.WAITING
    found = api.contributions(
        state="" if state == ALL else state,
        collections=[live.id for live in layers],
        limit=SIZE,
        offset=(number - 1) * SIZE,
    )
    return page(
        request,
        "contributions/desk",
        "desk",
        found=found,
        state=state,
        tabs=[*((each.value, each.label) for each in State), (ALL, _("All"))],
        layers=[(live, rules[live.id]) for live in layers],
        paging=Paging(number, found.total, SIZE),
    )


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show old against new; POST accepts (with changes), declines or asks back."""
    found, live = _mine(request, number)
    shown = api.fields(live)
    steps = api.steps(number)
    now = _now(found, live)
    moved = found.open and has_moved(found.before, now)
    after = after_of(found)
    if moved and now and after and found.before:
        after = merged(found.before, after, now)
    form = DecideForm(live.shape, shown, after, len(steps), request.POST or None)
    if found.kind is Kind.REMOVED or (request.method == "POST" and "accept" not in request.POST):
        for name in form.fields:
            if name.startswith("p"):
                form.fields[name].required = False
    if request.method == "POST" and form.is_valid() and _decided(request, found, form):
        following = api.following(found)
        if following is None:
            return redirect("portal:desk_contributions")
        return redirect("portal:desk_contribution", number=following)
    return page(
        request,
        "contributions/decide",
        "desk",
        status=422 if form.is_bound and form.errors else 200,
        found=found,
        live=live,
        form=form,
        moved=moved,
        gone=moved and now is None,
        rows=differences(found.before, after_of(found), shown),
        meanwhile=differences(found.before, now, shown) if moved else [],
        steps=steps,
        map=draw_map(live, found.before, found.geometry),
    )


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take what was accepted back off the map."""
    try:
        api.undo(
            actor=identity.actor_of(request),
            number=number,
            words=request.POST.get("words", ""),
            anyway=request.POST.get("anyway") == "on",
        )
    except (BadInput, Conflict) as problem:
        messages.error(request, " ".join(filter(None, [problem.detail, problem.remedy])))
    else:
        messages.success(request, _("It is taken back off the map."))
    return redirect("portal:contribution", number=number)


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Open a layer to contributions, or close it."""
    live = features.live_collection(collection_id)
    require(request, api.decider(live), live.organization_id)
    now = api.rule(collection_id)
    start = {
        "open": now.open,
        "license": now.license or live.attribution.rpartition(" · ")[2] or "OGDL-Taiwan-1.0",
        "guidance": now.guidance,
        "guidance_en": now.guidance_en,
    }
    form = RuleForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            api.set_rule(form.rule(collection_id), actor=identity.actor_of(request))
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The rule for contributions is kept."))
            return redirect("portal:contribute", collection_id=collection_id)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "contributions/rule", "desk", status=status, live=live, form=form)


def waiting(request: HttpRequest) -> int:
    """Return how many contributions wait for the reader."""
    mine = [live.id for live in _my_layers(request, ask=False)]
    return api.contributions(state=State.WAITING, collections=mine, limit=0).total if mine else 0


def _my_layers(request: HttpRequest, *, ask: bool = True) -> list[Live]:
    """Return the live layers the reader may decide for; where none, say who may (`ask`)."""
    every = features.live_collections()
    places = {
        code: {agency.id for agency in identity.organizations_where(request.user, code)}
        for code in {api.decider(live) for live in every}
    }
    mine = [live for live in every if live.organization_id in places[api.decider(live)]]
    if ask and not mine:
        require(request, "features.write")
    return mine


def _mine(request: HttpRequest, number: int) -> tuple[Contribution, Live]:
    found = api.contribution(number)
    live = features.live_collection(found.collection_id)
    require(request, api.decider(live), live.organization_id)
    return found, live


def _now(found: Contribution, live: Live) -> dict[str, Any] | None:
    """Return the feature as residents see it today; None where it is not, or not any more."""
    if found.feature_id is None:
        return None
    try:
        there = features.live_feature(found.collection_id, found.feature_id)
    except NoFeature:
        return None
    shown = {field.name: there.properties.get(field.name) for field in api.fields(live)}
    return {"geometry": there.geometry, "properties": shown}


def _decided(request: HttpRequest, found: Contribution, form: DecideForm) -> bool:
    """Do what the button says; tell whether it was done."""
    said = form.cleaned_data
    common = {
        "actor": identity.actor_of(request),
        "number": found.number,
        "words": said["words"],
        "seen": said["seen"],
    }
    try:
        if "reject" in request.POST:
            api.reject(**common, reason=said["reason"])
            words = _("Number %(number)d is declined; the contributor is told.")
        elif "ask" in request.POST:
            api.ask(**common)
            words = _("Your question about number %(number)d is on its way.")
        else:
            amended = api.Amended(photo=not said["no_photo"])
            if found.kind is not Kind.REMOVED:
                geometry = form.geometry()
                if geometry is None:
                    return False
                amended = _amended(found, geometry, form)
            api.accept(**common, amended=amended, anyway=said["anyway"])
            words = _("Number %(number)d is on the map.")
    except Problem as problem:
        form.take(problem)
        return False
    messages.success(request, words % {"number": found.number})
    return True


def _amended(found: Contribution, geometry: dict[str, Any], form: DecideForm) -> api.Amended:
    """Return what the officer changed; what came back as it was shown is left alone."""
    place = form.cleaned_data["place"].replace("\r\n", "\n").strip()
    same = place == as_text(found.geometry)
    whole = {field.name: None for field in form.shown} | form.values()
    return api.Amended(
        None if same else geometry,
        whole if whole != found.properties else None,
        photo=not form.cleaned_data["no_photo"],
    )
