"""A page as a tree that knows the line of each element and how its words sound. What a page must be is in `page_rules`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
SILENT = frozenset(("script", "style", "template", "title"))
INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "small",
        "span",
        "strong",
        "time",
    )
)
CONTROLS = frozenset(("input", "select", "textarea"))
UNSEEN_TYPES = frozenset(("hidden", "submit", "button", "reset", "image"))


@dataclass(eq=False)
class Node:
    """An element: its tag, attributes, children (elements and text), and the line where it opens."""

    tag: str
    attrs: dict[str, str]
    line: int
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)
    # All elements of the page in its order, and where in it this one stands and what is below it ends.
    order: list[Node] = field(default_factory=list, repr=False)
    at: int = 0
    past: int = 0

    def walk(self) -> list[Node]:
        """This element and all below it, in the order of the page."""
        return self.order[self.at : self.past]

    def _below(self, tags: tuple[str, ...], where: Callable[[Node], object] | None) -> Iterator[Node]:
        below = self.order[self.at + 1 : self.past]
        return (n for n in below if (not tags or n.tag in tags) and (where is None or where(n)))

    def find_all(self, *tags: str, where: Callable[[Node], object] | None = None) -> list[Node]:
        """The elements below with one of these tags (any when none is given) that fit `where`."""
        return list(self._below(tags, where))

    def find(self, *tags: str, where: Callable[[Node], object] | None = None) -> Node | None:
        """The first of `find_all`, or None."""
        return next(self._below(tags, where), None)

    def above(self, *tags: str) -> Node | None:
        """The nearest element above with one of these tags, or None."""
        node = self.parent
        while node is not None and node.tag not in tags:
            node = node.parent
        return node

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value, or `default`."""
        return self.attrs.get(name, default)

    def has_class(self, name: str) -> bool:
        """Whether the element carries this class."""
        return name in self.get("class").split()

    @property
    def is_control(self) -> bool:
        """Whether a reader fills this in (hidden fields and buttons are not controls)."""
        return self.tag in CONTROLS and self.get("type") not in UNSEEN_TYPES

    def words(self, *, hidden_too: bool = True) -> str:
        """The text as read aloud, on one line; without what stands for readers aloud only when `hidden_too` is false."""
        return re.sub(r"\s+", " ", _words(self, hidden_too)).strip()

    def raw_text(self) -> str:
        """All text below, as it stands in the source."""
        return "".join(c if isinstance(c, str) else c.raw_text() for c in self.children)


def _words(node: Node, hidden_too: bool) -> str:
    if (
        node.tag in SILENT
        or node.get("aria-hidden") == "true"
        or (not hidden_too and node.has_class("visually-hidden"))
    ):
        return ""
    inside = "".join(c if isinstance(c, str) else _words(c, hidden_too) for c in node.children)
    return inside if node.tag in INLINE else f"\n{inside}\n"


class Tree(HTMLParser):
    """A parsed page or part of a page; `slips` are tags that are not closed, or closed in the wrong place."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._order: list[Node] = []
        self.root = self._add("#root", {}, 0, None)
        self.slips: list[str] = []
        self._open = [self.root]
        self.feed(html)
        self.close()
        for node in self._open[1:]:
            self.slips.append(f"line {node.line}: <{node.tag}> is never closed")
        nodes = self._order
        for node in reversed(nodes):
            last = next((c for c in reversed(node.children) if isinstance(c, Node)), None)
            node.past = last.past if last else node.at + 1
        self._ids = {n.get("id"): n for n in reversed(nodes) if n.get("id")}
        self._labels = {n.get("for"): n for n in reversed(nodes) if n.tag == "label" and n.get("for")}

    def _add(self, tag: str, attrs: dict[str, str], line: int, parent: Node | None) -> Node:
        node = Node(tag, attrs, line, parent, order=self._order, at=len(self._order))
        self._order.append(node)
        return node

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        parent = self._open[-1]
        node = self._add(tag, {name: value or "" for name, value in attrs}, self.getpos()[0], parent)
        parent.children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing, closed at once."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open; anything else is a slip."""
        if tag in VOID:
            return
        if self._open[-1].tag == tag:
            self._open.pop()
            return
        line = self.getpos()[0]
        self.slips.append(
            f"line {line}: </{tag}> closes nothing; <{self._open[-1].tag}> of line {self._open[-1].line} is open"
        )
        if any(node.tag == tag for node in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text."""
        self._open[-1].children.append(data)

    def by_id(self, name: str) -> Node | None:
        """The element with this id, or None."""
        return self._ids.get(name)

    def name_of(self, node: Node) -> str:
        """What a control, button, link or form is called: its labels' words, or what its attributes say."""
        if node.get("aria-labelledby"):
            named = [self.by_id(part) for part in node.get("aria-labelledby").split()]
            return " ".join(n.words() for n in named if n)
        if node.get("aria-label"):
            return node.get("aria-label").strip()
        if not node.is_control:
            return node.words()
        label = self.label_of(node)
        return label.words() if label else ""

    def label_of(self, control: Node) -> Node | None:
        """The label of a control, by `for` or around it."""
        return self._labels.get(control.get("id")) or control.above("label")

    def form_of(self, node: Node) -> Node | None:
        """The form that sends this element, by its `form` attribute or around it."""
        return self.by_id(node.get("form")) if node.get("form") else node.above("form")
