"""The journey of a contribution: drawn on a phone, put on the map by an officer, seen by all."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LAYER = """
from idea.engines.features import api as features
from idea.engines.features.contributions import api
from idea.engines.features.contributions.types import Rule
from idea.engines.features.live.types import Field, FieldType, LiveDraft, Shape
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
me = Actor.system("test")
agency = identity.ensure_organization(actor=me, name="澄瀾市公園處", slug="parks-office")
for key, title, shape in (("taps", "飲水機", Shape.POINT), ("meadows", "草地", Shape.AREA)):
    features.declare_live(LiveDraft(
        id=key, title=title, shape=shape, organization_id=agency.id,
        fields=(Field("name", title="名稱", required=True), Field("taps", FieldType.INTEGER, title="水龍頭數")),
    ), actor=me)
    api.set_rule(Rule(key, open=True, license="OGDL-Taiwan-1.0", guidance="請畫戶外、任何人都能用的。"), actor=me)
features.declare_live(LiveDraft("paths", "步道", Shape.LINE, agency.id, (Field("name", title="名稱"),)), actor=me)
api.set_rule(Rule("paths", open=True, license="OGDL-Taiwan-1.0"), actor=me)
for number in range(2):
    line = {"type": "LineString", "coordinates": [[121.5, 25 + number / 100], [121.51, 25.005 + number / 100]]}
    features.create_feature("paths", {"type": "Feature", "geometry": line, "properties": {"name": "舊名"}}, actor=me)
