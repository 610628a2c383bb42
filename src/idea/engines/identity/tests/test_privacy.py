"""Every engine's part is in the export, and an erasure happens wholly or not at all."""

import pytest

from idea.engines.identity import plugin
from idea.engines.identity.actions.people import set_administrator
from idea.engines.identity.actions.privacy import erase_person, export_person
from idea.engines.identity.errors import LastAdministrator
from idea.engines.identity.plugin import Exporter
from idea.engines.identity.tests.factories import TESTER, administrator, person, token
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine():
    """Register an engine that keeps notes on people; `broken` makes its erasing fail."""

    class Notes(dict):
        broken = False

        def erase(self, person_id):
            if self.broken:
                raise RuntimeError("this engine cannot erase today")
            return {"notes": len(self.pop(person_id, []))}

    notes = Notes()
    plugin.exporters.register(
        "notes", Exporter("Notes", lambda key: {"notes": notes.get(key, [])}, notes.erase)
    )
    yield notes
    plugin.exporters.unregister("notes")


def test_an_export_has_a_part_for_each_engine(engine):
    who = person()
    engine[who.id] = ["likes parks"]
    holds = export_person(who.id)["holds"]
    assert holds["notes"] == {"title": "Notes", "notes": ["likes parks"]}
    assert holds["identity"]["account"]["email"] == who.email


def test_erasing_reaches_every_engine_and_counts_what_went(engine):
    who = person()
    engine[who.id] = ["one", "two"]
    erase_person(actor=TESTER, person_id=who.id, why="asked by letter")
    assert not engine
    entry = audit.history(f"person:{who.id}", 1)[0]
    assert (entry.actor, entry.why) == (TESTER, "asked by letter")
    assert entry.data["notes"] == {"notes": 2}


def test_when_one_engine_fails_nothing_is_erased(engine):
    engine.broken = True
    who = person()
    token(who)
    with pytest.raises(RuntimeError):
        erase_person(actor=TESTER, person_id=who.id)
    who.refresh_from_db()
    assert who.is_active
    assert who.tokens.count() == 1


def test_what_a_token_did_loses_its_person_too():
    who = person("zhang@example.org")
    info, _secret = token(who)
    from django.db import transaction

    with transaction.atomic():
        audit.record(
            actor=Actor("token", str(info.id), "zhang@example.org · nightly"),
            action="catalog.published",
            target="dataset:x",
        )
    erase_person(actor=Actor("person", str(who.id), str(who)), person_id=who.id)
    assert "zhang" not in repr(audit.latest(50))
    assert audit.verify().ok


def test_the_last_administrator_stays_and_the_last_but_one_may_go():
    first, second = administrator(), administrator()
    set_administrator(actor=TESTER, person=first, administrator=False, active=True)
    for change in (
        {"administrator": False, "active": True},
        {"administrator": True, "active": False},
    ):
        with pytest.raises(LastAdministrator):
            set_administrator(actor=TESTER, person=second, **change)
    with pytest.raises(LastAdministrator):
        erase_person(actor=TESTER, person_id=second.id)
    entry = audit.history(f"person:{first.id}", 1)[0]
    assert entry.data == {"administrator": [True, False]}
