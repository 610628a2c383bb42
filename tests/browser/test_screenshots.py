"""Takes the pictures that the documentation shows; they are made anew with every run."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.sites import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LINE = 52  # px: what a finger hits (44) with some air
FOLDER = ROOT / "docs" / "images" / "generated"
PAGES = {
    "home": "/",
    "home-en": "/en/",
    "datasets": "/datasets/",
    "near": "/near/?lon=120.45&lat=23.463",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_page_fits_its_window_and_is_kept_as_a_picture(visit, name, size):
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = visit(viewport={"desk": DESK, "phone": PHONE}[size])
    page.goto(PAGES[name], wait_until="networkidle")
    path = FOLDER / f"{name}-{size}.png"
    page.screenshot(path=path)
    assert path.stat().st_size > 10_000
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the window"
    header = page.evaluate("document.querySelector('.site-header').offsetHeight")
    assert header <= 2 * LINE, f"a header of {header} px is more than two lines"
