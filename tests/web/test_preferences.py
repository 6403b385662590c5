"""Language, type size and keys are chosen for one browser, by anybody, and lead back to the page."""

from __future__ import annotations

import pytest

from portal.web.application import Portal
from tests.page import Browser


@pytest.fixture
def browser(app: Portal) -> Browser:
    """A visitor at the pattern page."""
    return Browser(app.test_client()).open("/patterns?page=2")


class TestChangePreferences:
    """The switches in the frame of every page."""

    def test_language_and_back(self, browser: Browser) -> None:
        browser.press("English")
        assert (browser.url, browser.tree.root.find("html").get("lang")) == ("/patterns?page=2", "en")
        assert browser.press("中文").tree.root.find("html").get("lang") == "zh-CN"

    def test_type_size_and_back(self, browser: Browser) -> None:
        assert browser.press("大字版").tree.root.find("html").has_class("large-type")
        assert not browser.press("标准字号").tree.root.find("html").has_class("large-type")

    def test_single_letter_keys_can_be_switched_off(self, browser: Browser) -> None:
        assert "data-no-keys" in browser.press("停用单键快捷键").tree.root.find("body").attrs
        assert "data-no-keys" not in browser.press("启用单键快捷键").tree.root.find("body").attrs

    def test_one_choice_leaves_the_others(self, browser: Browser) -> None:
        browser.press("大字版").press("停用单键快捷键")
        assert browser.tree.root.find("html").has_class("large-type")

    def test_after_an_answer_to_post_it_leads_to_the_page_before(self, browser: Browser) -> None:
        browser.fill("查找居民或受理号", "张").press("查找", within="#search-form").press("大字版")
        assert browser.url == "/patterns?page=2"

    @pytest.mark.parametrize(
        "elsewhere",
        ["https://example.com/", "//example.com/", "javascript:alert(1)", "\\\\example.com", "", "x"],
    )
    def test_it_never_leads_to_another_host(self, app: Portal, elsewhere: str) -> None:
        client = app.test_client()
        token = (
            Browser(client)
            .open("/patterns")
            .tree.root.find("input", where=lambda n: n.get("name") == "csrf_token")
        )
        answer = client.post("/preferences", data={"csrf_token": token.get("value"), "next": elsewhere})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")

    def test_unknown_choices_change_nothing(self, app: Portal) -> None:
        client = app.test_client()
        browser = Browser(client).open("/patterns")
        token = browser.tree.root.find("input", where=lambda n: n.get("name") == "csrf_token").get("value")
        client.post("/preferences", data={"csrf_token": token, "language": "fr", "large_type": "huge"})
        browser.reload()
        assert browser.tree.root.find("html").attrs == {"lang": "zh-CN"}
