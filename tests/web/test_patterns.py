"""The pattern page shows every shared component, and the components keep what they promise to readers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.web.application import Portal
from tests.page import Browser

SHARED = ROOT / "templates" / "shared"
LAYOUTS = {"base.html", "document.html", "error.html", "plain.html"}
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
FORM = "示范表单"
HOOKS = {"needs-scripts"}  # only scripts look for these


@pytest.fixture
def browser(app: Portal) -> Browser:
    """A visitor's browser."""
    return Browser(app.test_client())


def _imported(paths: Iterable[Path]) -> set[str]:
    """The components that these templates use, and those that the components use in turn."""
    found: set[str] = set()
    for path in paths:
        names = set(re.findall(r'"shared/([a-z_]+\.html)" import', path.read_text("utf-8"))) - found
        found |= names | _imported(SHARED / name for name in names)
    return found


class TestShowPatterns:
    """The page itself."""

    def test_it_is_a_good_page_in_both_languages_and_sizes(self, browser: Browser) -> None:
        assert browser.open("/patterns").h1 == "组件样例"
        browser.press("大字版")
        assert browser.tree.root.find("html").has_class("large-type")
        browser.press("English")
        assert browser.tree.root.find("html").get("lang") == "en"

    def test_every_component_is_on_it(self) -> None:
        shown = _imported((ROOT / "templates" / "patterns").glob("*.html")) | _imported(
            SHARED / n for n in LAYOUTS
        )
        missing = {path.name for path in SHARED.glob("*.html")} - LAYOUTS - shown
        assert not missing, f"show these in templates/patterns, in every state: {sorted(missing)}"

    def test_it_does_not_exist_in_production(self, app: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
        production = dataclasses.replace(app.config["PORTAL"], environment="production")
        monkeypatch.setitem(app.config, "PORTAL", production)
        assert Browser(app.test_client()).open("/patterns").status == 404

    def test_a_wrong_form_comes_back_with_what_was_typed(self, browser: Browser) -> None:
        browser.open("/patterns").fill("现居住地址", "示范路 2 号", within=FORM).press("提交", within=FORM)
        assert browser.status == 422
        assert browser.value("现居住地址", within=FORM) == "示范路 2 号"
        assert browser.errors["出生日期"]

    def test_a_right_form_leads_back_with_a_message(self, browser: Browser) -> None:
        browser.open("/patterns").fill("姓名", "李䶮", within=FORM).choose("性别", "女", within=FORM)
        browser.fill("证件号码", "119901195003021231", within=FORM).fill(
            "出生日期", "1950-03-02", within=FORM
        )
        browser.press("提交", within=FORM)
        assert browser.moves == ["/patterns"]
        assert browser.notices[0].startswith("已收到")


class TestSearchPatterns:
    """The search box, as one types and as a page."""

    def test_results_come_while_one_types(self, browser: Browser) -> None:
        part = browser.open("/patterns").suggest("查找居民或受理号", "欧阳")
        assert part.text == "欧阳样本 男 1954-05-13 尾号 1299"

    def test_the_button_leads_to_a_page(self, browser: Browser) -> None:
        browser.open("/patterns").fill("查找居民或受理号", "张示例").press("查找", within="#search-form")
        assert browser.h1 == "查找结果"
        assert browser.text.count("张示例") == 2

    def test_nothing_found_says_what_to_try(self, browser: Browser) -> None:
        assert "后四位" in browser.open("/patterns").suggest("查找居民或受理号", "无此人").text


class TestRevealPatterns:
    """A masked number is shown in place, or after a page."""

    def test_in_place(self, browser: Browser) -> None:
        browser.open("/patterns").htmx = True
        assert browser.press("查看并留痕").text == "119901195003021231"

    def test_without_scripts(self, browser: Browser) -> None:
        assert browser.open("/patterns").press("查看并留痕").notices[0].endswith("119901195003021231")


class TestShowProgress:
    """Long work reports as a part and as a page."""

    def test_as_a_part_and_as_a_page(self, browser: Browser) -> None:
        browser.open("/patterns/progress?step=3")
        assert "已完成 3 / 10" in browser.text
        assert "已完成 4 / 10" in browser.follow("刷新进度").text


class TestComponents:
    """Promises of single components, read off the pattern page."""

    @pytest.mark.parametrize(
        "words",
        ["还有8个工作日", "还有2个工作日", "今天到期", "超期3个工作日", "超期5天", "还有60天 暂定"],
    )
    def test_due_dates_have_words(self, browser: Browser, words: str) -> None:
        assert words in browser.open("/patterns").text

    def test_a_number_box_keeps_what_is_no_number(self, browser: Browser) -> None:
        box = browser.open("/patterns").page.find_control("同住人数", within=FORM)
        assert (box.get("type"), box.get("inputmode")) == ("text", "numeric")

    def test_no_box_cuts_what_is_pasted(self, browser: Browser) -> None:
        assert not browser.open("/patterns").tree.root.find_all(where=lambda n: "maxlength" in n.attrs)

    def test_the_browser_fills_nothing_in_by_itself(self, browser: Browser) -> None:
        browser.open("/patterns")
        form = browser.tree.by_id("first-form")
        assert {
            n.get("autocomplete") for n in form.find_all("input") if n.get("type") in {"text", "date"}
        } == {"off"}
        assert browser.page.find_control("操作密码").get("autocomplete") == "current-password"

    def test_messages_hints_and_units_belong_to_their_field(self, browser: Browser) -> None:
        box = browser.open("/patterns").page.find_control("月收入", within="有误的表单")
        assert box.get("aria-invalid") == "true"
        assert box.get("aria-describedby").split() == [
            f"wrong-income-{part}" for part in ("suffix", "hint", "error")
        ]

    def test_the_summary_leads_to_the_fields(self, browser: Browser) -> None:
        browser.open("/patterns")
        links = browser.tree.root.find(where=lambda n: n.has_class("error-summary")).find_all("a")
        assert [link.get("href") for link in links[:3]] == ["#wrong-name", "#wrong-number", "#wrong-number"]
        assert "#wrong-sex-0" in {link.get("href") for link in links}

    def test_both_versions_stand_side_by_side(self, browser: Browser) -> None:
        first = browser.open("/patterns").rows("两份内容的不同之处")[0]
        assert list(first.values()) == ["联系电话", "13900000009", "13900000002"]

    def test_heads_sort_by_a_link_that_turns_round(self, browser: Browser) -> None:
        browser.open("/patterns?page=2&item=x")
        sorted_now, other = (browser.page.find_link(t, within="在办的办件") for t in ("到期日", "申请人"))
        assert sorted_now.get("href") == "/patterns?item=x&sort=due&desc=1"
        assert sorted_now.above("th").get("aria-sort") == "ascending"
        assert other.get("href") == "/patterns?item=x&sort=name"

    def test_pages_keep_the_conditions(self, browser: Browser) -> None:
        browser.open("/patterns?item=x&page=2")
        assert browser.links["第3页"] == "/patterns?item=x&page=3"
        assert "第 11–20 条，共 43 条" in browser.text

    def test_an_empty_table_says_what_to_do(self, browser: Browser) -> None:
        assert browser.open("/patterns").rows("没有行的表") == []
        assert "今天没有到期的办件" in browser.text


class TestStyles:
    """The style sheets stay within what old office browsers know, and ask nothing of other machines."""

    @pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
    def test_old_browsers_and_no_other_host(self, path: Path) -> None:
        text = path.read_text("utf-8")
        assert not re.findall(
            r":has\(|:is\(|:where\(|oklch|color-mix|@import|@layer|@container|inset:|&:|https?:", text
        )
        assert text.count("{") == text.count("}")

    def test_every_class_of_a_component_is_styled_or_bootstraps(self) -> None:
        styled = "".join(p.read_text("utf-8") for p in STYLES)
        bootstrap = (ROOT / "static" / "vendor" / "bootstrap.min.css").read_text("utf-8")
        used = set()
        for path in SHARED.glob("*.html"):
            for value in re.findall(r'class="([^"{]+)"', path.read_text("utf-8")):
                used.update(value.split())
        unknown = {name for name in used if f".{name}" not in styled and f".{name}" not in bootstrap} - HOOKS
        assert not unknown, f"no style knows {sorted(unknown)}"
