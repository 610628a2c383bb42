"""Promises of the pages of corrections: a row reported, decided and published without a script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from idea.engines.catalog import api as catalog
from idea.engines.catalog.corrections import api as corrections
from idea.kernel.jobs import api as jobs
from idea.portal.tests.conftest import TABLE

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def report(client, slug, **cells):
    """Change cells by title in the form of row 3, as a browser sends it."""
    address = reverse("portal:correct_row", args=[slug, 3])
    version = catalog.version(slug)
    there = corrections.at(version, 3).cells
    sent = {f"c{at}": there[c.name] for at, c in enumerate(version.columns)}
    for at, column in enumerate(version.columns):
        sent[f"c{at}"] = cells.get(column.name, sent[f"c{at}"])
    return client.post(address, {**sent, "version": "1", "why": "看過", "name": "王小明"})


def test_a_row_is_found_reported_decided_and_published(client, person, publish):
    slug = publish().slug
    assert "第 3 列有誤" in text(client.get(reverse("portal:correct", args=[slug])))
    assert "第 2 列有誤" not in text(
        client.get(reverse("portal:correct", args=[slug]) + "?find=二")
    )
    person(role=None)
    assert report(client, slug, 容納人數="9").url == "/corrections/1/"
    shown = text(client.get("/corrections/1/"))
    assert "<del>7</del>" in shown
    assert "王小明" in shown
    assert client.get("/desk/corrections/1/").status_code == 403
    person("editor")
    assert client.post("/desk/corrections/1/", {"change": "1", "reject": "1"}).status_code == 422
    client.post("/desk/corrections/1/", {"change": "1", "accept": "1"})
    client.post("/desk/corrections/1/publish/")
    jobs.run_pending()
    assert catalog.rows(slug).rows[1][3] == 9
    page = text(client.get(reverse("portal:dataset", args=[slug])))
    assert "感謝提出更正" in page
    assert "王小明" in page


def test_what_cannot_stand_is_said_beside_its_field(client, person, publish):
    slug = publish().slug
    person(role=None)
    answer = report(client, slug, 啟用日期="昨天")
    assert answer.status_code == 422
    assert "「昨天」不能填在欄位「啟用日期」。" in text(answer)
    assert report(client, slug).status_code == 422  # nothing was changed
    assert corrections.corrections().total == 0


def test_a_corrected_file_and_all_of_it_accepted(client, person, publish):
    slug = publish().slug
    person(role=None)
    fixed = TABLE.replace("12,2015", "13,2015").replace("121.5630", "121.5640")
    sent = client.post(
        reverse("portal:correct_file", args=[slug]),
        {"file": SimpleUploadedFile("fixed.csv", fixed.encode()), "why": "比對", "key": ""},
    )
    assert sent.url == "/corrections/1/"
    person("editor")
    client.post("/desk/corrections/1/?column=lon", {"all": "on", "accept": "1"})
    counts = {str(state): n for state, n in corrections.correction(1).counts.items()}
    assert counts == {"accepted": 1, "waiting": 1}
    assert "尚未發布" in text(client.get("/desk/corrections/1/"))


def test_a_derived_data_set_names_its_source_both_ways(client, person, publish):
    slug = publish().slug
    person(role=None)
    sent = client.post(
        reverse("portal:derive", args=[slug]),
        {
            "file": SimpleUploadedFile("mine.csv", TABLE.encode()),
            "title": "飲水機（社群版）",
            "changes": "補了地址",
            "name": "水社群",
        },
    )
    assert sent.status_code == 302
    jobs.run_pending()
    assert client.get(sent.url).status_code == 200  # who started it may see how it went
    assert "飲水機（社群版）" in text(client.get(reverse("portal:dataset", args=[slug])))
    (made,) = corrections.derivatives(slug)
    assert "這不是機關的資料" in text(client.get(reverse("portal:dataset", args=[made.slug])))


def test_hidden_corrections_say_why_and_nothing_else(client, person, publish):
    slug = publish().slug
    person(role=None)
    report(client, slug, 名稱="<b>不雅</b>")
    person("manager")
    client.post("/desk/corrections/1/hide/", {"why": "洗版"})
    shown = client.get("/corrections/1/")
    assert shown.status_code == 410
    assert "洗版" in text(shown)
    assert "不雅" not in text(shown)
    assert client.get("/api/v1/corrections/1/changes").json()["total"] == 0
    assert client.get("/api/v1/corrections").json()["total"] == 0


def test_lists_and_addresses_that_are_nothing(client, publish):
    slug = publish().slug
    for address in ("/corrections/", "/en/corrections/", f"/corrections/?dataset={slug}&page=x"):
        assert client.get(address).status_code == 200
    assert client.get("/corrections/9/").status_code == 404
    assert "/accounts/login/" in client.get(reverse("portal:correct_row", args=[slug, 3])).url
