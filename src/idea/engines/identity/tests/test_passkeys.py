"""Passkeys in a real browser, with the site's own Content-Security-Policy in force."""

import os
import shutil

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect, sync_playwright

from idea.engines.identity.tests.factories import PASSWORD, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(monkeypatch):
    """A tab with a virtual authenticator; a refused or failing script fails the test."""
    path = os.environ.get("IDEA_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium on this machine")
    # Playwright's loop runs in this thread, where Django would refuse the test's own queries.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        page = browser.new_context(locale="zh-TW").new_page()
        page.set_default_timeout(10_000)
        wrongs = []
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        page.on(
            "console",
            lambda said: (
                wrongs.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
        browser.close()
    assert wrongs == []


def sign_in_with_password(page, where, who):
    page.goto(f"{where}/accounts/login/")
    page.get_by_label("電子郵件").fill(who.email)
    page.get_by_label("密碼", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登入", exact=True).click()
    page.wait_for_url(f"{where}/my/")


def test_a_passkey_is_added_and_signs_in_without_a_password(live_server, page):
    where = live_server.url.replace("127.0.0.1", "localhost")  # browsers bind passkeys to a name
    who = person("passkey@example.org")
    sign_in_with_password(page, where, who)

    page.goto(f"{where}/accounts/2fa/webauthn/add/")
    page.get_by_label("密碼", exact=True).fill(PASSWORD)  # asked once more who it is
    page.get_by_role("button", name="繼續").click()
    page.get_by_label("裝置名稱").fill("筆電")
    expect(page.get_by_label("可以不輸入密碼，直接以它登入")).to_be_checked()
    page.get_by_role("button", name="新增通行金鑰").click()
    page.wait_for_url("**/2fa/recovery-codes/**")
    expect(page.get_by_text("已新增通行金鑰")).to_be_visible()
    kept = Authenticator.objects.get(user=who, type=Authenticator.Type.WEBAUTHN)
    assert kept.wrap().is_passwordless

    page.context.clear_cookies()
    page.goto(f"{where}/accounts/login/?next=/identity/tokens/")
    page.get_by_role("button", name="使用通行金鑰登入").click()
    page.wait_for_url(f"{where}/identity/tokens/")
    expect(page.get_by_role("heading", level=1)).to_have_text("API 金鑰")


def test_a_passkey_is_the_second_step_after_a_password(live_server, page):
    where = live_server.url.replace("127.0.0.1", "localhost")
    who = person("second@example.org")
    sign_in_with_password(page, where, who)
    page.goto(f"{where}/accounts/2fa/webauthn/add/")
    page.get_by_label("密碼", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="繼續").click()
    page.get_by_role("button", name="新增通行金鑰").click()
    page.wait_for_url("**/2fa/recovery-codes/**")

    page.context.clear_cookies()
    page.goto(f"{where}/accounts/login/")
    page.get_by_label("電子郵件").fill(who.email)
    page.get_by_label("密碼", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登入", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_role("button", name="使用通行金鑰").click()
    page.wait_for_url(f"{where}/my/")
