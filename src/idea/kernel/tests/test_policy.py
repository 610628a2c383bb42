"""What may be drawn has the site's policy or its view's; data has one that allows nothing."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from idea.kernel.policy import HEADER, NOTHING, PolicyMiddleware


def policy(kind: str, **told: object) -> str:
    response = HttpResponse("x", content_type=kind)
    for name, value in told.items():
        setattr(response, name, value)
    middleware = PolicyMiddleware(lambda _request: response)
    with override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": {"default-src": ["'self'"]}}):
        return str(middleware(RequestFactory().get("/")).headers[HEADER])


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "image/svg+xml", "application/xml"])
def test_what_is_drawn_has_the_sites_policy_or_its_views(kind):
    assert policy(kind) == "default-src 'self'"
    assert policy(kind, _csp_replace={"default-src": ["'none'"]}) == "default-src 'none'"


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/geo+json",
        "text/csv",
        "image/png",
        "application/problem+json",
    ],
)
def test_data_may_load_nothing(kind):
    assert policy(kind) == NOTHING
