"""Entries are appended without holes, cannot be changed, and forget a person when told to."""

import pytest
from django.db import Error, connection, transaction

from idea.kernel.audit import api
from idea.kernel.audit.models import Entry, PersonalPart

LIN = api.Actor("person", "p-1", "林小明 <lin@example.gov>")
CHEN = api.Actor("person", "p-2", "陳大文")


def add(actor=LIN, target="dataset:air", **fields):
    with transaction.atomic():
        return api.record(actor=actor, action="catalog.publish", target=target, **fields)


def test_an_entry_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="transaction"):
        api.record(actor=LIN, action="a.b", target="c:d")


def test_entries_count_up_and_name_their_predecessor(db):
    start = api.head().seq
    heads = [add() for _ in range(3)]
    assert [head.seq for head in heads] == [start + 1, start + 2, start + 3]
    assert Entry.objects.get(seq=start + 2).previous == heads[0].hash
    assert api.head() == heads[-1]


def test_a_rolled_back_change_leaves_no_entry_and_no_hole(db):
    before = add()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert api.record(actor=LIN, action="a.b", target="c:d").seq / 0
    assert add().seq == before.seq + 1
    assert api.verify().ok


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET target = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_personal SET value = '{}'",
    ],
)
def test_the_database_itself_refuses_changes(db, sql):
    add(why="because")
    with (
        pytest.raises(Error, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_orm_is_refused_too(db):
    entry = Entry.objects.get(seq=add().seq)
    entry.action = "nothing.happened"
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Entry.objects.filter(seq=entry.seq).delete()


def test_an_entry_is_not_replaced_by_inserting_it_again(db):
    add()
    sql = {
        "sqlite": "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry",
        "postgresql": "INSERT INTO audit_entry SELECT * FROM audit_entry "
        "ON CONFLICT (seq) DO UPDATE SET target = 'x'",
    }[connection.vendor]
    with (
        pytest.raises(Error, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_truncate_does_not_get_by(db):
    add()
    with (
        pytest.raises(Error, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_entry")


def test_the_chain_holds_nothing_personal(db):
    head = add(why="Mrs Wang of 02-2345-6789 asked", personal={"email": "wang@example.gov"})
    row = str(Entry.objects.filter(seq=head.seq).values_list().get())
    for secret in ("p-1", "林小明", "lin@", "wang@", "2345"):
        assert secret not in row


def test_erasing_a_person_keeps_the_chain_whole(db):
    mine, other = add(why="mine", personal={"phone": "1"}), add(actor=CHEN, why="other")
    assert api.erase(actor=CHEN, actor_id="p-1", why="asked for it") >= 2
    found = api.verify()
    assert found.ok
    assert found.erased >= 2
    entry = next(e for e in api.history("dataset:air") if e.seq == mine.seq)
    assert (entry.actor.id, entry.actor.label, entry.why, entry.personal) == ("", "", "", {})
    assert entry.erased
    kept = next(e for e in api.history("dataset:air") if e.seq == other.seq)
    assert (kept.actor, kept.why, kept.erased) == (CHEN, "other", False)
    assert api.by_actor("p-1") == []
    assert not PersonalPart.objects.filter(value__contains="p-1").exists()


def test_erasing_what_was_done_to_a_person_keeps_who_did_it(db):
    add(actor=CHEN, target="person:p-1", why="moved", personal={"email": "lin@example.gov"})
    assert api.erase(actor=CHEN, target="person:p-1") == 1
    entry = api.history("person:p-1")[0]
    assert entry.actor == CHEN
    assert (entry.why, entry.personal) == ("", {})
    assert api.verify().ok


def test_who_erases_themselves_is_not_written_down_by_it(db):
    add()
    api.erase(actor=LIN, actor_id="p-1")
    assert api.latest(1)[0].actor == api.Actor.system("self-erasure")
    assert api.by_actor("p-1") == []


def test_erasing_again_finds_nothing_and_writes_nothing(db):
    add()
    api.erase(actor=CHEN, actor_id="p-1")
    head = api.head()
    assert api.erase(actor=CHEN, actor_id="p-1") == 0
    assert api.erase(actor=CHEN) == 0
    assert api.head() == head
