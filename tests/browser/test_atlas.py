"""The map of many layers, by mouse and by keyboard, on a desk and on a phone, and without a script."""

import re
import urllib.parse

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SIZES = {"phone": PHONE, "desk": DESK}


def ready(page: Page) -> None:
    page.locator("[data-atlas][data-ready]").wait_for(timeout=30_000)


def layers(page: Page) -> list[str]:
    """The layers the address tells, the topmost first."""
    query = urllib.parse.urlsplit(page.url).query
    return [part for part in urllib.parse.parse_qs(query).get("layers", [""])[0].split(",") if part]


@pytest.fixture(scope="module")
def slugs(browser, site) -> list[str]:
    """Two layers of the demo."""
    import json
    import urllib.request

    with urllib.request.urlopen(f"{site.url}/maps/layers.json") as answer:
        told = json.load(answer)
    found = [layer["id"] for theme in told["themes"] for layer in theme["layers"]]
    assert len(found) >= 2
    return found[:2]


@pytest.mark.parametrize("size", SIZES)
def test_layers_are_put_on_ordered_and_taken_off_by_mouse(visit, slugs, size):
    page = visit(viewport=SIZES[size])
    page.goto("/maps/")
    ready(page)
    for slug in slugs:
        box = page.locator(f"[data-atlas-tree] input[value='{slug}']")
        theme = page.locator("details.atlas__theme", has=page.locator(f"input[value='{slug}']"))
        if not theme.evaluate("it => it.open"):
            theme.locator("summary").click()
        box.check()
    assert layers(page) == [slugs[1], slugs[0]], "the last one is on top"
    rows = page.locator("[data-atlas-layers] > li")
    expect(rows).to_have_count(2)
    rows.nth(1).get_by_role("button", name="上移").click()
    page.wait_for_url(re.compile(f"layers={re.escape(urllib.parse.quote(slugs[0]))}"))
    assert [part.split(":")[0] for part in layers(page)] == slugs
    rows.nth(0).locator("input[type=checkbox]").uncheck()
    assert layers(page)[0].startswith("-")
    rows.nth(0).get_by_role("button", name="移出地圖").click()
    expect(rows).to_have_count(1)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def feature_in_view(page: Page, slug: str) -> None:
    """Bring the first feature of a layer to the middle."""
    answer = page.request.get(f"/ogc/collections/{urllib.parse.quote(slug)}/items?limit=1&f=json")
    at = answer.json()["features"][0]["geometry"]["coordinates"]
    while isinstance(at[0], list):
        at = at[0]
    page.goto(f"/maps/?layers={urllib.parse.quote(slug)}&at={at[0]:.6f},{at[1]:.6f},16")
    ready(page)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_here_by_keyboard_alone(visit, slugs, size):
    page = visit(viewport=SIZES[size])
    feature_in_view(page, slugs[0])
    canvas = page.locator(".maplibregl-canvas")
    for _ in range(60):
        page.keyboard.press("Tab")
        if canvas.evaluate("it => it === document.activeElement"):
            break
    expect(canvas).to_be_focused()
    expect(page.locator(".atlas__cross")).to_be_visible()
    page.keyboard.press("Enter")
    results = page.locator("[data-atlas-results]")
    expect(results).to_be_visible(timeout=20_000)
    expect(results.locator("details").first).to_be_visible()
    expect(page.locator("[data-atlas-said]")).to_contain_text("這裡有")
    before = page.url
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != before)
    page.keyboard.press("Escape")
    expect(results).to_be_hidden()


def test_an_area_is_measured_by_keyboard(visit):
    page = visit(reduced_motion="reduce")  # a slow machine would set a point on the way there
    page.goto("/maps/?at=121,24,12")
    ready(page)
    page.get_by_role("button", name="量面積").press("Enter")
    expect(page.locator("[data-atlas-measure]")).to_contain_text("0 個點")
    canvas = page.locator(".maplibregl-canvas")
    canvas.focus()
    page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowDown"):
        here = page.url
        page.keyboard.press(key)
        page.wait_for_url(lambda url, here=here: url != here)
        page.keyboard.press("Enter")
    told = page.locator("[data-atlas-measure]")
    expect(told).to_contain_text("3 個點")
    expect(told).to_contain_text("公頃")
    # 100 pixels each way at zoom 12 and 24° north: half of (100 x 17.46 m)², within rounding.
    area = int(re.search(r"([\d,]+) m²", told.inner_text())[1].replace(",", ""))
    assert area == pytest.approx((100 * 40_075_016.7 * 0.91354 / 512 / 2**12) ** 2 / 2, rel=0.02)
    page.keyboard.press("Backspace")
    expect(told).to_contain_text("2 個點")
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()


