"""Promises of the desk and pages about metadata, columns, links and series."""

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog.tests.conftest import _own_home
from idea.engines.catalog.tests.factories import ACTOR, publish
from idea.engines.catalog.types import Distribution, Draft
from idea.engines.identity import api as identity

__all__ = ["_own_home"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def root(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root@example.gov"))
    return client


def test_every_field_can_be_said_shown_and_emptied(root, tmp_path):
    identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    slug = publish(tmp_path, title="車站", organization="jia").dataset.slug
    path = f"/desk/datasets/{slug}/"
    said = {
        "title": "車站",
        "organization": "jia",
        "license": "other",
        "frequency": "monthly",
        "license_given": "自訂條款",
        "license_url": "https://example.org/terms",
        "start": "2020-01-01",
        "end": "2020-12-31",
        "place": "嘉義市",
        "bbox": "120.4, 23.4，120.5, 23.5",
        "contact_name": "運輸科",
        "contact_email": "bus@example.gov",
        "contact_phone": "05-123",
        "access": "open",
        "provenance": "由站務人員計數",
        "identifier": "A-1",
        "language": "zh-TW",
        "conforms_to": "CNS 12345",
        "related": "https://example.org/a\nhttps://example.org/b",
        "frequency_given": "每月 5 日",
        "notes": "注意事項",
    }
    answer = root.post(path, said)
    assert answer.status_code == 302, answer.context["form"].errors
    found = catalog.dataset(slug)
    assert found.bbox == (120.4, 23.4, 120.5, 23.5)
    assert found.related == ("https://example.org/a", "https://example.org/b")
    page = root.get(f"/datasets/{slug}/").content.decode()
    for words in (
        "自訂條款",
        "嘉義市",
        "運輸科",
        "由站務人員計數",
        "A-1",
        "CNS 12345",
        "每月 5 日",
    ):
        assert words in page
    again = root.get(path).context["form"]
    assert again["bbox"].value() == "120.4, 23.4, 120.5, 23.5"
    less = {name: said[name] for name in ("title", "organization", "frequency", "access")}
    assert root.post(path, less | {"license": "CC0-1.0"}).status_code == 302
    found = catalog.dataset(slug)
    assert (found.bbox, found.start, found.related, found.notes) == (None, None, (), "")


def test_what_is_wrong_is_said_beside_its_field(root, tmp_path):
    identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    slug = publish(tmp_path, title="車站", organization="jia").dataset.slug
    said = {"title": "車站", "organization": "jia", "license": "CC0-1.0", "frequency": "monthly"}
    bad = {"bbox": "1, 2", "start": "2020-02-30", "access": "open"}
    answer = root.post(f"/desk/datasets/{slug}/", said | bad)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"bbox", "start"}
    late = {"start": "2021-01-01", "end": "2020-01-01", "license_url": "javascript:1"}
    answer = root.post(f"/desk/datasets/{slug}/", said | late | {"access": "open"})
    assert set(answer.context["form"].errors) == {"end", "license_url"}


def test_columns_are_described_and_promised(root, tmp_path):
    slug = publish(tmp_path, title="車站").dataset.slug
    path = f"/desk/datasets/{slug}/columns/"
    names = [line.name for line in root.get(path).context["lines"]]
    assert names[0] == "編號"
    at = names.index("縣市")
    said = {
        f"c{at}-title": "所在縣市",
        f"c{at}-codes": "臺北市 = 首都\n新北市",
        f"c{at}-required": "on",
        f"c{names.index('人數')}-unit": "{person}",
    }
    assert root.post(path, said).status_code == 302
    declared = {column.name: column for column in catalog.dataset(slug).declared}
    assert set(declared) == {"縣市", "人數"}
    assert declared["縣市"].codes == (("臺北市", "首都"), ("新北市", ""))
    page = root.get(f"/datasets/{slug}/").content.decode()
    assert "所在縣市" in page
    assert "{person}" in page
    before = catalog.dataset(slug).modified_at
    assert root.post(path, said).status_code == 302
    assert catalog.dataset(slug).modified_at == before  # the same words change nothing
    bad = root.post(path, {f"c{at}-pattern": "(", f"c{at}-unit": "個 人"})
    assert bad.status_code == 422
    assert len(bad.context["problem"].issues) == 2
    assert root.post(path, {}).status_code == 302
    assert catalog.dataset(slug).declared == ()


def test_data_elsewhere_are_listed_and_their_links_changed(root):
    identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    said = {
        "title": "河川水位",
        "organization": "jia",
        "license": "CC0-1.0",
        "frequency": "hourly",
        "l0-url": "https://example.org/w.csv",
        "l0-title": "水位",
        "l0-format": ".CSV",
        "l1-url": "https://example.org/api",
        "l1-service": "on",
    }
    assert root.post("/desk/links/", said).status_code == 302
    found = catalog.dataset("河川水位")
    assert [(link.url, link.format, link.service) for link in found.linked] == [
        ("https://example.org/w.csv", "csv", False),
        ("https://example.org/api", "", True),
    ]
    path = "/desk/datasets/河川水位/links/"
    kept = {"l0-url": "https://example.org/w.csv", "l0-title": "每時水位", "l0-format": "csv"}
    assert root.post(path, kept).status_code == 302
    assert [link.title for link in catalog.dataset("河川水位").linked] == ["每時水位"]
    bad = root.post("/desk/links/", said | {"l0-url": "javascript:alert(1)"})
    assert bad.status_code == 422


def test_a_series_is_made_and_holds_its_data_sets(root, tmp_path):
    identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    made = root.post("/desk/series/", {"title": "年報", "organization": "jia"})
    assert made.status_code == 302
    slug = publish(tmp_path, title="車站", organization="jia").dataset.slug
    catalog.edit(actor=ACTOR, slug=slug, draft=Draft(series="年報"))
    assert "車站" in root.get("/series/年報/").content.decode()
    assert "年報" in root.get("/series/").content.decode()
    assert "年報" in root.get(f"/datasets/{slug}/").content.decode()
    assert root.get("/series/無/").status_code == 404
    catalog.edit(actor=ACTOR, slug=slug, draft=Draft(), clear=["series"])
    assert catalog.dataset(slug).series == ""


def test_strangers_are_kept_out(client, tmp_path):
    slug = publish(tmp_path, title="車站").dataset.slug
    for path in (f"/desk/datasets/{slug}/columns/", f"/desk/datasets/{slug}/links/"):
        assert client.get(path).status_code in {302, 401, 403}
        assert client.post(path, {}).status_code in {302, 401, 403}
    for path in ("/desk/links/", "/desk/series/"):
        assert client.post(path, {"title": "x"}).status_code in {302, 401, 403}
    assert catalog.count() == 1


def test_a_program_that_asks_for_rdf_is_led_to_it(client, tmp_path):
    slug = publish(tmp_path, "stops.csv").dataset.slug
    answer = client.get(f"/datasets/{slug}/", headers={"accept": "text/turtle"})
    assert (answer.status_code, answer["Location"]) == (303, f"/datasets/{slug}.ttl")
    assert client.get(answer["Location"])["Content-Type"].startswith("text/turtle")
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get(f"/datasets/{slug}/", headers={"accept": browser}).status_code == 200


def test_the_sitemap_has_parts(client, tmp_path):
    slug = publish(tmp_path, "stops.csv").dataset.slug
    catalog.register(
        actor=ACTOR,
        draft=Draft(title="別處"),
        distributions=[Distribution(access_url="https://example.org/a.csv")],
    )
    assert b"/sitemap-1.xml" in client.get("/sitemap.xml").content
    part = client.get("/sitemap-1.xml").content.decode()
    assert f"/datasets/{slug}/" in part
    assert f"/en/datasets/{slug}/" in part
    assert client.get("/sitemap-2.xml").status_code == 404
    assert b"/series/" in client.get("/sitemap-pages.xml").content
