"""What a page says, asked in the words a reader sees: headings, messages, tables, fields, links and buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from tests.page_tree import Node, Tree


class PageMistake(AssertionError):
    """The test asks for something that the page does not have; the message lists what it has."""


class Page:
    """One answer of the application, and what was typed into it so far."""

    status: int
    url: str
    html: str
    body: bytes
    headers: Headers
    part: bool

    def __init__(
        self, response: TestResponse, url: str, *, part: bool = False, before: Page | None = None
    ) -> None:
        self.status = response.status_code
        self.url = url
        self.headers = response.headers
        self.body = response.data
        self.is_html = response.mimetype == "text/html"
        self.html = response.get_data(as_text=True) if self.is_html else ""
        self.part = part
        self.whole: Page = before.whole if before else self
        self.typed: dict[Node, str] = {}
        self.checked: dict[Node, bool] = {}
        self.chosen: dict[Node, list[Node]] = {}
        self.files: dict[Node, tuple[str, bytes, str]] = {}

    @cached_property
    def tree(self) -> Tree:
        """The page's elements; read when they are first asked for."""
        return Tree(self.html)

    # Reading -------------------------------------------------------------------------------------------------------

    @property
    def h1(self) -> str:
        """The page's heading."""
        return self._words_of("h1")

    @property
    def title(self) -> str:
        """The page's title."""
        found = self.tree.root.find("title")
        return found.raw_text().strip() if found else ""

    @property
    def text(self) -> str:
        """All words of the page's main part (of the whole part, for a part), on one line."""
        return (self.tree.root.find("main") or self.tree.root).words()

    @property
    def notices(self) -> list[str]:
        """The messages on the page that are not about a field."""
        return [
            n.words(hidden_too=False) for n in self.tree.root.find_all(where=lambda n: n.has_class("notice"))
        ]

    @property
    def errors(self) -> dict[str, list[str]]:
        """The messages at the fields by label, and those of the form as a whole under the empty label."""
        found: dict[str, list[str]] = {}
        for summary in self.tree.root.find_all(where=lambda n: n.has_class("error-summary")):
            for line in summary.find_all("li", where=lambda n: n.find("a") is None):
                found.setdefault("", []).append(line.words())
        for box in self.tree.root.find_all(where=lambda n: n.has_class("field-error")):
            label = self._label_above(box)
            found.setdefault(label, []).extend(p.words(hidden_too=False) for p in box.find_all("p"))
        return found

    def _label_above(self, box: Node) -> str:
        node: Node | None = box
        while node is not None and not node.has_class("field"):
            node = node.parent
        label = node.find("label", "legend") if node else None
        return label.words() if label else ""

    def rows(self, caption: str) -> list[dict[str, str]]:
        """The rows of the table with this caption, each by the words of its heads; none for an empty table."""
        tables = {(t.find("caption") or t).words(): t for t in self.tree.root.find_all("table")}
        if caption not in tables:
            raise PageMistake(f"no table has the caption {caption!r}; there are {sorted(tables)}")
        head = tables[caption].find("thead")
        names = [cell.words() for cell in head.find_all("th")] if head else []
        found = []
        for row in tables[caption].find_all(
            "tr", where=lambda r: r.above("tbody") and not r.has_class("table-empty")
        ):
            cells = [cell.words() for cell in row.find_all("td", "th")]
            found.append(dict(zip(names or map(str, range(len(cells))), cells, strict=False)))
        return found

    @property
    def facts(self) -> dict[str, str]:
        """What the page's definition lists say, by term."""
        pairs = {}
        for term in self.tree.root.find_all("dt"):
            siblings = [c for c in term.parent.children if isinstance(c, Node)] if term.parent else []
            said = [c for c in siblings[siblings.index(term) + 1 :] if c.tag == "dd"]
            pairs[term.words()] = said[0].words() if said else ""
        return pairs

    @property
    def links(self) -> dict[str, str]:
        """The page's links: where each leads, by its words."""
        return {self.tree.name_of(n): n.get("href") for n in self.tree.root.find_all("a")}

    @property
    def buttons(self) -> list[str]:
        """The words of the buttons that can be pressed."""
        return [self.tree.name_of(n) for n in self.tree.root.find_all("button") if not self.is_disabled(n)]

    def value(self, label: str, *, within: str = "") -> str:
        """What stands in the field with this label; of a list, the words of what is chosen."""
        group = self._find_group(label, within)
        if group is not None:
            return "、".join(self.tree.name_of(n) for n in group.find_all("input") if self.is_checked(n))
        control = self.find_control(label, within=within)
        if control.tag == "select":
            return "、".join(option.words() for option in choices_of(self, control))
        if control.get("type") == "checkbox":
            return "on" if self.is_checked(control) else ""
        return self.value_of(control)

    def options(self, label: str, *, within: str = "") -> list[str]:
        """The choices under this label."""
        group = self._find_group(label, within)
        if group is not None:
            return [self.tree.name_of(n) for n in group.find_all("input")]
        return [option.words() for option in self.find_control(label, within=within).find_all("option")]

    def _words_of(self, tag: str) -> str:
        found = self.tree.root.find(tag)
        return found.words() if found else ""

    # Finding -------------------------------------------------------------------------------------------------------

    def find_control(self, label: str, *, within: str = "") -> Node:
        """The field with this label; raises PageMistake with the labels there are."""
        return self._one("field", label, [n for n in self._scope(within).find_all() if n.is_control])

    def find_link(self, text: str, *, row: str = "", within: str = "") -> Node:
        """The link with these words; raises PageMistake with the links there are."""
        return self._one("link", text, self._scope(within, row).find_all("a"), same=lambda n: n.get("href"))

    def find_button(self, text: str, *, row: str = "", within: str = "") -> Node:
        """The button with these words that can be pressed; raises PageMistake with the buttons there are."""
        button = self._one("button", text, self._scope(within, row).find_all("button"))
        if self.is_disabled(button):
            raise PageMistake(f"the button {text!r} (line {button.line}) is disabled")
        return button

    def _one(self, kind: str, text: str, nodes: list[Node], same: Callable[[Node], object] = id) -> Node:
        found = [n for n in nodes if text in {self.tree.name_of(n), n.words(hidden_too=False)}]
        if not found:
            there = sorted({self.tree.name_of(n) for n in nodes})
            raise PageMistake(f"{self.url} has no {kind} {text!r}; it has {there}")
        if len({same(n) for n in found}) > 1:
            lines = ", ".join(str(n.line) for n in found)
            raise PageMistake(
                f"{self.url} has several of the {kind} {text!r} (lines {lines}); name a row= or within="
            )
        return found[0]

    def _scope(self, within: str, row: str = "") -> Node:
        """The page, the element `#id`, or the part titled `within`; in it the row or item that holds the words `row`."""
        scope = self.tree.root
        if within.startswith("#"):
            found = self.tree.by_id(within[1:])
            if found is None:
                raise PageMistake(f"{self.url} has no element {within}")
            scope = found
        elif within:
            scope = self._titled(within)
        if not row:
            return scope
        rows = [n for n in scope.find_all("tr", "li", "dd") if row in n.words()]
        rows = [n for n in rows if not any(inner in rows for inner in n.find_all("tr", "li", "dd"))]
        if len(rows) != 1:
            raise PageMistake(f"{self.url} has {len(rows)} rows with {row!r}; one was wanted")
        return rows[0]

    def _titled(self, title: str) -> Node:
        heads = self.tree.root.find_all(
            "legend", "caption", "h2", "h3", where=lambda n: n.words(hidden_too=False) == title
        )
        for head in heads:
            part = head.above("fieldset", "table", "section", "dialog", "form")
            if part is not None:
                return part
        named = self.tree.root.find("form", "nav", "section", where=lambda n: n.get("aria-label") == title)
        if named is None:
            raise PageMistake(f"{self.url} has no part titled {title!r}")
        return named

    # What stands in the fields -------------------------------------------------------------------------------------

    def value_of(self, node: Node) -> str:
        """What stands in a text field now."""
        if node in self.typed:
            return self.typed[node]
        return node.raw_text().removeprefix("\n") if node.tag == "textarea" else node.get("value")

    def is_checked(self, node: Node) -> bool:
        """Whether a box or a choice is ticked now."""
        return self.checked.get(node, "checked" in node.attrs)

    def is_disabled(self, node: Node) -> bool:
        """Whether a field or button is switched off, by itself or with its group."""
        group = node.above("fieldset")
        return "disabled" in node.attrs or bool(group is not None and "disabled" in group.attrs)

    def choose(self, label: str, option: str, *, within: str = "") -> None:
        """Choose by words from a list, or from the buttons under a question; raises PageMistake with the choices there are."""
        group = self._find_group(label, within)
        if group is not None:
            inputs = group.find_all("input")
            wanted = self._one("choice", option, inputs)
            if wanted.get("type") == "radio":
                self.checked.update(dict.fromkeys(inputs, False))
            self.checked[wanted] = True
            return
        control = self.find_control(label, within=within)
        found = [o for o in control.find_all("option") if o.words() == option]
        if not found:
            raise PageMistake(
                f"{label!r} has no choice {option!r}; it has {self.options(label, within=within)}"
            )
        several = "multiple" in control.attrs
        self.chosen[control] = [*self.chosen.get(control, []), found[0]] if several else [found[0]]

    def _find_group(self, label: str, within: str) -> Node | None:
        """The question with this legend, if it is answered by ticking; several of them need `within`."""
        legends = self._scope(within).find_all("legend", where=lambda n: n.words() == label)
        groups = [
            g
            for g in (n.above("fieldset") for n in legends)
            if g is not None and g.find("input", where=_ticked)
        ]
        if len(groups) > 1:
            raise PageMistake(f"{self.url} has several questions {label!r}; name a within=")
        return groups[0] if groups else None


def _ticked(node: Node) -> bool:
    return node.get("type") in {"radio", "checkbox"}


def choices_of(page: Page, select: Node) -> list[Node]:
    """The options of a list that are chosen now; a list of one always has one, as in a browser."""
    if select in page.chosen:
        return page.chosen[select]
    options = select.find_all("option", where=lambda o: "disabled" not in o.attrs)
    marked = [o for o in options if "selected" in o.attrs]
    if marked or "multiple" in select.attrs:
        return marked
    return options[:1]
