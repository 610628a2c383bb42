"""A real browser on a real site: started once by the real command line, with its demo."""

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.sites import ROOT, Site, free_port

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
ADMIN = "admin@example.org"
PASSWORD = "correct horse 電池 staple"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def chromium() -> str | None:
    return (
        os.environ.get("IDEA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    chinese = {"LANG": "zh_TW.UTF-8"}
    running = Site(tmp_path_factory.mktemp("browser") / "home", free_port(), chinese)
    printed = running.up()
    running.first_link = re.search(r"http\S+/identity/\S+", printed)[0]
    yield running
    running.run("down", code=None)


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have Chromium")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        # A software renderer, so that maps draw on machines without a graphics card; and no calls
        # home, so that nothing but the site is asked for anything.
        arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        arguments += ["--disable-quic", "--no-first-run", "--disable-background-networking"]
        arguments += ["--disable-component-update", "--disable-sync"]
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


def open_page(browser: Browser, site: Site, **options) -> Page:
    """Open a tab whose script errors and refused scripts (CSP) fail the test."""
    options = {"viewport": DESK, "locale": "zh-TW", "base_url": site.url, **options}
    page = browser.new_context(**options).new_page()
    page.wrongs = []
    page.on("pageerror", lambda error: page.wrongs.append(str(error)))
    page.on(
        "console",
        lambda message: (
            page.wrongs.append(message.text)
            if "Content Security Policy" in message.text or "Uncaught" in message.text
            else None
        ),
    )
    return page


@pytest.fixture
def visit(browser, site):
    """Return a function that opens a tab (options: viewport, color_scheme, storage_state …)."""
    pages: list[Page] = []

    def opened(**options) -> Page:
        pages.append(open_page(browser, site, **options))
        return pages[-1]

    yield opened
    wrongs = [wrong for page in pages for wrong in page.wrongs]
    for page in pages:
        page.context.close()
    assert not wrongs, wrongs


@pytest.fixture(scope="session")
def signed_in(browser, site, tmp_path_factory):
    """The first administrator, made through the printed link; the state of their browser."""
    page = open_page(browser, site)
    page.goto(site.first_link)
    page.locator("main input[type=email]").fill(ADMIN)
    page.locator("main input[name=name]").fill("王小明")
    for box in page.locator("main input[type=password]").all():
        box.fill(PASSWORD)
    page.get_by_role("button", name="成為管理員").click()
    page.wait_for_url(re.compile("/(my|accounts/2fa)/"))
    kept = tmp_path_factory.mktemp("state") / "admin.json"
    page.context.storage_state(path=kept)
    page.context.close()
    return Path(kept)


@pytest.fixture
def axe(site):
    """Return a function that names the serious and critical findings of axe-core on a page."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        return [
            f"{item['id']}: {item['help']} ({item['nodes'][0]['html'][:160]})"
            for item in found["violations"]
            if item["impact"] in {"serious", "critical"}
        ]

    return check
