"""Promises of the entrances: formats by ending and by Accept, pages, lists, what is not open."""

import csv
import io
import json
from datetime import UTC, datetime

import pyoxigraph
import pytest
from django.core.cache import cache

from idea.engines.catalog import api
from idea.engines.catalog.faces import load, taiwan
from idea.engines.catalog.faces.http import rdf
from idea.engines.catalog.faces.tests import rich
from idea.engines.catalog.harvest.readers import dcat as dcat_reader
from idea.engines.catalog.harvest.types import Page
from idea.engines.catalog.http import exports
from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.tests.factories import ACTOR, publish
from idea.engines.catalog.types import Distribution, Draft
from idea.engines.identity import api as identity

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
_KINDS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}


def _several(count):
    for number in range(count):
        link = Distribution(download_url=f"https://example.org/{number}.csv", format="csv")
        api.register(actor=ACTOR, draft=Draft(title=f"第{number}份"), distributions=[link])


def _triples(answer):
    media = answer["Content-Type"].partition(";")[0]
    form = pyoxigraph.RdfFormat.from_media_type(media)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {str(quad.triple) for quad in pyoxigraph.parse(body, format=form)}


def test_a_data_set_and_the_catalog_in_every_format(client, tmp_path):
    slug = publish(tmp_path, "stops.csv").dataset.slug
    for address in ("/catalog", f"/datasets/{slug}"):
        said = []
        for ending, media in _KINDS.items():
            answer = client.get(f"{address}.{ending}")
            assert answer["Content-Type"].startswith(media)
            # Each form leads to its own next page.
            said.append({line for line in _triples(answer) if "?page=" not in line})
        assert said[0] == said[1] == said[2] == said[3]
        again = client.get(f"{address}.ttl", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 200  # another form, another tag
        again = client.get(f"{address}.nt", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304
    for media in _KINDS.values():
        answer = client.get(f"/api/v1/datasets/{slug}/dcat", headers={"accept": media})
        assert answer["Content-Type"].startswith(media)
        assert "Accept" in answer["Vary"]
    assert client.get("/catalog", headers={"accept": "text/html"}).status_code == 302


def test_pages_join_to_the_whole(client, monkeypatch):
    monkeypatch.setattr(rdf, "SIZE", 2)
    monkeypatch.setattr(load, "BATCH", 2)
    _several(5)
    whole = _triples(client.get("/catalog/all.nt"))
    assert whole == _triples(client.get("/catalog/all.ttl"))
    joined, url = set(), "/catalog.nt"
    pages = 0
    while url:
        answer = client.get(url)
        joined |= _triples(answer)
        links = dict(
            reversed(part.split("; rel=")) for part in answer["Link"].replace('"', "").split(", ")
        )
        url = links.get("next", "").strip("<>").partition("localhost:8000")[2]
        pages += 1
    assert pages == 3
    paging = {line for line in joined if "hydra/core" in line}
    assert joined - paging == whole
    assert client.get("/catalog.ttl?page=9").status_code == 404


def test_the_lists_hold_every_data_set(client):
    _several(3)
    api.register(actor=ACTOR, draft=rich.RICH, distributions=rich.LINKS)
    body = b"".join(client.get("/data.json").streaming_content)
    catalog = json.loads(body)
    assert len(catalog["dataset"]) == 4
    for entry in catalog["dataset"]:
        assert entry["keyword"]
        assert entry["contactPoint"]["fn"]
    text = b"".join(client.get("/api/v1/datasets/export.csv").streaming_content)
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert tuple(rows[0]) == taiwan.COLUMNS
    assert rows[3]["資料下載網址"] == "https://example.org/水位.csv;https://example.org/api"
    for form in ("v2", "2015", "export"):
        answer = client.get(f"/api/v1/datasets/export.json?form={form}")
        assert len(json.loads(b"".join(answer.streaming_content))) == 4
    assert client.get("/api/v1/datasets/export.json?form=x").status_code == 422


def test_one_data_set_in_taiwans_words_and_as_a_package(client, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    declared = rich.RICH.declared
    slug = publish(tmp_path, "stops.csv", declared=declared).dataset.slug
    record = client.get(f"/api/v1/datasets/{slug}/taiwan").json()
    assert record["title"] == api.dataset(slug).title
    standard = client.get(f"/api/v1/datasets/{slug}/taiwan?form=2015").json()
    assert standard["license"] == "政府資料開放授權條款-第1版"
    package = client.get(f"/api/v1/datasets/{slug}/datapackage.json").json()
    assert len(package["resources"]) == 5  # not the original: a column of it is personal
    schema = client.get(f"/api/v1/datasets/{slug}/schema").json()
    assert frictionless.Schema.from_descriptor(schema).to_descriptor()
    for resource in package["resources"]:
        resource.pop("schema", None)
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["人數"]["unit"] == "{person}"
    assert fields["人數"]["type"] == "number"
    assert fields["人數"]["constraints"] == {"required": True, "minimum": 0.0, "maximum": 1e6}
    assert "站名" not in fields  # declared as personal: nobody reads it
    assert len(fields["縣市"]["constraints"]["enum"]) == 4
    path = api.download(slug, "csv")
    table = frictionless.Resource(
        path=path.name, basepath=str(path.parent), schema=frictionless.Schema(schema), format="csv"
    )
    assert frictionless.validate(table).valid


def test_what_is_closed_or_withdrawn_offers_no_files(client, tmp_path):
    slug = publish(tmp_path, "stops.csv").dataset.slug
    api.withdraw(actor=ACTOR, slug=slug, why="錯誤")
    for address in (f"/datasets/{slug}.ttl", f"/api/v1/datasets/{slug}/taiwan"):
        assert client.get(address).status_code == 410
    assert _triples(client.get("/catalog/all.nt")) == _triples(client.get("/catalog/all.ttl"))
    assert slug not in b"".join(client.get("/data.json").streaming_content).decode()


def test_a_data_set_elsewhere_is_described_as_json(client, django_user_model):
    identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    person = django_user_model.objects.create_superuser("root@example.gov")
    _info, secret = identity.create_token(
        actor=ACTOR, email=person.email, label="api", scopes=["publish"], days=1
    )
    headers = {"authorization": f"Bearer {secret}"}
    body = {
        "title": "河川水位",
        "organization": "jia",
        "start": "2020-01-01",
        "bbox": [120, 22, 121, 23],
        "declared": [{"name": "level", "unit": "m", "codes": [["1", "高"]]}],
        "distributions": [{"download_url": "https://example.org/w.csv", "format": "csv"}],
    }

    def send(method, path, said):
        return getattr(client, method)(path, said, "application/json", headers=headers)

    made = send("post", "/api/v1/datasets", body)
    assert made.status_code == 201, made.content
    found = made.json()
    assert (found["bbox"], found["start"]) == ([120, 22, 121, 23], "2020-01-01")
    assert found["declared"][0]["codes"] == [["1", "高"]]
    path = f"/api/v1/datasets/{found['slug']}"
    assert send("patch", path, {"bbox": None, "place": "臺灣"}).json()["bbox"] is None
    assert (
        send("put", path, {"title": "河川水位", "distributions": []}).json()["distributions"] == []
    )
    bad = send("post", "/api/v1/datasets", {"title": "x", "bbox": [1], "start": "soon"})
    assert bad.status_code == 422
    assert {issue["column"] for issue in bad.json()["issues"]} == {"bbox", "start"}
    worse = {"declared": [{"name": "a", "pattern": "("}, {"name": "a"}]}
    assert len(send("patch", path, worse).json()["issues"]) == 2
    assert client.post("/api/v1/datasets", body, "application/json").status_code == 401
    series = send("put", "/api/v1/series/water", {"title": "水", "organization": "jia"})
    assert series.json()["members"] == 0
    assert send("patch", path, {"series": "water"}).json()["series"] == "water"
    assert client.get("/api/v1/series/water").json()["members"] == 1


EXPORTS = (
    "/catalog/all.nt",
    "/data.json",
    "/api/v1/datasets/export.csv",
    "/api/v1/datasets/export.json",
    "/api/v1/datasets/export.jsonl",
    "/datasets/list.csv",
)


@pytest.mark.parametrize("path", EXPORTS)
def test_whole_exports_are_counted_by_address_and_refused_with_the_wait(client, path, monkeypatch):
    cache.clear()
    monkeypatch.setattr(exports, "conf", type("C", (), {"catalog_exports_hourly": 2}))
    for _again in range(2):
        assert client.get(path).status_code == 200
    refused = client.get(path)
    assert refused.status_code == 429
    assert refused["Content-Type"].startswith("application/problem+json")
    assert 0 < int(refused["Retry-After"]) <= 2 * 3600  # the hour slides: the last one still weighs
    assert client.get("/catalog.ttl").status_code == 200  # a page of it costs little
    assert client.get(path, REMOTE_ADDR="192.0.2.9").status_code == 200
    cache.clear()


def test_who_has_it_all_already_is_not_counted(client, monkeypatch):
    cache.clear()
    monkeypatch.setattr(exports, "conf", type("C", (), {"catalog_exports_hourly": 1}))
    path = "/api/v1/datasets/export.jsonl"
    etag = client.get(path)["ETag"]
    for _again in range(3):
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    cache.clear()


def test_quality_stands_beside_the_description(client, tmp_path):
    found = publish(tmp_path, "stops.csv").dataset
    assert "hasQualityMeasurement" not in str(_triples(client.get(f"/datasets/{found.slug}.nt")))
    quality.measure_datasets([found.id])
    said = _triples(client.get(f"/datasets/{found.slug}.nt"))
    assert said == _triples(client.get(f"/datasets/{found.slug}.ttl"))
    points = quality.measurement(found.slug).points
    mqa = f'/datasets/{found.slug}/quality/#mqa> <http://www.w3.org/ns/dqv#value> "{points}"'
    assert any(mqa in triple for triple in said)
    measured = {triple for triple in said if "dqv#hasQualityMeasurement" in triple}
    assert len(measured) > 20
    assert len({triple for triple in said if "dqv#isMeasurementOf" in triple}) == len(measured)
    whole = _triples(client.get("/catalog/all.nt"))
    assert any(mqa in triple for triple in whole)


def test_terms_nobody_knows_are_told_in_their_words_and_come_back_by_harvest(client, tmp_path):
    terms = "僅供教學使用，須註明來源"
    link = Distribution(download_url="https://example.org/a.csv", format="csv")
    draft = Draft(title="教材", slug="lessons", license="other", license_given=terms)
    api.register(actor=ACTOR, draft=draft, distributions=[link])
    turtle = client.get("/datasets/lessons.ttl").content
    rights = [t for t in _triples(client.get("/datasets/lessons.nt")) if terms in t]
    assert any("rdf-schema#label" in triple for triple in rights)
    file = tmp_path / "catalog.ttl"
    file.write_bytes(turtle)
    read = dcat_reader.read(Page(file, "https://other.example/catalog.ttl", "utf-8"), now=NOW)
    (record,) = read.records
    assert (record.draft.license, record.draft.license_given) == ("other", terms)
