"""What scripts add to every page, and what stays without them: keys, one sending, dialogs, the portrait, the way back."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Playwright

from tests.browser.conftest import FLAGS, Server, settle
from tests.browser.looking import look

pytestmark = pytest.mark.browser
CROP = ("x", "y", "width", "height")


@pytest.fixture
def patterns(chromium: Chromium, server: Server) -> Iterator[Page]:
    """The pattern page in a browser with scripts, nothing in focus; no fault may be reported."""
    context = chromium.new_context(
        base_url=server.address, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if "Security Policy" in m.text else None)
    page.goto("/patterns")
    page.evaluate("document.activeElement.blur()")
    yield page
    settle(page)
    context.close()
    assert not faults


class TestKeys:
    """A clerk's hands stay on the keyboard."""

    def test_slash_leads_to_the_search_and_arrows_to_its_results(self, patterns: Page) -> None:
        patterns.keyboard.press("/")
        patterns.keyboard.type("示例")
        patterns.wait_for_selector(".search-results li")
        patterns.keyboard.press("ArrowDown")
        assert patterns.evaluate("document.activeElement.textContent.trim().slice(0, 3)") == "张示例"
        patterns.keyboard.press("Escape")
        assert patterns.locator(".search-results li").count() == 0

    def test_g_and_a_letter_open_a_page(self, patterns: Page) -> None:
        patterns.keyboard.press("g")
        patterns.keyboard.press("3")
        patterns.wait_for_url("**/patterns#lists")

    def test_question_mark_lists_the_keys_and_escape_closes(self, patterns: Page) -> None:
        patterns.keyboard.press("?")
        assert patterns.locator("#keys").is_visible()
        patterns.keyboard.press("Escape")
        assert patterns.locator("#keys").is_hidden()

    def test_letters_do_nothing_while_one_types(self, patterns: Page) -> None:
        patterns.focus("#name")
        patterns.keyboard.type("?/g3")
        assert patterns.input_value("#name") == "?/g3"
        assert patterns.locator("#keys").is_hidden()

    def test_letters_do_nothing_for_those_who_switched_them_off(self, patterns: Page) -> None:
        patterns.keyboard.press("?")
        patterns.get_by_role("button", name="停用单键快捷键").click()
        patterns.wait_for_selector("body[data-no-keys]")
        patterns.evaluate("document.activeElement.blur()")
        patterns.keyboard.press("?")
        assert patterns.locator("#keys").is_hidden()

    def test_control_and_enter_send_the_form(self, patterns: Page) -> None:
        patterns.focus("#name")
        with patterns.expect_response("**/patterns") as answer:
            patterns.keyboard.press("Control+Enter")
        assert (answer.value.request.method, answer.value.status) == ("POST", 422)
        patterns.wait_for_selector("#first-form .error-summary")


class TestSending:
    """One click is one sending; what is typed is not lost in silence."""

    def test_a_double_click_sends_once(self, patterns: Page) -> None:
        sent: list[str] = []
        patterns.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
        patterns.locator("#first-form button", has_text="提交").dblclick()
        patterns.wait_for_load_state("networkidle")
        assert len(sent) == 1

    def test_the_first_thing_in_focus_is_what_is_wrong(self, patterns: Page) -> None:
        patterns.locator("#first-form button", has_text="提交").click()
        patterns.wait_for_selector("#first-form .error-summary")
        assert patterns.evaluate("document.activeElement.closest('form').id") == "first-form"

    def test_leaving_a_half_filled_form_asks(self, patterns: Page) -> None:
        asked: list[str] = []
        patterns.on("dialog", lambda d: (asked.append(d.type), d.dismiss()))
        patterns.focus("#name")
        patterns.keyboard.type("甲")
        patterns.close(run_before_unload=True)
        patterns.wait_for_timeout(500)
        assert asked == ["beforeunload"]

    def test_an_error_instead_of_a_part_is_told_in_its_words(self, patterns: Page) -> None:
        page = '<!doctype html><h1>没有权限</h1><p class="error-advice">请切换岗位。</p>'
        patterns.route(
            "**/patterns/search", lambda r: r.fulfill(status=403, content_type="text/html", body=page)
        )
        patterns.fill("#search", "甲")
        patterns.wait_for_selector("#trouble:not([hidden])")
        assert patterns.inner_text("#trouble") == "没有权限：请切换岗位。"

    def test_a_lost_line_is_told(self, patterns: Page) -> None:
        patterns.route("**/patterns/search", lambda r: r.abort())
        patterns.fill("#search", "甲")
        patterns.wait_for_selector("#trouble:not([hidden])")
        assert "没有连上服务器" in patterns.inner_text("#trouble")


