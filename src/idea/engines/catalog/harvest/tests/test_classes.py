"""What the inventory holds as class B or C is not listed by way of a harvest."""

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.harvest.tests.factories import lines, row, run, source, state
from idea.engines.catalog.harvest.types import RunState
from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.tests import factories as make
from idea.engines.catalog.types import Access
from idea.engines.identity import api as identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(agency):
    """An agency below the one that harvests: the source names it by its name."""
    return identity.ensure_organization(
        actor=make.SYSTEM, name="環保局", slug="epb", parent=agency.slug
    )


def limited(agency, verdict, title="資料集 1"):
    entry = make.closed(title, proposed=Access(verdict))
    return make.decided(agency, entry, verdict)


@pytest.mark.parametrize("verdict", ["closed", "restricted"])
@pytest.mark.parametrize("title", ["資料集 1", "資料集\u3000１"], ids=["same", "other width"])
def test_a_record_of_class_b_or_c_is_left_out_and_named(bureau, tmp_path, verdict, title):
    limited(bureau, verdict)
    portal = source()
    file = lines(tmp_path / "a.jsonl", row(1, title=title), row(2))
    made = run(portal, file)
    assert (made.counts.read, made.counts.datasets, made.counts.rejected) == (2, 1, 1)
    assert made.counts.distributions == models.Distribution.objects.count() == 1
    assert [(bad.identifier, bad.issue.code) for bad in made.issues] == [
        ("set-1", f"class-{verdict}")
    ]
    assert list(models.Dataset.objects.values_list("title", flat=True)) == ["資料集 2"]
    before = state()
    assert run(portal, file).state is RunState.UNCHANGED
    run(portal, file, again=True)
    assert state() == before


def test_a_class_reviewed_to_open_lets_the_same_bytes_in(bureau, tmp_path):
    item = limited(bureau, "closed")
    portal, file = source(), lines(tmp_path / "a.jsonl", row(1), row(2))
    run(portal, file)
    models.Item.objects.filter(pk=item.id).update(access=Access.OPEN)
    made = run(portal, file)
    assert (made.state, made.counts.new) == (RunState.APPLIED, 1)
    assert catalog.dataset("資料集-1").access is Access.OPEN


def test_an_agency_of_another_name_may_have_data_of_the_same_title(bureau, tmp_path):
    limited(bureau, "closed")
    made = run(source(), lines(tmp_path / "a.jsonl", row(1, publisher="衛生局")))
    assert (made.counts.new, made.counts.rejected) == (1, 0)


def test_a_record_that_names_no_agency_is_judged_as_the_sources_own(agency, tmp_path):
    limited(agency, "closed")
    made = run(source(), lines(tmp_path / "a.jsonl", row(1, publisher=""), row(2)))
    assert (made.counts.datasets, made.counts.rejected) == (1, 1)


@pytest.mark.parametrize(("verdict", "links"), [("closed", 0), ("restricted", 1)])
def test_what_is_listed_and_closed_later_loses_its_links(bureau, tmp_path, verdict, links):
    """The page stays and says why; a restricted one still leads to where it is asked for."""
    service = {
        "format": "WMS;CSV",
        "url": "https://portal.example/wms;https://portal.example/1.csv",
    }
    portal = source()
    run(portal, lines(tmp_path / "a.jsonl", row(1, **service), row(2)))
    assert len(catalog.dataset("資料集-1").linked) == 2
    item = limited(bureau, verdict)
    inventory.link(actor=make.SYSTEM, item_id=item.id, dataset="資料集-1")
    file = lines(tmp_path / "b.jsonl", row(1, description="改過", **service), row(2))
    made = run(portal, file)
    found = catalog.dataset("資料集-1")
    assert (str(found.access), found.description) == (verdict, "改過")
    assert [link.format for link in found.linked] == ["wms"] * links
    assert made.issue_counts["class-kept"] == 1
    before = state()
    run(portal, file, again=True)
    assert state() == before


def test_a_class_decided_without_a_link_reaches_the_data_set_at_the_next_run(bureau, tmp_path):
    portal, file = source(), lines(tmp_path / "a.jsonl", row(1), row(2))
    run(portal, file)
    limited(bureau, "closed")
    made = run(portal, file)
    assert (made.state, made.counts.changed) == (RunState.APPLIED, 1)
    found = catalog.dataset("資料集-1")
    assert (found.access, found.linked) == (Access.CLOSED, ())


def test_an_item_is_tied_to_the_harvested_data_set_so_that_a_decision_reaches_it(bureau, tmp_path):
    item = make.inventory.enter(
        actor=make.SYSTEM, organization=bureau.slug, said=make.said("資料集 1")
    )
    run(source(), lines(tmp_path / "a.jsonl", row(1)))
    tied = models.Item.objects.get(pk=item.id).dataset
    assert tied is not None
    assert tied.slug == "資料集-1"


def test_a_closed_data_set_does_not_come_back_with_its_source(bureau, tmp_path):
    portal = source(most_lost=100)
    run(portal, lines(tmp_path / "a.jsonl", row(1), row(2)))
    run(portal, lines(tmp_path / "b.jsonl", row(2)))
    limited(bureau, "closed")
    made = run(portal, lines(tmp_path / "c.jsonl", row(1), row(2)))
    assert (made.counts.back, made.counts.rejected) == (0, 1)
    assert catalog.dataset("資料集-1").withdrawn_at is not None
