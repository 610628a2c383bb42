"""A harvest over HTTP goes from page to page, and is never led elsewhere.

A real little server answers; whatever it does, the last good state stays.
"""

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.harvest import api
from idea.engines.catalog.harvest.conf import conf
from idea.engines.catalog.harvest.tests.factories import run, state
from idea.engines.catalog.harvest.tests.web import Ckan, give, package, portal, turtle
from idea.engines.catalog.harvest.types import RunState
from idea.kernel.events.models import OutboxEvent as StoredEvent
from idea.kernel.http import AddressRefused, BadAnswer
from idea.kernel.jobs import api as jobs
from idea.kernel.tests.web import routes

pytestmark = pytest.mark.django_db


def test_ckan_is_read_to_its_last_page(agency, server):
    ckan = Ckan(server, 23, most=10)
    made = run(portal(server, kind="ckan"))
    assert (made.counts.read, made.counts.new) == (23, 23)
    assert ckan.asked == [0, 10, 20], "the server gives fewer than asked for: what came counts"
    assert "sort=id+asc" in server.seen[0][0]
    assert len(made.payloads) == 3
    found = catalog.dataset("資料集-7")
    assert found.origin_url == f"{server.url}/dataset/set-007"


def test_a_package_that_comes_while_pages_are_read_makes_nothing_gone(agency, server):
    """A package slips in before the others: one is told twice, and the last one is not missed."""
    ckan = Ckan(server, 20, most=10)
    slug = portal(server, kind="ckan", most_lost=100)
    run(slug)
    plain = ckan.answer

    def meanwhile(handler):
        plain(handler)
        if len(ckan.asked) == 3:  # the first page of the second run
            ckan.packages.insert(0, package(999))

    routes(server, **{"api/3/action/package_search": meanwhile})
    made = run(slug)
    counts = made.counts
    assert counts.gone == 0
    assert counts.repeated == 1
    assert counts.read == counts.datasets + counts.repeated + counts.rejected == 21
    assert run(slug).counts.new == 1, "the next run brings what slipped in"


def test_a_package_that_goes_while_pages_are_read_makes_nothing_gone(agency, server):
    """All after it move up by one, and one of them falls between two pages."""
    ckan = Ckan(server, 20, most=10)
    slug = portal(server, kind="ckan", most_lost=100)
    run(slug)
    plain = ckan.answer

    def meanwhile(handler):
        plain(handler)
        if len(ckan.asked) == 3:
            del ckan.packages[0]

    routes(server, **{"api/3/action/package_search": meanwhile})
    made = run(slug)
    assert made.counts.gone == 0
    assert made.counts.held == 1, "set-010 was on no page; it is not taken for gone"
    made = run(slug)
    assert (made.counts.gone, made.counts.datasets) == (1, 19)


@pytest.mark.parametrize("status", [500, 403, 404])
def test_a_page_that_fails_half_way_applies_nothing_and_tells_the_owner(
    agency, server, mailoutbox, status
):
    ckan = Ckan(server, 20, most=10)
    slug = portal(server, kind="ckan", email="owner@city.example")
    run(slug)
    before = state()
    ckan.packages[0]["title"] = "改過的名稱"
    ckan.broken[10] = lambda handler: handler.give(status, b"sorry")
    with pytest.raises(BadAnswer):
        run(slug)
    assert state() == before
    assert (api.source(slug).failing, api.runs(slug)[0].state) == (True, RunState.FAILED)
    assert StoredEvent.objects.filter(name="catalog.harvest-failed").count() == 1
    jobs.run_pending()
    assert [letter.to for letter in mailoutbox] == [["owner@city.example"]]
    ckan.broken.clear()
    assert run(slug).counts.changed == 1
    assert not api.source(slug).failing


def test_ckan_that_says_it_failed_on_a_later_page_makes_nothing_gone(agency, server):
    ckan = Ckan(server, 20, most=10)
    slug = portal(server, kind="ckan", most_lost=100)
    run(slug)
    ckan.broken[10] = lambda h: give(h, {"success": False, "error": {"message": "busy"}})
    made = run(slug)
    assert (made.counts.gone, made.counts.held, made.counts.same) == (0, 10, 10)
    assert made.issue_counts["broken-page"] == 1
    assert api.source(slug).datasets == 20


def test_a_server_that_repeats_one_page_for_ever_is_left(agency, server, monkeypatch):
    """It says that there is always more, and gives the same."""
    limits = conf().model_copy(update={"harvest_pages": 12})
    monkeypatch.setattr("idea.engines.catalog.harvest.gathering.conf", lambda: limits)
    page = [package(number) for number in range(3)]
    said = {"success": True, "result": {"count": 10**9, "results": page}}
    routes(server, **{"api/3/action/package_search": lambda handler: give(handler, said)})
    slug = portal(server, kind="ckan")
    made = run(slug)
    assert len(server.seen) == 12
    assert (made.counts.datasets, made.counts.repeated) == (3, 33)
    assert made.issue_counts["not-whole"] == 1, "nothing would count as gone"


def test_hydra_pages_that_name_each_other_come_once(agency, server):
    routes(
        server,
        a=lambda h: give(h, turtle(1, f"{server.url}/b", total=2), Content_Type="text/turtle"),
        b=lambda h: give(h, turtle(2, f"{server.url}/a"), Content_Type="text/turtle"),
    )
    made = run(portal(server, "/a", kind="dcat"))
    assert [path for path, _headers in server.seen] == ["/a", "/b"]
    assert (made.counts.read, made.counts.datasets) == (2, 2)


@pytest.mark.parametrize(
    "following", ["http://other.example/b", "http://127.0.0.1:1/b", "file:///etc/passwd", "//[bad"]
)
def test_a_next_link_to_another_host_is_not_followed(agency, server, following):
    routes(server, a=lambda h: give(h, turtle(1, following)))
    made = run(portal(server, "/a", kind="dcat"))
    assert made.counts.datasets == 1
    assert len(server.seen) == 1


def test_a_next_link_that_redirects_inside_applies_nothing(agency, server):
    routes(
        server,
        a=lambda h: give(h, turtle(1, f"{server.url}/b", total=2)),
        b=lambda h: h.give(302, Location="http://169.254.169.254/latest/meta-data/"),
    )
    slug = portal(server, "/a", kind="dcat")
    with pytest.raises(AddressRefused):
        run(slug)
    assert models.Dataset.objects.count() == 0
    assert api.source(slug).failing


def test_a_source_on_a_private_address_is_refused(agency, server, monkeypatch):
    monkeypatch.delenv("IDEA_HTTP_ALLOW")
    slug = portal(server)
    with pytest.raises(AddressRefused):
        run(slug)
    assert server.seen == []


def test_data_json_is_read_whole(agency, server):
    dataset = {"@type": "dcat:Dataset", "title": "Air", "identifier": "air"}
    said = {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [dataset]}
    routes(server, **{"data.json": lambda h: give(h, said, Content_Type="application/json")})
    made = run(portal(server, "/data.json"))
    assert (made.counts.read, made.counts.datasets) == (1, 1)
