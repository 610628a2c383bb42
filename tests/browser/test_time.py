"""The map as of a date and two dates compared: by mouse, finger and keyboard, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SIZES = {"phone": PHONE, "desk": DESK}
WORKS = (
    "name,lon,lat,start_date,end_date\n"
    "Sewer,121.50,25.04,2020-01-01,2021-01-01\n"
    "Road,121.54,25.04,2022-01-01,\n"
)
DECLARE = (
    "from idea.engines.features.validity import api; "
    "from idea.engines.features.types import Validity; "
    "from idea.kernel.audit.types import Actor; "
    "api.declare(actor=Actor.system('journey'), collection_id='works-in-time', "
    "validity=Validity('start_date', 'end_date'))"
)
PLACE = "layers=works-in-time&at=121.52,25.04,12"


@pytest.fixture(scope="module")
def works(site, tmp_path_factory):
    file = tmp_path_factory.mktemp("time") / "works.csv"
    file.write_text(WORKS, encoding="utf-8")
    site.run("publish", str(file), "--slug", "works-in-time", "--title", "時間施工")
    site.run("manage", "shell", "-c", DECLARE)
    return PLACE


def ready(page):
    page.locator("[data-atlas][data-ready]").wait_for(timeout=30_000)


@pytest.mark.parametrize("size", SIZES)
def test_two_dates_are_chosen_compared_and_kept_in_the_address(visit, works, size):
    page = visit(viewport=SIZES[size])
    page.goto(f"/maps/?{works}")
    ready(page)
    expect(page.locator("[data-atlas-layers] > li")).to_contain_text("2 筆")
    page.get_by_label("地圖日期").fill("2020-06-01")
    page.get_by_label("比較對象").fill("2023-01-01")
    page.get_by_role("button", name="顯示這些日期").click()
    page.wait_for_url(re.compile("compare=2023-01-01"))
    ready(page)
    assert "datetime=2020-06-01" in page.url
    assert "layers=works-in-time" in page.url
    expect(page.locator("[data-atlas-layers] > li")).to_contain_text("1 筆")
    slider = page.get_by_role("slider", name="兩個日期的分界位置")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("2020-06-01.*2023-01-01.*52"))
    page.keyboard.press("End")
    clip = "document.querySelector('.atlas__other').style.clipPath"
    assert "100%" in page.evaluate(clip)
    page.keyboard.press("Home")
    assert "100%" not in page.evaluate(clip)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="不限日期").click()
    ready(page)
    assert "datetime" not in page.url
    assert page.wrongs == []


def test_the_line_is_moved_by_mouse(visit, works):
    page = visit()
    page.goto(f"/maps/?{works}&datetime=2020-06-01&compare=2023-01-01")
    ready(page)
    box = page.locator(".atlas__line").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 1, y)
    page.mouse.down()
    page.mouse.move(box["x"] - 200, y, steps=4)
    page.mouse.up()
    slider = page.get_by_role("slider", name="兩個日期的分界位置")
    assert float(slider.input_value()) < 45


def test_the_table_and_what_is_here_follow(visit, works):
    page = visit()
    page.goto(f"/maps/?{works}&datetime=2020-06-01")
    ready(page)
    page.get_by_role("button", name="資料表").click()
    table = page.locator("[data-atlas-table]")
    expect(table).to_contain_text("Sewer")
    expect(table).not_to_contain_text("Road")


def test_without_a_script_two_pictures_stand_with_their_dates(visit, works):
    page = visit(java_script_enabled=False)
    page.goto(f"/maps/?{works}&datetime=2020-06-01&compare=2023-01-01")
    expect(page.locator("figure figcaption")).to_contain_text(
        ["2020 年 6 月 1 日", "2023 年 1 月 1 日"]
    )
    first, second = (
        page.request.get(page.locator("figure img").nth(at).get_attribute("src")).body()
        for at in (0, 1)
    )
    assert first != second
