"""The workbench in a real browser: asked by a click and by keys, cancelled, read without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LONG = "SELECT sum(a.range * b.range % 7) FROM range(100000000) a, range(99999) b"


def test_an_example_a_query_and_a_mistake(visit):
    page = visit()
    page.goto("/workbench/")
    page.get_by_role("link", name="各行政區每百位居民的收容席位").click()
    expect(page.locator("#result table tbody tr")).to_have_count(6)
    expect(page.locator("#result img.picture")).to_be_visible()
    assert page.locator("#result img.picture").evaluate("image => image.naturalWidth") > 100
    page.get_by_text("這個結果怎麼來的").click()
    expect(page.locator("#result")).to_contain_text("避難收容處所")

    page.locator("#sql").fill("SELECT 42 AS 答案")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result table")).to_contain_text("42")
    page.reload()
    expect(page.locator("#result table")).to_contain_text("42")

    page.locator("#sql").fill("SELECT 42 AS\nFORM x")
    page.get_by_role("button", name="執行查詢").click()
    expect(page.get_by_role("alert")).to_contain_text("第 2 行")
    expect(page.locator("#sql")).to_have_value("SELECT 42 AS\nFORM x")
    assert page.wrongs == []


def test_a_long_query_is_cancelled_and_the_next_one_is_answered(visit):
    page = visit()
    page.goto("/workbench/")
    page.locator("#sql").fill(LONG)
    page.get_by_role("button", name="執行查詢").click()
    with page.expect_response(lambda r: r.request.method == "DELETE") as told:
        page.wait_for_timeout(1500)
        page.get_by_role("button", name="取消查詢").click()
    assert told.value.status == 204
    expect(page.get_by_text("查詢已取消。")).to_be_visible()
    page.locator("#sql").fill("SELECT 7 AS 七")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result table")).to_contain_text("7", timeout=15_000)


def test_a_column_goes_into_the_query_by_mouse_and_by_key(visit):
    page = visit()
    page.goto("/workbench/?find=果菜批發行情")
    page.get_by_text('"chenglan-market-prices"').click()
    page.locator("#sql").fill("SELECT ")
    page.get_by_role("button", name="平均價（元/公斤）").click()
    expect(page.locator("#sql")).to_have_value('SELECT "平均價（元/公斤）"')
    page.keyboard.type(", ")
    page.get_by_role("button", name="作物", exact=True).press("Enter")
    expect(page.locator("#sql")).to_have_value('SELECT "平均價（元/公斤）", 作物')


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 900}])
def test_it_works_without_script_and_never_scrolls_sideways(visit, viewport):
    page = visit(java_script_enabled=False, viewport=viewport)
    page.goto("/workbench/")
    page.locator("#sql").fill('SELECT * FROM "chenglan-market-prices" LIMIT 5')
    page.get_by_role("button", name="執行查詢").click()
    expect(page.locator("#result table tbody tr")).to_have_count(5)
    expect(page.get_by_role("button", name="取消查詢")).to_be_hidden()
    scripted = visit(viewport=viewport)
    scripted.goto(page.url)
    width = scripted.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]
