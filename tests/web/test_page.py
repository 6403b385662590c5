"""The page client sends what a browser would send, reads what a reader would read, and refuses what is not on the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response, redirect, request

from portal.web.headers import HEADERS
from tests.page import Browser, PageMistake
from tests.web.test_page_rules import TOKENS, page

FIELDS = f"""
<form method="post" action="/send" enctype="multipart/form-data" id="big" aria-label="大表">{TOKENS}
  <div class="field"><label for="name">姓名<span class="required" aria-hidden="true">*</span></label>
    <input id="name" name="name" value="甲" aria-describedby="name-error">
    <div class="field-error" id="name-error"><p><span class="visually-hidden">有误：</span>太短</p></div></div>
  <label for="note">备注</label><textarea id="note" name="note">
第一行</textarea>
  <label for="kind">种类</label><select id="kind" name="kind"><option value="1">证</option><option value="2">照</option></select>
  <label for="many">多选</label><select id="many" name="many" multiple><option>东</option><option>西</option></select>
  <fieldset><legend>性别</legend><label><input type="radio" name="sex" value="1" checked> 男</label>
    <label><input type="radio" name="sex" value="2"> 女</label></fieldset>
  <fieldset><legend>情形</legend><label><input type="checkbox" name="need" value="a"> 独居</label>
    <label><input type="checkbox" name="need" value="b" checked> 失能</label></fieldset>
  <label><input type="checkbox" name="agreed"> 同意</label>
  <label for="kept">编号</label><input id="kept" name="kept" value="7" readonly>
  <label for="off">停用</label><input id="off" name="off" value="x" disabled>
  <label for="file">附件</label><input id="file" name="file" type="file">
  <input type="hidden" name="version" value="3">
  <button type="submit">提交</button>
  <button type="submit" name="keep" value="draft">存草稿</button>
  <button type="submit" disabled>作废</button>
</form>
<form method="get" action="/find" aria-label="查找">
  <label for="q">词</label><input id="q" name="q" hx-post="/part"><button type="submit">查找</button></form>
<table><caption>名册</caption><thead><tr><th scope="col">姓名</th><th scope="col">做</th></tr></thead><tbody>
  <tr><th scope="row">甲</th><td><a href="/one/1">打开</a></td></tr>
  <tr><th scope="row">乙</th><td><a href="/one/2">打开</a></td></tr></tbody></table>
<table><caption>空的</caption><thead><tr><th scope="col">姓名</th></tr></thead>
  <tbody><tr class="table-empty"><td>没有记录</td></tr></tbody></table>
<dl><div><dt>状态</dt><dd>在办</dd></div></dl><div class="notice"><p>已保存</p></div>
<div class="error-summary"><ul><li>整张表有误</li><li><a href="#name">姓名太短</a></li></ul></div>
<p><a href="/one/1">打开甲<span class="visually-hidden">的档案</span></a> <a href="/round">绕圈</a> <a href="/away">出门</a></p>
<div id="here" hx-target="#here"><form method="post" action="/part" hx-post="/part" aria-label="局部">{TOKENS}
  <button type="submit">局部提交</button></form><a href="/part" hx-get="/part">局部</a></div>
