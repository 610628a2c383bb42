"""What people come to do, done in a real browser from the first page to the last."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TITLE = "濱海飲水機位置"
TABLE = [("名稱", "經度", "緯度", "啟用日期", "容量")] + [
    (
        f"飲水機{n:03}",
        f"{120.90 + n / 1000:.4f}",
        f"{24.75 + n / 2000:.4f}",
        f"104/7/{n % 28 + 1}",
        n,
    )
    for n in range(60)
]


@pytest.fixture(scope="module")
def table_file(tmp_path_factory) -> Path:
    """An officer's file as offices have them: Big5, ROC dates."""
    path = tmp_path_factory.mktemp("files") / "water.csv"
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(TABLE)
    path.write_bytes(text.getvalue().encode("cp950"))
    return path


DROP = """([selector, name, base64]) => {
  const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type: 'text/csv'}));
  const zone = document.querySelector(selector);
  for (const kind of ['dragenter', 'dragover', 'drop'])
    zone.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(scope="module")
def published(browser, site, signed_in, table_file):
    """Publish the officer's file by drag and drop, as the officer does; the address of its page."""
    import base64

    from tests.browser.conftest import open_page

    page = open_page(browser, site, storage_state=signed_in)
    page.goto("/desk/publish/")
    body = base64.b64encode(table_file.read_bytes()).decode()
    page.evaluate(DROP, [".drop", table_file.name, body])
    expect(page.locator("[data-chosen]")).to_contain_text("water.csv")
    page.get_by_label("標題", exact=False).first.fill(TITLE)
    page.get_by_role("button", name="發布").click()
    page.wait_for_url(re.compile("/desk/jobs/"))
    link = page.locator("main a[href*='/datasets/']").first
    expect(link).to_be_visible(timeout=30_000)
    address = link.get_attribute("href")
    assert page.wrongs == []
    page.context.close()
    return address


def test_a_first_visit_finds_the_doors_and_the_data(visit):
    page = visit()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="資料", exact=True).click()
    expect(page).to_have_url(re.compile("/datasets/"))
    page.locator("main a[href*='/datasets/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_two_character_word_finds_what_was_published(visit, published):
    page = visit()
    page.goto("/")
    page.get_by_role("searchbox").fill("飲水")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=TITLE).click()
    expect(page).to_have_url(re.compile(re.escape(published)))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_the_map_draws_the_places_and_says_what_one_is(visit, published):
    page = visit()
    page.goto(published)
    still = page.locator("img.map__still")
    still.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('img.map__still').naturalWidth > 0")
    page.locator("[data-map-open]").click()
    canvas = page.locator("canvas.maplibregl-canvas")
    expect(canvas).to_be_visible(timeout=30_000)
    page.wait_for_function(
        "document.querySelector('.map').innerText.length > 0 || document.querySelectorAll('.maplibregl-marker').length > 0",
        timeout=30_000,
    )
    expect(page.locator("[data-map-failed]")).to_be_hidden()


def test_the_table_is_downloaded_as_it_was_given(visit, published):
    page = visit()
    page.goto(published)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").first.click()
    path = waiting.value.path()
    rows = list(csv.reader(io.StringIO(Path(path).read_text("utf-8-sig"))))
    assert len(rows) == len(TABLE)
    at = rows[0].index("名稱")
    assert {row[at] for row in rows[1:]} == {row[0] for row in TABLE[1:]}
    dates = rows[0].index("啟用日期")
    assert rows[1][dates].startswith("2015-07-")


def test_the_interface_gives_the_same_places(visit, site, published):
    page = visit()
    slug = published.rstrip("/").rsplit("/", 1)[-1]
    answer = page.request.get(
        f"/ogc/collections/{slug}/items?bbox=120.9,24.75,120.92,24.77&limit=50"
    )
    found = json.loads(answer.text())
    expected = sum(
        120.9 <= float(row[1]) <= 120.92 and 24.75 <= float(row[2]) <= 24.77 for row in TABLE[1:]
    )
    assert found["numberMatched"] == expected > 0


def test_the_language_is_switched_and_the_page_stays(visit, published):
    page = visit()
    page.goto(published)
    assert page.locator("html").get_attribute("lang").lower() == "zh-hant"
    page.get_by_role("link", name="English").first.click()
    expect(page).to_have_url(re.compile("/en" + re.escape(published)))
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("link", name="Download CSV")).to_be_visible()


def test_a_keyboard_is_enough_to_search_and_open_a_data_set(visit, published):
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    page.keyboard.press("Enter")
    for _step in range(5):
        if page.evaluate("document.activeElement.type === 'search'"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("飲水機")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    for _step in range(60):
        if page.evaluate("document.activeElement.href || ''").endswith(published):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_a_page_is_read_without_scripts(visit, published):
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto(published)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text("飲水機000").first).to_be_visible()
    expect(page.locator("img.map__still")).to_be_visible()


def test_a_file_that_is_a_web_page_is_refused_with_the_reason(visit, signed_in, tmp_path):
    page = visit(storage_state=signed_in)
    wrong = tmp_path / "table.csv"
    wrong.write_text("<!doctype html><title>登入逾時</title><p>請重新登入</p>", encoding="utf-8")
    page.goto("/desk/publish/")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_label("標題", exact=False).first.fill("不是表格")
    page.get_by_role("button", name="發布").click()
    page.wait_for_url(re.compile("/desk/jobs/"))
    expect(page.get_by_text("登入逾時")).to_be_visible(timeout=30_000)


def test_a_stranger_is_sent_to_sign_in_from_the_back_office(visit):
    page = visit()
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
