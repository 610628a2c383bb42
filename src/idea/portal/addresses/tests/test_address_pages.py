"""The address page works without JavaScript, tells how exact it is, and keeps lists to their owners."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from idea.engines.features.addresses import api
from idea.engines.features.addresses.conf import conf
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs

pytestmark = pytest.mark.django_db
DOORS = "address,lon,lat\n臺北市信義區松仁路100號,121.5681,25.033\n臺北市信義區松仁路96巷3號,121.569,25.0331\n"


@pytest.fixture
def doors(tmp_path):
    path = tmp_path / "doors.csv"
    path.write_text(DOORS)
    api.load(actor=Actor.system("test"), path=path)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_page_asks_and_says_what_is_loaded(client, doors):
    text = words(client.get("/addresses/"))
    assert "查詢地址位置" in text
    assert "doors.csv" in text


def test_an_address_is_shown_with_its_level_and_why_it_is_not_finer(client, doors):
    text = words(client.get("/addresses/", {"q": "台北市信義區松仁路100號"}))
    assert "臺北市信義區松仁路100號" in text
    assert "門牌" in text
    text = words(client.get("/addresses/", {"q": "台北市信義區松仁路102號"}))
    assert "路段" in text
    assert "清單中沒有這個門牌號" in text


def test_a_name_of_before_is_explained(client):
    text = words(client.get("/addresses/", {"q": "台北縣板橋市文化路一段1號"}))
    assert "2010-12-25" in text
    assert "新北市板橋區" in text


def test_english_speaks_english(client):
    page = client.get("/en/addresses/", {"q": "Xinyi Dist., Taipei City"})
    assert "town level" in words(page)
    assert "Xinyi District, Taipei City" in words(page)


@pytest.mark.parametrize(
    "text", ["10 Downing Street, London", "x" * 9000, "<script>alert(1)</script>", "' OR 1=1 --"]
)
def test_what_is_no_address_is_answered_with_a_reason(client, text):
    answer = client.get("/addresses/", {"q": text})
    assert answer.status_code == 200
    assert "沒有找到位置" in words(answer)
    assert "<script>alert" not in answer.content.decode()


def test_a_click_on_the_map_asks_what_is_there(client, doors):
    text = words(client.get("/addresses/", {"lon": "121.5681", "lat": "25.03301"}))
    assert "臺北市信義區松仁路100號" in text
    assert "海上或國外" in words(client.get("/addresses/", {"lon": "0", "lat": "0"}))
    assert client.get("/addresses/", {"lon": "999", "lat": "x"}).status_code == 200


def test_a_pasted_list_is_a_table(client, doors):
    lines = "台北市信義區松仁路100號\n\nnowhere\n<b>台北市</b>"
    text = client.post("/addresses/list/", {"lines": lines}).content.decode()
    assert "2 / 4" in text or "4 筆地址中找到 1 筆" in text
    assert "<b>台北市" not in text
    assert "&lt;b&gt;" in text


def test_a_file_gives_a_csv(client, doors):
    file = SimpleUploadedFile("a.csv", "名稱,地址\n甲,台北市信義區松仁路100號\n".encode("cp950"))
    answer = client.post("/addresses/list/", {"file": file, "as": "csv"})
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["level"], row["score"]) == ("door", "100")


def test_an_empty_list_is_refused_on_the_form(client):
    answer = client.post("/addresses/list/", {"lines": " \n"})
    assert answer.status_code == 422
    assert "沒有地址" in words(answer)
    assert client.get("/addresses/list/").status_code == 302


def test_a_long_list_is_for_those_signed_in_and_its_table_for_its_owner(client, person):
    lines = "\n".join(["臺北市信義區松仁路1號"] * (conf().addresses_at_once + 1))
    answer = client.post("/addresses/list/", {"lines": lines})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["location"]
    person("")
    answer = client.post("/addresses/list/", {"lines": lines})
    url = answer["location"]
    assert "/addresses/jobs/" in url
    assert "progress" in client.get(url).content.decode()
    jobs.run_pending()
    page = client.get(url).content.decode()
    link = re.search(r'href="(/api/v1/addresses/batch/[^"]+)"', page)[1]
    assert client.get(link).status_code == 200
    key = url.rstrip("/").rpartition("/")[2]
    assert client.get(f"/desk/jobs/{key}/")["location"] == url
    client.logout()
    assert client.get(url).status_code == 302


def test_somebody_elses_list_is_not_there(client, person, django_user_model):
    owner = django_user_model.objects.create_user("owner@example.org")
    job = api.start(actor=Actor("person", str(owner.pk), "owner"), lines=["臺北市"])
    person("")
    assert client.get(f"/addresses/jobs/{job.id}/").status_code == 404


def test_near_me_takes_an_address_as_fine_as_it_is_known(client, doors):
    text = words(client.get("/near/", {"q": "台北市信義區松仁路100號"}))
    assert "臺北市信義區松仁路100號" in text
    assert "不是門牌本身" not in text
    text = words(client.get("/near/", {"q": "台北市信義區松仁路102號"}))
    assert "不是門牌本身" in text
    assert "臺北市信義區" in words(client.get("/near/", {"q": "台北市信義區無此路102號"}))


def test_suggestions_for_a_box(client, doors):
    items = client.get("/addresses/suggest.json", {"q": "台北市信義區松"}).json()["items"]
    assert items[0] == {"title": "臺北市信義區松仁路", "kind": "", "url": ""}
    assert client.get("/addresses/suggest.json", {"q": ""}).json() == {"items": []}
