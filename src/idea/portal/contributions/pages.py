"""The public pages of contributions: draw or correct a feature, send a file, follow what became."""

from pathlib import Path
from typing import Any

import orjson
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idea.engines.features import api as features
from idea.engines.features.contributions import api
from idea.engines.features.contributions.types import Contribution, Kind, Offer, Said, State
from idea.engines.features.live.types import Live
from idea.engines.identity import api as identity
from idea.kernel.errors import BadInput, Forbidden, Problem
from idea.portal.access import may, require
from idea.portal.contributions.forms import (
    ContributeForm,
    FeatureForm,
    FileForm,
    SaidForm,
    title_of,
)
from idea.portal.contributions.shown import after_of, box, differences, draw_map, still_map
from idea.portal.desk.uploads import FileOnDisk, ToDisk, take_to_disk
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 20
LISTED = 30
_SALT = "contributions.file"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show which layers take contributions, and what was contributed lately."""
    number = asked_page(request)
    layer, state = request.GET.get("layer", "")[:120], request.GET.get("state", "")[:12]
    found = api.contributions(
        collection_id=layer, state=state, limit=SIZE, offset=(number - 1) * SIZE
    )
    return page(
        request,
        "contributions/list",
        "datasets",
        layers=api.open_collections(),
        layer=layer,
        found=found,
        paging=Paging(number, found.total, SIZE),
    )


@require_safe
def layer(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Tell what a layer takes, let the reader choose what is wrong, and thank who gave."""
    live = features.live_collection(collection_id)
    rule = api.rule(collection_id)
    if not live.offered:
        raise Http404
    return page(
        request,
        "contributions/layer",
        "datasets",
        live=live,
        rule=rule,
        features=features.live_features(collection_id, limit=LISTED),
        shown=api.fields(live),
        credits=api.credits_of(collection_id),
        found=api.contributions(collection_id=collection_id, limit=SIZE),
        may_decide=may(request, api.decider(live), live.organization_id),
    )


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a contribution: what it would change, what became of it."""
    return _one(request, api.contribution(number))


def _one(
    request: HttpRequest, found: Contribution, form: FeatureForm | None = None
) -> HttpResponse:
    """Show a contribution; `form`: an answer in which something has to be mended."""
    live = features.live_collection(found.collection_id)
    officer = may(request, api.decider(live), live.organization_id)
    mine = _is_mine(request, found)
    # What is not on the map may tell of anything: it is for the contributor and the agency alone.
    public = api.is_public(found, live)
    whole = officer or mine or public
    fields = api.fields(live)
    if mine and found.state is State.ASKED and form is None:
        form = FeatureForm(live.shape, fields, after_of(found))
    return page(
        request,
        "contributions/one",
        "datasets",
        status=422 if form is not None and form.is_bound else 200,
        found=found,
        public=public,
        live=live,
        whole=whole,
        mine=mine,
        may_decide=officer,
        rows=differences(found.before, after_of(found), fields) if whole else [],
        steps=api.steps(found.number),
        map=still_map(found) if whole and found.place else None,
        form=form,
        draw=draw_map(live, found.before, found.geometry)
        if mine and found.state is State.ASKED and found.kind is not Kind.REMOVED
        else None,
    )


@require_safe
def photo(request: HttpRequest, number: int) -> HttpResponseBase:
    found = api.contribution(number)
    live = features.live_collection(found.collection_id)
    public = api.is_public(found, live)
    if not (public or _is_mine(request, found)):
        require(request, api.decider(live), live.organization_id)
    path = api.photo(number)
    if path is None:
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=3600" if public else "private, no-store"
    return response


@csrf_exempt  # checked inside, after the files were told to go to disk
@login_required
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, collection_id: str, feature_id: int | None = None) -> HttpResponse:
    """Take a new feature, or other values or another place for one that is there."""
    uploads = take_to_disk(request, api.conf().contributions_photo_bytes)
    return _draw(request, collection_id, feature_id, uploads)


@csrf_protect
def _draw(
    request: HttpRequest, collection_id: str, feature_id: int | None, uploads: ToDisk
) -> HttpResponse:
    live, rule = api.open_collection(collection_id)
    shown = api.fields(live)
    there = None if feature_id is None else features.live_feature(collection_id, feature_id)
    before = None
    if there is not None:
        names = {field.name for field in shown}
        kept = {name: value for name, value in there.properties.items() if name in names}
        before = {"geometry": there.geometry, "properties": kept}
    form = ContributeForm(live.shape, shown, before, request.POST or None, request.FILES or None)
    if there is None:
        del form.fields["remove"]
    else:
        form.fields["revision"].initial = there.revision
        if request.POST.get("remove"):
            for name in form.fields:
                if name.startswith("p"):
                    form.fields[name].required = False
    if request.method == "POST" and uploads.too_big:
        form.take(api.too_large())
    if request.method == "POST" and form.is_valid():
        number = _sent(request, live, form, feature_id)
        if number is not None:
            messages.success(
                request,
                _("Thank you. Your contribution has the number %(number)d; the agency looks at it.")
                % {"number": number},
            )
            return redirect("portal:contribution", number=number)
    return page(
        request,
        "contributions/draw",
        "datasets",
        status=422 if form.is_bound and form.errors else 200,
        live=live,
        rule=rule,
        there=there,
        form=form,
        map=draw_map(live, before),
    )


def _sent(
    request: HttpRequest, live: Live, form: ContributeForm, feature_id: int | None
) -> int | None:
    """Return the number of what was contributed; None, and errors in the form, where it was not."""
    said = form.cleaned_data
    removed = bool(said.get("remove"))
    geometry = None if removed else form.geometry()
    if geometry is None and not removed:
        return None
    kind = Kind.ADDED if feature_id is None else Kind.REMOVED if removed else Kind.CHANGED
    values = None if removed else form.values()
    upload = said.get("photo")
    try:
        made = api.propose(
            live.id,
            Offer(kind, geometry, values, feature_id, said.get("revision")),
            Said(said["why"], said["name"], said["agreed"]),
            actor=identity.actor_of(request),
            person_id=str(request.user.pk),
            photo=upload.read() if isinstance(upload, FileOnDisk) else None,
        )
    except Problem as problem:
        form.take(problem)
        return None
    return made.number


@csrf_exempt  # checked inside, after the files were told to go to disk
@login_required
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Take a file of features: show what it holds first, then send it."""
    uploads = take_to_disk(request, api.conf().contributions_file_bytes)
    return _file(request, collection_id, uploads)


