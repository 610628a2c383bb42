"""Promises of requests: one voice a person, no move outside the table, answers told to who asked."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail

from idea.engines.catalog import models
from idea.engines.catalog.requests import api, deadlines, workflow
from idea.engines.catalog.requests.answering import close_awaited
from idea.engines.catalog.requests.errors import BadRequest, NotNow
from idea.engines.catalog.requests.privacy import erase, export
from idea.engines.catalog.requests.types import Filter, Side, State
from idea.engines.catalog.tests.factories import publish
from idea.kernel.errors import Forbidden, NotFound, TooMany
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs
from idea.kernel.search import api as search

pytestmark = pytest.mark.django_db
TOMORROW = deadlines.today() + timedelta(days=1)


@pytest.fixture
def resident(someone):
    return someone("resident")


@pytest.fixture
def editor(someone, agency):
    return someone("editor", "editor", agency)


@pytest.fixture
def stops(agency, tmp_path):
    return publish(tmp_path, organization=agency.slug).dataset


def ask(who, title="公車到站紀錄", **said):
    return api.post(
        actor=who,
        person_id=who.id,
        title=title,
        what="每一班車何時到站",
        **{"organization": "test-city", "notify": True, **said},
    )


def deliver():
    while events.deliver():
        pass
    jobs.run_pending()


def test_a_request_has_a_number_a_deadline_and_its_first_voice(agency, resident):
    first, second = ask(resident, name="王小明"), ask(resident, "公園樹木")
    assert (first.number, second.number) == (1, 2)
    assert (first.state, first.supporters, first.author_name) == (State.RECEIVED, 1, "王小明")
    assert first.due == deadlines.today() + timedelta(days=30)
    assert api.requests(Filter(text="公車")).total == 1
    assert search.search("公車", kinds=("request",)).total == 1
    with pytest.raises(BadRequest):
        ask(resident)  # the same again


def test_working_days_leave_weekends_out(monkeypatch):
    conf = type("C", (), {"requests_answer_days": 5, "requests_working_days": True})
    monkeypatch.setattr(deadlines, "conf", conf)
    assert deadlines.due_from(date(2026, 11, 20)) == date(2026, 11, 27)  # Friday to Friday


def test_a_person_has_one_voice(agency, resident, someone):
    number = ask(resident).number
    friend = someone("friend")
    for _again in range(2):
        api.support(actor=friend, person_id=friend.id, number=number, notify=True)
    assert api.request(number).supporters == 2
    assert api.supports(friend.id, number) is True
    for _again in range(2):
        api.unsupport(actor=friend, person_id=friend.id, number=number)
    assert api.request(number).supporters == 1


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", list(workflow.MOVES))
@pytest.mark.usefixtures("stops")
def test_only_the_tables_moves_can_be_made(resident, editor, state, name):
    ask(resident)
    ask(resident, "另一件")
    models.DataRequest.objects.filter(number=1).update(state=state)
    given = {
        "text": "理由",
        "organization": "test-city",
        "planned": TOMORROW,
        "dataset": "stops",
        "merged_into": 2,
    }

    def make():
        return api.move(actor=editor, number=1, name=name, **given)

    if state in workflow.MOVES[name].before:
        assert make().state is workflow.MOVES[name].after
        assert api.history(1)[-1].kind == name
    else:
        with pytest.raises(NotNow):
            make()
        assert api.request(1).state is state


@pytest.mark.parametrize("name", ["assign", "plan", "publish", "refuse", "merge"])
def test_a_move_says_what_it_needs(agency, resident, editor, name):
    ask(resident)
    with pytest.raises(BadRequest) as refused:
        api.move(actor=editor, number=1, name=name)
    assert [issue.column for issue in refused.value.issues] == list(workflow.MOVES[name].needs)


def test_only_the_agency_answers(agency, other, resident, someone):
    ask(resident)
    stranger = someone("stranger", "editor", other)
    for who in (resident, stranger):
        with pytest.raises(Forbidden):
            api.move(actor=who, number=1, name="accept")
    ask(resident, "不知道哪個機關", organization="")
    taken = api.move(actor=stranger, number=2, name="accept")
    assert taken.organization_slug == "next-city"


def test_supporters_who_asked_get_one_letter_and_can_stop_them(agency, resident, editor, someone):
    silent = someone("silent")
    ask(resident)
    api.support(actor=silent, person_id=silent.id, number=1)
    api.move(actor=editor, number=1, name="plan", planned=TOMORROW, text="下週上架")
    deliver()
    deliver()
    assert [letter.to for letter in mail.outbox] == [["resident@example.org"]]
    letter = mail.outbox[0]
    assert "下週上架" in letter.body
    token = letter.extra_headers["List-Unsubscribe"].rstrip("/>").rpartition("/")[2]
    assert api.told_of(token).number == 1
    api.silence(token)
    api.move(actor=editor, number=1, name="refuse", text="涉及個資", law="個人資料保護法第 6 條")
    deliver()
    assert len(mail.outbox) == 1
    with pytest.raises(NotFound):
        api.silence(token + "x")
    assert (api.request(1).reason, api.request(1).law) == ("涉及個資", "個人資料保護法第 6 條")


def test_publishing_the_awaited_data_set_answers_the_request(agency, resident, editor, tmp_path):
    ask(resident)
    api.move(actor=editor, number=1, name="plan", planned=TOMORROW, dataset="stops")
    publish(tmp_path, organization=agency.slug)
    deliver()
    answered = api.request(1)
    assert (answered.state, answered.dataset.slug) == (State.PUBLISHED, "stops")
    assert api.history(1)[-1].side is Side.SYSTEM
    assert [found.number for found in api.answered_by("stops")] == [1]
    assert close_awaited("stops") == []
    assert len(mail.outbox) == 2


def test_merging_carries_the_voices_over_once(agency, resident, editor, someone):
    friend = someone("friend")
    ask(resident)
    ask(friend, "公車到站時間")
    api.support(actor=friend, person_id=friend.id, number=1)
    api.support(actor=resident, person_id=resident.id, number=2)
    third = someone("third")
    api.support(actor=third, person_id=third.id, number=1)
    api.move(actor=editor, number=1, name="merge", merged_into=2)
    assert api.request(2).supporters == 3
    assert api.request(1).merged_into == 2
    with pytest.raises(BadRequest):
        api.move(actor=editor, number=2, name="merge", merged_into=2)


def test_late_answers_are_public_by_agency(agency, other, resident, editor):
    ask(resident)
    ask(resident, "另一件", organization="next-city")
    ask(resident, "準時的")
    models.DataRequest.objects.filter(number__lte=2).update(due=date(2026, 1, 2))
    assert [(late.slug, late.count) for late in api.lateness()] == [
        ("next-city", 1),
        ("test-city", 1),
    ]
    assert api.requests(Filter(state="overdue")).total == 2
    api.move(actor=editor, number=1, name="refuse", text="無此資料")
    assert api.requests(Filter(state="overdue")).states["overdue"] == 1


def test_both_sides_comment_and_abuse_is_hidden_with_a_reason(agency, resident, editor, someone):
    manager = someone("manager", "manager", agency)
    ask(resident)
    said = api.comment(actor=resident, person_id=resident.id, number=1, text="何時有？")
    api.comment(actor=editor, person_id=editor.id, number=1, text="下月。", as_agency=True)
    with pytest.raises(Forbidden):
        api.comment(actor=resident, person_id=resident.id, number=1, text="我", as_agency=True)
    with pytest.raises(Forbidden):
        api.hide(actor=editor, number=1, why="不雅", entry=said.id)
    api.hide(actor=manager, number=1, why="不雅", entry=said.id)
    hidden = next(line for line in api.history(1) if line.id == said.id)
    assert (hidden.text, hidden.hidden_why, hidden.hidden_by) == ("", "不雅", "測試市政府")
    api.hide(actor=manager, number=1, why="廣告")
    assert api.requests(Filter()).total == 0
    assert search.search("到站").total == 0
    with pytest.raises(NotNow):
        api.support(actor=editor, person_id=editor.id, number=1)


def test_nobody_floods_the_list(agency, resident):
    for number in range(5):
        ask(resident, f"第{number}件")
    with pytest.raises(TooMany):
        ask(resident, "第六件")


def test_personal_data_leaves_on_request(agency, resident, editor):
    ask(resident, name="王小明", use="我的論文")
    api.comment(actor=resident, person_id=resident.id, number=1, text="拜託", name="王小明")
    assert "我的論文" in json.dumps(export(resident.id), default=str, ensure_ascii=False)
    erase(resident.id)
    left = api.request(1)
    assert (left.author_name, left.use, left.supporters) == ("", "", 0)
    assert "王小明" not in str(api.history(1))
    assert not any(export(resident.id).values())
