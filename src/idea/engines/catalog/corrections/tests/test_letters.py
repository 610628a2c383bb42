"""Letters to whoever posted a correction: once a turn, row by row, in their language."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from idea.engines.catalog import api as catalog
from idea.engines.catalog.corrections import api, letters
from idea.engines.catalog.types import Declared, Draft
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident(someone):
    return someone("resident")


@pytest.fixture
def editor(someone, agency):
    return someone("editor", "editor", agency)


@pytest.fixture
def posted(stops, resident, tmp_path):
    path = tmp_path / "corrected.csv"
    _version, whole = catalog.whole(
        actor=Actor.system("t"), slug=stops.slug, format=catalog.formats(stops.current)[0]
    )
    text = whole.read_text(encoding="utf-8-sig")
    path.write_text(text.replace(",900,", ",950,").replace(",300,", ",301,"), encoding="utf-8")
    return api.correct_file(
        actor=resident,
        person_id=resident.id,
        slug=stops.slug,
        path=path,
        filename="corrected.csv",
        why="數過",
    )


def work():
    events.deliver()
    jobs.run_pending()


def test_nothing_is_sent_while_something_waits(posted, editor):
    api.decide(actor=editor, number=posted.number, accept=True, positions=[1])
    work()
    assert mail.outbox == []


def test_each_row_is_told_with_the_reason_and_the_page(posted, editor):
    api.decide(actor=editor, number=posted.number, accept=True, positions=[1])
    api.decide(actor=editor, number=posted.number, accept=False, reason="與現場不符", positions=[2])
    work()
    work()
    (letter,) = mail.outbox
    assert letter.to == ["resident@example.org"]
    assert "「900」→「950」" in letter.body
    assert "機關已採納" in letter.body
    assert "機關不採納（與現場不符）" in letter.body
    assert f"/corrections/{posted.number}/" in letter.body
    api.apply(actor=editor, number=posted.number)
    work()
    assert len(mail.outbox) == 2
    assert "第 2 版" in mail.outbox[1].body


def test_a_rejection_is_told_in_the_readers_language(posted, editor):
    get_user_model().objects.filter(email="resident@example.org").update(language="en")
    api.decide(actor=editor, number=posted.number, accept=False, reason="No evidence.")
    work()
    (letter,) = mail.outbox
    assert "Nothing of it was accepted." in letter.body
    assert "not accepted by the agency (No evidence.)" in letter.body


def test_who_left_gets_none_and_a_closed_column_is_in_none(posted, editor, stops):
    catalog.edit(
        actor=Actor.system("t"),
        slug=stops.slug,
        draft=Draft(declared=(Declared(name="人數", personal=True),)),
    )
    api.decide(actor=editor, number=posted.number, accept=True)
    work()
    assert "950" not in mail.outbox[0].body
    get_user_model().objects.filter(email="resident@example.org").update(is_active=False)
    assert letters.send(posted.number) is False
