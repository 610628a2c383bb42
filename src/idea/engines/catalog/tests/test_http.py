"""Promises of the entrances: REST, downloads and feeds, as programs and browsers see them."""

import json
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from idea.engines.catalog import api
from idea.engines.catalog.tests.factories import ACTOR, FOOD, STOPS, publish
from idea.engines.catalog.types import Draft
from idea.engines.identity import api as identity
from idea.kernel.jobs import api as jobs

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def stops(tmp_path):
    return publish(tmp_path, title="車站位置", title_en="Stops").dataset


@pytest.fixture
def editor(django_user_model):
    """A person who is an editor of one agency, and their token."""
    agency = identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    person = django_user_model.objects.create_user("editor@example.gov")
    identity.set_role(
        actor=ACTOR, by=None, organization_id=agency.id, email=person.email, role="editor"
    )
    return person


def bearer(person, *scopes):
    _info, secret = identity.create_token(
        actor=ACTOR, email=person.email, label="t", scopes=scopes, days=1
    )
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def test_a_list_and_its_next_page(client, stops, tmp_path):
    publish(tmp_path, "food.csv", FOOD)
    body = client.get("/api/v1/datasets", {"limit": 1, "q": ""}).json()
    assert (body["total"], len(body["items"])) == (2, 1)
    assert "offset=1" in body["next"]
    assert body["facets"]["format"] == [{"value": "csv", "label": "CSV", "count": 2}]
    found = client.get("/api/v1/datasets", {"q": "車站"}).json()
    assert [item["slug"] for item in found["items"]] == ["stops"]


def test_reads_have_tags_and_answer_304(client, stops):
    for path in ("", "/stops", "/stops/rows", "/stops/versions", "/stops/schema", "/stops/dcat"):
        first = client.get(f"/api/v1/datasets{path}")
        assert first.status_code == 200, path
        again = client.get(f"/api/v1/datasets{path}", HTTP_IF_NONE_MATCH=first["ETag"])
        assert again.status_code == 304, path


def test_a_data_set_tells_where_everything_is(client, stops):
    body = client.get("/api/v1/datasets/stops").json()
    assert body["columns"][1]["title"] == "站名"
    assert body["current"]["bbox"][0] == pytest.approx(120.432)
    for link in body["current"]["downloads"].values():
        assert (
            client.get(link.partition("localhost")[2].partition("/")[2].join(["/", ""])).status_code
            == 200
        )
    for name in ("rows", "versions", "schema", "dcat", "feed", "features"):
        path = "/" + body["links"][name].split("/", 3)[3]
        assert client.get(path).status_code == 200, path


def test_a_control_character_in_a_note_breaks_no_feed(client, stops):
    api.edit(actor=ACTOR, slug="stops", draft=Draft(place="臺北"), why="多了\x0b一筆")
    for path in ("/feeds/changes.atom", "/feeds/datasets/stops.atom"):
        feed = ET.fromstring(client.get(path).content)  # noqa: S314  our own
        assert feed.find(f"{ATOM}entry/{ATOM}summary").text == "多了一筆"


def test_rows_as_json_and_csv(client, stops):
    body = client.get(
        "/api/v1/datasets/stops/rows", {"limit": 2, "縣市": "臺北市", "sort": "-人數"}
    ).json()
    assert [row["站名"] for row in body["rows"]] == ["臺北車站", "臺北北門"]
    assert (body["total"], body["next"]) == (2, None)
    page = client.get("/api/v1/datasets/stops/rows?limit=2")
    following = page.json()["next"]
    assert page["Link"] == f'<{following}>; rel="next"'
    more = client.get("/" + following.split("/", 3)[3]).json()
    assert more["rows"][0]["站名"] == "嘉義車站"
    for answer in (
        client.get("/api/v1/datasets/stops/rows?format=csv"),
        client.get("/api/v1/datasets/stops/rows", HTTP_ACCEPT="text/csv"),
    ):
        assert answer["Content-Type"].startswith("text/csv")
        assert answer.content.decode().splitlines()[1].startswith("1,臺北車站")


def test_rows_as_csv_never_run_in_a_spreadsheet(client, tmp_path):
    publish(tmp_path, "food.csv", FOOD)
    text = client.get("/api/v1/datasets/food/rows?format=csv").content.decode()
    assert "'=1+1" in text
    assert "'@cmd" in text


