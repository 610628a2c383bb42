"""Administrators see what was given up and what goes on, and can try again or stop it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from idea.engines.catalog import api as catalog
from idea.kernel.audit import api as audit
from idea.kernel.events import api as events
from idea.kernel.events import models
from idea.kernel.jobs import api as jobs
from idea.portal.tests.html import Page
from idea.portal.tests.test_desk import form, table

PAGE = "/desk/operations/"


@pytest.fixture
def parked(db):
    event = models.OutboxEvent.objects.create(name="tests.happened", payload="{}")
    return models.Delivery.objects.create(
        event=event,
        subscriber="tests.listener",
        attempts=8,
        parked_at=timezone.now(),
        error="ValueError: <b>broken</b>",
    )


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_is_sound_and_names_the_reason(client, person, parked, prefix):
    person("editor", admin=True)
    response = client.get(prefix + PAGE)
    page = Page(response.content.decode())
    assert response.status_code == 200
    assert (page.faults, page.unlabeled()) == ([], [])
    for words in ("tests.happened", "tests.listener", "ValueError: &lt;b&gt;broken"):
        assert words in response.content.decode()


def test_an_event_is_tried_again_and_the_log_says_who(client, person, parked):
    who = person("editor", admin=True)
    client.post(reverse("portal:operations_retry"), {"delivery": parked.pk})
    assert events.parked() == []
    assert audit.by_actor(str(who.pk), 5)[0].action == "events.retried"
    client.post(reverse("portal:operations_retry"), {"delivery": parked.pk})
    client.post(reverse("portal:operations_retry"), {"delivery": "9" * 40})
    client.post(reverse("portal:operations_retry"), {"delivery": "x"})
    assert len(audit.by_actor(str(who.pk), 5)) == 1, "what was not parked is not told"


def test_all_are_tried_again(client, person, parked):
    person("editor", admin=True)
    client.post(reverse("portal:operations_retry"))
    assert events.parked() == []


@pytest.mark.parametrize("role", ["manager", ""])
def test_others_may_not_look_or_touch(client, person, parked, role):
    person(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("portal:operations_retry")).status_code == 403
    assert len(events.parked()) == 1


def test_strangers_are_sent_to_sign_in(client, db):
    assert client.get(PAGE, headers={"accept": "text/html"}).status_code in {302, 401}


def test_who_started_work_may_stop_it_and_others_may_not(client, person, agency):
    owner = person("editor")
    client.post("/desk/publish/", form(file=table(), title="飲水機"))
    (job,) = jobs.latest(str(owner.pk))
    address = reverse("portal:desk_job_cancel", args=[job.id])
    person("manager")
    assert client.post(address).status_code == 404
    assert not jobs.get(job.id).finished
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert "取消這項工作" in client.get(reverse("portal:desk_job", args=[job.id])).content.decode()
    client.post(address)
    assert jobs.get(job.id).canceled
    jobs.run_pending()
    assert catalog.count() == 0
    text = client.get(reverse("portal:desk_job", args=[job.id])).content.decode()
    assert "工作已取消" in text
    assert "取消這項工作" not in text
    assert "已取消" in client.get("/my/").content.decode()
