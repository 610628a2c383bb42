"""The harvest in the back office: sources, one source with its runs, the report of a run."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.catalog.harvest import api as harvests
from idea.engines.catalog.harvest.types import RunState, Source
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import require
from idea.portal.harvest.forms import SourceForm, said_of
from idea.portal.harvest.shown import shown_faults, shown_run, shown_source
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

HARVEST = "catalog.harvest"
RUNS = 20


def front(request: HttpRequest) -> HttpResponse:
    require(request, HARVEST)
    mine = {agency.id for agency in identity.organizations_where(request.user, HARVEST)}
    return page(
        request,
        "harvest/front",
        "desk",
        sources=[shown_source(source) for source in harvests.sources(mine)],
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request, HARVEST)
    form = _form(request, {"hours": 24, "most_lost": 30, "kind": "auto"})
    if form.is_valid():
        draft = form.draft(active=True, everywhere=False)
        try:
            made = harvests.save_source(actor=identity.actor_of(request), draft=draft)
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The source is saved. Start the first harvest below."))
            return redirect("portal:desk_harvest_source", slug=made.slug)
    return page(
        request, "harvest/edit", "desk", status=422 if form.errors else 200, form=form, source=None
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = _mine(request, slug)
    form = _form(request, said_of(found))
    if form.is_valid():
        draft = form.draft(active=found.active, everywhere=found.everywhere)
        try:
            harvests.save_source(actor=identity.actor_of(request), draft=draft, slug=slug)
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The source is saved."))
            return redirect("portal:desk_harvest_source", slug=slug)
    return page(
        request, "harvest/edit", "desk", status=422 if form.errors else 200, form=form, source=found
    )


def source(request: HttpRequest, slug: str) -> HttpResponse:
    found = _mine(request, slug)
    number = asked_page(request)
    paging = Paging(number, harvests.run_count(slug), RUNS)
    runs = harvests.runs(slug, RUNS, paging.offset)
    return page(
        request,
        "harvest/source",
        "desk",
        shown=shown_source(found),
        source=found,
        runs=[shown_run(run) for run in runs],
        paging=paging,
        problem=runs[0].problem if runs and found.failing and number == 1 else None,
        lost_too_much=bool(runs) and runs[0].state is RunState.REFUSED,
    )


def report(request: HttpRequest, run_id: UUID) -> HttpResponse:
    run = harvests.run(run_id)
    found = _mine(request, run.source)
    return page(
        request,
        "harvest/report",
        "desk",
        source=found,
        shown=shown_run(run),
        faults=shown_faults(run),
        run=run,
    )


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    _mine(request, slug)
    job = harvests.start_run(
        actor=identity.actor_of(request),
        slug=slug,
        accept_loss="accept_loss" in request.POST,
        again="again" in request.POST,
    )
    return redirect("portal:desk_job", id=job.id)


@require_POST
def active(request: HttpRequest, slug: str) -> HttpResponse:
    found = _mine(request, slug)
    harvests.set_active(actor=identity.actor_of(request), slug=slug, active=not found.active)
    messages.success(
        request,
        _("The source is paused; its data sets stay as they are.")
        if found.active
        else _("The source is harvested again."),
    )
    return redirect("portal:desk_harvest_source", slug=slug)


@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    _mine(request, slug)
    keep = request.POST.get("keep") == "yes"
    count = harvests.remove_source(
        actor=identity.actor_of(request),
        slug=slug,
        keep=keep,
        why=request.POST.get("why", "")[:500],
    )
    if keep:
        words = ngettext(
            "The source is removed; %(n)d data set stays.",
            "The source is removed; %(n)d data sets stay.",
            count,
        )
    else:
        words = ngettext(
            "The source is removed, and %(n)d data set with it.",
            "The source is removed, and %(n)d data sets with it.",
            count,
        )
    messages.success(request, words % {"n": count})
    return redirect("portal:desk_harvest")


def _mine(request: HttpRequest, slug: str) -> Source:
    found = harvests.source(slug)
    require(request, HARVEST, found.organization_id)
    return found


def _form(request: HttpRequest, initial: dict[str, object]) -> SourceForm:
    return SourceForm(
        request.POST if request.method == "POST" else None,
        agencies=identity.organizations_where(request.user, HARVEST, active=True),
        administrator=bool(getattr(request.user, "is_superuser", False)),
        initial=initial,
    )
