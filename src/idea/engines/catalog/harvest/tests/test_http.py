"""The REST entrance of the harvest: who may, what is refused, and what comes of it."""

import json
from uuid import uuid4

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.harvest.tests.factories import ACTOR, lines, row, run, source
from idea.engines.catalog.harvest.tests.web import give, rows
from idea.engines.identity import api as identity
from idea.kernel.audit import api as audit
from idea.kernel.jobs import api as jobs
from idea.kernel.tests.web import routes

pytestmark = pytest.mark.django_db
SOURCES = "/api/v1/harvest/sources"
DRAFT = {
    "title": "Portal",
    "organization": "city",
    "url": "https://portal.example/",
    "kind": "ckan",
}
WRITES = (
    ("post", SOURCES, DRAFT),
    ("put", f"{SOURCES}/portal", DRAFT),
    ("patch", f"{SOURCES}/portal", {"active": False}),
    ("delete", f"{SOURCES}/portal?keep=true", None),
    ("post", f"{SOURCES}/portal/runs", {}),
)


@pytest.fixture
def other(agency):
    return identity.ensure_organization(actor=ACTOR, name="別的局", slug="other")


@pytest.fixture
def ask(client, django_user_model):
    """Return a function that asks as somebody of a role in an agency, with a token."""

    def asked(method, path, body=None, *, role="manager", where="city", scopes=("publish",)):
        headers = {}
        if role:
            who = django_user_model.objects.create_user(f"{uuid4().hex}@example.gov")
            identity.set_role(
                actor=ACTOR,
                by=None,
                organization_id=identity.organization(where).id,
                email=who.email,
                role=role,
            )
            _info, secret = identity.create_token(
                actor=ACTOR, email=who.email, label="t", scopes=scopes, days=1
            )
            headers["Authorization"] = f"Bearer {secret}"
        text = body if isinstance(body, str) else json.dumps(body)
        said = {} if body is None else {"data": text, "content_type": "application/json"}
        return getattr(client, method)(path, headers=headers, **said)

    return asked


@pytest.fixture
def portal(agency, tmp_path):
    slug = source()
    run(slug, lines(tmp_path / "a.jsonl", row(1), row(2), row(3, title="")))
    return slug


def seen():
    return list(
        models.HarvestSource.objects.order_by("slug").values()
    ), models.Dataset.objects.count()


@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write[0]} {write[1][20:]}")
@pytest.mark.parametrize(
    "refused",
    [
        ({"role": ""}, 401),
        ({"role": "editor"}, 403),
        ({"role": "editor", "where": "other"}, 403),
        ({"role": "manager", "where": "other"}, 403),
        ({"role": "manager", "scopes": ("read",)}, 403),
    ],
    ids=["nobody", "editor", "others' editor", "others' manager", "scope"],
)
def test_only_a_manager_of_the_agency_writes(portal, other, ask, write, refused):
    (method, path, body), (who, status) = write, refused
    before = seen()
    answer = ask(method, path, body, **who)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")
    assert seen() == before


def test_a_manager_may_not_hand_a_source_to_an_agency_that_is_not_theirs(portal, other, ask):
    before = seen()
    answer = ask("put", f"{SOURCES}/portal", DRAFT | {"organization": "other"})
    assert answer.status_code == 403
    assert seen() == before


def test_a_manager_may_not_let_a_source_speak_for_every_agency(agency, ask):
    answer = ask("post", SOURCES, DRAFT | {"everywhere": True})
    assert answer.status_code == 403
    assert "administrator" in answer.json()["detail"] or "管理" in answer.json()["detail"]
    assert models.HarvestSource.objects.count() == 0


def test_a_source_is_added_changed_and_read_by_anybody(agency, ask):
    made = ask("post", SOURCES, DRAFT | {"email": "me@city.example"})
    assert made.status_code == 201
    slug = made.json()["slug"]
    changed = ask("put", f"{SOURCES}/{slug}", DRAFT | {"title": "Another", "hours": 6})
    assert changed.status_code == 200
    found = ask("get", f"{SOURCES}/{slug}", role="")
    assert (found.json()["title"], found.json()["hours"]) == ("Another", 6)
    assert "email" not in found.json(), "who is told of faults is nobody else's concern"
    assert [each["slug"] for each in ask("get", SOURCES, role="").json()] == [slug]


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"hours": -1}, "hours"),
        ({"hours": 10**9}, "hours"),
        ({"most_lost": 101}, "most_lost"),
        ({"license": "mine"}, "license"),
        ({"email": "nobody"}, "email"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"mapping": {"fields": {"x": "y"}}}, "mapping"),
        ({"mapping": {"fields": 1}}, "mapping"),
    ],
    ids=str,
)
def test_what_cannot_be_is_named_and_nothing_is_saved(agency, ask, wrong, column):
    answer = ask("post", SOURCES, DRAFT | wrong)
    assert answer.status_code == 422
    assert [issue["column"] for issue in answer.json()["issues"]] == [column]
    assert models.HarvestSource.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"x"', "{}", '{"title": 1, "organization": []}',
             '{"title": "x", "organization": "city", "kind": "ftp"}'],
)  # fmt: skip
def test_a_bad_body_is_refused_with_a_problem(agency, ask, body):
    answer = ask("post", SOURCES, body)
    assert answer.status_code in {400, 422}
    assert answer.json()["code"]
    assert models.HarvestSource.objects.count() == 0


