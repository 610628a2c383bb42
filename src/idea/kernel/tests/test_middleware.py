"""Every answer carries its request's id and time; problems speak to people and to programs."""

import logging
import re

import pytest
import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from idea.kernel import errors, logs
from idea.kernel.middleware import _REQUEST_ID
from idea.kernel.problems import or_page

PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"
RAISES = {
    "bad-input": lambda: errors.BadInput("Row 3 is empty.", remedy="Fill it."),
    "sign-in": lambda: errors.SignInRequired("Sign in first."),
    "too-many": lambda: errors.TooMany("Wait.", retry_after=7),
    "unavailable": lambda: errors.Unavailable("The lake is away."),
    "http404": lambda: Http404("secret name"),
    "denied": lambda: PermissionDenied("secret"),
    "suspicious": lambda: SuspiciousOperation("secret"),
    "crash": lambda: ZeroDivisionError("secret"),
}


def raising(request, kind):
    error = RAISES[kind]()
    raise error


def raise_by_host(request):
    return HttpResponse(request.get_host())


def fine(request, **values):
    return HttpResponse(logs.request_id())


def timed(request):
    return HttpResponse(headers={"Server-Timing": "db;dur=1.0"})


def like_ninja(request, status):
    bodies = {
        401: {"detail": "Unauthorized"},
        422: {
            "detail": [
                {
                    "type": "int_parsing",
                    "loc": ["query", "limit"],
                    "msg": "no integer",
                    "input": "x" * 200,
                }
            ]
        },
    }
    return JsonResponse(bodies[status], status=status)


urlpatterns = [
    path("fine/", fine, name="fine"),
    path("fine/<key>/", fine, name="with-key"),
    path("timed/", timed),
    path("login/", fine, name="account_login"),
    path("my/", fine, name="my"),
    path("do/<kind>/", raising),
    path("api/do/host/", raise_by_host),
    path("api/do/<kind>/", raising),
    path("api/ninja/<int:status>/", like_ninja),
]


@or_page
def handler404(request, exception):
    drawn.append(request.path)
    return HttpResponse("<h1>404</h1>", status=404)


drawn: list[str] = []


def handler500(request):
    return HttpResponse("<h1>500</h1>", status=500)


SITE_PAGE = "<h1>{{ problem.title }}</h1><p>{{ problem.detail }}</p><i>{{ request_id }}</i>"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_URL = "account_login"
    settings.LOGIN_REDIRECT_URL = "my"
    settings.MIDDLEWARE = [
        "idea.kernel.middleware.RequestContextMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "idea.kernel.middleware.ProblemMiddleware",
    ]
    loader = ("django.template.loaders.locmem.Loader", {"idea/problem.html": SITE_PAGE})
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [loader]},
        }
    ]
    settings.ALLOWED_HOSTS = ["testserver"]
    with translation.override("en"):
        yield


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def problem(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert "secret" not in response.content.decode()
    return body


def test_an_id_that_was_given_is_kept_and_known_inside(client):
    response = client.get("/fine/", headers={"X-Request-ID": "balancer-0001"})
    assert response.headers["X-Request-ID"] == "balancer-0001"
    assert response.content == b"balancer-0001"
    assert structlog.contextvars.get_contextvars() == {}


@pytest.mark.parametrize(
    "wrong",
    ["", "short", "x" * 65, "with space here", "line\nbreak-abc", '"quoted-12"', "-leading1"],
)
def test_an_id_of_another_shape_is_replaced(client, wrong):
    response = client.get("/fine/", headers={"X-Request-ID": wrong})
    assert re.fullmatch(r"[0-9a-f-]{36}", response.headers["X-Request-ID"])


@given(st.text())
def test_whatever_is_accepted_is_safe_in_a_header_and_a_log(text):
    if _REQUEST_ID.fullmatch(text):
        assert text.isascii()
        assert text.isprintable()
        assert not set(text) & set(" \"'<>\\")


def test_time_is_told_beside_what_views_tell(client):
    assert re.fullmatch(r"total;dur=\d+\.\d", client.get("/fine/").headers["Server-Timing"])
    assert client.get("/timed/").headers["Server-Timing"].startswith("db;dur=1.0, total;dur=")


def test_the_access_line(client, caplog):
    with caplog.at_level(logging.INFO):
        client.get("/fine/abc-secret-key/?token=s3cret", headers={"X-Request-ID": "r-12345678"})
    (line,) = [r.msg for r in caplog.records if r.name == "idea.access"]
    assert line["event"] == "request"
    assert (line["method"], line["status"], line["route"]) == ("GET", 200, "with-key")
    assert line["path"] == "/fine/[redacted]/"
    assert line["request_id"] == "r-12345678"
    assert line["ms"] >= 0
    assert "s3cret" not in str(line)


def test_requests_are_counted_by_route_never_by_path(client):
    def count(route, status="200"):
        labels = {"method": "GET", "route": route, "status": status}
        return REGISTRY.get_sample_value("idea_http_requests_total", labels) or 0

    before, before_none = count("with-key"), count("none", "404")
    client.get("/fine/a1/")
    client.get("/fine/a2/")
    client.get("/no/such/page/")
    assert count("with-key") == before + 2
    assert count("none", "404") == before_none + 1
    text = str(list(REGISTRY.collect()))
    assert "/fine/a1" not in text
    assert "/no/such" not in text


def test_a_made_up_method_makes_no_label(client):
    client.generic("BREW-COFFEE", "/fine/")
    assert "BREW-COFFEE" not in str(list(REGISTRY.collect()))


def test_programs_get_problem_json(client):
    body = problem(client.get("/api/do/bad-input/"))
    assert (body["code"], body["status"]) == ("bad-input", 422)
    assert body["remedy"] == "Fill it."
    assert body["instance"] == "/api/do/bad-input/"


def test_so_do_programs_at_the_pages(client):
    problem(client.get("/do/bad-input/", headers={"Accept": "*/*"}))
    problem(client.get("/do/bad-input/"))


def test_and_browsers_at_the_api(client):
    problem(client.get("/api/do/bad-input/", headers={"Accept": PAGE}))


def test_people_get_a_page(client):
    response = client.get("/do/bad-input/", headers={"Accept": PAGE})
    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("text/html")
    text = response.content.decode()
    assert "Row 3 is empty." in text
    assert response.headers["X-Request-ID"] in text


def test_without_the_portals_page_there_is_still_an_answer(client, settings):
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    assert problem(client.get("/do/bad-input/", headers={"Accept": PAGE}))["code"] == "bad-input"


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("http404", 404, "not-found"),
        ("denied", 403, "forbidden"),
        ("suspicious", 400, "malformed-request"),
        ("crash", 500, "internal"),
    ],
)
def test_djangos_own_errors_at_the_api(client, kind, status, code):
    body = problem(client.get(f"/api/do/{kind}/"))
    assert (body["status"], body["code"]) == (status, code)


