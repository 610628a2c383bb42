"""A harvest brings what a source has, and a second one changes nothing."""

import pytest
from django.core import mail

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.harvest import api
from idea.engines.catalog.harvest.errors import EmptyCatalog, HarvestedElsewhere, TooMuchLost
from idea.engines.catalog.harvest.tests.factories import ACTOR, lines, row, run, source, state
from idea.engines.catalog.harvest.types import RunState
from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.tests import factories as make
from idea.engines.catalog.types import Access, ChangeKind, Draft
from idea.kernel.audit import api as audit
from idea.kernel.events.models import OutboxEvent as StoredEvent
from idea.kernel.jobs import api as jobs
from idea.kernel.search import api as search

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal(agency):
    return source()


def test_every_record_becomes_a_data_set_that_is_listed_found_and_told_of(portal, tmp_path):
    made = run(portal, lines(tmp_path / "a.jsonl", row(1), row(2), row(3)))
    assert (made.state, made.counts.read, made.counts.new) == (RunState.APPLIED, 3, 3)
    found = catalog.dataset("資料集-1")
    assert (found.title, found.origin, found.organization) == ("資料集 1", portal, "環保局")
    assert found.license == "other", "a license nobody named is not guessed"
    assert [(link.format, link.url) for link in found.linked] == [
        ("csv", "https://portal.example/files/1.csv")
    ]
    assert search.search("資料集").total == 3
    assert {change.kind for change in catalog.changes()} == {ChangeKind.CREATED}
    assert [entry.action for entry in audit.latest(1)] == ["catalog.harvest"]
    assert StoredEvent.objects.filter(name="catalog.harvest-ran").count() == 1


@pytest.mark.parametrize("again", [False, True], ids=["known bytes", "read again"])
def test_a_second_run_changes_nothing(portal, tmp_path, again):
    file = lines(tmp_path / "a.jsonl", row(1, modified="2020-01-01"), row(2))
    run(portal, file)
    before = state()
    made = run(portal, file, again=again)
    assert made.counts.same == made.counts.datasets == 2
    assert (made.counts.new, made.counts.changed) == (0, 0)
    assert made.state is (RunState.APPLIED if again else RunState.UNCHANGED)
    assert state() == before


def test_only_what_changed_there_changes_here(portal, tmp_path):
    run(portal, lines(tmp_path / "a.jsonl", row(1), row(2), row(3), row(4)))
    before = state()
    made = run(portal, lines(tmp_path / "b.jsonl", row(4), row(1, title="新名稱"), row(2), row(3)))
    assert (made.counts.changed, made.counts.same) == (1, 3)
    found = catalog.dataset("資料集-1")
    assert found.title == "新名稱", "the short name stays: addresses must not break"
    after = state()
    assert after["links"] == before["links"], "links that are the same keep their keys"
    assert after["changes"] == before["changes"] + 1
    assert search.search("新名稱").total == 1


def test_no_source_opens_what_a_committee_closed(portal, agency, tmp_path):
    run(portal, lines(tmp_path / "a.jsonl", row(1), row(2)))
    item = make.decided(agency, make.closed(), "closed")
    inventory.link(actor=make.SYSTEM, item_id=item.id, dataset="資料集-1")
    assert catalog.dataset("資料集-1").access is Access.CLOSED
    run(portal, lines(tmp_path / "b.jsonl", row(1, title="新名稱"), row(2, title="別的")))
    found = catalog.dataset("資料集-1")
    assert (found.title, found.access) == ("新名稱", Access.CLOSED)
    assert "妨礙犯罪偵查" in found.access_why
    assert catalog.dataset("資料集-2").access is Access.OPEN


