"""From an agency's inventory through two units and a committee to a published data set."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PASSWORD, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DATA = "路燈位置（盤點）"
CLOSED = "監視器位置（盤點）"
LAWYER = "lawyer@example.org"
ROWS = "編號,經度,緯度\n1,120.98,24.80\n2,120.97,24.81\n"


@pytest.fixture(scope="module")
def lawyer(browser, site, signed_in, tmp_path_factory):
    """A colleague of the legal unit: a second person, made an administrator from the shell."""
    made = (
        "from django.contrib.auth import get_user_model as u; "
        "from allauth.account.models import EmailAddress as e; "
        f"p = u().objects.create_superuser('{LAWYER}', '{PASSWORD}'); "
        f"e.objects.create(user=p, email='{LAWYER}', verified=True, primary=True)"
    )
    site.run("manage", "shell", "-c", made)
    context = browser.new_context(viewport=DESK, locale="zh-TW", base_url=site.url)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("main input[name=login]").fill(LAWYER)
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    kept = tmp_path_factory.mktemp("state") / "lawyer.json"
    context.storage_state(path=kept)
    context.close()
    return kept


def _enter(page, title, access):
    page.goto("/desk/inventory/new/")
    page.get_by_label("業務系統").fill("路燈管理系統")
    page.get_by_label("資料名稱").fill(title)
    page.get_by_label("資料內容").fill("位置與型式")
    page.get_by_label("機關是否有權授權第三人再利用").select_option("yes")
    page.get_by_label("建議分類").select_option(access)
    if access == "closed":
        page.get_by_label("分類理由").fill("公開精確位置將妨礙犯罪偵查。")
        page.get_by_label(re.compile("第 18 條第 1 項第 2 款")).check()
    page.get_by_role("button", name="儲存草稿").click()
    expect(page.get_by_text("已列入盤點清單")).to_be_visible()
    page.get_by_role("button", name="送法制單位審核").click()
    expect(page.get_by_text("須由法制單位其他人員確認")).to_be_visible()
    return page.url


def _confirm(page, address):
    page.goto(address)
    page.get_by_label("法制單位意見").fill("經核尚無不合。")
    page.get_by_role("button", name="以法制單位身分確認").click()
    expect(page.get_by_text("已確認，待機關諮詢小組審議")).to_be_visible()


def _found_committee(page, organization):
    page.goto("/desk/committees/new/")
    page.locator("#id_organization").select_option(organization)
    page.locator("#id_name").fill("本機關資料開放諮詢小組")
    page.get_by_role("button", name="設置小組").click()
    expect(page.get_by_text("諮詢小組已設置")).to_be_visible()
    member = page.locator("form[action$='/members/']")
    member.locator("[name=name]").fill("黃教授")
    member.get_by_label("民間代表").check()
    member.get_by_role("button", name="新增委員").click()
    expect(page.get_by_text("委員已列於公開頁面")).to_be_visible()


def _hold_meeting(page):
    """Call it, put both items on the agenda, decide each (with a dissent), publish minutes."""
    page.get_by_label("日期與時間").fill(datetime.now(UTC).strftime("%Y-%m-%dT10:00"))
    page.get_by_role("button", name="公告會議").click()
    for title in (DATA, CLOSED):
        page.get_by_label(re.compile(re.escape(title))).check()
    page.get_by_role("button", name="排入議程").click()
    expect(page.get_by_text("議程已公開")).to_be_visible()
    for _title in (DATA, CLOSED):
        point = page.locator("ol.list > li", has=page.get_by_text("登錄決議")).first
        closed = CLOSED in point.inner_text()
        point.get_by_text("登錄決議").click()
        point.get_by_label("決議理由").fill("依法審議，照案通過。")
        if closed:
            point.get_by_text("登錄不同意見").click()
            point.locator("[name=dissenter]").select_option(label="黃教授")
            point.get_by_label("意見內容").fill("應先開放點位。")
        point.get_by_role("button", name="公布決議").click()
        expect(page.get_by_text("決議已公開")).to_be_visible()
    page.locator("textarea[name=minutes]").fill("散會。")
    page.get_by_role("button", name="公布會議紀錄").click()
    expect(page.get_by_text("會議結束")).to_be_visible()


def _publish(page, address, path):
    page.goto(address)
    page.get_by_role("link", name="發布此資料").click()
    assert page.get_by_label("標題", exact=False).first.input_value() == DATA
    path.write_text(ROWS, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="發布").click()
    link = page.locator("main a[href*='/datasets/']").first
    expect(link).to_be_visible(timeout=30_000)
    page.goto(link.get_attribute("href"))


def test_inventory_to_committee_to_publication(visit, signed_in, lawyer, axe, tmp_path):
    officer, legal = visit(storage_state=signed_in), visit(storage_state=lawyer)
    addresses = [_enter(officer, DATA, "open"), _enter(officer, CLOSED, "closed")]
    found = axe(officer)
    for address in addresses:
        _confirm(legal, address)
    item = addresses[0].rstrip("/").rsplit("/", 1)[-1]
    agency = officer.request.get(f"/api/v1/inventory/{item}").json()["organization_slug"]
    _found_committee(officer, agency)
    found += axe(officer)
    _hold_meeting(officer)
    found += axe(officer)
    _publish(officer, addresses[0], tmp_path / "lamps.csv")
    officer.get_by_role("link", name=re.compile("查看決策歷程與理由")).click()
    expect(officer.get_by_role("heading", level=1)).to_have_text(DATA)

    anybody = visit(viewport=PHONE)
    anybody.goto("/inventory/?access=closed")
    found += axe(anybody)
    anybody.get_by_role("link", name=CLOSED).click()
    expect(anybody.get_by_text("公開精確位置將妨礙犯罪偵查。").first).to_be_visible()
    found += axe(anybody)
    anybody.get_by_role("link", name="會議議程、表決與紀錄").click()
    expect(anybody.get_by_text("應先開放點位。")).to_be_visible()
    assert anybody.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not [*found, *axe(anybody)]
