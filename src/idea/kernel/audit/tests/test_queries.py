"""Whatever is changed, cut out, added or erased in silence is found, with its place named."""

import pytest
from django.db import transaction

from idea.kernel.audit import api, queries

LIN = api.Actor("person", "p-1", "Lin")


@pytest.fixture
def chain(db):
    """Ten entries; returns the seq of the first."""
    with transaction.atomic():
        heads = [
            api.record(
                actor=LIN, action="a.b", target=f"thing:{n % 2}", why=f"why {n}", data={"n": n}
            )
            for n in range(10)
        ]
    return heads[0].seq


def test_a_whole_chain_verifies_however_long_it_is(chain, monkeypatch):
    monkeypatch.setattr(queries, "_CHUNK", 3)
    found = api.verify()
    assert found.ok
    assert found.entries == chain + 9
    assert found.head == api.head()
    assert found.first_bad is None


def test_an_empty_log_is_whole(db, tamper):
    tamper("DELETE FROM audit_personal")
    tamper("DELETE FROM audit_entry")
    assert api.verify() == api.Verification(0, True, None, api.Head(0, "0" * 64))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "2020-01-01 00:00:00"),
        ("actor_kind", "token"),
        ("actor_digest", "f" * 64),
        ("action", "c.d"),
        ("target", "thing:9"),
        ("data", '{"n":99}'),
        ("detail_digest", "f" * 64),
        ("previous", "f" * 64),
        ("hash", "f" * 64),
    ],
)
def test_a_changed_field_is_found(chain, tamper, field, value):
    sql = f"UPDATE audit_entry SET {field} = %s WHERE seq = %s"  # noqa: S608  names from above
    tamper(sql, value, chain + 4)
    found = api.verify()
    assert not found.ok
    # A changed hash of the last kind could also show at the next entry; it must show here.
    assert found.first_bad == chain + 4
    assert found.entries == chain + 3
    assert found.reason


def test_a_removed_entry_is_found(chain, tamper):
    tamper("DELETE FROM audit_entry WHERE seq = %s", chain + 4)
    found = api.verify()
    assert not found.ok
    assert found.first_bad == chain + 5
    assert str(chain + 4) in found.reason


def test_a_cut_off_end_is_found_with_a_noted_head(chain, tamper):
    noted = api.head()
    assert api.verify(expect=noted).ok
    tamper("DELETE FROM audit_entry WHERE seq > %s", chain + 5)
    tamper("DELETE FROM audit_personal WHERE seq > %s", chain + 5)
    assert api.verify().ok  # the chain alone cannot tell
    found = api.verify(expect=noted)
    assert not found.ok
    assert found.first_bad == chain + 6


def test_a_rewritten_history_is_found_with_a_noted_head(chain):
    other = api.Head(chain + 2, "f" * 64)
    assert api.verify(expect=other).first_bad == chain + 2


@pytest.mark.parametrize("part", ["actor", "detail"])
def test_a_changed_personal_part_is_found(chain, tamper, part):
    value = '{"id":"p-2","label":"Chen"}'
    tamper(
        "UPDATE audit_personal SET value = %s WHERE seq = %s AND part = %s", value, chain + 3, part
    )
    found = api.verify()
    assert (found.ok, found.first_bad) == (False, chain + 3)


def test_an_actor_hidden_from_search_is_found(chain, tamper):
    tamper("UPDATE audit_personal SET actor_id = 'x' WHERE seq = %s AND part = 'actor'", chain + 3)
    assert api.verify().first_bad == chain + 3


def test_an_erasure_in_silence_is_found(chain, tamper):
    tamper("DELETE FROM audit_personal WHERE seq = %s", chain + 3)
    found = api.verify()
    assert (found.ok, found.first_bad) == (False, chain + 3)
    assert "erasure" in found.reason


def test_history_and_latest_page_backwards(chain):
    assert [entry.data["n"] for entry in api.history("thing:1")] == [9, 7, 5, 3, 1]
    first = api.latest(3)
    assert [entry.data["n"] for entry in first] == [9, 8, 7]
    assert [entry.data["n"] for entry in api.latest(2, before=first[-1].seq)] == [6, 5]
    assert first[0].actor == LIN
    assert first[0].why == "why 9"
    assert not first[0].erased


def test_by_actor_finds_what_one_did(chain):
    assert len(api.by_actor("p-1", limit=100)) >= 10
    assert api.by_actor("p-7") == []
