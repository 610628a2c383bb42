"""Saved queries as pages: one with its result, the list, and the forms that save, change, publish.

Checks the form and hands over; whose a query is, is decided by the workbench.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from idea.engines.catalog.types import Draft
from idea.engines.catalog.workbench import api as workbench
from idea.engines.catalog.workbench.http.anybody import asked
from idea.engines.catalog.workbench.types import Sharing
from idea.engines.identity import api as identity
from idea.portal.access import PUBLISH, require
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page
from idea.portal.workbench.shown import draft_url
from idea.portal.workbench.views import publishing, run

SIZE = 20
SHARINGS = (
    (Sharing.PRIVATE, gettext_lazy("Only me")),
    (Sharing.LINK, gettext_lazy("Everybody who has the address")),
    (Sharing.PUBLIC, gettext_lazy("Everybody: it is listed")),
)


@require_safe
def query(request: HttpRequest, key: str) -> HttpResponse:
    """Show a saved query and its rows as they are now."""
    me = _me(request)
    kept = workbench.saved(key, reader_id=me)
    result, wrong = run(request, kept.sql)
    return page(
        request,
        "workbench/query",
        "workbench",
        query=kept,
        mine=bool(me) and kept.owner_id == me,
        sql=kept.sql,
        shown=result,
        mistake=wrong,
        draft=draft_url(kept.sql),
        sharings=SHARINGS,
        address=request.build_absolute_uri(request.path),
        **publishing(request, result),
    )


@require_safe
def queries(request: HttpRequest) -> HttpResponse:
    """List a person's own queries, and those shared with everybody."""
    number = asked_page(request)
    me = _me(request)
    found, total = workbench.listed(limit=SIZE, offset=(number - 1) * SIZE)
    return page(
        request,
        "workbench/queries",
        "workbench",
        own=workbench.own(me) if me else [],
        shared=found,
        paging=Paging(number, total, SIZE),
    )


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    kept = workbench.save(
        actor=identity.actor_of(request),
        owner_id=_me(request),
        title=request.POST.get("title", ""),
        sql=_plain(request.POST.get("sql", "")),
        description=request.POST.get("description", ""),
        sharing=_sharing(request),
    )
    messages.success(request, _("Saved. The address of this page is the query's own."))
    return redirect("portal:workbench_query", key=kept.key)


@require_POST
def edit(request: HttpRequest, key: str) -> HttpResponse:
    workbench.edit(
        actor=identity.actor_of(request),
        owner_id=_me(request),
        key=key,
        title=request.POST.get("title", ""),
        sql=_plain(request.POST.get("sql", "")),
        description=request.POST.get("description", ""),
        sharing=_sharing(request),
    )
    messages.success(request, _("Changed."))
    return redirect("portal:workbench_query", key=key)


@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    workbench.delete(actor=identity.actor_of(request), owner_id=_me(request), key=key)
    messages.success(request, _("The query was deleted."))
    return redirect("portal:workbench_queries")


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Queue the publication of a result; its page follows how far it is."""
    organization = request.POST.get("organization", "")
    where = identity.organization(organization).id if organization else None
    require(request, PUBLISH, where)
    job = workbench.publish_result(
        actor=identity.actor_of(request),
        asked=asked(request),
        sql=_plain(request.POST.get("sql", "")),
        draft=Draft(title=request.POST.get("title", ""), organization=organization),
    )
    return redirect("portal:desk_job", id=job.id)


def _me(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else ""


def _plain(sql: str) -> str:
    """Return the text as it was typed: forms send line ends as CR LF."""
    return sql.replace("\r\n", "\n")


def _sharing(request: HttpRequest) -> Sharing:
    try:
        return Sharing(request.POST.get("sharing", ""))
    except ValueError:
        return Sharing.PRIVATE
