"""Promises of the API: asked by anybody, three formats with how they were made, cancelled, kept."""

import csv
import io
import json
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from django.contrib.auth import get_user_model
from django.utils.translation import override

from idea.engines.catalog import api as catalog
from idea.engines.catalog.tests.factories import FOOD, publish
from idea.engines.catalog.workbench import run
from idea.engines.catalog.workbench.errors import BadQuery, QueryCancelled
from idea.engines.catalog.workbench.types import Asked
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs

pytestmark = pytest.mark.django_db
QUERY = "/api/v1/workbench/query"
SYSTEM = Actor.system("tests")
SQL = "SELECT 縣市, count(*) AS n FROM stops GROUP BY 1 ORDER BY n DESC, 1"


@pytest.fixture
def person(client):
    def sign_in(email="mei@example.org"):
        who = get_user_model().objects.create_user(email)
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return who

    return sign_in


def ask(client, sql=SQL, **said):
    return client.post(QUERY, json.dumps({"sql": sql, **said}), content_type="application/json")


def test_anybody_asks_by_post_and_by_address(client, stops):
    posted = ask(client).json()
    got = client.get(QUERY, {"sql": SQL}).json()
    assert (
        posted["rows"]
        == got["rows"]
        == [["臺北市", 2], ["嘉義市", 1], ["嘉義縣", 1], ["新北市", 1]]
    )
    assert posted["columns"][1] == {"name": "n", "type": "BIGINT"}
    assert posted["row_count"] == 4
    assert posted["truncated"] is False
    assert client.cookies == {}


def test_the_query_is_the_results_provenance(client, stops):
    made = ask(client).json()["provenance"]
    activity = made["prov:wasGeneratedBy"]
    assert activity["prov:hadPlan"] == SQL
    (used,) = activity["prov:used"]
    assert (used["slug"], used["version"]) == ("stops", 1)
    assert used["@id"].endswith("/download/stops/v1/stops.parquet")
    assert made["dct:license"] == "OGDL-Taiwan-1.0"
    assert made["prov:generatedAtTime"]
    assert len(made["attribution"]) == 1


