"""The desk page of a layer's style: form, preview drawn by the server, revisions.

Asks the features engine; the permission is checked there and here before anything is shown.
"""

import json
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idea.engines.catalog import api as catalog
from idea.engines.features import api as features
from idea.engines.features.styles import api as styles
from idea.engines.features.styles.types import DEFAULT, Style
from idea.engines.features.types import Collection
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import require
from idea.portal.render import page
from idea.portal.styles.dating import dating
from idea.portal.styles.forms import StyleForm, initial_of

STYLE: Final = styles.STYLE.code
_CSV: Final = "csrfmiddlewaretoken"


@require_http_methods(["GET", "POST"])
def style(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form; POST with `do` = preview shows what it would be, else saves."""
    layer = _mine(request, slug)
    now = styles.style(layer)
    form = StyleForm(request.POST or None, layer, _initial(now))
    shown, problem = now, None
    if request.method == "POST" and form.is_valid():
        try:
            shown = styles.preview(layer, form.symbology())
            if request.POST.get("do") != "preview":
                styles.save(
                    actor=identity.actor_of(request),
                    collection_id=layer.id,
                    symbology=form.symbology(),
                    title=_("Style of the agency"),
                    title_en="Style of the agency",
                    why=form.cleaned_data["why"],
                )
                messages.success(request, _("The style is saved: every map shows it now."))
                return redirect("portal:desk_style", slug=slug)
        except Problem as refused:
            problem = refused
    return _show(request, layer, form, shown, problem)


@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with a picture of the layer in the style the parameters say."""
    layer = _mine(request, slug)
    form = StyleForm(request.GET, layer, {})
    if not form.is_valid():
        return HttpResponse(status=422)
    made = styles.preview(layer, form.symbology())
    language = "en" if get_language() == "en" else "zh-hant"
    svg = features.picture(layer.id, 800, 600, language, style=made)
    headers = {"Cache-Control": "private, max-age=60"}
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers=headers)


@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a revision back, reset to the plain style, copy another's, or take an expert's."""
    layer = _mine(request, slug)
    actor, do = identity.actor_of(request), request.POST.get("do", "")
    try:
        if do == "revert":
            number = int(request.POST.get("number", "0") or 0)
            styles.revert(actor=actor, collection_id=layer.id, style_id=DEFAULT, number=number)
            messages.success(request, _("The earlier style is back."))
        elif do == "reset":
            styles.remove(actor=actor, collection_id=layer.id, style_id=DEFAULT)
            messages.success(request, _("The layer is drawn plainly again."))
        elif do == "copy":
            source = request.POST.get("source", "").strip().rstrip("/").rsplit("/", 1)[-1]
            styles.copy(actor=actor, collection_id=layer.id, source=source)
            messages.success(request, _("The style is copied."))
        else:
            document = json.loads(request.POST.get("document", ""))
            styles.save(actor=actor, collection_id=layer.id, document=document)
            messages.success(request, _("The style is saved: every map shows it now."))
    except (Problem, ValueError, RecursionError) as wrong:
        problem = wrong if isinstance(wrong, Problem) else None
        now = styles.style(layer)
        form = StyleForm(None, layer, _initial(now))
        sent = request.POST.get("document", "")
        return _show(request, layer, form, now, problem, bad_json=problem is None, sent=sent)
    return redirect("portal:desk_style", slug=slug)


def _mine(request: HttpRequest, slug: str) -> Collection:
    found = catalog.dataset(slug)
    require(request, STYLE, found.organization_id)
    return features.collection(slug)


def _initial(now: Style) -> dict[str, Any]:
    return initial_of({} if now.symbology is None else styles.as_json(now.symbology))


def _show(
    request: HttpRequest,
    layer: Collection,
    form: StyleForm,
    shown: Style,
    problem: Problem | None,
    **context: Any,
) -> HttpResponse:
    data = form.data if form.is_bound else _said(form)
    asked = urlencode({name: value for name, value in data.items() if name not in (_CSV, "do")})
    wrong = bool(form.errors or problem or context.get("bad_json"))
    kept = styles.revisions(layer.id, DEFAULT, 20)
    drawn = styles.layers(shown, layer.layer.kind)
    return page(
        request,
        "styles/style",
        "desk",
        status=422 if wrong else 200,
        dataset=catalog.dataset(layer.id),
        form=form,
        problem=problem,
        shown=shown,
        expert=shown.symbology is None,
        picture="" if wrong else asked,
        warnings=styles.warnings(shown),
        entries=styles.legend(shown, layer).entries,
        revisions=kept,
        dating=dating(layer),
        saved=bool(kept) and not kept[0].removed,
        source=context.pop("sent", "") or json.dumps(drawn, ensure_ascii=False, indent=2),
        **context,
    )


def _said(form: StyleForm) -> QueryDict:
    """Return the form's fields as a browser would send them unchanged."""
    sent = QueryDict(mutable=True)
    for name in form.fields:
        value = form.get_initial_for_field(form.fields[name], name)
        if value not in (None, "", False):
            sent[name] = "on" if value is True else str(value)
    sent.setdefault("method", "single")
    return sent
