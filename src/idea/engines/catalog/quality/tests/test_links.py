"""Promises of asking links: each once, gently, never inline; what changed is measured anew."""

import threading
from datetime import timedelta

import pytest

from idea.engines.catalog import api, models
from idea.engines.catalog.quality import links
from idea.engines.catalog.quality.api import measurement
from idea.engines.catalog.quality.conf import conf
from idea.engines.catalog.quality.types import State
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Distribution, Draft
from idea.kernel import clock
from idea.kernel.http.probe import Probed

pytestmark = pytest.mark.django_db(transaction=True)
CSV = "測站,AQI\n松山,35\n".encode()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(links.time, "sleep", lambda _seconds: None)


def register(title, *urls):
    files = [
        Distribution(title="f", download_url=url, format="csv", encoding="UTF-8") for url in urls
    ]
    return api.register(actor=ACTOR, draft=Draft(title=title), distributions=files)


def test_every_address_is_asked_once_and_told_to_its_data_sets():
    first = register("甲", "https://a.tw/1.csv", "https://b.tw/2.csv")
    second = register("乙", "https://a.tw/1.csv")
    asked = []

    def ask(url):
        asked.append(url)
        return Probed(200, media_type="text/csv", size=20, sample=CSV)

    ran = links.check_links(ask=ask)
    assert sorted(asked) == ["https://a.tw/1.csv", "https://b.tw/2.csv"]
    assert (ran.asked, ran.ok, ran.measured) == (2, 2, 2)
    for slug in (first.slug, second.slug):
        found = measurement(slug)
        assert found.finding("taiwan.link").state is State.GOOD
        assert found.finding("taiwan.encoding").state is State.GOOD
    row = models.LinkCheck.objects.get(url="https://a.tw/1.csv")
    assert (row.charset, row.header, row.web_page) == ("utf-8", ["測站", "AQI"], False)
    assert links.check_links(ask=ask).asked == 0


def test_an_answer_that_says_nothing_new_measures_nothing(monkeypatch):
    register("甲", "https://a.tw/1.csv")
    links.check_links(ask=lambda _url: Probed(200, sample=CSV))
    later = clock.now() + timedelta(days=conf().quality_link_days + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    ran = links.check_links(ask=lambda _url: Probed(200, sample=CSV))
    assert (ran.asked, ran.measured) == (1, 0)
    later += timedelta(days=conf().quality_link_days + 1)
    ran = links.check_links(ask=lambda _url: Probed(404))
    assert (ran.asked, ran.ok, ran.measured) == (1, 0, 1)


def test_a_dead_link_costs_its_points_and_is_asked_again_sooner():
    slug = register("甲", "https://a.tw/1.csv").slug
    links.check_links(ask=lambda _url: Probed(0, "http-not-reached"))
    found = measurement(slug)
    assert found.finding("mqa.download_ok").note == "link_silent"
    assert found.badge == "none"
    row = models.LinkCheck.objects.get()
    assert row.due_at - row.checked_at == timedelta(days=1)


def test_a_server_that_says_later_is_left_alone_and_keeps_its_good_name():
    urls = [f"https://slow.tw/{n}.csv" for n in range(5)]
    register("甲", *urls)
    asked = []

    def ask(url):
        asked.append(url)
        return Probed(429)

    ran = links.check_links(ask=ask)
    assert (len(asked), ran.measured) == (1, 0)
    assert not models.LinkCheck.objects.filter(checked_at__isnull=False).exists()


def test_one_server_is_asked_one_thing_at_a_time():
    register(
        "甲", *(f"https://a.tw/{n}" for n in range(6)), *(f"https://b.tw/{n}" for n in range(6))
    )
    busy, worst, lock = {}, {}, threading.Lock()

    def ask(url):
        host = links.host_of(url)
        with lock:
            busy[host] = busy.get(host, 0) + 1
            worst[host] = max(worst.get(host, 0), busy[host])
        threading.Event().wait(0.01)
        with lock:
            busy[host] -= 1
        return Probed(200)

    links.check_links(ask=ask)
    assert worst == {"a.tw": 1, "b.tw": 1}


def test_addresses_nobody_names_any_more_are_forgotten():
    slug = register("甲", "https://a.tw/1.csv").slug
    assert links.enroll() == (1, 0)
    assert links.enroll() == (0, 0)
    fresh = [Distribution(download_url="https://a.tw/2.csv", format="csv")]
    api.register(actor=ACTOR, draft=Draft(slug=slug, title="甲"), distributions=fresh)
    assert links.enroll() == (1, 1)


@pytest.mark.parametrize(
    ("sample", "media", "expected"),
    [
        (b"<!DOCTYPE html><html><body>x</body></html>", "text/html", ("ascii", [], True)),
        ("<html><title>查無</title>".encode("cp950"), "text/csv", ("big5", [], True)),
        ("測站;值\n1;2\n".encode("cp950"), "text/csv", ("big5", ["測站", "值"], False)),
        (b'{"a": 1}\n', "application/json", ("ascii", [], False)),
        (b"PK\x03\x04\0\0", "application/zip", ("", [], False)),
        (b"", "text/html", ("", [], True)),
        ("測".encode() * 9 + "測".encode()[:2], "text/plain", ("", [], False)),
    ],
)
def test_what_the_first_bytes_tell(sample, media, expected):
    assert links._look(Probed(200, media_type=media, sample=sample)) == expected