def test_csv_and_parquet_hold_the_same_rows(client, stops, tmp_path):
    answer = client.get(QUERY, {"sql": SQL, "format": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "has_provenance" in answer["Link"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[:2] == [["縣市", "n"], ["臺北市", "2"]]
    sql = "SELECT 啟用日期, 人數, 經度::DECIMAL(7,3) AS x, sum(人數) OVER () AS s, now() AS t FROM stops"
    parquet = client.get(QUERY, {"sql": sql, "format": "parquet"})
    table = pq.read_table(io.BytesIO(parquet.content))
    kinds = [str(field.type) for field in table.schema]
    assert kinds[:4] == ["date32[day]", "int64", "decimal128(7, 3)", "decimal128(38, 0)"]
    assert kinds[4].startswith("timestamp[us")
    assert table.num_rows == 5
    said = json.loads(table.schema.metadata[b"provenance"])
    assert said["prov:wasGeneratedBy"]["prov:hadPlan"] == sql


def test_a_spreadsheet_runs_nothing_of_a_result(client):
    sql = "SELECT '=1+1' AS \"@a\", '+cmd' AS b, -5 AS c"
    answer = client.get(QUERY, {"sql": sql, "format": "csv"})
    assert answer.content.decode("utf-8-sig").splitlines() == ["'@a,b,c", "'=1+1,'+cmd,-5"]


def test_columns_of_one_name_stay_apart(client):
    answer = client.get(QUERY, {"sql": "SELECT 1 AS a, 2 AS a, 3 AS A", "format": "parquet"})
    assert pq.read_table(io.BytesIO(answer.content)).num_columns == 3
    assert client.get(QUERY, {"sql": "SELECT 1 AS a, 2 AS a"}).json()["rows"] == [[1, 2]]


def test_the_same_rows_are_not_sent_twice(client, stops, tmp_path):
    first = client.get(QUERY, {"sql": SQL})
    again = client.get(QUERY, {"sql": SQL}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    publish(tmp_path, slug="stops", text=FOOD)
    fresh = client.get(
        QUERY, {"sql": "SELECT count(*) FROM stops"}, headers={"If-None-Match": first["ETag"]}
    )
    assert fresh.json()["rows"] == [[6]]


def test_rows_are_bounded_as_asked_and_as_set(client, limits):
    sql = "FROM range(1000)"
    few = client.get(QUERY, {"sql": sql, "rows": 10}).json()
    assert (few["row_count"], few["truncated"]) == (10, True)
    limits(api_rows=20)
    many = client.get(QUERY, {"sql": sql, "rows": 500}).json()
    assert (many["row_count"], many["truncated"]) == (20, True)
    exact = client.get(QUERY, {"sql": "FROM range(20)"}).json()
    assert (exact["row_count"], exact["truncated"]) == (20, False)


@pytest.mark.parametrize(
    ("sql", "status", "code"),
    [
        ("SELECT * FORM x y", 422, "bad-query"),
        ("DROP TABLE stops", 403, "query-refused"),
        ("SELECT * FROM read_csv('/etc/passwd')", 403, "query-refused"),
        ("SELECT * FROM nothing_here", 404, "no-such-table"),
        ("", 422, "bad-query"),
    ],
)
def test_a_refusal_is_a_problem_with_a_code(client, sql, status, code):
    answer = ask(client, sql)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["remedy"]


def test_a_mistake_tells_its_place_in_both_languages(client, stops):
    chinese = ask(client, "SELECT 沒有\nFROM stops").json()
    assert (chinese["line"], chinese["column"]) == (1, 8)
    assert "第 1 行第 8 字" in chinese["detail"]
    with override("en"), pytest.raises(BadQuery) as caught:
        run.ask("SELECT 沒有\nFROM stops", asked=Asked("address:192.0.2.9"), rows=1)
    english = caught.value.as_dict()
    assert "人數" in english["remedy"]
    assert "line 1, column 8" in english["detail"]


def test_a_format_that_is_none_is_told(client):
    assert client.get(QUERY, {"sql": "SELECT 1", "format": "xlsx"}).json()["code"] == "bad-query"


def test_strangers_are_slowed_and_people_less(client, limits, person):
    limits(rate=2, person_rate=4)
    assert [ask(client, "SELECT 1").status_code for _ in range(3)] == [200, 200, 429]
    person()
    assert ask(client, "SELECT 1").status_code == 200


def test_a_query_that_does_not_run_cannot_be_cancelled(client):
    answer = client.delete(f"{QUERY}/{uuid4()}")
    assert answer.status_code == 404
    assert answer.json()["code"] == "query-not-running"
    assert QueryCancelled.status == 409


def test_the_tables_are_listed_with_their_columns(client, stops):
    found = client.get("/api/v1/workbench/tables", {"q": "Stops"}).json()
    assert found["total"] == 1
    (table,) = found["items"]
    assert (table["name"], table["version"], table["rows"]) == ("stops", 1, 5)
    assert {"name": "人數", "title": "人數", "type": "integer"} in table["columns"]


def save(client, **said):
    body = {"title": "每縣市站數", "sql": SQL, **said}
    return client.post(
        "/api/v1/workbench/queries", json.dumps(body), content_type="application/json"
    )


def test_a_stranger_saves_nothing(client):
    assert save(client).status_code == 401


def test_a_query_is_kept_shared_changed_and_deleted(client, stops, person):
    person()
    kept = save(client)
    assert kept.status_code == 201
    key = kept.json()["key"]
    address = f"/api/v1/workbench/queries/{key}"
    assert client.get(f"{address}/result").json()["rows"][0] == ["臺北市", 2]
    client.logout()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/result").status_code == 404
    person("other@example.org")
    assert client.delete(address).status_code == 404

    client.force_login(
        get_user_model().objects.get(email="mei@example.org"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    changed = client.patch(
        address, json.dumps({"sharing": "link"}), content_type="application/json"
    )
    assert changed.json()["sharing"] == "link"
    assert changed.json()["title"] == "每縣市站數"
    assert [each["key"] for each in client.get("/api/v1/workbench/mine").json()] == [key]
    client.logout()
    assert client.get(address).json()["sql"] == SQL
    assert client.get(f"{address}/result", {"format": "csv"}).status_code == 200
    assert client.get("/api/v1/workbench/queries").json()["total"] == 0
    person("third@example.org")
    assert client.delete(address).status_code == 403

    client.force_login(
        get_user_model().objects.get(email="mei@example.org"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    client.patch(address, json.dumps({"sharing": "public"}), content_type="application/json")
    assert client.get("/api/v1/workbench/queries").json()["total"] == 1
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_own_queries_are_for_nobody_elses_page(client, person):
    person()
    save(client)
    answer = client.get("/api/v1/workbench/mine", headers={"Origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in answer
    client.logout()
    assert client.get("/api/v1/workbench/mine").status_code == 401


@pytest.mark.parametrize("said", [{"title": " "}, {"title": "x" * 300}, {"sql": ""}])
def test_a_saved_query_has_a_title_and_a_text(client, person, said):
    person()
    assert save(client, **said).json()["code"] == "bad-saved-query"


def test_what_a_person_saved_is_theirs_to_take_and_to_erase(client, person):
    from idea.engines.catalog.workbench.privacy import exporter

    who = person()
    save(client)
    save(client, sharing="public")
    assert len(exporter.export(who.pk)["queries"]) == 2
    assert exporter.erase(who.pk) == {"queries": 1, "queries_left_to_the_public": 1}
    assert exporter.export(who.pk)["queries"] == []
    assert client.get("/api/v1/workbench/queries").json()["total"] == 1


def test_a_result_becomes_a_data_set_that_tells_its_query(client, stops, person):
    who = person()
    agency = identity.ensure_organization(
        actor=SYSTEM, name="測試市", name_en="T", slug="test-city"
    )
    body = {"sql": SQL, "title": "每縣市站數", "slug": "stops-by-county"}

    def publish_it():
        return client.post(
            "/api/v1/workbench/publish", json.dumps(body), content_type="application/json"
        )

    assert publish_it().status_code == 403
    identity.set_role(
        actor=SYSTEM, by=None, organization_id=agency.id, email=who.email, role="editor"
    )
    started = publish_it()
    assert started.status_code == 202, started.content
    jobs.run_pending()
    made = catalog.dataset("stops-by-county")
    assert made.current.rows == 4
    assert str(made.license) == "OGDL-Taiwan-1.0"
    assert SQL in made.current.note
    assert "Stops" in made.current.note