def test_what_the_source_removes_is_withdrawn_and_comes_back_with_it(portal, tmp_path):
    everything = lines(tmp_path / "a.jsonl", *(row(n) for n in range(1, 6)))
    run(portal, everything)
    gone = run(portal, lines(tmp_path / "b.jsonl", *(row(n) for n in range(1, 5))))
    assert (gone.counts.gone, gone.counts.datasets) == (1, 4)
    lost = catalog.dataset("資料集-5")
    assert lost.withdrawn_at is not None
    assert "Source portal" in lost.withdrawn_why
    assert search.search("資料集 5").total == 0 or catalog.count() == 4
    back = run(portal, everything)
    assert (back.counts.back, back.counts.datasets) == (1, 5)
    assert catalog.dataset("資料集-5").withdrawn_at is None
    assert catalog.count() == 5


def test_what_a_person_withdrew_stays_withdrawn(portal, tmp_path):
    run(portal, lines(tmp_path / "a.jsonl", row(1), row(2)))
    catalog.withdraw(actor=ACTOR, slug="資料集-1", why="個資")
    run(portal, lines(tmp_path / "b.jsonl", row(1, description="改過"), row(2)))
    found = catalog.dataset("資料集-1")
    assert (found.withdrawn_why, found.description) == ("個資", "改過")
    assert catalog.count() == 1


def test_a_source_that_loses_too_much_keeps_the_last_good_state(portal, tmp_path):
    run(portal, lines(tmp_path / "a.jsonl", *(row(n) for n in range(10))))
    before = state()
    small = lines(tmp_path / "b.jsonl", *(row(n) for n in range(6)))
    with pytest.raises(TooMuchLost):
        run(portal, small)
    assert state() == before
    assert api.source(portal).failing
    assert api.runs(portal)[0].state is RunState.REFUSED
    assert run(portal, small, accept_loss=True).counts.gone == 4
    assert not api.source(portal).failing


@pytest.mark.parametrize("text", ["", "[]", "<html><p>Sorry", '{"a": 1}', "{broken", "\0\0\0"])
def test_an_answer_that_is_no_catalog_keeps_the_last_good_state(portal, tmp_path, text):
    run(portal, lines(tmp_path / "a.jsonl", row(1)))
    before = state()
    with pytest.raises(Exception, match=r".") as caught:
        run(portal, lines(tmp_path / "b.jsonl", text))
    assert caught.value.code.startswith("harvest-")
    assert state() == before
    assert api.source(portal).failing


def test_the_owner_of_a_failing_source_gets_one_letter(agency, tmp_path):
    portal = source(email="owner@city.example")
    for _attempt in range(3):
        with pytest.raises(EmptyCatalog):
            run(portal, lines(tmp_path / "a.jsonl", row(1, title="")))
    jobs.run_pending()
    assert [letter.to for letter in mail.outbox] == [["owner@city.example"]]
    assert "Source portal" in mail.outbox[0].subject


def test_bad_records_are_named_and_never_stop_the_run(portal, tmp_path):
    made = run(
        portal,
        lines(
            tmp_path / "a.jsonl",
            row(1),
            row(1, description="again"),
            row(1, title="Another data set of this name"),
            row(2, title=""),
            row(3, identifier=""),
            '{"identifier": "cut of',
            "\n",
            "[1, 2]\n",
            row(4, license="Ask us", frequency="when the moon is full", modified="2999-01-01"),
            row(5, description="<script>alert(1)</script><p>安全 &amp; 可讀</p>"),
            row(6, description="長" * 200_000),
            row(7, url="javascript:alert(1)"),
        ),
    )
    counts = made.counts
    assert (counts.read, counts.datasets, counts.repeated, counts.rejected) == (11, 5, 1, 5)
    assert counts.read == counts.datasets + counts.repeated + counts.rejected
    assert set(made.issue_counts) >= {
        "repeated", "identifier-taken", "no-title", "no-identifier", "broken-row",
        "license-unknown", "frequency-unknown", "future-date", "markup", "cut", "bad-address",
    }  # fmt: skip
    assert all(bad.issue.message for bad in made.issues)
    assert catalog.dataset("資料集-4").license_given == "Ask us"
    assert catalog.dataset("資料集-5").description == "安全 & 可讀"
    assert len(catalog.dataset("資料集-6").description) == 100_000
    assert catalog.dataset("資料集-7").linked == ()


