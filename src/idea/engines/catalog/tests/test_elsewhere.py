"""Files elsewhere of a data set that was closed later: no face names them, and none is lost."""

import pytest

from idea.engines.catalog import api, models
from idea.engines.catalog.faces import load
from idea.engines.catalog.quality import links
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Distribution, Draft

pytestmark = pytest.mark.django_db
FILE = "https://files.example/secret-list.csv"
ASK = "https://agency.example/apply"
FACES = (
    "/datasets/lists/",
    "/datasets/lists/quality/",
    "/api/v1/datasets/lists",
    "/api/v1/datasets/lists/dcat",
    "/api/v1/datasets/lists/taiwan",
    "/datasets/lists.ttl",
    "/catalog.ttl",
    "/catalog/all.nt",
    "/data.json",
    "/api/v1/datasets/export.csv",
    "/api/v1/datasets/export.json",
    "/api/3/action/package_show?id=lists",
    "/api/3/action/package_search?q=",
    "/api/3/action/resource_search?query=url:secret-list",
    "/api/3/action/current_package_list_with_resources",
)


@pytest.fixture
def lists():
    distributions = [
        Distribution(title="檔案", download_url=FILE, format="csv"),
        Distribution(title="申請", access_url=ASK),
    ]
    draft = Draft(title="名冊", slug="lists")
    return api.register(actor=ACTOR, draft=draft, distributions=distributions)


def named(client):
    found = {}
    for path in FACES:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[path] = (FILE.encode() in body, ASK.encode() in body)
    return found


def _class(access):
    why = "" if access == "open" else "個人資料保護法"
    api.edit(actor=ACTOR, slug="lists", draft=Draft(access=access, access_why=why))


def test_a_closed_data_set_names_no_file_and_an_opened_one_all(client, lists):
    before = named(client)
    assert sum(file for file, _ask in before.values()) >= 10
    links.enroll()
    assert models.LinkCheck.objects.filter(url=FILE).exists()
    _class("closed")
    assert set(named(client).values()) == {(False, False)}
    assert api.dataset("lists").linked == ()
    assert load.by_slugs(["lists"])[0].linked == ()
    links.enroll()
    asked = models.LinkCheck.objects.values_list("url", flat=True)
    assert not {FILE, ASK} & set(asked)  # nobody is sent to ask whether it answers
    _class("open")
    assert named(client) == before


def test_one_held_as_class_b_says_only_where_to_ask(client, lists):
    _class("restricted")
    assert named(client)["/datasets/lists/"] == (True, True)  # as its publisher says, by a log-in
    row = models.Dataset.objects.get(slug="lists")
    agency = {"organization_id": row.organization_id}
    models.Item.objects.create(
        **agency,
        system=models.System.objects.create(**agency, name="系統"),
        dataset=row,
        title=row.title,
        access="restricted",
    )
    found = named(client)
    assert not any(file for file, _ask in found.values())
    assert found["/datasets/lists/"] == (False, True)
    resource = models.Distribution.objects.get(download_url=FILE).id
    assert client.get(f"/api/3/action/resource_show?id={resource}").status_code == 404


def test_uses_of_a_withdrawn_data_set_are_not_told(client, lists):
    assert client.get("/api/v1/datasets/lists/usage").status_code == 200
    api.withdraw(actor=ACTOR, slug="lists", why="錯誤")
    assert client.get("/api/v1/datasets/lists/usage").status_code == 410