def test_the_table_has_what_is_in_view_and_leads_to_it(visit, slugs):
    page = visit()
    feature_in_view(page, slugs[0])
    page.get_by_role("button", name="資料表").click()
    table = page.locator("[data-atlas-table] table")
    expect(table).to_be_visible(timeout=15_000)
    before = page.url
    table.locator("tbody button").first.click()
    page.locator("[data-tool=distance]").focus()
    assert page.url == before or "at=" in page.url


def test_words_lead_to_a_place(visit):
    page = visit()
    page.goto("/maps/")
    ready(page)
    page.locator("#atlas-q").fill("25.0330, 121.5654")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"at=121\.56540,25\.03300,16"))
    page.locator("#atlas-q").fill("zzzzqqqq")
    page.keyboard.press("Enter")
    expect(page.locator("[data-atlas-found]")).to_contain_text("查無")


def test_a_layer_that_fails_is_named_and_can_be_tried_again(visit, slugs):
    page = visit()
    wrong = {"on": True}

    def tiles(route):
        route.fulfill(status=500, body="no") if wrong["on"] else route.continue_()

    page.route(re.compile(r"/tiles\.json"), tiles)
    page.goto(f"/maps/?layers={urllib.parse.quote(slugs[0])}")
    ready(page)
    notice = page.locator("[data-atlas-layers] .notice--error")
    expect(notice).to_be_visible(timeout=15_000)
    wrong["on"] = False
    notice.get_by_role("button").click()
    expect(notice).to_be_hidden()


def test_the_address_opens_the_same_map_and_the_embedded_one_is_alone(visit, slugs):
    page = visit()
    page.goto(f"/maps/?layers={urllib.parse.quote(slugs[0])}:60&at=121,24,9")
    ready(page)
    link = page.locator("#atlas-link").input_value()
    code = page.locator("#atlas-embed").input_value()
    assert ":60" in link
    assert "at=121.00000,24.00000,9" in link
    address = re.search(r'src="([^"]+)"', code)[1].replace("&amp;", "&")
    page.goto(urllib.parse.urlsplit(address)._replace(scheme="", netloc="").geturl())
    ready(page)
    assert page.context.cookies() == []
    size = page.locator(".maplibregl-canvas").bounding_box()
    assert size["height"] > 200


@pytest.mark.parametrize("size", SIZES)
def test_without_a_script_the_map_is_a_picture_with_links(visit, slugs, size):
    page = visit(viewport=SIZES[size], java_script_enabled=False)
    page.goto(f"/maps/?layers={urllib.parse.quote(slugs[0])}&at=121,24,8")
    picture = page.locator(".atlas__still")
    expect(picture).to_be_visible()
    assert page.request.get(picture.get_attribute("src")).ok
    page.get_by_role("link", name="放大", exact=True).click()
    assert "at=121.00000,24.00000,9" in page.url
    page.get_by_role("link", name="移出地圖").click()
    expect(page.get_by_text("地圖上還沒有圖層")).to_be_visible()


@pytest.mark.parametrize(
    "sight",
    [{"viewport": PHONE, "color_scheme": "light"}, {"viewport": DESK, "color_scheme": "dark"}],
    ids=["phone, light", "desk, dark"],
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_axe_finds_nothing(visit, axe, slugs, sight, language):
    page = visit(**sight)
    found = {}
    one = urllib.parse.quote(slugs[0])
    for path in ("/maps/", f"/maps/?layers={one}", f"/maps/embed/?layers={one}"):
        page.goto(language + path)
        ready(page)
        found[path] = axe(page)
    feature_in_view(page, slugs[0])
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("Enter")
    page.locator("[data-atlas-results]").wait_for(timeout=20_000)
    page.locator("[data-tool=table]").click()
    page.locator("[data-atlas-table] table").wait_for(timeout=15_000)
    found["results and table"] = axe(page)
    for path in ("/maps/here/?lon=121&lat=24", f"/maps/print/?layers={one}"):
        page.goto(language + path)
        found[path] = axe(page)
    assert not {key: value for key, value in found.items() if value}
