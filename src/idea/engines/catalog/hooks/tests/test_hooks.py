"""Promises of web hooks: told once, signed, in private, patiently, and never led inside."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from idea.engines.catalog import models
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.hooks import actions, api
from idea.engines.catalog.tests.factories import ACTOR, FOOD, publish
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.conf import kernel_settings
from idea.kernel.errors import NotFound
from idea.kernel.events import api as events

pytestmark = pytest.mark.django_db(transaction=True)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def receiver(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.answer = [], 204
    Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port
    limits = kernel_settings().model_copy(update={"http_allow": (f"127.0.0.1:{port}",)})
    monkeypatch.setattr("idea.kernel.http.post.kernel_settings", lambda: limits)
    server.url = f"http://127.0.0.1:{port}/hook"
    yield server
    server.shutdown()
    server.server_close()


def add(url, **about):
    return api.add_hook(actor=ACTOR, owner_id="p1", url=url, **about)


def test_a_change_is_told_once_and_signed(receiver, tmp_path):
    hook = add(receiver.url)
    publish(tmp_path)
    events.deliver()
    assert api.tell_due() == 1
    assert api.tell_due() == 0
    [(headers, body)] = receiver.got
    said = json.loads(body)
    assert (said["specversion"], said["type"]) == ("1.0", "catalog.dataset-published")
    assert said["data"]["number"] == 1
    signed = f"{headers['Webhook-Id'] if 'Webhook-Id' in headers else headers['webhook-id']}"
    signed += f".{headers.get('webhook-timestamp') or headers['Webhook-Timestamp']}."
    key = base64.b64decode(api.secret(hook.id).removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed.encode() + body, hashlib.sha256).digest())
    assert (
        headers.get("webhook-signature") or headers["Webhook-Signature"]
    ) == f"v1,{wanted.decode()}"
    assert [message.told for message in api.messages("p1", hook.id)] == [True]


def test_hooks_of_one_data_set_or_agency_hear_of_no_other(receiver, tmp_path):
    identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    mine = publish(tmp_path, organization="jia").dataset
    identity.ensure_organization(actor=ACTOR, name="乙局", slug="yi")
    other = publish(tmp_path, "food.csv", FOOD, organization="yi").dataset
    events.deliver()
    add(receiver.url, dataset=mine.slug)
    add(receiver.url, organization="jia")
    from idea.engines.catalog import api as catalog
    from idea.engines.catalog.types import Draft

    catalog.edit(actor=ACTOR, slug=other.slug, draft=Draft(title="別的"))
    events.deliver()
    assert api.tell_due() == 0
    catalog.edit(actor=ACTOR, slug=mine.slug, draft=Draft(title="我的"))
    events.deliver()
    assert api.tell_due() == 2


def test_what_is_not_taken_is_tried_again_then_given_up_and_the_hook_rests(receiver, tmp_path):
    receiver.answer = 500
    hook = add(receiver.url)
    publish(tmp_path)
    events.deliver()
    for wait in (*actions.WAITS, None):
        assert api.tell_due() == 1
        message = models.HookMessage.objects.get()
        if wait is not None:
            assert message.due_at > clock.now() + wait - timedelta(minutes=1)
            models.HookMessage.objects.update(due_at=clock.now())
    assert models.HookMessage.objects.get().due_at is None
    models.Hook.objects.update(failures=actions.PATIENCE - 1)
    models.HookMessage.objects.update(due_at=clock.now())
    api.tell_due()
    [off] = api.hooks("p1")
    assert "500" in off.off_why
    assert api.switch_on(actor=ACTOR, owner_id="p1", hook_id=hook.id).off_why == ""


def test_no_message_is_led_inside(tmp_path):
    add("http://127.0.0.1:9/inside")
    publish(tmp_path)
    events.deliver()
    api.tell_due()
    assert models.HookMessage.objects.get().problem == "http-address-refused"
    with pytest.raises(BadDraft):
        add("file:///etc/passwd")


def test_a_hook_is_its_owners_alone(receiver, client, django_user_model):
    hook = add(receiver.url)
    with pytest.raises(NotFound):
        api.messages("p2", hook.id)
    assert client.get("/api/v1/hooks").status_code == 401
    person = django_user_model.objects.create_user("somebody@example.gov")
    _info, secret = identity.create_token(
        actor=ACTOR, email=person.email, label="t", scopes=("read", "publish"), days=1
    )
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert client.get("/api/v1/hooks", **bearer).json() == []
    made = client.post(
        "/api/v1/hooks", {"url": receiver.url}, content_type="application/json", **bearer
    )
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    gone = client.delete(f"/api/v1/hooks/{made.json()['id']}", **bearer)
    assert gone.status_code == 204
    assert client.delete(f"/api/v1/hooks/{hook.id}", **bearer).status_code == 404
