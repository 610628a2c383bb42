"""Pages of an agency's end: shown to who may decide, and nothing is done before the name is typed."""

import pytest
from django.urls import reverse

from idea.engines.identity import api
from idea.engines.identity.models import Organization
from idea.engines.identity.tests.factories import administrator, agency, member, person
from idea.engines.identity.tests.test_pages import page, signed_in
from idea.engines.identity.types import Role

pytestmark = pytest.mark.django_db
PAGES = ["dissolve_agency", "reactivate_agency", "merge_agency"]


@pytest.fixture
def city():
    return agency("臺南市政府")


@pytest.fixture
def old(city):
    return agency("舊局", parent=city)


@pytest.fixture
def new(city):
    return agency("新局", parent=city)


@pytest.fixture
def boss(city):
    return signed_in(member(city, Role.MANAGER))


@pytest.mark.parametrize("name", PAGES)
def test_only_who_manages_the_agency_above_gets_in(name, city, old, boss, client):
    assert client.get(page(name, old.slug)).status_code == 302
    for role in (Role.EDITOR, Role.MANAGER):
        assert signed_in(member(old, role)).get(page(name, old.slug)).status_code == 403
    assert signed_in(person()).post(page(name, old.slug)).status_code == 403
    assert boss.get(page(name, city.slug)).status_code == 403
    assert signed_in(administrator()).get(page(name, city.slug)).status_code == 200
    for language in ("", "/en"):
        assert boss.get(language + page(name, old.slug)).status_code == 200
    links = boss.get(page("agency", old.slug)).content.decode()
    assert page("merge_agency", old.slug) in links
    own = signed_in(member(old, Role.MANAGER)).get(page("agency", old.slug)).content.decode()
    assert page("merge_agency", old.slug) not in own


def test_dissolving_and_bringing_back(old, new, boss):
    said = {"on": "2026-08-01", "successor": "新局", "why": "組織改造"}
    answer = boss.post(page("dissolve_agency", old.slug), said, follow=True)
    words = answer.content.decode()
    assert "2026-08-01" in words
    assert "新局" in words
    assert page("reactivate_agency", old.slug) in words
    assert 'name="email"' not in words
    assert "舊局" in boss.get(page("agency", new.slug)).content.decode()
    boss.post(page("reactivate_agency", old.slug), {"why": "復設"})
    assert api.organization(old.slug).active


def test_a_refusal_stands_on_the_form(old, boss):
    said = {"on": "2026-08-01", "successor": "沒有的局", "why": "組織改造"}
    answer = boss.post(page("dissolve_agency", old.slug), said)
    assert answer.status_code == 200
    assert "沒有的局" in answer.content.decode()
    assert api.organization(old.slug).active


def test_what_moves_is_shown_before_the_name_is_typed(old, new, boss):
    member(old, Role.EDITOR)
    address = page("merge_agency", old.slug)
    assert 'name="typed"' not in boss.get(address).content.decode()
    shown = boss.get(address, {"into": str(new.id)})
    rows = {row.title: row.count for row in shown.context["moving"]}
    assert rows["有角色的人數"] == 1
    said = {"into": str(new.id), "why": "整併"}
    wrong = boss.post(address, {**said, "typed": "新局"})
    assert wrong.status_code == 200
    assert api.organization(old.slug).slug == old.slug
    done = boss.post(address, {**said, "typed": "舊局"})
    assert (done.status_code, done.url) == (302, page("agency", new.slug))
    moved = boss.get(page("agency", old.slug))
    assert (moved.status_code, moved.url) == (301, page("agency", new.slug))
    for name in [*PAGES, "edit_agency", "move_agency"]:  # an open form does not reach the other
        assert boss.post(page(name, old.slug), said).status_code == 409
    assert (
        reverse("identity:agency", args=[old.slug])
        not in boss.get(page("agencies")).content.decode()
    )


def test_only_agencies_one_manages_can_go_on(old, boss):
    stranger = agency("別的市")
    address = page("merge_agency", old.slug)
    said = {"into": str(stranger.id), "typed": "舊局", "why": "整併"}
    assert "別的市" not in boss.get(address).content.decode()
    assert boss.post(address, said).status_code == 200
    for into in ("", "x", str(old.id)):
        assert boss.get(address, {"into": into}).status_code == 200
        assert boss.post(address, {**said, "into": into}).status_code == 200
    assert not Organization.objects.filter(merged_at__isnull=False).exists()


def test_the_api_says_so_too(old, new, boss, client):
    boss.post(page("dissolve_agency", old.slug), {"on": "2026-08-01", "why": "裁撤"})
    found = client.get(f"/api/v1/identity/organizations/{old.slug}").json()
    assert (found["dissolved_on"], found["successor_id"]) == ("2026-08-01", None)
