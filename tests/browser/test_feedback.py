"""Journeys of feed-back: from a request to its answer, from an error to the next version."""

import re

import pytest

from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TITLE = "行道樹的位置與樹種"


def test_from_a_request_to_its_answer(visit, signed_in, site, axe):
    page = visit(storage_state=signed_in, viewport=PHONE)
    page.goto("/requests/new/")
    assert axe(page) == []
    page.get_by_label("您需要什麼資料？").fill(TITLE)
    page.get_by_label("資料要包含什麼？").fill("每一棵樹的座標與樹種")
    page.get_by_role("button", name="預覽請求").click()
    page.get_by_role("button", name="送出請求").click()
    page.wait_for_url(re.compile(r"/requests/\d+/$"))
    number = page.url.rstrip("/").rpartition("/")[2]
    assert axe(page) == []
    page.goto(f"/desk/requests/{number}/")
    page.get_by_text("公告預定開放日期").first.click()
    page.locator("#plan_planned").fill("2099-01-31")
    page.get_by_role("button", name="公告預定開放日期").click()
    page.goto(f"/requests/{number}/")
    assert "2099 年 1 月 31 日" in page.locator("main").inner_text()
    slug = page.request.get("/api/v1/datasets?limit=1").json()["items"][0]["slug"]
    page.goto(f"/desk/requests/{number}/")
    page.get_by_text("以資料集答覆").first.click()
    page.locator("#publish_dataset").fill(slug)
    page.get_by_role("button", name="以資料集答覆").click()
    page.goto(f"/requests/{number}/")
    assert page.get_by_role("heading", name="資料已開放").is_visible()
    page.goto(f"/datasets/{slug}/")
    assert page.get_by_role("link", name=TITLE).is_visible()


def test_from_an_error_to_the_next_version(visit, signed_in, site, axe):
    page = visit(storage_state=signed_in)
    page.goto("/datasets/chenglan-clinics/")
    page.get_by_role("link", name="回報資料有誤").click()
    assert axe(page) == []
    page.get_by_role("link", name=re.compile("列有誤")).first.click()
    cell = page.locator("fieldset input[value$=診所]").first
    wrong = cell.input_value()
    cell.fill(f"{wrong}（更正）")
    page.get_by_label("您怎麼知道的？").fill("現場看過")
    page.get_by_label("您的姓名或暱稱").fill("王小明")
    assert axe(page) == []
    page.get_by_role("button", name="回報這一列有誤").click()
    page.wait_for_url(re.compile(r"/corrections/\d+/$"))
    page.get_by_role("link", name="決定是否採納").click()
    assert axe(page) == []
    page.locator("input[name=change]").first.check()
    page.get_by_role("button", name="採納變更", exact=True).click()
    page.get_by_role("button", name="將已採納的變更發布為新版本").click()
    page.get_by_role("link", name="查看資料集").click(timeout=60_000)
    said = page.locator("main").inner_text()
    assert "感謝提出更正" in said
    assert "王小明" in said
