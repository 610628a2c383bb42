"""Many addresses: every line answered in order, as JSON, CSV or a job; nobody else sees them."""

import csv
import io

import pytest
from django.contrib.auth import get_user_model

from idea.engines.features.addresses import api, batch
from idea.engines.features.addresses.conf import conf
from idea.engines.features.addresses.errors import BadBatch
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs
from idea.kernel.lake import lake

pytestmark = pytest.mark.django_db
URL = "/api/v1/addresses"
LINES = ["臺北市信義區松仁路100號", "", "=HYPERLINK(1)", "台北縣板橋市文化路1段1號"]


@pytest.fixture
def sign_in(client):
    def make(email="one@example.org"):
        who = get_user_model().objects.create_user(email)
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return who

    return make


def table(response):
    text = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_lines_of_text_csv_and_big5_are_read():
    assert api.read_lines("甲\n\n乙\n".encode()) == ["甲", "", "乙"]
    assert api.read_lines('名稱,地址\r\n甲,臺北市\r\n乙,"新北市,板橋區"\r\n'.encode("cp950")) == [
        "臺北市",
        "新北市,板橋區",
    ]
    assert api.read_lines("\ufeffid\taddress\n1\t臺北市\n2\n".encode()) == ["臺北市"]
    assert api.read_lines('地址\n"臺北市\n信義區"\n嘉義市\n'.encode()) == [
        "臺北市 信義區",
        "嘉義市",
    ]
    for nothing in (b"", b"\n \n", "地址\n".encode()):
        with pytest.raises(BadBatch):
            api.read_lines(nothing)


def test_every_line_has_a_row_in_its_order(client):
    answer = client.post(f"{URL}/batch", {"addresses": LINES}, content_type="application/json")
    assert answer.status_code == 200
    rows = answer.json()["rows"]
    assert [row["line"] for row in rows] == [1, 2, 3, 4]
    assert [row["town"] for row in rows] == ["信義區", None, None, "板橋區"]
    assert rows[1]["reasons"] == "empty"
    assert answer.json()["levels"] == {"town": 2, "none": 2}


def test_what_is_empty_at_the_end_of_a_json_list_has_its_row_too(client):
    sent = {"addresses": ["臺北市", " ", "嘉\n義市", ""]}
    rows = client.post(f"{URL}/batch", sent, content_type="application/json").json()["rows"]
    assert [row["county"] for row in rows] == ["臺北市", None, "嘉義市", None]


def test_csv_in_csv_out_without_formulas(client):
    body = ("name,address\n" + "".join(f"x,{line}\n" for line in LINES)).encode()
    answer = client.post(
        f"{URL}/batch", body, content_type="text/csv", headers={"accept": "text/csv"}
    )
    assert answer.status_code == 200
    rows = table(answer)
    assert [row["town"] for row in rows] == ["信義區", "", "", "板橋區"]
    assert rows[2]["address"] == "'=HYPERLINK(1)"


def test_a_long_list_needs_an_account_and_becomes_a_job_with_a_table_for_its_owner(client, sign_in):
    lines = [f"臺北市信義區松仁路{n}號" for n in range(1, conf().addresses_at_once + 2)]
    body = "\n".join(lines).encode()
    assert client.post(f"{URL}/batch", body, content_type="text/plain").status_code == 401
    sign_in()
    answer = client.post(f"{URL}/batch", body, content_type="text/plain")
    assert answer.status_code == 202, answer.content
    url = answer.json()["url"]
    assert client.get(url).json()["state"] == "queued"
    jobs.run_pending()
    told = client.get(url).json()
    assert (told["state"], told["lines"]) == ("done", len(lines))
    assert told["levels"] == {"town": len(lines)}
    rows = table(client.get(told["result"]))
    assert [row["address"] for row in rows] == lines
    sign_in("other@example.org")
    assert client.get(url).status_code == 404
    assert client.get(told["result"]).status_code == 404
    client.logout()
    assert client.get(told["result"]).status_code == 401


def test_a_session_needs_the_csrf_token_to_start_a_job():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    who = get_user_model().objects.create_user("one@example.org")
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    body = b"x\n" * (conf().addresses_at_once + 1)
    assert client.post(f"{URL}/batch", body, content_type="text/plain").status_code == 403
    assert jobs.counts()["queued"] == 0


def test_a_list_that_is_too_long_is_refused_at_once():
    with pytest.raises(BadBatch):
        api.start(actor=Actor.system("test"), lines=["x"] * (conf().addresses_lines + 1))
    assert lake().keys(batch.FOLDER) == []


def test_lists_and_tables_are_forgotten_after_a_day(monkeypatch):
    job = api.start(actor=Actor.system("test"), lines=LINES)
    jobs.run_pending()
    assert len(lake().keys(batch.FOLDER)) == 2  # the list and the table
    assert batch.result_of(jobs.get(job.id)) is not None
    assert batch.forget_old() == 0
    now = batch.time.time()
    monkeypatch.setattr(batch.time, "time", lambda: now + 25 * 3600)
    assert batch.forget_old() == 2
    assert batch.result_of(jobs.get(job.id)) is None


def test_a_job_that_starts_over_gives_the_same_table():
    job = api.start(actor=Actor.system("test"), lines=LINES)
    jobs.run_pending()
    key = jobs.get(job.id).result["file"].removesuffix(".csv")
    assert batch.run(lambda *_a: None, key) == jobs.get(job.id).result