def test_a_known_record_that_cannot_be_read_today_is_kept(portal, tmp_path):
    run(portal, lines(tmp_path / "a.jsonl", *(row(n) for n in range(1, 6))))
    named = [*(row(n) for n in range(1, 5)), row(5, title="")]
    made = run(portal, lines(tmp_path / "b.jsonl", *named))
    assert (made.counts.gone, made.counts.held) == (0, 1)
    nameless = [*(row(n) for n in range(1, 5)), '{"identifier": "set-5", "tit\n']
    made = run(portal, lines(tmp_path / "c.jsonl", *nameless))
    assert (made.counts.gone, made.counts.held) == (0, 1)
    assert catalog.count() == 5


def test_the_same_data_set_through_two_portals_is_one_with_both_paths(agency, tmp_path):
    city, nation = source("local"), source("national")
    page = "https://city.example/datasets/air"
    own = row(1, page=page)
    run(city, lines(tmp_path / "a.jsonl", own, row(2)))
    made = run(
        nation,
        lines(
            tmp_path / "b.jsonl",
            row(901, page="http://www.city.example/datasets/air/", title="Air as told nationally"),
            row(902, title="資料集 2", url="https://portal.example/files/2.csv"),
            row(903),
        ),
    )
    assert (made.counts.new, made.counts.merged) == (3, 2)
    assert catalog.count() == 3
    found = catalog.dataset("資料集-1")
    assert [(way.source, way.main) for way in api.routes(found.id)] == [
        ("local", True),
        ("national", False),
    ]
    before = state()
    run(nation, tmp_path / "b.jsonl", again=True)
    assert state() == before

    # The local portal closes: the national one speaks for the data set from then on.
    run(city, lines(tmp_path / "c.jsonl", row(3)), accept_loss=True)
    found = catalog.dataset("資料集-1")
    assert (found.origin, found.title) == ("national", "Air as told nationally")
    assert found.withdrawn_at is None


def test_a_harvested_data_set_is_edited_at_its_source(portal, tmp_path):
    run(portal, lines(tmp_path / "a.jsonl", row(1)))
    with pytest.raises(HarvestedElsewhere) as caught:
        catalog.edit(actor=ACTOR, slug="資料集-1", draft=Draft(title="Mine"))
    assert "Source portal" in caught.value.detail
    with pytest.raises(HarvestedElsewhere):
        catalog.register(actor=ACTOR, draft=Draft(slug="資料集-1", title="Mine"))


@pytest.mark.parametrize("keep", [True, False])
def test_removing_a_source_keeps_or_withdraws_its_data_sets(portal, tmp_path, keep):
    run(portal, lines(tmp_path / "a.jsonl", row(1), row(2)))
    assert api.remove_source(actor=ACTOR, slug=portal, keep=keep) == 2
    assert catalog.count() == (2 if keep else 0)
    assert not models.HarvestPath.objects.exists()
    if keep:
        edited = catalog.edit(actor=ACTOR, slug="資料集-1", draft=Draft(title="Mine now"))
        assert edited.title == "Mine now"


def test_a_source_makes_agencies_below_its_own_and_speaks_for_no_other(agency, tmp_path):
    from idea.engines.identity import api as identity

    ministry = identity.ensure_organization(actor=ACTOR, name="環保局", slug="ministry")
    run(source(), lines(tmp_path / "a.jsonl", row(1)))
    mine = identity.organization(catalog.dataset("資料集-1").organization_slug)
    assert (mine.name, mine.parent_id) == ("環保局", agency.id)
    assert mine.id != ministry.id
    run(source("wide", everywhere=True), lines(tmp_path / "b.jsonl", row(7, publisher="交通部")))
    assert identity.organization("交通部").parent_id is None