def test_an_agency_or_a_source_that_is_not_there_is_not_found(agency, ask):
    assert ask("post", SOURCES, DRAFT | {"organization": "nowhere"}).status_code == 404
    for method, path, body in (
        ("get", f"{SOURCES}/nowhere", None),
        ("get", f"{SOURCES}/nowhere/runs", None),
        ("get", f"/api/v1/harvest/runs/{uuid4()}", None),
        ("put", f"{SOURCES}/nowhere", DRAFT),
        ("patch", f"{SOURCES}/nowhere", {"active": True}),
        ("delete", f"{SOURCES}/nowhere?keep=true", None),
        ("post", f"{SOURCES}/nowhere/runs", {}),
    ):
        answer = ask(method, path, body)
        assert answer.status_code == 404, path
        assert answer.json()["remedy"]


def test_a_run_is_started_and_its_report_is_public(agency, ask, server):
    routes(server, **{"list.json": lambda h: give(h, [*rows(1, 2), {"identifier": "3"}])})
    slug = source(url=f"{server.url}/list.json")
    started = ask("post", f"{SOURCES}/{slug}/runs", {})
    assert started.status_code == 202
    assert started["Location"].endswith(started.json()["id"])
    jobs.run_pending()
    listed = ask("get", f"{SOURCES}/{slug}/runs", role="").json()
    assert listed["total"] == 1
    report = ask("get", f"/api/v1/harvest/runs/{listed['items'][0]['id']}", role="").json()
    counts = report["counts"]
    assert (report["state"], counts["read"], counts["new"], counts["rejected"]) == (
        "applied", 3, 2, 1,
    )  # fmt: skip
    assert {"read", "prepare", "write", "write_cpu"} <= set(report["timings"])
    assert [issue["code"] for issue in report["issues"]] == ["no-title"]
    assert all(issue["message"] for issue in report["issues"])
    assert "key" not in report["payloads"][0], "where the lake keeps it is no one's concern"
    assert ask("get", SOURCES, role="").json()[0]["datasets"] == 2


def test_a_failed_run_says_why(agency, ask, server):
    slug = source(url=f"{server.url}/gone")
    ask("post", f"{SOURCES}/{slug}/runs", {"again": True})
    jobs.run_pending()
    report = ask("get", f"{SOURCES}/{slug}/runs", role="").json()["items"][0]
    assert (report["state"], report["problem"]["code"]) == ("failed", "http-bad-answer")
    assert ask("get", f"{SOURCES}/{slug}", role="").json()["failing_since"]


def test_the_loss_is_accepted_by_whoever_starts_the_run(agency, ask, server):
    held = rows(*range(10))
    routes(server, **{"list.json": lambda h: give(h, held)})
    slug = source(url=f"{server.url}/list.json")
    for body, state, count in (
        ({}, "applied", 10),
        ({}, "refused", 10),
        ({"accept_loss": True}, "applied", 4),
    ):
        ask("post", f"{SOURCES}/{slug}/runs", body)
        jobs.run_pending()
        report = ask("get", f"{SOURCES}/{slug}/runs", role="").json()["items"][0]
        assert (report["state"], catalog.count()) == (state, count)
        held = rows(*range(4))


def test_a_source_is_paused_and_woken(agency, ask):
    slug = source(url="https://portal.example/", hours=24)
    paused = ask("patch", f"{SOURCES}/{slug}", {"active": False}).json()
    assert (paused["active"], paused["due_at"]) == (False, None)
    woken = ask("patch", f"{SOURCES}/{slug}", {"active": True}).json()
    assert woken["active"]
    assert woken["due_at"]
    assert ask("patch", f"{SOURCES}/{slug}", {}).status_code == 422


@pytest.mark.parametrize(("keep", "left"), [("true", 2), ("false", 0)])
def test_a_source_is_removed_with_each_choice(portal, ask, client, keep, left):
    answer = ask("delete", f"{SOURCES}/portal?keep={keep}&why=merged")
    assert answer.status_code == 200
    assert answer.json() == {"kept": keep == "true", "datasets": 2}
    assert catalog.count() == left
    assert ask("get", f"{SOURCES}/portal").status_code == 404
    assert client.get("/datasets/資料集-1/").status_code == (200 if left else 410)
    [entry] = [e for e in audit.latest(10) if e.action == "catalog.harvest-source-removed"]
    assert (entry.why, entry.data["kept"]) == ("merged", keep == "true")


def test_what_becomes_of_its_data_sets_has_to_be_said(portal, ask):
    answer = ask("delete", f"{SOURCES}/portal")
    assert answer.status_code == 422
    assert models.HarvestSource.objects.count() == 1
