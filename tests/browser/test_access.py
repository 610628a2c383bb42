"""axe-core finds nothing serious on any page, at either size, by day and by night."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OPEN = [
    "/",
    "/search/?q=%E5%85%AC%E5%9C%92",
    "/datasets/",
    "/near/?lon=120.45&lat=23.463",
    "/developers/",
    "/inventory/",
    "/committees/",
    "/licenses/combine/",
    "/fees/",
]
OPEN += [
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/accounts/login/",
    "/accounts/signup/",
    "/nowhere/",
]
STAFF = [
    "/my/",
    "/desk/",
    "/desk/publish/",
    "/desk/inventory/",
    "/desk/inventory/new/",
    "/identity/tokens/",
    "/accounts/2fa/",
    "/accounts/password/change/",
]
SIGHTS = {
    "phone, light": {"viewport": PHONE, "color_scheme": "light"},
    "desk, dark": {"viewport": DESK, "color_scheme": "dark"},
}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("language", ["", "/en"])
def test_open_pages(visit, axe, sight, language):
    page = visit(**SIGHTS[sight])
    page.goto(language + "/datasets/")
    dataset = page.locator("main a[href*='/datasets/']").first.get_attribute("href")
    found = {}
    for address in [*(language + path for path in OPEN), dataset]:
        page.goto(address)
        found[address] = axe(page)
    assert not {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("sight", SIGHTS)
def test_staff_pages(visit, axe, signed_in, sight):
    page = visit(**SIGHTS[sight], storage_state=signed_in)
    found = {}
    for address in STAFF:
        page.goto(address)
        found[address] = axe(page)
    assert not {key: value for key, value in found.items() if value}
