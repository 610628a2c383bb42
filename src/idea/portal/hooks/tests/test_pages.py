"""The pages of web hooks: the secret once, one's own alone, and what the receiver answered."""

import json
import re

import pytest
from django.apps import apps

from idea.engines.catalog.hooks import actions, api, signing
from idea.kernel.http.probe import Probed

pytestmark = pytest.mark.django_db
URL = "https://receiver.example/take"


def stored(name):
    """Return the rows of a model that the catalog keeps to itself."""
    return apps.get_model("catalog", name).objects


def added(client, **said):
    answer = client.post("/desk/hooks/", {"url": URL, **said})
    assert answer.status_code == 302
    return answer["Location"]


def test_nobody_sees_them_without_signing_in(client):
    for path in ("/desk/hooks/", "/desk/hooks/00000000-0000-0000-0000-000000000001/"):
        assert "/login/" in client.get(path)["Location"]


def test_the_secret_is_shown_once_and_is_the_one_that_signs(client, person):
    person(role="")  # as by the API: no role is needed to be told
    page = added(client)
    hook = stored("Hook").get()
    first = client.get(page)
    assert signing.secret(hook.id) in first.content.decode()
    assert "no-store" in first["Cache-Control"]
    assert "whsec_" not in client.get(page).content.decode()
    assert "whsec_" not in client.get("/desk/hooks/").content.decode()


def test_only_of_what_is_there(client, person, publish, agency):
    publish(slug="water")
    person()
    for bad in ({"url": "ftp://x"}, {"dataset": "nothing"}, {"organization": "nobody"}):
        refused = client.post("/desk/hooks/", {"url": URL, **bad})
        assert refused.status_code == 422
        assert 'role="alert"' in refused.content.decode()
    assert not stored("Hook").exists()
    page = client.get(added(client, dataset="water")).content.decode()
    assert 'href="/datasets/water/"' in page


def test_paused_it_is_told_nothing_and_on_again_it_is(client, person, publish):
    person()
    page = added(client)
    client.post(f"{page}pause/")
    publish(slug="water")
    _tell_events()
    assert not stored("HookMessage").exists()
    assert "您已暫停" in client.get(page).content.decode()
    client.post(f"{page}on/")
    publish("別的", slug="other")
    _tell_events()
    assert stored("HookMessage").count() == 1


def test_a_test_is_sent_signed_and_its_answer_shown(client, person, monkeypatch):
    person()
    page = added(client)
    sent = []

    def post(url, body, headers):
        sent.append((url, json.loads(body), headers))
        return Probed(status=503, problem="")

    monkeypatch.setattr(actions, "post", post)
    client.post(f"{page}test/")
    api.tell_due()
    ((url, body, headers),) = sent
    assert (url, body["type"]) == (URL, "catalog.hook-test")
    assert headers["webhook-id"] == body["id"]
    shown = client.get(page).content.decode()
    assert "HTTP 503" in shown
    monkeypatch.setattr(actions, "post", lambda *_given: Probed(0, "http-not-reached"))
    client.post(f"{page}test/")
    api.tell_due()
    assert "無法連線" in client.get(page).content.decode()
    assert "catalog.hook-test" in shown


def test_tests_are_few_and_none_while_it_is_off(client, person):
    person()
    page = added(client)
    for _again in range(actions.TESTS + 3):
        client.post(f"{page}test/")
    assert stored("HookMessage").count() == actions.TESTS
    client.post(f"{page}pause/")
    client.post(f"{page}test/")
    assert stored("HookMessage").count() == actions.TESTS


def test_somebody_elses_is_not_there(client, person):
    person()
    page = added(client)
    person("manager")
    assert client.get(page).status_code == 404
    for deed in ("pause", "on", "test", "remove"):
        assert client.post(f"{page}{deed}/").status_code == 404
    assert client.get(f"{page}pause/").status_code == 405
    assert client.post(f"{page}explode/").status_code == 404
    assert stored("Hook").get().off_why == ""
    assert URL not in client.get("/desk/hooks/").content.decode()


def test_removed_it_is_gone_and_a_script_in_its_address_is_text(client, person):
    person()
    page = added(client, url="https://x.example/<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(page).content.decode()
    assert re.search("&lt;script&gt;", client.get("/desk/hooks/").content.decode())
    client.post(f"{page}remove/")
    assert client.get(page).status_code == 404


def _tell_events():
    from idea.kernel.events import api as events

    events.deliver()