class TestPortrait:
    """The portrait is cut on the page; the form works without that."""

    def test_a_picture_gets_a_frame_of_the_cards_proportions(self, patterns: Page) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (600, 800), (90, 140, 200)).save(picture, "JPEG")
        patterns.set_input_files(
            "#portrait-portrait", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
        )
        patterns.wait_for_selector(".cropper-crop-box")
        x, y, width, height = (int(patterns.input_value(f"[name=portrait-crop_{part}]")) for part in CROP)
        assert width / height == pytest.approx(26 / 32, abs=0.01)
        assert (x + width, y + height) <= (600, 800)

    def test_what_is_no_picture_is_told(self, patterns: Page) -> None:
        patterns.set_input_files(
            "#portrait-portrait", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
        )
        patterns.wait_for_selector(".photo-trouble:not([hidden])")
        assert "请换一张" in patterns.inner_text(".photo-trouble")

    def test_a_desk_without_camera_is_told(self, patterns: Page) -> None:
        patterns.get_by_role("button", name="打开摄像头").click()
        patterns.wait_for_selector(".photo-trouble:not([hidden])")
        assert "摄像头" in patterns.inner_text(".photo-trouble")


class TestTheWayBack:
    """A page that comes back out of the browser's memory is asked for again."""

    def test_history_asks_the_server(self, playwright: Playwright, server: Server) -> None:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda r: asked.append(r.url) if r.resource_type == "document" else None)
        page.goto(f"{server.address}/patterns")
        page.goto(f"{server.address}/nowhere")
        page.evaluate("history.back()")
        page.wait_for_url("**/patterns")
        page.wait_for_load_state("networkidle")
        browser.close()
        assert asked[-1].endswith("/patterns")
        assert len(asked) >= 3


class TestWithoutScript:
    """The same page in a browser that runs no script, on a narrow screen."""

    @pytest.fixture
    def plain(self, chromium: Chromium, server: Server) -> Iterator[Page]:
        """The pattern page."""
        context = chromium.new_context(
            base_url=server.address, java_script_enabled=False, viewport={"width": 390, "height": 844}
        )
        page = context.new_page()
        page.goto("/patterns")
        yield page
        context.close()

    def test_the_menu_and_the_question_open_in_the_page(self, plain: Page) -> None:
        plain.get_by_role("link", name="菜单", exact=True).click()
        assert plain.get_by_role("link", name="收起菜单").is_visible()
        plain.get_by_role("link", name="作废这次受理").click()
        assert plain.get_by_role("button", name="确认作废").is_visible()

    def test_what_only_scripts_can_do_is_not_offered(self, plain: Page) -> None:
        assert plain.get_by_role("button", name="打开摄像头").is_hidden()
        assert plain.get_by_role("link", name="快捷键").is_hidden()

    def test_the_search_leads_to_a_page(self, plain: Page) -> None:
        plain.get_by_role("searchbox", name="查找居民或受理号").fill("欧阳")
        plain.get_by_role("button", name="查找", exact=True).click()
        assert plain.get_by_role("heading", level=1).inner_text() == "查找结果"


class TestLook:
    """Every component, looked at and asked for accessibility violations in each size."""

    @pytest.mark.parametrize("width", [1366, 390, 320])
    @pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
    def test_no_violation_and_no_sideways_scrolling(self, patterns: Page, width: int, large: bool) -> None:
        patterns.set_viewport_size({"width": width, "height": 768})
        if large:
            patterns.locator("details.menu summary").click()
            patterns.get_by_role("button", name="大字版").click()
            patterns.wait_for_selector("html.large-type")
        look(patterns, f"patterns-{width}-{'large' if large else 'standard'}")

    def test_open_parts_have_no_violation(self, patterns: Page) -> None:
        patterns.locator("details.menu summary").click()
        look(patterns, "patterns-menu")
        patterns.keyboard.press("Escape")
        patterns.keyboard.press("?")
        look(patterns, "patterns-keys")