def test_a_column_named_like_a_parameter_can_be_asked_for(client, tmp_path):
    publish(tmp_path, "odd.csv", "limit,format\n5,a\n6,b\n7,c\n", slug="odd")
    body = client.get("/api/v1/datasets/odd/rows?column:limit=6").json()
    assert [row["format"] for row in body["rows"]] == ["b"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/datasets/none", 404, "dataset-not-found"),
        ("/api/v1/datasets/stops/rows?nothing=1", 422, "bad-rows-query"),
        ("/api/v1/datasets/stops/rows?sort=nothing", 422, "bad-rows-query"),
        ("/api/v1/datasets/stops/rows?format=pdf", 422, "bad-rows-query"),
        ("/api/v1/datasets/stops/rows?version=9", 404, "version-not-found"),
        ("/api/v1/datasets?sort=nothing", 422, "bad-rows-query"),
        ("/feeds/datasets/none.atom", 404, "dataset-not-found"),
        ("/feeds/changes.atom?organization=none", 404, "agency-not-found"),
        ("/download/stops/stops.pdf", 404, "not-in-this-format"),
        ("/download/none/none.csv", 404, "dataset-not-found"),
        ("/download/stops/v0/stops.csv", 404, "version-not-found"),
        ("/download/stops/v9/stops.csv", 404, "version-not-found"),
        ("/download/stops/v9/original", 404, "version-not-found"),
        ("/download/stops/v99999999999999999999/stops.csv", 404, "version-not-found"),
        ("/api/v1/datasets/stops/rows?version=99999999999999999999", 404, "version-not-found"),
    ],
)
def test_mistakes_are_problems_with_codes(client, stops, path, status, code):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code


def test_the_openapi_description_is_valid(client):
    from openapi_spec_validator import validate

    body = client.get("/api/v1/openapi.json").json()
    mine = {
        path: item for path, item in body["paths"].items() if "/datasets" in path or "/jobs" in path
    }
    assert len(mine) >= 7
    validate({**body, "paths": mine})
    for item in mine.values():
        for operation in item.values():
            assert operation["summary"]
            assert operation["description"]


# --- writing --------------------------------------------------------------------------------


def upload(name="parks.csv", text=FOOD):
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def test_a_file_is_published_through_a_job(client, editor):
    headers = bearer(editor, "publish")
    answer = client.post(
        "/api/v1/datasets", {"file": upload(), "title": "公園", "keywords": "綠地，休閒"}, **headers
    )
    assert answer.status_code == 202, answer.content
    job = answer.json()
    assert answer["Location"] == job["url"] == f"http://testserver/api/v1/jobs/{job['id']}"
    path = reverse("api:job", args=[job["id"]])
    assert client.get(path, **headers).json()["state"] == "queued"
    jobs.run_pending()
    done = client.get(path, **headers).json()
    assert done["state"] == "done", done
    assert (done["result"]["slug"], done["result"]["number"]) == ("公園", 1)
    found = api.dataset("公園")
    assert (found.organization, found.keywords) == ("甲局", ("綠地", "休閒"))
    assert found.current.created_by == "API token" or "API" in found.current.created_by
    assert client.get(f"/api/v1/datasets/{quote('公園')}/rows").json()["total"] == 6


def test_new_versions_come_by_form_and_by_body(client, editor, tmp_path):
    headers = bearer(editor, "publish")
    publish(tmp_path, slug="stops", organization="jia")
    more = STOPS + "6,永康車站,臺南市,120.25,23.04,70,2024-06-10\n"
    answer = client.post(
        "/api/v1/datasets/stops/versions", {"file": upload("s.csv", more)}, **headers
    )
    assert answer.status_code == 202, answer.content
    answer = client.put(
        "/api/v1/datasets/stops/versions?filename=stops.csv&note=x",
        FOOD.encode(),
        "application/octet-stream",
        **headers,
    )
    assert answer.status_code == 202, answer.content
    jobs.run_pending()
    assert [(v.number, v.rows) for v in api.versions("stops")] == [(3, 6), (2, 6), (1, 5)]


def test_a_bad_file_fails_its_job_with_a_reason(client, editor):
    headers = bearer(editor, "publish")
    job = client.post(
        "/api/v1/datasets", {"file": upload("x.csv", "\x00\x01\x02\x89PNG")}, **headers
    ).json()
    jobs.run_pending()
    done = client.get(reverse("api:job", args=[job["id"]]), **headers).json()
    assert done["state"] == "failed"
    assert done["problem"]["detail"]
    assert api.count() == 0


def test_who_may_not_is_refused(client, editor, tmp_path, django_user_model):
    identity.ensure_organization(actor=ACTOR, name="乙局", slug="yi")
    publish(tmp_path, slug="stops", title="車站位置", organization="yi")
    other = django_user_model.objects.create_user("other@example.gov")
    for headers, status in (
        ({}, 401),
        (bearer(editor, "read"), 403),  # the scope is missing
        (bearer(editor, "publish"), 403),  # another agency's data set
        (bearer(other, "publish"), 403),  # no role anywhere
    ):
        answers = [
            client.post("/api/v1/datasets/stops/versions", {"file": upload()}, **headers),
            client.patch(
                "/api/v1/datasets/stops", json.dumps({"title": "x"}), "application/json", **headers
            ),
            client.delete("/api/v1/datasets/stops?why=x", **headers),
            client.post("/api/v1/datasets", {"file": upload(), "slug": "stops"}, **headers),
        ]
        assert [answer.status_code for answer in answers] == [status] * 4
    assert api.dataset("stops").title == "車站位置"
    assert not jobs.latest()


