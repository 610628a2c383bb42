"""The back office: who may enter, publishing by form, editing, withdrawing and its undo."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Draft, Filter
from idea.engines.identity import api as identity
from idea.engines.sources.conf import limits
from idea.kernel import clock
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs
from idea.portal.desk import uploads, waiting
from idea.portal.tests.conftest import TABLE
from idea.portal.tests.html import Page

HTML = {"accept": "text/html"}


def table(name="water.csv", text=TABLE):
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def form(**said):
    return {
        "organization": "test-city",
        "license": "OGDL-Taiwan-1.0",
        "frequency": "irregular",
    } | said


@pytest.fixture
def water(publish):
    return publish(slug="water")


STAFF_ONLY = ["/desk/", "/desk/publish/", "/desk/datasets/water/"]


@pytest.mark.parametrize("address", [*STAFF_ONLY, "/my/"])
def test_a_stranger_is_sent_to_sign_in_and_comes_back(client, water, address):
    response = client.get(address, headers=HTML)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
    assert f"next={address}" in response["Location"]


@pytest.mark.parametrize("address", STAFF_ONLY)
@pytest.mark.parametrize("role", ["", "reporter"])
def test_who_may_not_publish_may_not_enter(client, water, person, address, role):
    person(role)
    assert client.get(address, headers=HTML).status_code == 403


def test_people_of_another_agency_may_not_touch_a_data_set(client, water, person, other_agency):
    person("manager", where=other_agency)
    for address in ("/desk/datasets/water/", "/desk/publish/?dataset=water"):
        assert client.get(address, headers=HTML).status_code == 403
    for address in ("/desk/datasets/water/", "/desk/datasets/water/withdraw/"):
        assert client.post(address, {"why": "x", "title": "x"}, headers=HTML).status_code == 403
    posted = client.post("/desk/publish/", form(file=table()), headers=HTML)
    assert posted.status_code == 422, "their agency's name is no choice in this person's form"
    assert catalog.count() == 1


def test_an_editor_may_not_withdraw(client, water, person):
    person("editor")
    assert "withdraw/" not in client.get("/desk/datasets/water/").content.decode()
    refused = client.post("/desk/datasets/water/withdraw/", {"why": "x"}, headers=HTML)
    assert refused.status_code == 403
    assert catalog.dataset("water").withdrawn_at is None


def test_a_file_is_published_by_a_plain_form(
    client, agency, person, django_capture_on_commit_callbacks
):
    person("editor")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/desk/publish/", form(file=table(), title="飲水機"))
    assert response.status_code == 302
    waiting = client.get(response["Location"])
    page = Page(waiting.content.decode())
    assert page.faults == []
    assert any(attrs.get("http-equiv") == "refresh" for attrs in page.all("meta")), (
        "without scripts"
    )
    jobs.run_pending()
    done = client.get(response["Location"]).content.decode()
    assert Page(done).faults == []
    found = catalog.listing(Filter()).datasets[0]
    assert found.title == "飲水機"
    assert reverse("portal:dataset", args=[found.slug]) in done


def test_the_script_of_the_form_gets_json(client, agency, person):
    person("editor")
    sent = client.post("/desk/publish/", form(file=table()), headers={"accept": "application/json"})
    there = sent.json()["next"]
    assert there.startswith("/desk/jobs/")
    state = client.get(f"{there}state.json").json()
    assert state["finished"] is False
    jobs.run_pending()
    assert client.get(f"{there}state.json").json()["state"] == "done"


def test_a_form_without_a_file_says_so_beside_the_field(client, agency, person):
    person("editor")
    response = client.post("/desk/publish/", form(title="Kept"))
    assert response.status_code == 422
    html = response.content.decode()
    assert Page(html).faults == []
    assert 'id="id_file_error"' in html
    assert 'value="Kept"' in html, "what was written stays"
    said = client.post("/desk/publish/", form(), headers={"accept": "application/json"})
    assert said.status_code == 422
    assert said.json()["errors"]


def test_a_file_that_cannot_be_read_ends_with_the_reason(client, agency, person):
    person("editor")
    page = table(text="<!doctype html><title>登入逾時</title>")
    there = client.post("/desk/publish/", form(file=page))["Location"]
    jobs.run_pending()
    html = client.get(there).content.decode()
    assert Page(html).faults == []
    assert 'role="alert"' in html
    assert catalog.count() == 0


def test_a_job_is_seen_by_who_started_it(client, agency, person):
    person("editor")
    there = client.post("/desk/publish/", form(file=table()))["Location"]
    client.logout()
    person("manager")
    assert client.get(there, headers=HTML).status_code == 404


def test_a_new_version_goes_to_the_same_data_set(client, water, person):
    person("editor")
    newer = table(text=TABLE + "飲水機四,121.5,25.0,1,2020-01-01\n")
    there = client.post("/desk/publish/?dataset=water", {"file": newer, "note": "多一臺"})[
        "Location"
    ]
    jobs.run_pending()
    assert client.get(there).status_code == 200
    found = catalog.dataset("water")
    assert (found.current.number, found.current.rows, found.current.note) == (2, 4, "多一臺")
    assert found.title == water.title


def test_a_file_goes_to_disk_and_is_gone_afterwards(client, agency, person, settings):
    person("editor")
    client.post("/desk/publish/", form(file=table()))
    assert list((settings.IDEA_HOME / "work" / "uploads").iterdir()) == []


def test_a_file_that_is_too_large_is_stopped_on_its_way(
    client, agency, person, settings, monkeypatch
):
    person("editor")
    monkeypatch.setattr(
        uploads, "limits", lambda: limits().model_copy(update={"max_file_bytes": 1000})
    )
    big = SimpleUploadedFile("big.csv", b"a,b\n" + b"1,2\n" * 100_000)
    response = client.post("/desk/publish/", form(file=big))
    assert response.status_code == 422
    assert list((settings.IDEA_HOME / "work" / "uploads").iterdir()) == []
    assert jobs.latest() == []


def test_the_upload_is_checked_against_forgery(agency, person, client):
    who = person("editor")
    client.handler.enforce_csrf_checks = True
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/desk/publish/", form(file=table())).status_code == 403
    assert jobs.latest() == []


def test_what_is_said_can_be_changed_and_emptied(client, publish, person):
    publish(slug="water", description="舊的說明", keywords=("a", "b"))
    person("editor")
    response = client.post(
        "/desk/datasets/water/",
        form(title="新標題", title_en="New title", keywords="水，公園、椅子", why="打錯字"),
    )
    assert response.status_code == 302
    found = catalog.dataset("water")
    assert (found.title, found.title_en) == ("新標題", "New title")
    assert found.keywords == ("水", "公園", "椅子")
    assert not found.described
    page = client.get("/desk/datasets/water/").content.decode()
    assert "打錯字" in page, "the audit log tells why"


def test_a_fault_stands_beside_its_field(client, water, person):
    person("editor")
    response = client.post("/desk/datasets/water/", form(title="", landing_page="not an address"))
    assert response.status_code == 422
    page = Page(response.content.decode())
    assert page.faults == []
    by_name = {a.get("name"): a for a in page.all("input")}
    assert by_name["title"]["aria-invalid"] == "true"
    assert by_name["landing_page"]["aria-invalid"] == "true"
    assert catalog.dataset("water").title == water.title


def test_withdrawing_needs_a_reason_shows_it_and_can_be_undone(client, water, person):
    person("manager")
    assert client.post("/desk/datasets/water/withdraw/", {"why": " "}).status_code == 422
    client.post("/desk/datasets/water/withdraw/", {"why": "座標有誤"})
    gone = client.get("/datasets/water/")
    assert gone.status_code == 410
    assert "座標有誤" in gone.content.decode()
    desk = client.get("/desk/").content.decode()
    assert reverse("portal:desk_dataset", args=["water"]) in desk
    client.post("/desk/datasets/water/restore/")
    assert client.get("/datasets/water/").status_code == 200


def test_a_get_changes_nothing(client, water, person):
    person("manager")
    for verb in ("withdraw", "restore"):
        assert client.get(f"/desk/datasets/water/{verb}/").status_code == 405


def test_what_waits_is_listed(client, publish, person, monkeypatch):
    publish(slug="water", frequency="daily")
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(waiting, "clock", SimpleNamespace(now=lambda: later))
    person("editor")
    html = client.get("/desk/").content.decode()
    assert "/desk/publish/?dataset=water" in html
    assert catalog.frequency_label("daily") in html


def test_an_administrator_sees_all_agencies(client, publish, person, other_agency):
    publish(slug="water")
    publish(slug="trees", organization=other_agency.slug)
    person("", admin=True)
    html = client.get("/desk/").content.decode()
    assert "/desk/datasets/water/" in html
    assert "/desk/datasets/trees/" in html
    html = client.get("/desk/?agency=next-city").content.decode()
    assert "/desk/datasets/water/" not in html


def test_an_upload_that_breaks_off_leaves_nothing(rf, settings):
    handler = uploads.ToDisk(rf.get("/"))
    handler.new_file("file", "a.csv", "text/csv", None, None, None)
    handler.receive_data_chunk(b"a,b\n", 0)
    handler.upload_interrupted()
    assert list((settings.IDEA_HOME / "work" / "uploads").iterdir()) == []


def test_my_page_says_what_i_did_in_words(client, publish, person):
    who = person("manager")
    publish(slug="water")
    actor = Actor("person", str(who.pk), str(who))
    catalog.edit(actor=actor, slug="water", draft=Draft(description="各處飲水機"), why="補說明")
    identity.create_token(actor=actor, email=who.email, label="nightly", scopes=["read"], days=30)
    text = client.get("/my/").content.decode()
    assert "修改資料集說明" in text
    assert '<a href="/desk/datasets/water/">飲水機</a>' in text
    assert "理由：補說明" in text
    assert str(who.pk) not in text
    assert "person:" not in text