"""


@pytest.fixture(scope="module")
def layers(site):
    site.run("manage", "shell", "-c", LAYER)


def opened(page):
    """Wait until the map that draws is there."""
    page.locator(".drawbox[data-ready=true]").wait_for(timeout=60_000)


def test_a_point_drawn_on_a_phone_is_put_on_the_map(visit, signed_in, layers, axe):
    page = visit(storage_state=signed_in, viewport=PHONE)
    page.goto("/contribute/taps/")
    assert axe(page) == []
    page.get_by_role("link", name="畫出缺漏的地方").click()
    opened(page)
    page.locator(".drawbox .map").click(position={"x": 150, "y": 120})
    field = page.locator("#id_place")
    first = field.input_value()
    assert re.fullmatch(r"1\d\d\.\d+, 2\d\.\d+", first)
    handle = page.locator(".drawbox__handle")
    handle.focus()
    page.keyboard.press("Shift+ArrowRight")
    assert float(field.input_value().split(",")[0]) > float(first.split(",")[0])
    field.fill("121.5170, 25.0478")
    field.blur()
    assert handle.count() == 1
    page.get_by_label("名稱").fill("東門飲水機")
    page.get_by_label("水龍頭數").fill("2")
    page.get_by_label("您的姓名").fill("王小明")
    page.get_by_label(re.compile("同意以此授權")).check()
    assert axe(page) == []
    page.get_by_role("button", name="送出投稿").click()
    page.wait_for_url(re.compile(r"/contributions/\d+/$"))
    assert axe(page) == []
    page.get_by_role("link", name="決定是否採納").click()
    opened(page)
    assert axe(page) == []
    page.get_by_label("水龍頭數").fill("3")
    page.get_by_role("button", name="放上地圖").click()
    page.wait_for_url(re.compile(r"/desk/contributions/"))
    items = page.request.get("/ogc/collections/taps/items").json()
    assert items["features"][0]["geometry"]["coordinates"] == [121.517, 25.0478]
    assert items["features"][0]["properties"] == {"name": "東門飲水機", "taps": 3}
    tile = page.request.get("/ogc/collections/taps/tiles/14/13722/7013.mvt")
    assert "東門飲水機" in tile.body().decode("utf-8", "ignore")
    page.goto("/contribute/taps/")
    assert "王小明" in page.locator("main").inner_text()


def test_an_area_is_drawn_by_keyboard_alone(visit, signed_in, layers):
    page = visit(storage_state=signed_in)
    page.goto("/contribute/meadows/new/")
    opened(page)
    add = page.get_by_role("button", name="在地圖中心加一點")
    for move in ("Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowLeft"):
        add.press("Enter")
        page.locator(".drawbox__handle:focus, .drawbox__handle").last.focus()
        for _n in range(4):
            page.keyboard.press(move)
    assert page.get_by_role("status").filter(has_text="3 個點").is_visible()
    page.locator(".drawbox__handle").last.focus()
    page.keyboard.press("Delete")
    assert page.get_by_role("status").filter(has_text="2 個點").is_visible()
    page.get_by_role("button", name="重新畫").press("Enter")
    page.locator("#id_place").fill("121.5, 25\n121.51, 25\n121.51, 25.01")
    page.get_by_label("名稱").fill("河濱")
    page.get_by_label(re.compile("同意以此授權")).check()
    page.get_by_role("button", name="送出投稿").click()
    page.wait_for_url(re.compile(r"/contributions/\d+/$"))


def test_without_a_script_the_numbers_are_typed(visit, signed_in, layers):
    page = visit(storage_state=signed_in, java_script_enabled=False)
    page.goto("/contribute/taps/new/")
    assert not page.locator(".drawbox").is_visible()
    page.locator("#id_place").fill("121.52, 25.05")
    page.get_by_label("名稱").fill("西門飲水機")
    page.get_by_label(re.compile("同意以此授權")).check()
    page.get_by_role("button", name="送出投稿").click()
    assert re.search(r"/contributions/\d+/$", page.url)


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    from PIL import Image

    path = tmp_path_factory.mktemp("photo") / "path.jpg"
    Image.new("RGB", (1200, 800), "green").save(path, "JPEG")
    return path


@pytest.mark.parametrize(("number", "size"), [(1, PHONE), (2, DESK)], ids=["phone", "desk"])
def test_a_correction_is_asked_about_accepted_and_taken_back(
    visit, signed_in, layers, axe, *, photo, number, size
):
    page = visit(storage_state=signed_in, viewport=size)

    def well(where):
        """Nothing sticks out sideways, and axe finds nothing serious."""
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, where
        assert axe(page) == [], where

    page.goto(f"/contribute/paths/{number}/")
    opened(page)
    page.get_by_label("名稱").fill("河岸步道")
    page.get_by_label("照片").set_input_files(photo)
    page.get_by_label(re.compile("同意以此授權")).check()
    well("correct")
    page.get_by_role("button", name="送出更正").click()
    page.wait_for_url(re.compile(r"/contributions/\d+/$"))
    mine = page.url
    shown = page.locator("img.photo")
    shown.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('img.photo').naturalWidth === 1200")
    well("mine")
    for address in ("/contributions/", "/desk/contributions/", "/desk/contributions/?state=all"):
        page.goto(address)
        well(address)
    page.get_by_role("link", name="河岸步道").first.click()
    opened(page)
    assert page.locator("del").inner_text() == "舊名"
    assert page.locator("ins").inner_text() == "河岸步道"
    page.get_by_label("給投稿人的話").fill("哪一段？")
    page.get_by_role("button", name="詢問投稿人").click()
    page.goto(mine)
    well("asked")
    page.get_by_label("您的回覆").fill("橋到橋")
    page.get_by_role("button", name="送出回覆").click()
    page.get_by_role("link", name="決定是否採納").click()
    opened(page)
    page.get_by_label(re.compile("不公開照片")).check()
    well("decide")
    page.get_by_role("button", name="放上地圖").click()
    page.goto(mine)
    assert page.locator("img.photo").count() == 0
    item = f"/ogc/collections/paths/items/{number}"
    assert page.request.get(item).json()["properties"] == {"name": "河岸步道"}
    page.get_by_text("從地圖撤下", exact=True).first.click()
    page.locator("#words").fill("改道了")
    well("take back")
    page.get_by_role("button", name="撤下這件投稿").click()
    page.wait_for_load_state()
    assert page.request.get(item).json()["properties"] == {"name": "舊名"}
    assert "改道了" in page.locator("main").inner_text()
    well("taken back")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_file_is_looked_at_then_declined(visit, signed_in, layers, axe, *, tmp_path, size):
    file = tmp_path / "taps.gpx"
    point = (
        '<wpt lat="25.05" lon="121.5"><name>南門飲水機</name></wpt><wpt lat="25.06" lon="121.5"/>'
    )
    file.write_text(f'<gpx version="1.1">{point}</gpx>', encoding="utf-8")
    page = visit(storage_state=signed_in, viewport=size)
    page.goto("/contribute/taps/file/")
    assert axe(page) == []
    page.get_by_label("檔案").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    assert "第 2 列：名稱" in page.locator("main").inner_text()
    assert axe(page) == []
    page.get_by_label(re.compile("同意以此授權")).check()
    page.get_by_role("button", name="將這些送給機關").click()
    page.goto("/desk/contributions/")
    page.get_by_role("link", name="南門飲水機").first.click()
    page.get_by_role("button", name="不採用這件投稿").click()
    assert axe(page) == []
    page.get_by_label("原因（不採用時）").select_option(label="地圖上已經有了")
    page.get_by_role("button", name="不採用這件投稿").click()
    page.goto("/desk/contributions/?state=rejected")
    assert page.get_by_role("link", name="南門飲水機").first.is_visible()
