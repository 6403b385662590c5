"""A browser without a screen: it finds things by the words a reader sees, sends the real forms, and inspects every page it gets.

The rules of inspection are in `page_rules`; what a page says is asked of `Page`, what one does with it of `Browser`.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from tests.page_addresses import Addresses, header_problems
from tests.page_reading import Page, PageMistake, choices_of
from tests.page_rules import problems
from tests.page_tree import Node

__all__ = ["Browser", "Page", "PageMistake"]

MOVES = frozenset((301, 302, 303))
# What was inspected and found good, apart from its tokens: the same page of another test is as good.
_GOOD: set[int] = set()
_LONG_VALUE = re.compile(r'value="[^"]{20,}"')


class Browser:
    """One reader's browser: cookies, the page in front of it (`page`), and the pages before.

    `htmx = True` makes it send what htmx sends: links and forms that carry `hx-get` or `hx-post` fetch a part of a page.
    Everything said of a page can be asked of the browser directly: `browser.h1`, `browser.errors`, `browser.rows(…)`.
    """

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.htmx = False
        self.pages: list[Page] = []
        self.moves: list[str] = []
        self._ahead = ""
        self._addresses = Addresses(client.application)

    # Getting pages ------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page in front; raises PageMistake before the first one is opened."""
        if self._ahead:
            self.open(self._ahead)
        if not self.pages:
            raise PageMistake("no page is open yet; call browser.open(address) first")
        return self.pages[-1]

    def open(self, address: str) -> Browser:
        """Get a page, follow its redirects, and inspect what comes."""
        return self._go("GET", address, part=False)

    def reload(self) -> Browser:
        """Get the same page again."""
        return self.open(self.page.url)

    def back(self) -> Browser:
        """The page before, as it was left: nothing is fetched, what was typed is still there."""
        if len(self.pages) < 2:
            raise PageMistake("there is no page before this one")
        self.pages.pop()
        return self

    def follow(self, text: str, *, row: str = "", within: str = "") -> Browser:
        """Follow the link with these words, in the table row or list item that holds the words `row` if given."""
        link = self.page.find_link(text, row=row, within=within)
        part = self.htmx and "hx-get" in link.attrs
        return self._go("GET", link.get("hx-get") if part else link.get("href"), part=part)

    def sign_in(self, username: str, password: str) -> Browser:
        """Sign in by the form of the sign-in page. The page it leads to is fetched when somebody looks at it: most tests go
        elsewhere at once, and both pages have tests of their own."""
        form = self.client.get("/sign-in").get_data(as_text=True)
        fields = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', form)
        sent = [*fields, ("username", username), ("password", password)]
        answer = self._ask("POST", "/sign-in", sent, [], {"Referer": "http://localhost/sign-in"})
        if answer.status_code in MOVES:
            self._ahead = urljoin("/sign-in", answer.headers["Location"])
        else:
            self.pages.append(Page(answer, "/sign-in"))
        return self

    # Filling in ----------------------------------------------------------------------------------------------------

    def fill(self, label: str, value: str, *, within: str = "") -> Browser:
        """Type into the field with this label; a line break is kept only by a text area."""
        control = self.page.find_control(label, within=within)
        if control.tag == "select" or control.get("type") in {"checkbox", "radio", "file"}:
            raise PageMistake(
                f"{label!r} (line {control.line}) is not typed into; use choose, check or attach"
            )
        if "readonly" in control.attrs:
            raise PageMistake(f"{label!r} (line {control.line}) is read only")
        self.page.typed[control] = value
        return self

    def choose(self, label: str, option: str, *, within: str = "") -> Browser:
        """Choose the option with these words, from a list or from the buttons under a question."""
        self.page.choose(label, option, within=within)
        return self

    def check(self, label: str, *, on: bool = True, within: str = "") -> Browser:
        """Tick the box with this label (or clear it)."""
        control = self.page.find_control(label, within=within)
        if control.get("type") != "checkbox":
            raise PageMistake(f"{label!r} (line {control.line}) is no box to tick")
        self.page.checked[control] = on
        return self

    def attach(
        self, label: str, name: str, content: bytes, content_type: str = "application/octet-stream"
    ) -> Browser:
        """Choose a file for the field with this label."""
        control = self.page.find_control(label)
        if control.get("type") != "file":
            raise PageMistake(f"{label!r} (line {control.line}) takes no file")
        self.page.files[control] = (name, content, content_type)
        return self

    def press(self, text: str, *, row: str = "", within: str = "") -> Browser:
        """Press the button with these words: the form it belongs to is sent as it stands on the page, hidden fields and all."""
        button = self.page.find_button(text, row=row, within=within)
        form = self.page.tree.form_of(button)
        if form is None:
            raise PageMistake(f"the button {text!r} (line {button.line}) belongs to no form")
        return self._send(form, button)

    def send(self, text: str) -> TestResponse:
        """Press a button and leave it at the answer: nothing is followed or inspected. For tests that send a form often."""
        form = self.page.tree.form_of(self.page.find_button(text))
        if form is None:
            raise PageMistake(f"the button {text!r} belongs to no form")
        fields, files = self._fields(form, self.page.find_button(text))
        headers = {"Referer": f"http://localhost{self.page.url}"}
        return self._ask("POST", form.get("action"), fields, files, headers)

    def suggest(self, label: str, words: str) -> Page:
        """What htmx shows while these words are typed into a field with `hx-post` or `hx-get`; the page in front stays."""
        control = self.page.find_control(label)
        self.page.typed[control] = words
        form = self.page.tree.form_of(control)
        post = "hx-post" in control.attrs
        address = control.get("hx-post") or control.get("hx-get")
        if not address or form is None:
            raise PageMistake(f"{label!r} (line {control.line}) fetches nothing while one types")
        fields, files = self._fields(form, None)
        self._go("POST" if post else "GET", address, part=True, fields=fields, files=files)
        return self.pages.pop()

    # What the page says --------------------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        """Ask the page in front."""
        if name.startswith("_") or (not hasattr(Page, name) and name not in Page.__annotations__):
            raise AttributeError(name)
        return getattr(self.page, name)

    # Sending -------------------------------------------------------------------------------------------------------

    def _send(self, form: Node, button: Node | None) -> Browser:
        fields, files = self._fields(form, button)
        method = form.get("method", "get").upper()
        part = self.htmx and ("hx-post" in form.attrs or "hx-get" in form.attrs)
        address = (button.get("formaction") if button else "") or form.get("action") or self.page.url
        if part:
            method = "POST" if "hx-post" in form.attrs else "GET"
            address = form.get("hx-post") or form.get("hx-get")
        return self._go(method, address, part=part, fields=fields, files=files)

    def _fields(
        self, form: Node, button: Node | None
    ) -> tuple[list[tuple[str, str]], list[tuple[str, FileStorage]]]:
        """What a browser would send of this form: names and values in the order of the page, and files."""
        page, fields, files = self.page, [], []
        for node in page.tree.root.walk():
            if page.tree.form_of(node) is not form or not node.get("name") or page.is_disabled(node):
                continue
            name = node.get("name")
            if node.tag == "button" or node.get("type") in {"submit", "button", "image", "reset"}:
                if node is button:
                    fields.append((name, node.get("value")))
            elif node.get("type") == "file":
                given, content, kind = page.files.get(node, ("", b"", "application/octet-stream"))
                files.append((name, FileStorage(BytesIO(content), filename=given, content_type=kind)))
            elif node.tag == "select":
                fields.extend(
                    (name, option.get("value", option.words())) for option in choices_of(page, node)
                )
            elif node.get("type") in {"checkbox", "radio"}:
                if page.is_checked(node):
                    fields.append((name, node.get("value", "on")))
            elif node.tag in {"input", "textarea"}:
                fields.append((name, page.value_of(node)))
        return fields, files

    def _go(
        self,
        method: str,
        address: str,
        *,
        part: bool,
        fields: list[tuple[str, str]] | None = None,
        files: list[tuple[str, FileStorage]] | None = None,
    ) -> Browser:
        """Ask, follow redirects, inspect, and put the answer in front."""
        self._ahead = ""
        base = self.pages[-1].url if self.pages else "/"
        url = urljoin(base, address)
        headers = self._htmx_headers() if part else {"Referer": f"http://localhost{base}"}
        response = self._ask(method, url, fields or [], files or [], headers)
        for _hop in range(10):
            moved = response.headers.get("HX-Redirect")
            if moved:
                part, headers = False, {}
            elif response.status_code in MOVES:
                moved = response.headers["Location"]
            if not moved:
                break
            self._inspect_headers(response, url)
            target = urlsplit(urljoin(url, moved))
            assert target.netloc in {"", "localhost"}, f"{url} sends the reader to another host: {moved}"
            url = target.path + (f"?{target.query}" if target.query else "")
            self.moves.append(url)
            response = self._ask("GET", url, [], [], headers)
        else:
            raise PageMistake(f"{address} redirects without end: {self.moves[-10:]}")
        if part and response.status_code == 204:
            return self
        page = Page(response, url, part=part, before=self.pages[-1] if self.pages and part else None)
        self._inspect(page, response)
        self.pages.append(page)
        return self

    def _htmx_headers(self) -> dict[str, str]:
        given = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{self.page.whole.url}"}
        body = self.page.whole.tree.root.find("body")
        return {**given, **json.loads(body.get("hx-headers", "{}") if body else "{}")}

    def _ask(
        self,
        method: str,
        url: str,
        fields: list[tuple[str, str]],
        files: list[tuple[str, FileStorage]],
        headers: dict[str, str],
    ) -> TestResponse:
        if method == "GET":
            if fields:
                url = f"{url.partition('?')[0]}?{urlencode(fields)}"
            return self.client.get(url, headers=headers)
        data: dict[str, list[Any]] = {}
        for name, value in [*fields, *files]:
            data.setdefault(name, []).append(value)
        return self.client.post(url, data=data, headers=headers)

    # Inspecting ----------------------------------------------------------------------------------------------------

    def _inspect_headers(self, response: TestResponse, url: str) -> None:
        found = header_problems(response.headers)
        assert not found, f"{url}:\n  " + "\n  ".join(found)

    def _inspect(self, page: Page, response: TestResponse) -> None:
        self._inspect_headers(response, page.url)
        if not page.is_html:
            return
        seen = hash((page.part, _LONG_VALUE.sub('value=""', page.html)))
        if seen in _GOOD:
            return
        found = problems(page.html, part=page.part, addresses=self._addresses, tree=page.tree)
        _GOOD.update(() if found else (seen,))
        assert not found, f"{page.url} is not a good page:\n  " + "\n  ".join(found)
