"""The pages for requests that cannot be answered. The last one needs neither database nor build."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.kernel.problems import or_page
from idea.portal.render import page

BARE = (
    '<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><title>500</title>'
    "<h1>網站暫時出了問題 · Something went wrong</h1>"
    "<p>已發布的資料都安全無虞，請稍後再試。</p>"
    '<p lang="en">What is published is safe. Please try again later.</p></html>'
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the problem page says where no `Problem` was raised."""

    status: int
    title: str
    detail: str
    remedy: str = ""
    issues: tuple[()] = ()


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _say(
        request,
        Refusal(
            400,
            _("The request is malformed"),
            _("Your browser sent something this site cannot read."),
            _("Go back, reload the page and try again."),
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _say(
        request,
        Refusal(
            403,
            _("You may not do this"),
            _("Your account has no permission for this page."),
            _("If you work for an agency, ask one of its managers for the role."),
        ),
    )


@or_page
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _say(
        request,
        Refusal(
            404,
            _("There is nothing at this address"),
            _("The page was moved or never existed, or the address has a typing error."),
            _("Search for it below."),
        ),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _say(
        request,
        Refusal(
            403,
            _("The form was open too long"),
            _("For your safety this site could not make sure that the form came from you."),
            _("Nothing was changed. Go back, reload the page and send it again."),
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the fault is ours, without asking the database, the session or who is signed in."""
    names = settings.IDEA_SITE_NAME
    context = {"site_name": names.get(get_language() or "", names["zh-hant"])}
    try:
        html = str(render_to_string("idea/500.html", context))
    except Exception:  # noqa: BLE001  even the templates or the style sheets may be what is broken
        html = BARE
    return HttpResponse(html, status=500)


def _say(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return page(request, "problem", status=refusal.status, problem=refusal)
