"""Conformance class record-core (OGC 20-004r1, annex A): what each record holds."""

from idea.engines.catalog.faces.records.tests.asking import HERE, get, rels

CORE = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"


def test_a_record_has_the_mandatory_members(client, slugs):
    body = get(client, f"{HERE}/items/{slugs[0]}").json()
    assert {"id", "type", "time", "geometry", "properties", "links", "conformsTo"} <= set(body)
    assert (body["type"], body["conformsTo"]) == ("Feature", [CORE])
    assert body["properties"]["type"] == "dataset"
    assert body["properties"]["title"] == "公車站牌"
    assert (
        get(client, f"{HERE}/items/{slugs[0]}", lang="en").json()["properties"]["title"]
        == "Bus stops"
    )


def test_what_is_known_is_said_in_the_standards_words(client, slugs):
    said = get(client, f"{HERE}/items/{slugs[0]}", lang="en").json()["properties"]
    assert said["keywords"] == ["公車", "transport"]
    assert said["language"] == {"code": "zh-Hant", "name": "中文（繁體）"}
    assert said["externalIds"] == [{"value": "A-1"}]
    concept = said["themes"][0]["concepts"][0]
    assert (concept["id"], said["themes"][0]["scheme"][-10:]) == ("TRAN", "data-theme")
    assert said["license"] == "CC-BY-4.0"
    assert {"name": "csv", "mediaType": "text/csv"} in said["formats"]
    contact = said["contacts"][0]
    assert contact["emails"] == [{"value": "stops@example.org"}]
    assert contact["phones"] == [{"value": "+886 2 1234 5678"}]
    assert all([contact["organization"], contact["roles"], said["rights"]])
    assert all(said[name].endswith("Z") for name in ("created", "updated"))


def test_links_lead_to_the_page_the_license_and_the_files(client, slugs):
    body = get(client, f"{HERE}/items/{slugs[0]}").json()
    found = rels(body)
    assert found["self"]["type"] == "application/geo+json"
    assert found["license"]["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["collection"]["href"].endswith(HERE)
    files = [each["href"] for each in body["links"] if each["rel"] == "enclosure"]
    path = next(href for href in files if href.endswith(".csv")).partition("/download")[2]
    assert client.get(f"/download{path}").status_code == 200


def test_places_and_times_are_geojson_and_intervals(client, slugs):
    stops, air, food = (get(client, f"{HERE}/items/{slug}").json() for slug in slugs)
    assert stops["geometry"]["type"] == "Polygon"
    ring = stops["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == [120.432, 23.479]
    assert stops["time"] is None
    assert air["time"] == {"interval": ["2020-01-01", "2021-12-31"]}
    assert food["time"] == {"interval": ["2024-01-01", ".."]}
    assert food["geometry"] is None
