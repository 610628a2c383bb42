"""The workbench reads and works as plain pages: ask, see, mend, keep, share, publish."""

import base64
import html
import re

import pytest
from django.urls import reverse
from django.utils import translation

from idea.engines.catalog.workbench import api as workbench
from idea.engines.catalog.workbench.types import Sharing
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs
from idea.portal.tests.html import Page

SQL = 'SELECT 名稱, 容納人數 * 2 AS "雙倍" FROM water ORDER BY 1'
SYSTEM = Actor.system("test")
LISTS = """區,類,數
""" + "".join(f"區{i % 5},類{i % 3},{i}\n" for i in range(60))


@pytest.fixture
def water(publish):
    return publish(title_en="Water", slug="water")


def sound(response):
    page = Page(response.content.decode())
    assert page.faults == []
    assert page.unlabeled() == []
    return page


def shared(who, sharing=Sharing.LINK, sql=SQL, title="飲水機"):
    return workbench.save(actor=SYSTEM, owner_id=str(who.pk), title=title, sql=sql, sharing=sharing)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("query", ["", "?sql=SELECT 1", "?sql=SELECT", "?find=飲水", "?find=zzz"])
def test_the_workbench_is_sound(client, water, prefix, query):
    response = client.get(f"{prefix}/workbench/{query}")
    page = sound(response)
    assert len(page.all("h1")) == 1
    assert len(response.content) < 60_000
    assert response.cookies == {}
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_a_table_is_a_click_from_its_first_rows(client, water):
    first = client.get("/workbench/").content.decode()
    address = html.unescape(re.search(r'href="(/workbench/\?sql=[^"#]*water[^"#]*)', first)[1])
    shown = client.get(address).content.decode()
    assert "飲水機三" in shown
    assert "SELECT *" in shown


def test_a_result_shows_rows_downloads_and_how_it_was_made(client, water):
    shown = client.get("/workbench/", {"sql": SQL}).content.decode()
    assert "24" in shown
    assert "雙倍" in shown
    links = [
        html.unescape(link) for link in re.findall(r'href="(/api/v1/workbench/query[^"]*)', shown)
    ]
    assert len(links) == 3
    for link in links:
        assert client.get(link).status_code == 200
    assert "/download/water/v1/water.parquet" in shown
    assert "政府資料開放授權條款" in shown


def test_a_result_is_drawn_where_there_is_something_to_draw(client, publish):
    publish(text=LISTS, filename="lists.csv", slug="lists", title="清單")
    sql = "SELECT 區, count(*) + max(數) AS n FROM lists GROUP BY 區"
    shown = client.get("/workbench/", {"sql": sql}).content.decode()
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown)[1]
    svg = base64.b64decode(picture).decode()
    assert svg.startswith("<svg")
    assert "<script" not in svg
    plain = client.get("/workbench/", {"sql": "SELECT 1"}).content.decode()
    assert "data:image" not in plain


def test_markup_in_cells_names_and_queries_stays_text(client, db):
    sql = "SELECT '<script>alert(1)</script>' AS \"<b>x</b>\" -- </textarea><img src=x onerror=y>"
    response = client.get("/workbench/", {"sql": sql})
    sound(response)
    shown = response.content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "<b>x</b>" not in shown


def test_a_mistake_keeps_the_query_and_marks_its_place(client, water):
    response = client.get("/workbench/", {"sql": "SELECT 名稱,\n  沒有 FROM water"})
    assert response.status_code == 422
    shown = response.content.decode()
    assert "<mark>沒</mark>" in shown
    assert "第 2 行第 3 字" in shown
    assert "沒有 FROM water</textarea>" in shown
    english = client.get("/en/workbench/", {"sql": "SELECT 名稱,\n  沒有 FROM water"})
    assert "line 2, column 3" in english.content.decode()


def test_a_refused_query_is_told_in_the_page(client, water):
    response = client.get("/workbench/", {"sql": "SELECT * FROM read_csv('/etc/passwd')"})
    assert response.status_code == 403
    sound(response)
    shown = response.content.decode()
    assert "notice--error" in shown
    assert "root:" not in shown


def test_many_rows_are_cut_on_the_page_and_whole_in_the_downloads(client, db):
    shown = client.get("/workbench/", {"sql": "FROM range(300)"}).content.decode()
    assert shown.count("<tr>") == 101
    assert "200" in shown


def test_a_query_is_saved_shared_changed_and_deleted(client, water, person):
    person(role=None)
    page = client.get("/workbench/", {"sql": SQL})
    assert 'action="/workbench/save/"' in page.content.decode()
    saved = client.post(
        "/workbench/save/", {"title": "兩倍", "sql": SQL, "sharing": "private"}, follow=True
    )
    assert saved.status_code == 200
    sound(saved)
    address = saved.redirect_chain[-1][0]
    assert "兩倍" in client.get("/workbench/queries/").content.decode()
    client.logout()
    assert client.get(address).status_code == 404
    person(role="editor")
    assert client.get(address).status_code == 404


def test_what_is_shared_is_seen_by_others_and_changed_by_its_owner_alone(client, water, person):
    owner = person(role=None)
    query = shared(owner)
    address = reverse("portal:workbench_query", args=[query.key])
    edit = reverse("portal:workbench_edit", args=[query.key])
    delete = reverse("portal:workbench_delete", args=[query.key])
    assert "刪除這個查詢" in client.get(address).content.decode()
    client.logout()
    shown = client.get(address)
    sound(shown)
    assert "飲水機三" in shown.content.decode()
    assert "刪除這個查詢" not in shown.content.decode()
    assert client.post(edit, {"title": "x", "sql": "SELECT 1"}).status_code == 401
    person(role="editor")
    assert client.post(delete).status_code == 403
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    changed = {"title": "新名", "sql": "SELECT 7 AS 七", "sharing": "public", "description": "說明"}
    assert "新名" in client.post(edit, changed, follow=True).content.decode()
    client.logout()
    assert "新名" in client.get("/workbench/").content.decode()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    client.post(delete)
    assert client.get(address).status_code == 404


def test_a_saved_query_whose_table_is_gone_says_so(client, water, person):
    query = shared(person(role=None), sql="SELECT * FROM gone")
    response = client.get(reverse("portal:workbench_query", args=[query.key]))
    sound(response)
    assert "gone" in response.content.decode()


def test_an_editor_publishes_a_result(client, water, agency, person):
    person("editor")
    shown = client.get("/workbench/", {"sql": SQL}).content.decode()
    assert 'action="/workbench/publish/"' in shown
    said = {"sql": SQL, "title": "兩倍的飲水機", "organization": agency.slug}
    started = client.post("/workbench/publish/", said)
    assert started.status_code == 302
    jobs.run_pending()
    assert "兩倍的飲水機" in client.get("/datasets/").content.decode()


def test_a_resident_publishes_nothing(client, water, agency, person):
    person(role=None)
    assert "/workbench/publish/" not in client.get("/workbench/", {"sql": SQL}).content.decode()
    said = {"sql": SQL, "title": "x", "organization": agency.slug}
    assert client.post("/workbench/publish/", said).status_code == 403


def test_the_way_there_is_on_every_page_and_on_the_home_page(client, water):
    assert client.get("/").content.decode().count('href="/workbench/"') == 2
    assert 'href="/workbench/"' in client.get("/about/").content.decode()
    with translation.override("en"):
        assert 'href="/en/workbench/"' in client.get("/en/").content.decode()
