"""What journeys do on every page: sign in, take a picture, and ask axe for accessibility violations."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.demo.filling import PASSWORD
from tests.house.source import ROOT

# What axe found on each window's pages; the fixture of the window asserts that it is nothing, once the journey has ended.
FOUND: dict[int, list[str]] = {}
SHOTS = Path(__file__).parent / "shots"
AXE = ROOT / "build" / "axe.min.js"


def sign_in(page: Page, username: str) -> None:
    """Sign in through the form and arrive at the workbench."""
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/")


def sign_out(page: Page) -> None:
    """Sign out with the button in the frame."""
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in*")


def as_another(page: Page, username: str) -> None:
    """Let somebody else sit down at the same window."""
    page.context.clear_cookies()
    sign_in(page, username)


def look(page: Page, name: str, *, script: bool = True) -> None:
    """Keep a picture of the page; with JavaScript, also find no accessibility violation (WCAG 2.2 A and AA)."""
    SHOTS.mkdir(exist_ok=True)
    if script:
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.screenshot(path=SHOTS / f"{name}{'' if script else '-noscript'}.png", full_page=True)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth + 1"), (
        f"{name} scrolls sideways"
    )
    if script:
        found_so_far = FOUND.setdefault(id(page), [])
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate(
            "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']}))"
            ".violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | '))"
        )
        found_so_far += [f"{name}: {violation}" for violation in found]


def print_results(page: Page) -> None:
    """Print every result paper of the case that is open, each in a window of its own, and come back to the case."""
    for button in page.locator("#results").get_by_role("button", name="打印").all():
        with page.context.expect_page() as opened:
            button.click()
        opened.value.close()
    page.reload()