def test_a_crash_names_the_number_to_tell(client):
    response = client.get("/api/do/crash/")
    assert response.headers["X-Request-ID"] in problem(response)["remedy"]


def test_a_crash_is_told_once_with_its_traceback_and_without_the_links_key(client, caplog):
    with caplog.at_level(logging.INFO):
        client.get("/do/crash/", headers={"Accept": PAGE})
        client.get("/do/unavailable/")
    told = [r for r in caplog.records if r.name in {"django.request", "idea.access"}]
    assert [r.name for r in told] == ["django.request", "idea.access", "idea.access"]
    assert told[0].exc_info


@pytest.mark.parametrize("address", ["/api/nothing", "/ogc/nothing", "/feeds/nothing.atom"])
def test_no_such_address(client, address):
    drawn.clear()
    assert problem(client.get(address))["code"] == "not-found"
    assert drawn == []  # the portal's page would cost queries


def test_pages_keep_djangos_handlers(client):
    response = client.get("/nothing/", headers={"Accept": PAGE})
    assert (response.status_code, response.content) == (404, b"<h1>404</h1>")
    assert "/nothing/" in drawn
    assert client.get("/do/crash/", headers={"Accept": PAGE}).content == b"<h1>500</h1>"


def test_a_wrong_host_at_the_api(client):
    response = client.get("/api/do/host/", headers={"Host": "evil.test"})
    assert problem(response)["code"] == "malformed-request"


def test_ninjas_own_errors(client):
    response = client.get("/api/ninja/401/")
    assert problem(response)["code"] == "sign-in-required"
    body = problem(client.get("/api/ninja/422/"))
    assert body["code"] == "bad-input"
    (issue,) = body["issues"]
    assert (issue["column"], issue["message"]) == ("query.limit", "no integer")
    assert len(issue["value"]) == 80


def test_when_to_come_back(client):
    assert client.get("/api/do/too-many/").headers["Retry-After"] == "7"
    assert client.get("/do/too-many/", headers={"Accept": PAGE}).headers["Retry-After"] == "7"
    assert int(client.get("/api/do/unavailable/").headers["Retry-After"]) > 0
    assert "Retry-After" not in client.get("/api/do/bad-input/").headers


def test_problems_are_not_kept_by_caches(client):
    assert client.get("/api/do/bad-input/").headers["Cache-Control"] == "no-store"


def test_programs_are_told_how_to_sign_in(client):
    response = client.get("/api/do/sign-in/")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_people_are_sent_to_sign_in_and_come_back(client):
    response = client.get("/do/sign-in/?a=1&b=2", headers={"Accept": PAGE})
    assert response.status_code == 302
    assert response.headers["Location"] == "/login/?next=/do/sign-in/%3Fa%3D1%26b%3D2"


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/fine/?a=1", "/fine/%3Fa%3D1"),
        ("https://evil.test/phish/", "/my/"),
        ("", "/my/"),
    ],
)
def test_after_a_form_people_come_back_to_its_page(client, page, back):
    response = client.post("/do/sign-in/", headers={"Accept": PAGE, "Referer": page})
    assert response.headers["Location"] == f"/login/?next={back}"


def test_htmx_is_sent_as_a_whole_page(client):
    headers = {"Accept": PAGE, "HX-Request": "true", "HX-Current-URL": "http://testserver/fine/"}
    response = client.get("/do/sign-in/", headers=headers)
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/login/?next=/fine/"
