"""Pages of other sites may read what is open, and nothing else."""

import pytest

pytestmark = pytest.mark.django_db
OTHER = {"Origin": "https://elsewhere.example"}
OPEN = (
    "/api/v1/datasets",
    "/api/v1/datasets/none",  # errors are to be read too
    "/api/v1/search?q=x",
    "/api/v1/identity/organizations",
    "/api/v1/openapi.json",
    "/api/nowhere",
    "/feeds/changes.atom",
    "/ogc/",
    "/ogc/collections?limit=x",
    "/download/none/none.csv",
)
OWN = (
    "/api/v1/identity/me",
    "/api/v1/identity/tokens",
    "/api/v1/jobs/01980000-0000-7000-8000-000000000000",
)


def access(answer):
    return {name: value for name, value in answer.headers.items() if name.startswith("Access-")}


@pytest.mark.parametrize("path", OPEN)
def test_open_reads_are_for_pages_of_any_site(client, path):
    for answer in (client.get(path, headers=OTHER), client.head(path, headers=OTHER)):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize("path", OPEN)
def test_a_preflight_allows_reading_alone(client, path):
    asked = {**OTHER, "Access-Control-Request-Method": "GET"}
    answer = client.options(path, headers=asked)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert set(answer["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert "authorization" not in answer["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["X-Request-ID"]


@pytest.mark.parametrize("path", [*OWN, "/", "/healthz", "/accounts/login/"])
def test_what_is_for_one_person_and_pages_are_not(client, admin_client, path):
    for answer in (
        client.get(path, headers=OTHER),
        admin_client.get(path, headers=OTHER),
        client.options(path, headers={**OTHER, "Access-Control-Request-Method": "GET"}),
    ):
        assert not access(answer)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writes_are_not(client, method):
    for path in ("/api/v1/datasets", "/api/v1/datasets/none", "/ogc/", "/feeds/changes.atom"):
        assert not access(getattr(client, method)(path, headers=OTHER))
