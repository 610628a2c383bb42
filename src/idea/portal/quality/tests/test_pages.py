"""Promises of quality's pages: shown to all, mended by those who may, in two languages."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from idea.engines.catalog import api as catalog
from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.types import Declared, Draft
from idea.portal.tests.conftest import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured(publish):
    """Return a function that publishes a table and measures it."""

    def make(**said):
        dataset = publish(**said)
        quality.measure_datasets([dataset.id])
        return catalog.dataset(dataset.slug)

    return make


def test_the_data_set_page_says_points_and_badge(client, measured):
    dataset = measured(slug="water")
    page = client.get(f"/datasets/{dataset.slug}/").content.decode()
    assert f"<strong>{dataset.quality_points}</strong> 分（滿分 405）" in page
    assert "更新及時" in page
    assert "/desk/quality/" not in page


def test_before_the_first_measurement_the_page_says_so(client, publish):
    dataset = publish(slug="water")
    for address in (f"/datasets/{dataset.slug}/", f"/datasets/{dataset.slug}/quality/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "正在量測" in answer.content.decode()
    assert client.get(f"/api/v1/datasets/{dataset.slug}/quality").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_quality_page_shows_every_indicator_with_evidence(client, measured, prefix):
    dataset = measured(slug="water", declared=(Declared(name="容納人數", required=True),))
    page = client.get(f"{prefix}/datasets/{dataset.slug}/quality/").content.decode()
    for key in quality.INDICATORS:
        if key.startswith(("mqa.", "taiwan.")):
            assert f'id="{key}"' in page
    assert "%(" not in page
    assert "容納人數" in page
    assert (">4<" in page) is True  # the row whose cell is empty


def test_a_withdrawn_data_set_has_no_quality_page(client, measured):
    dataset = measured(slug="water")
    catalog.withdraw(actor=SYSTEM, slug=dataset.slug, why="誤植")
    assert client.get(f"/datasets/{dataset.slug}/quality/").status_code == 410
    assert client.get(f"/datasets/{dataset.slug}/quality.svg").status_code == 410
    assert client.get(f"/api/v1/datasets/{dataset.slug}/quality").status_code == 410


def test_pictures_are_images_without_script(client, measured):
    dataset = measured(slug="water", title="<script>&")
    for name in ("quality.svg", "quality-trend.svg"):
        for language in ("zh-hant", "en", "x<y"):
            answer = client.get(f"/datasets/{dataset.slug}/{name}?lang={language}")
            assert answer["Content-Type"].startswith("image/svg+xml")
            root = ET.fromstring(answer.content)  # noqa: S314  our own
            assert not root.findall(".//{*}script")
    again = client.get(f"/datasets/{dataset.slug}/quality.svg", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code in (200, 304)


def test_the_league_counts_and_its_csv_runs_in_no_spreadsheet(client, measured, agency):
    measured(slug="water")
    page = client.get("/quality/").content.decode()
    assert "測試市政府" in page
    assert "?organization=test-city" in page
    body = client.get("/quality/agencies.csv?sort=name").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body))
    assert (row["organization"], row["datasets"], row["measured"]) == ("test-city", "1", "1")
    assert client.get("/quality/?sort=nonsense").status_code == 200
    league = client.get("/api/v1/quality").json()
    assert league["overall"]["datasets"] == 1
    assert league["agencies"][0]["organization"] == "test-city"


def test_an_empty_site_says_what_will_be_here(client, db):
    assert "還沒有機關發布資料集" in client.get("/quality/").content.decode()
    assert client.get("/api/v1/quality").json()["agencies"] == []


def test_the_api_tells_each_finding_in_the_readers_language(client, measured):
    dataset = measured(slug="water")
    there = f"/api/v1/datasets/{dataset.slug}/quality"
    told = client.get(there, HTTP_ACCEPT_LANGUAGE="en").json()
    assert told["points"] == sum(one["points"] for one in told["findings"])
    assert told["most"] == 405
    assert told["trend"][-1]["points"] == told["points"]
    assert {one["yardstick"] for one in told["findings"]} == {"mqa", "taiwan", "table", "content"}


def test_only_those_who_may_edit_see_what_to_mend(client, measured, person, other_agency):
    dataset = measured(slug="water")
    there = f"/desk/quality/{dataset.slug}/"
    assert client.get(there).status_code in (302, 401, 403)
    person("editor", where=other_agency)
    assert client.get(there).status_code == 403
    assert client.post(f"{there}measure/").status_code == 403


def test_the_desk_says_what_to_mend_first_and_where(client, measured, person):
    dataset = measured(slug="water", declared=(Declared(name="容納人數", required=True),))
    person("editor")
    page = client.get(f"/desk/quality/{dataset.slug}/").content.decode()
    assert "+30 分" in page
    assert f"/desk/datasets/{dataset.slug}/#id_keywords" in page
    assert f"/desk/publish/?dataset={dataset.slug}" in page
    first, second = page.index("+30 分"), page.index("+20 分")
    assert first < second
    front = client.get("/desk/quality/").content.decode()
    assert f"/desk/quality/{dataset.slug}/" in front


def test_measuring_again_takes_in_what_was_mended(client, measured, person):
    dataset = measured(slug="water")
    person("editor")
    catalog.edit(actor=SYSTEM, slug=dataset.slug, draft=Draft(theme="ENVI"))
    answer = client.post(f"/desk/quality/{dataset.slug}/measure/", follow=True)
    assert "已重新量測" in answer.content.decode()
    assert catalog.dataset(dataset.slug).quality_points == dataset.quality_points + 30


def test_the_pages_ask_the_database_a_bounded_number_of_times(
    client, measured, django_assert_max_num_queries
):
    for number in range(4):
        measured(slug=f"w{number}", title=f"T{number}", filename=f"f{number}.csv")
    with django_assert_max_num_queries(14):
        client.get("/quality/")


PERSONS = "姓名,電話\n王小明,0912-345-678\n李大華,0987-654-321\n"


def test_personal_data_is_pointed_out_before_anybody_sees_it(client, person, agency):
    person("editor")
    said = {"organization": agency.slug, "license": "OGDL-Taiwan-1.0", "frequency": "irregular"}

    def send(**more):
        file = SimpleUploadedFile("people.csv", PERSONS.encode())
        return client.post("/desk/publish/", {**said, **more, "file": file})

    answer = send()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "電話: 行動電話號碼" in page
    assert "姓名: 個人姓名" in page
    assert catalog.count() == 0
    assert send(personal_seen="on").status_code == 302
