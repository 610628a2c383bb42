"""Promises of the pages of requests: asked in two steps, answered in one, nothing run that is said."""

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from idea.engines.catalog.requests import api as requests
from idea.engines.catalog.requests import deadlines
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs
from idea.portal.tests.conftest import SYSTEM

pytestmark = pytest.mark.django_db
ASKED = {
    "title": "飲水機水質",
    "what": "每台飲水機的檢驗結果",
    "use": "",
    "organization": "測試市政府",
    "name": "<script>alert(1)</script>",
}


def text(answer):
    return answer.content.decode()


def ask(client):
    return client.post(reverse("portal:request_new"), {**ASKED, "confirm": "1"}, follow=True)


def test_asking_shows_what_is_alike_before_it_is_posted(client, person, publish):
    person(role=None)
    slug = publish().slug
    shown = client.post(reverse("portal:request_new"), ASKED)
    assert "飲水機" in text(shown)
    assert reverse("portal:dataset", args=[slug]) in text(shown)
    assert requests.open_count() == 0
    posted = ask(client)
    assert posted.redirect_chain[0][0] == reverse("portal:request", args=[1])
    assert "第 1 號" in text(posted)
    assert "<script>alert" not in text(posted)
    assert "&lt;script&gt;alert" in text(posted)


def test_strangers_read_and_are_asked_to_sign_in(client, agency):
    requests.post(
        actor=Actor.system("t"), person_id="x", title="甲", what="乙", organization=agency.slug
    )
    assert "登入後附議" in text(client.get("/requests/1/"))
    for address in ("/requests/new/", "/showcases/new/"):
        assert "/accounts/login/" in client.get(address).url
    for address in ("/requests/1/support/", "/requests/1/hide/", "/desk/requests/1/"):
        assert client.post(address).status_code in {302, 401}
    assert client.post("/requests/1/", {"text": "hi"}).status_code in {302, 401, 422}
    assert requests.history(1)[-1].kind == "post"


def test_support_comment_and_take_back(client, person, agency):
    requests.post(
        actor=Actor.system("t"), person_id="x", title="甲", what="乙", organization=agency.slug
    )
    who = person(role=None)
    client.post("/requests/1/support/", {"notify": "on"})
    assert requests.supports(str(who.id), 1) is True
    client.post("/requests/1/", {"text": "我也要", "name": ""})
    assert requests.history(1)[-1].text == "我也要"
    client.post("/requests/1/support/", {"withdraw": "1"})
    assert requests.request(1).supporters == 1
    assert "甲" not in text(client.get("/my/"))


def test_the_desk_answers_and_others_may_not(client, person, agency, publish):
    slug = publish().slug
    requests.post(
        actor=Actor.system("t"), person_id="x", title="甲", what="乙", organization=agency.slug
    )
    person(role=None)
    assert client.get("/desk/requests/1/").status_code == 403
    person("editor")
    assert "甲" in text(client.get("/desk/requests/"))
    refused = client.post("/desk/requests/1/", {"move": "refuse", "text": ""})
    assert refused.status_code == 422
    address = f"http://testserver{reverse('portal:dataset', args=[slug])}"
    client.post("/desk/requests/1/", {"move": "publish", "dataset": address, "text": "在這裡"})
    assert requests.request(1).dataset.slug == slug
    page = text(client.get(reverse("portal:dataset", args=[slug])))
    assert "因民眾請求而開放" in page


def test_letters_stop_by_a_button_not_by_looking(client, agency, person):
    who = str(person(role=None).id)
    requests.post(actor=SYSTEM, person_id=who, title="甲", what="乙", notify=True)
    requests.move(actor=SYSTEM, number=1, name="refuse", text="無此資料")
    while events.deliver():
        pass
    jobs.run_pending()
    stop = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    address = stop.removeprefix(settings.IDEA_SITE_URL)
    client.logout()
    client.get(address)
    assert requests.supports(who, 1) is True
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert requests.supports(who, 1) is False
    assert client.get(reverse("portal:request_silence", args=["nonsense"])).status_code == 404


def test_lists_in_every_form_and_language(client, agency):
    for title in ("甲", "=cmd()"):
        requests.post(
            actor=Actor.system("t"), person_id="x", title=title, what="乙", organization=agency.slug
        )
    assert "甲" in text(client.get("/requests/?state=open"))
    assert "'=cmd()" in text(client.get("/requests/list.csv"))
    assert "甲" in text(client.get("/feeds/requests.atom"))
    assert client.get("/api/v1/requests?state=open").json()["total"] == 2
    for address in ("/en/requests/", "/en/requests/1/", "/requests/overdue/", "/showcases/"):
        assert client.get(address).status_code == 200
    assert client.get("/requests/99/").status_code == 404
    assert client.get("/requests/?page=99999999999999999999&state='&sort=x").status_code == 200


def test_showcases_wait_then_are_on_the_data_sets_page(client, person, publish, agency):
    slug = publish().slug
    person(role=None)
    said = {
        "title": "找水喝",
        "kind": "app",
        "url": "https://example.org/",
        "text": "找最近的飲水機",
        "datasets": slug,
        "maker": "",
    }
    client.post("/showcases/new/", said)
    assert "找水喝" not in text(client.get("/showcases/"))
    person("manager")
    assert "找水喝" in text(client.get("/desk/requests/"))
    key = requests.showcases_waiting([agency.id])[0].id
    client.post(f"/desk/showcases/{key}/", {"admit": "1"})
    assert "找水喝" in text(client.get(reverse("portal:dataset", args=[slug])))
    assert client.get(f"/showcases/{key}/picture.jpg").status_code == 404
    assert client.get("/api/v1/showcases").json()["items"][0]["datasets"] == [slug]


def test_the_api_asks_for_scopes(client, person, agency):
    who = person("editor")
    client.logout()
    said = {"title": "甲", "what": "乙", "organization": agency.slug}
    assert client.post("/api/v1/requests", said, "application/json").status_code == 401
    heads = {}
    for scope in ("participate", "publish"):
        _token, secret = identity.create_token(
            actor=SYSTEM, email=who.email, label=scope, scopes=[scope], days=None
        )
        heads[scope] = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    post = client.post("/api/v1/requests", said, "application/json", **heads["participate"])
    assert (post.status_code, post.json()["number"]) == (201, 1)
    move = {"move": "refuse", "text": "無此資料"}
    address = "/api/v1/requests/1/moves"
    refused = client.post(address, move, "application/json", **heads["participate"])
    assert refused.status_code == 403
    done = client.post(address, move, "application/json", **heads["publish"])
    assert done.json()["state"] == "refused"


@pytest.fixture
def asked(agency):
    return requests.post(
        actor=SYSTEM, person_id="x", title="甲", what="乙", organization=agency.slug
    )


@pytest.mark.parametrize("entry", ["x", "0", "' OR 1=1", "\x00", "９" * 40])
def test_to_hide_what_no_id_names_is_refused_not_broken(client, person, asked, entry):
    person("manager")
    answer = client.post(f"/requests/{asked.number}/hide/", {"entry": entry, "why": "廣告"})
    assert answer.status_code == 404


def test_days_that_leave_no_holiday_out_say_so(client, asked, monkeypatch):
    words = "未扣除國定假日"
    assert words not in client.get(f"/requests/{asked.number}/").content.decode()
    monkeypatch.setattr(deadlines, "conf", type("C", (), {"requests_working_days": True}))
    assert words in client.get(f"/requests/{asked.number}/").content.decode()