"""


@pytest.fixture
def sent() -> list[dict[str, object]]:
    """What the small application was sent, newest last."""
    return []


@pytest.fixture
def browser(sent: list[dict[str, object]]) -> Browser:
    """A browser at a small application with one page that has everything."""
    app = Flask(__name__)
    app.testing = True

    def note() -> None:
        files = {k: (f.filename, f.read()) for k, f in request.files.items()}
        sent.append(
            {"form": request.form.to_dict(flat=False), "files": files, "headers": dict(request.headers)}
        )

    views: dict[str, Callable[..., object]] = {
        "/": lambda: page(FIELDS).replace("<body>", '<body hx-headers=\'{"X-CSRFToken": "abc"}\'>'),
        "/send": lambda: (note(), redirect("/one/9", 303))[1],
        "/find": lambda: page(f"<p>找 {request.args.get('q')}</p>"),
        "/one/<int:number>": lambda number: page(f"<p>第 {number} 份</p>"),
        "/part": lambda: (
            note(),
            "<p>一部分</p>" if "HX-Request" in request.headers else page("<p>整页</p>"),
        )[1],
        "/moved": lambda: Response(status=204, headers={"HX-Redirect": "/one/5"}),
        "/bad": lambda: page('<p style="x">甲</p>'),
        "/bare": lambda: Response(page(), headers={"X-Frame-Options": "ALLOWALL"}),
        "/round": lambda: redirect("/round"),
        "/away": lambda: redirect("https://example.com/"),
        "/paper.pdf": lambda: Response(b"%PDF-1.7", mimetype="application/pdf"),
        "/list": page,
    }
    for path, view in views.items():
        app.add_url_rule(path, path.replace(".", "_"), view, methods=["GET", "POST"])

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["Cache-Control"], response.headers["Vary"] = "no-store", "HX-Request, Cookie"
        return response

    return Browser(app.test_client())


class TestOpen:
    """Getting pages: redirects, inspection of HTML and headers."""

    def test_what_the_page_says(self, browser: Browser) -> None:
        browser.open("/")
        assert (browser.status, browser.h1, browser.title, browser.url) == (200, "名册", "名册 · 大厅", "/")
        assert browser.notices == ["已保存"]
        assert browser.facts == {"状态": "在办"}
        assert browser.errors == {"": ["整张表有误"], "姓名": ["太短"]}
        assert "存草稿" in browser.buttons
        assert "作废" not in browser.buttons
        assert browser.links["绕圈"] == "/round"

    def test_tables_are_read_by_their_heads(self, browser: Browser) -> None:
        browser.open("/")
        assert browser.rows("名册") == [{"姓名": "甲", "做": "打开"}, {"姓名": "乙", "做": "打开"}]
        assert browser.rows("空的") == []
        with pytest.raises(PageMistake, match="空的"):
            browser.rows("没有的表")

    def test_a_bad_page_fails_with_its_line(self, browser: Browser) -> None:
        with pytest.raises(
            AssertionError, match=r"/bad is not a good page:\n  line \d+: <p> has inline style"
        ):
            browser.open("/bad")

    def test_a_wrong_header_fails(self, browser: Browser) -> None:
        with pytest.raises(AssertionError, match="X-Frame-Options is 'ALLOWALL', not 'DENY'"):
            browser.open("/bare")

    def test_a_paper_is_not_read_as_a_page(self, browser: Browser) -> None:
        assert browser.open("/paper.pdf").body == b"%PDF-1.7"

    def test_endless_redirects_end(self, browser: Browser) -> None:
        with pytest.raises(PageMistake, match="without end"):
            browser.open("/").follow("绕圈")

    def test_a_redirect_to_another_host_fails(self, browser: Browser) -> None:
        with pytest.raises(AssertionError, match="another host"):
            browser.open("/").follow("出门")


class TestFollow:
    """Following links by their words."""

    def test_by_row(self, browser: Browser) -> None:
        assert browser.open("/").follow("打开", row="乙").text.endswith("第 2 份")

    def test_by_the_words_that_are_seen_or_heard(self, browser: Browser) -> None:
        assert browser.open("/").follow("打开甲").url == "/one/1"
        assert browser.back().follow("打开甲的档案").url == "/one/1"

    def test_several_of_the_same_words_need_a_row(self, browser: Browser) -> None:
        with pytest.raises(PageMistake, match="several"):
            browser.open("/").follow("打开")

    def test_what_is_not_there_lists_what_is(self, browser: Browser) -> None:
        with pytest.raises(PageMistake, match="绕圈"):
            browser.open("/").follow("没有的")


class TestPress:
    """Sending forms as they stand on the page."""

    def test_what_a_browser_would_send(self, browser: Browser, sent: list[dict[str, object]]) -> None:
        browser.open("/").press("提交")
        assert browser.url == "/one/9"
        assert browser.moves == ["/one/9"]
        form = sent[0]["form"]
        assert isinstance(form, dict)
        assert form.pop("csrf_token")
        assert form.pop("once") == ["00112233445566778899aabbccddeeff"]
        assert form == {
            "name": ["甲"],
            "note": ["第一行"],
            "kind": ["1"],
            "sex": ["1"],
            "need": ["b"],
            "kept": ["7"],
            "version": ["3"],
        }

    def test_what_was_filled_in(self, browser: Browser, sent: list[dict[str, object]]) -> None:
        browser.open("/").fill("姓名", "乙·丙").fill("备注", "一\n二").choose("种类", "照").choose(
            "性别", "女"
        )
        browser.choose("多选", "东").choose("多选", "西").choose("情形", "独居").check("同意")
        browser.attach("附件", "a.pdf", b"%PDF", "application/pdf").press("存草稿")
        form = sent[0]["form"]
        assert isinstance(form, dict)
        assert (form["name"], form["note"], form["kind"], form["sex"]) == (
            ["乙·丙"],
            ["一\n二"],
            ["2"],
            ["2"],
        )
        assert (form["many"], form["need"], form["agreed"], form["keep"]) == (
            ["东", "西"],
            ["a", "b"],
            ["on"],
            ["draft"],
        )
        assert sent[0]["files"] == {"file": ("a.pdf", b"%PDF")}

    def test_the_same_form_can_be_sent_again_from_the_page_before(
        self, browser: Browser, sent: list[dict[str, object]]
    ) -> None:
        browser.open("/").fill("姓名", "乙").press("提交").back().press("提交")
        assert sent[0]["form"] == sent[1]["form"]

    def test_a_search_goes_into_the_address(self, browser: Browser) -> None:
        assert browser.open("/").fill("词", "甲 乙").press("查找").text.endswith("找 甲 乙")

    def test_values_can_be_read(self, browser: Browser) -> None:
        browser.open("/").fill("姓名", "乙").choose("情形", "独居")
        assert (browser.value("姓名"), browser.value("种类"), browser.value("性别")) == ("乙", "证", "男")
        assert (browser.value("情形"), browser.value("同意")) == ("独居、失能", "")
        assert browser.options("种类") == ["证", "照"]
        assert browser.options("性别") == ["男", "女"]

    @pytest.mark.parametrize(
        "act",
        [
            lambda b: b.press("作废"),
            lambda b: b.press("没有的"),
            lambda b: b.fill("没有的", "x"),
            lambda b: b.fill("编号", "8"),
            lambda b: b.fill("种类", "照"),
            lambda b: b.choose("种类", "没有的"),
            lambda b: b.choose("性别", "没有的"),
            lambda b: b.check("姓名"),
            lambda b: b.attach("姓名", "a", b""),
            lambda b: b.follow("打开", row="没有的"),
            lambda b: b.fill("姓名", "x", within="没有的"),
            lambda b: b.fill("姓名", "x", within="#nowhere"),
            lambda b: b.suggest("姓名", "x"),
        ],
    )
    def test_what_a_reader_could_not_do_is_refused(
        self, browser: Browser, act: Callable[[Browser], object]
    ) -> None:
        browser.open("/")
        with pytest.raises(PageMistake):
            act(browser)

    def test_before_the_first_page_nothing_can_be_done(self, browser: Browser) -> None:
        for act in (lambda: browser.press("提交"), lambda: browser.h1, browser.back):
            with pytest.raises(PageMistake):
                act()


class TestHtmx:
    """What htmx sends, and where it leads."""

    def test_a_form_fetches_a_part_with_htmx_headers(
        self, browser: Browser, sent: list[dict[str, object]]
    ) -> None:
        browser.open("/").htmx = True
        browser.press("局部提交")
        headers = sent[0]["headers"]
        assert isinstance(headers, dict)
        assert (headers["Hx-Request"], headers["Hx-Current-Url"]) == ("true", "http://localhost/")
        assert headers["X-Csrftoken"] == "abc"
        assert (browser.page.part, browser.text) == (True, "一部分")

    def test_without_htmx_the_same_form_leads_to_a_page(self, browser: Browser) -> None:
        assert browser.open("/").press("局部提交").text.endswith("整页")

    def test_a_link_fetches_a_part(self, browser: Browser) -> None:
        browser.open("/").htmx = True
        assert browser.follow("局部").text == "一部分"

    def test_what_is_shown_while_one_types(self, browser: Browser, sent: list[dict[str, object]]) -> None:
        part = browser.open("/").suggest("词", "甲")
        assert (part.text, browser.url) == ("一部分", "/")
        assert sent[0]["form"] == {"q": ["甲"]}

    def test_a_moved_page_is_opened_whole(self, browser: Browser) -> None:
        browser.open("/").htmx = True
        browser.page.tree.root.find("a", where=lambda n: n.get("hx-get")).attrs["hx-get"] = "/moved"  # type: ignore[union-attr]
        assert (browser.follow("局部").url, browser.page.part) == ("/one/5", False)