def test_a_job_is_for_its_owner(client, editor, django_user_model):
    job = client.post("/api/v1/datasets", {"file": upload()}, **bearer(editor, "publish")).json()
    other = django_user_model.objects.create_user("other@example.gov")
    path = reverse("api:job", args=[job["id"]])
    assert client.get(path, **bearer(other, "publish")).status_code == 404
    assert client.get(path).status_code == 401


def test_one_file_or_one_address(client, editor):
    headers = bearer(editor, "publish")
    assert client.post("/api/v1/datasets", {"title": "x"}, **headers).status_code == 422
    answer = client.post("/api/v1/datasets", {"file": upload("e.csv", "")}, **headers)
    assert answer.status_code == 422


def test_words_are_edited_and_cleared_and_a_data_set_withdrawn_and_restored(
    client, editor, tmp_path, django_user_model
):
    publish(tmp_path, slug="stops", organization="jia", description="舊", theme="TRAN")
    headers = bearer(editor, "publish")
    answer = client.patch(
        "/api/v1/datasets/stops",
        json.dumps({"title": "新", "description": "", "keywords": ["a"], "why": "更正"}),
        "application/json",
        **headers,
    )
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert (body["title"], body["keywords"], body["theme"]) == ("新", ["a"], "TRAN")
    assert body["described"] is False
    assert client.delete("/api/v1/datasets/stops?why=x", **headers).status_code == 403  # an editor
    chief = bearer(django_user_model.objects.create_superuser("chief@example.gov"), "publish")
    assert client.delete("/api/v1/datasets/stops?why=", **chief).status_code == 422
    assert client.delete("/api/v1/datasets/stops?why=過時", **chief).status_code == 200
    gone = client.get("/api/v1/datasets/stops/rows")
    assert (gone.status_code, gone.json()["code"]) == (410, "dataset-withdrawn")
    told = client.get("/api/v1/datasets/stops")
    assert told.json()["withdrawn_why"] == "過時"
    for answer in (told, client.get("/api/v1/datasets/stops/versions")):
        for cell in ("臺北車站", "121.517", "120.432", "/download/"):
            assert cell not in answer.content.decode(), (answer.request["PATH_INFO"], cell)
    assert client.post("/api/v1/datasets/stops/restore", **chief).status_code == 200
    assert client.get("/api/v1/datasets/stops/rows").status_code == 200


# --- downloads ------------------------------------------------------------------------------


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_download_has_its_headers_and_its_chinese_name(client, tmp_path):
    publish(tmp_path, title="車站 位置")
    path = f"/download/{quote('車站-位置')}/{quote('車站-位置')}.csv"
    answer = client.get(path)
    whole = body(answer)
    assert int(answer["Content-Length"]) == len(whole)
    assert f"filename*=UTF-8''{quote('車站-位置.csv')}" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].isascii()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(path, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    assert client.get(path, HTTP_IF_MODIFIED_SINCE=answer["Last-Modified"]).status_code == 304
    head = client.head(path)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(whole)))
    assert not body(head)
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=5-99999", 206, slice(5, None)),
        ("bytes=99999-", 416, None),
        ("bytes=9-3", 200, slice(None)),
        ("bytes=0-1,3-4", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_ranges(client, stops, asked, status, part):
    whole = body(client.get("/download/stops/stops.csv"))
    answer = client.get("/download/stops/stops.csv", HTTP_RANGE=asked)
    assert answer.status_code == status
    if part is None:
        assert answer["Content-Range"] == f"bytes */{len(whole)}"
    else:
        assert body(answer) == whole[part]


def test_a_range_of_another_edition_is_answered_whole(client, stops):
    path = "/download/stops/stops.csv"
    tag = client.get(path)["ETag"]
    assert client.get(path, HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE=tag).status_code == 206
    assert client.get(path, HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE='"x"').status_code == 200


def test_old_versions_stay_under_lasting_addresses(client, stops, tmp_path):
    publish(tmp_path, text=FOOD, slug="stops")
    old = client.get("/download/stops/v1/stops.csv")
    assert old["Cache-Control"] == "no-cache"  # a column of it may be closed any day
    assert "臺北車站" in body(old).decode()
    assert client.get("/download/stops/stops.csv")["Cache-Control"] == "no-cache"
    original = client.get("/download/stops/v1/original")
    assert body(original).decode() == STOPS
    assert 'filename="stops.csv"' in original["Content-Disposition"]
    assert client.get("/download/stops/other.csv").status_code == 404


def test_the_chart_is_a_picture_of_its_own(client, stops):
    for language in ("zh-hant", "en"):
        answer = client.get(f"/download/stops/chart-{language}.svg")
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert "style-src 'unsafe-inline'" in answer["Content-Security-Policy"]
        assert "script-src" not in answer["Content-Security-Policy"]
        root = ET.fromstring(answer.content)  # noqa: S314  our own
        assert root.tag.endswith("svg")
        again = client.get(
            f"/download/stops/chart-{language}.svg", HTTP_IF_NONE_MATCH=answer["ETag"]
        )
        assert again.status_code == 304
