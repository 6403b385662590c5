"""The inspection of pages catches each defect it speaks of, says where it is, and lets a good page pass."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from portal.web.headers import HEADERS
from tests.page_addresses import Addresses, header_problems
from tests.page_rules import frame_of, problems

TOKENS = (
    '<input type="hidden" name="csrf_token" value="ImE4YTQ0ZjI4.aSEn1g.x0">'
    '<input type="hidden" name="once" value="00112233445566778899aabbccddeeff">'
)
GOOD_BODY = f"""
<h2>申请</h2>
<form method="post" action="/send" enctype="multipart/form-data">{TOKENS}
  <label for="name">姓名</label><input id="name" name="name" aria-describedby="hint"><p id="hint">同证件</p>
  <fieldset><legend>性别</legend><label><input type="radio" name="sex" value="1"> 男</label></fieldset>
  <label for="file">附件</label><input id="file" name="file" type="file">
  <button type="submit">提交</button>
</form>
<table><caption>名册</caption><thead><tr><th scope="col">姓名</th></tr></thead><tbody><tr><td>甲</td></tr></tbody></table>
<ul><li><a href="/list">列表</a></li></ul><dl><dt>甲</dt><dd>乙</dd></dl>
<svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0"/></svg><img src="/static/a.png" alt="">
<a href="/paper.pdf" target="_blank" rel="noopener">文书</a>
"""


def page(
    body: str = GOOD_BODY, *, head: str = "", html: str = '<html lang="zh-CN">', h1: str = "<h1>名册</h1>"
) -> str:
    """A page with this body in an otherwise good frame."""
    head = head or '<title>名册 · 大厅</title><meta name="viewport" content="width=device-width">'
    top = f'<!doctype html>\n{html}\n<head><meta charset="utf-8">{head}</head>\n<body>\n<main>\n{h1}'
    return f"{top}\n{body}\n</main>\n</body></html>"


def form(inside: str = "", attributes: str = 'method="post" action="/send"', tokens: str = TOKENS) -> str:
    """A form with a button, and this in it."""
    return f'<form {attributes}>{tokens}{inside}<button type="submit">提交</button></form>'


WHOLE = {
    "no doctype": (page().replace("<!doctype html>", ""), "DOCTYPE"),
    "no language": (page(html="<html>"), 'lang="zh-CN"'),
    "another language": (page(html='<html lang="fr">'), 'lang="zh-CN"'),
    "empty title": (
        page(head='<title> · 大厅</title><meta name="viewport" content="width=device-width">'),
        "<title>",
    ),
    "no title": (page(head='<meta name="viewport" content="width=device-width">'), "<title>"),
    "no viewport": (page(head="<title>名册</title>"), "viewport"),
    "no enlarging": (
        page(head='<title>甲</title><meta name="viewport" content="maximum-scale=1">'),
        "viewport",
    ),
    "no charset": (page().replace('<meta charset="utf-8">', ""), "charset"),
    "no h1": (page(h1=""), "this one has 0"),
    "two h1": (page(h1="<h1>甲</h1><h1>乙</h1>"), "this one has 2"),
    "empty heading": (page("<h2> </h2>"), "<h2> has no words"),
    "level skipped": (page("<h3>甲</h3>"), "a level is skipped"),
    "two mains": (page("</main><main>"), "one <main>"),
    "dead anchor": (page('<a href="#nowhere">甲</a>'), "#nowhere leads to no id"),
    "dead htmx target": (page(f'<div hx-target="#nowhere">{form()}</div>'), "names no id"),
}
EVERY = {
    "never closed": ("<section><p>甲</p>", "<section>"),
    "closed crosswise": ("<div><span>甲</div></span>", "closes nothing"),
    "a block inside a paragraph": ("<p>甲<div>乙</div></p>", "not valid HTML"),
    "form in form": (form(form()), "not valid HTML"),
    "cell outside of a row": (
        "<table><caption>甲</caption><div>乙</div><tr><th scope='col'>丙</th></tr></table>",
        "not valid HTML",
    ),
    "the same attribute twice": ('<p class="a" class="b">甲</p>', "not valid HTML"),
    "two ids": ('<p id="a">甲</p><p id="a">乙</p>', "not unique"),
    "empty id": ('<p id="">甲</p>', "not unique"),
    "describes nothing": (
        form('<input aria-label="甲" aria-describedby="nowhere">'),
        "aria-describedby='nowhere'",
    ),
    "no label": (form('<input name="name">'), "has no label"),
    "empty label": (form('<label for="a"> </label><input id="a" name="name">'), "has no label"),
    "text area without label": (form('<textarea name="a"></textarea>'), "has no label"),
    "list without label": (form('<select name="a"><option>甲</option></select>'), "has no label"),
    "label of nothing": ('<label for="nowhere">甲</label>', "labels nothing"),
    "choice without question": (form('<label><input type="radio" name="a"> 甲</label>'), "<legend>"),
    "empty legend": ("<fieldset><legend></legend></fieldset>", "without words"),
    "no action": (form(attributes='method="post"'), "no action"),
    "no method": (form(attributes='action="/send"', tokens=""), "needs method"),
    "another method": (form(attributes='method="dialog" action="/send"', tokens=""), "needs method"),
    "no button": (f'<form method="post" action="/send">{TOKENS}</form>', "no submit button"),
    "only an idle button": (
        '<form method="get" action="/a"><button type="button">甲</button></form>',
        "no submit button",
    ),
    "file without encoding": (form('<label>甲<input type="file" name="a"></label>'), "multipart/form-data"),
    "boosted": (form(attributes='method="post" action="/send" hx-boost="true"'), "not boosted"),
    "no forgery token": (form(tokens=TOKENS[TOKENS.index("<input", 5) :]), "0 field(s) csrf_token"),
    "empty forgery token": (
        form(tokens=TOKENS.replace("ImE4YTQ0ZjI4.aSEn1g.x0", "")),
        "csrf_token, not one good one",
    ),
    "no one-time token": (form(tokens=TOKENS[: TOKENS.index("<input", 5)]), "0 field(s) once"),
    "two one-time tokens": (form(tokens=TOKENS * 2), "2 field(s) once"),
    "picture without words": ('<img src="/static/a.png">', "has no alt"),
    "drawing read aloud": ('<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', "aria-hidden"),
    "inline script": ("<script>alert(1)</script>", "inline <script>"),
    "style element": ("<style>p{}</style>", "inline style"),
    "style attribute": ('<p style="color:red">甲</p>', "inline style"),
    "event attribute": ('<button type="button" onclick="a()">甲</button>', "onclick is inline script"),
    "htmx event attribute": ('<div hx-on:click="a()">甲</div>', "inline script"),
    "script address": ('<a href="javascript:a()">甲</a>', "script evaluation"),
    "htmx filter": ('<input aria-label="甲" hx-trigger="keyup[ctrlKey]">', "script evaluation"),
    "outside": ('<a href="https://example.com/">甲</a>', "leads out of the portal"),
    "outside without scheme": ('<img alt="" src="//example.com/a.png">', "leads out of the portal"),
    "relative": ('<a href="list">甲</a>', "leads out of the portal"),
    "form to the outside": (
        form(attributes='method="post" action="http://a.example/"'),
        "leads out of the portal",
    ),
    "identity number in an address": ('<a href="/find?q=119901195003021231">甲</a>', "identity number"),
    "phone in an address": ('<a href="/find?q=13900000000">甲</a>', "phone"),
    "several sources": ('<img alt="" src="/a.png" srcset="/b.png 2x">', "srcset"),
    "new window": ('<a href="/a" target="_blank">甲</a>', "noopener"),
    "no caption": ("<table><tr><th scope='col'>甲</th></tr></table>", "no <caption>"),
    "empty caption": ("<table><caption></caption><tr><th scope='col'>甲</th></tr></table>", "no <caption>"),
    "no heads": ("<table><caption>甲</caption><tr><td>乙</td></tr></table>", "has no <th>"),
    "head without scope": ("<table><caption>甲</caption><tr><th>乙</th></tr></table>", "scope"),
    "empty head": ("<table><caption>甲</caption><tr><th scope='col'></th></tr></table>", "has no words"),
    "wordless button": ('<button type="button"><svg aria-hidden="true"></svg></button>', "has no words"),
    "wordless link": ('<a href="/a"><img src="/static/a.png" alt=""></a>', "has no words"),
    "link to nowhere": ("<a>甲</a>", "has no href"),
    "button without type": ("<button>甲</button>", "needs type"),
    "button in a link": ('<a href="/a"><button type="button">甲</button></a>', "neither can be reached"),
    "stray item": ("<div><li>甲</li></div>", "outside of a list"),
    "stray words in a list": ("<ul>甲<li>乙</li></ul>", "may hold only li"),
    "stray element in a list": ("<dl><dt>甲</dt><dd>乙</dd><p>丙</p></dl>", "may hold only dd, div, dt"),
    "nothing shown as a word": ("<p>None</p>", "slip of the template"),
    "template left over": ("<p>{{ name }}</p>", "slip of the template"),
    "object shown": ("<p>&lt;Record 3&gt;</p>", "slip of the template"),
    "escaped twice": ("<p>甲 &amp;lt; 乙</p>", "escaped twice"),
    "markup shown": ("<p>&lt;span class=&#34;tag&#34;&gt;甲</p>", "escaped twice"),
}


class TestProblems:
    """`problems` on whole pages and parts."""

    def test_a_good_page_has_none(self) -> None:
        assert problems(page()) == []

    def test_a_good_part_has_none(self) -> None:
        assert problems("<p id='a'>甲</p>", part=True) == []

    @pytest.mark.parametrize(
        "part", ["<tr><td>甲</td></tr>", "<td>甲</td>", "<li>甲</li>", "<option>甲</option>"]
    )
    def test_a_part_may_be_a_row_or_an_item(self, part: str) -> None:
        assert problems(part, part=True) == []

    @pytest.mark.parametrize("defect", WHOLE)
    def test_a_defect_of_the_page_is_named_with_its_line(self, defect: str) -> None:
        html, words = WHOLE[defect]
        assert _named(problems(html), words)

    @pytest.mark.parametrize("defect", EVERY)
    def test_a_defect_in_a_page_is_named_with_its_line(self, defect: str) -> None:
        html, words = EVERY[defect]
        assert _named(problems(page(html)), words)

    @pytest.mark.parametrize("defect", EVERY)
    def test_a_defect_in_a_part_is_named_with_its_line(self, defect: str) -> None:
        html, words = EVERY[defect]
        assert _named(problems(html, part=True), words)

    def test_the_line_is_the_defects_own(self) -> None:
        assert problems("<p>甲</p>\n<p>乙</p>\n<p style='x'>丙</p>", part=True)[0].startswith("line 3: ")

    def test_an_anchor_of_the_whole_page_is_not_asked_of_a_part(self) -> None:
        assert problems('<a href="#elsewhere">甲</a>', part=True) == []


def _named(found: list[str], words: str) -> bool:
    assert any(words in line for line in found), found
    return all(re.match(r"line \d+: ", line) for line in found)


class TestAddresses:
    """Links and forms must lead somewhere."""

    @pytest.fixture
    def addresses(self, tmp_path: object) -> Addresses:
        """An application with a list, a form and a form that only reads."""
        app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")

        def view() -> str:
            return ""

        def reading() -> str:
            return ""

        reading.portal_reads = True  # type: ignore[attr-defined]
        app.add_url_rule("/list/", view_func=view)
        app.add_url_rule("/send", "send", view, methods=["POST"])
        app.add_url_rule("/search", view_func=reading, methods=["POST"])
        return Addresses(app)

    @pytest.mark.parametrize(
        ("html", "words"),
        [
            ('<a href="/nowhere">甲</a>', "no view answers"),
            ('<a href="/send">甲</a>', "does not take GET"),
            ('<a href="/list">甲</a>', "only redirects"),
            (form(attributes='method="post" action="/list/"'), "does not take POST"),
            ('<div hx-get="/send">甲</div>', "does not take GET"),
            ('<img alt="" src="/static/missing.png">', "no such static file"),
        ],
    )
    def test_a_dead_address_is_named(self, addresses: Addresses, html: str, words: str) -> None:
        assert _named(problems(html, part=True, addresses=addresses), words)

    @pytest.mark.parametrize(
        "html", ['<a href="/list/?page=2#a">甲</a>', form(), '<div hx-post="/send">甲</div>']
    )
    def test_a_living_address_passes(self, addresses: Addresses, html: str) -> None:
        assert problems(html, part=True, addresses=addresses) == []

    def test_a_form_that_only_reads_needs_no_one_time_token(self, addresses: Addresses) -> None:
        tokens = TOKENS[: TOKENS.index("<input", 5)]
        reading = form(attributes='method="post" action="/search"', tokens=tokens)
        assert problems(reading, part=True, addresses=addresses) == []
        assert problems(form(tokens=tokens), part=True, addresses=addresses) != []


class TestHeaderProblems:
    """The house's headers, exactly."""

    GOOD = Headers({**HEADERS, "Cache-Control": "no-store", "Vary": "HX-Request, Cookie"})

    def test_the_houses_headers_pass(self) -> None:
        assert header_problems(self.GOOD) == []

    @pytest.mark.parametrize("name", [*HEADERS, "Cache-Control", "Vary"])
    def test_each_header_is_missed_and_compared(self, name: str) -> None:
        missing, other = Headers(self.GOOD), Headers(self.GOOD)
        missing.remove(name)
        other.set(name, "public")
        assert len(header_problems(missing)) == len(header_problems(other)) == 1
        assert name in header_problems(missing)[0]


class TestFrame:
    """A page is parsed strictly once for each frame, so whatever an error can hang on belongs to it."""

    FRAME = '<p class="甲" type="text">乙 1</p>\n<p> </p>'

    @pytest.mark.parametrize("other", ['<p class="" type="text">\n丁 <b', '<p class="甲" type="text">乙"\'='])
    def test_words_do_not_belong_to_it(self, other: str) -> None:
        html = self.FRAME.replace('<p class="甲" type="text">乙 1', other.removesuffix("<b"))
        assert frame_of(html) == frame_of(self.FRAME)

    @pytest.mark.parametrize(
        ("words", "changed"),
        [
            ("乙", "&amp;"),
            ("乙", "\0"),
            ("甲", "&lt"),
            ("text", "hidden"),
            ("class", "title"),
            ('"甲"', "甲"),
            ("> <", ">x<"),
            ("乙 1", " "),
            ("</p>\n", "\n"),
            ("乙", "<!-- x -->"),
        ],
    )
    def test_all_else_does(self, words: str, changed: str) -> None:
        assert frame_of(self.FRAME.replace(words, changed, 1)) != frame_of(self.FRAME)