@csrf_protect
def _file(request: HttpRequest, collection_id: str, uploads: ToDisk) -> HttpResponse:
    live, rule = api.open_collection(collection_id)
    context: dict[str, Any] = {"live": live, "rule": rule, "said": SaidForm()}
    if "held" in request.POST:
        said = SaidForm(request.POST)
        offers = _held(request)
        if offers and said.is_valid():
            try:
                made = api.propose_many(
                    collection_id,
                    offers,
                    Said(**said.cleaned_data),
                    actor=identity.actor_of(request),
                    person_id=str(request.user.pk),
                )
            except Problem as problem:
                said.take(problem)
            else:
                words = ngettext(
                    "Thank you. %(count)d feature was sent to the agency.",
                    "Thank you. %(count)d features were sent to the agency.",
                    len(made),
                )
                messages.success(request, words % {"count": len(made)})
                return redirect("portal:contribute", collection_id=collection_id)
        context |= _preview(live, offers) | {"said": said}
        return page(request, "contributions/file", "datasets", status=422, **context)
    posted = request.method == "POST"
    form = FileForm(*((request.POST, request.FILES) if posted else ()))
    if uploads.too_big:
        form.fields["file"].required = False
        most = filesizeformat(api.conf().contributions_file_bytes)
        form.add_error("file", _("The file has more than %(most)s.") % {"most": most})
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            api.may_try(str(request.user.pk))
            if not isinstance(upload, FileOnDisk):
                raise Http404
            name = Path(upload.name or "data").name
            seen = api.read_file(collection_id, upload.path, filename=name)
        except Problem as problem:
            form.add_error("file", " ".join(filter(None, [problem.detail, problem.remedy])))
        else:
            context |= _preview(live, seen.offers) | {"issues": seen.issues[:LISTED]}
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "contributions/file", "datasets", status=status, form=form, **context)


def _preview(live: Live, offers: tuple[Offer, ...]) -> dict[str, Any]:
    """Return the rows that would be sent, and what carries them over to the second step."""
    if not offers:
        return {}
    rows = [{"g": each.geometry, "p": each.properties} for each in offers]
    drawn = [
        {"type": "Feature", "geometry": each.geometry, "properties": each.properties}
        for each in offers
    ]
    return {
        "offers": offers,
        "names": [title_of(field) for field in api.fields(live)],
        "held": signing.dumps(orjson.dumps(rows).decode(), salt=_SALT, compress=True),
        "map": {
            **draw_map(live, None, None),
            "features": {"type": "FeatureCollection", "features": drawn},
            "bbox": box([each.geometry for each in offers]),
            "legend": {"title": live.title, "kind": str(live.shape)},
        },
    }


def _held(request: HttpRequest) -> tuple[Offer, ...]:
    """Return what the first step of a file showed; the signature keeps it as it was read."""
    try:
        rows = orjson.loads(signing.loads(request.POST["held"], salt=_SALT, max_age=86_400))
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Send the file again."))
        return ()
    return tuple(Offer(Kind.ADDED, row["g"], row["p"]) for row in rows)


@login_required
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Take the answer to what the agency asked, and the drawing anew where it was changed."""
    found = api.contribution(number)
    if not _is_mine(request, found):
        raise Forbidden(_("Only who contributed it can do this."))
    live = features.live_collection(found.collection_id)
    form = FeatureForm(live.shape, api.fields(live), after_of(found), request.POST)
    offer = None
    if "place" in request.POST and found.kind is not Kind.REMOVED:
        geometry = form.geometry() if form.is_valid() else None
        if geometry is None:
            return _one(request, found, form)
        offer = Offer(found.kind, geometry, form.values(), found.feature_id)
    try:
        api.answer(
            actor=identity.actor_of(request),
            person_id=str(request.user.pk),
            number=number,
            words=request.POST.get("words", ""),
            offer=offer,
        )
    except BadInput as problem:
        form.take(problem)
        return _one(request, found, form)
    messages.success(request, _("Thank you. The agency reads your answer."))
    return redirect("portal:contribution", number=number)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own contribution back."""
    api.withdraw(actor=identity.actor_of(request), person_id=str(request.user.pk), number=number)
    messages.success(request, _("The contribution is taken back."))
    return redirect("portal:contribution", number=number)


@login_required
@require_POST
def unname(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own name off a contribution."""
    api.unname(actor=identity.actor_of(request), person_id=str(request.user.pk), number=number)
    messages.success(request, _("Your name is not shown any more."))
    return redirect("portal:contribution", number=number)


def _is_mine(request: HttpRequest, found: Contribution) -> bool:
    return bool(found.author_id) and str(request.user.pk) == found.author_id
