"""What every page must be, whoever wrote it: each rule says what is wrong, on which line, and how to mend it.

The rules look at the HTML alone, and at the addresses the application knows. What a browser alone can see (contrast,
focus, order) is tested in `tests/browser`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import html5lib
from html5lib.constants import E as HTML5_MESSAGES

from tests.page_addresses import Addresses
from tests.page_tree import Node, Tree

Rule = Callable[[Tree], Iterable[str]]
_WHOLE: list[Rule] = []
_EVERY: list[Rule] = []

_CONTAINERS = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "thead": "table", "option": "select"}
_NAMES_OTHERS = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "headers", "list")
_ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "hx-get",
    "hx-post",
    "hx-put",
    "hx-patch",
    "hx-delete",
)
_PERSONAL = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
_ONCE = re.compile(r"[0-9a-f]{32}")
# Whether HTML is valid hangs neither on the words between tags nor on those of most attributes, unless they hold an entity,
# a bracket or an odd character: then they are left standing.
_PLAIN = r"[^<>&\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff\U0001fffe-\U0010ffff"
_SAID = re.compile(rf"(?<=>)(?=\s*[^\s<]){_PLAIN}]+(?=<)")
_GIVEN = re.compile(rf'(?<=\s)(?!(?:type|charset|content|http-equiv)=)([a-z-]+)="{_PLAIN}"]*"')
# The frames of pages that were parsed and found valid.
_VALID: set[int] = set()


def whole(rule: Rule) -> Rule:
    """A rule for whole pages."""
    _WHOLE.append(rule)
    return rule


def every(rule: Rule) -> Rule:
    """A rule for whole pages and for the parts that htmx fetches."""
    _EVERY.append(rule)
    return rule


def problems(
    html: str, *, part: bool = False, addresses: Addresses | None = None, tree: Tree | None = None
) -> list[str]:
    """All that is wrong with a page, or with a part of one; with `addresses`, links and forms must lead somewhere."""
    tree = tree or Tree(html)
    found = [*_parse_errors(html, tree, part), *tree.slips]
    for rule in _EVERY if part else _EVERY + _WHOLE:
        found.extend(rule(tree))
    if addresses is not None:
        found.extend(_dead_addresses(tree, addresses))
    found.extend(_form_tokens(tree, addresses))
    return list(dict.fromkeys(found))


def _at(node: Node, text: str) -> str:
    return f"line {node.line}: {text}"


def frame_of(html: str) -> str:
    """The tags of a page as far as its validity hangs on them: pages that differ in words and numbers alone have one frame."""
    return html if "<!--" in html else _GIVEN.sub(r'\1=""', _SAID.sub("x", html))


def _parse_errors(html: str, tree: Tree, part: bool) -> Iterator[str]:
    """What the strict parser says; it is by far the slowest rule, so it is asked once for each frame."""
    frame = hash((part, frame_of(html)))
    if frame in _VALID:
        return
    parser = html5lib.HTMLParser()
    if part:
        first = next((c.tag for c in tree.root.children if isinstance(c, Node)), "")
        parser.parseFragment(html, container=_CONTAINERS.get(first, "div"))
    else:
        parser.parse(html)
    if not parser.errors:
        _VALID.add(frame)
    for (line, _column), code, data in parser.errors:
        yield f"line {line}: not valid HTML: {HTML5_MESSAGES.get(code, code) % data}"


@whole
def _head(tree: Tree) -> Iterator[str]:
    root = tree.root.find("html")
    if root is None or root.get("lang") not in {"zh-CN", "en"}:
        yield 'line 1: <html> needs lang="zh-CN" or lang="en", so that the words are read aloud in the right language'
    titles = tree.root.find_all("title", where=lambda n: n.above("svg") is None)
    if len(titles) != 1 or not titles[0].raw_text().split("·")[0].strip():
        yield "line 1: the page needs one <title> with words; set the block `title`"
    charsets = tree.root.find_all("meta", where=lambda n: n.get("charset").lower() == "utf-8")
    if not charsets:
        yield 'line 1: <meta charset="utf-8"> is missing; extend shared/base.html or shared/plain.html'
    viewport = tree.root.find("meta", where=lambda n: n.get("name") == "viewport")
    if viewport is None or re.search(r"user-scalable|maximum-scale", viewport.get("content")):
        yield "line 1: a viewport that readers may enlarge is missing"


@whole
def _headings(tree: Tree) -> Iterator[str]:
    headings = tree.root.find_all("h1", "h2", "h3", "h4", "h5", "h6")
    tops = [h for h in headings if h.tag == "h1"]
    if len(tops) != 1:
        lines = ", ".join(str(h.line) for h in tops) or "none"
        yield f"line {tops[1].line if len(tops) > 1 else 1}: a page has one <h1>, this one has {len(tops)} (lines: {lines})"
    for heading in headings:
        if not heading.words():
            yield _at(heading, f"<{heading.tag}> has no words")
    main = tree.root.find("main")
    last = 1
    for heading in main.find_all("h1", "h2", "h3", "h4", "h5", "h6") if main else []:
        level = int(heading.tag[1])
        if level > last + 1:
            yield _at(heading, f"<{heading.tag}> follows <h{last}>; a level is skipped")
        last = level
    if len(tree.root.find_all("main")) != 1:
        yield "line 1: a page has one <main>"


@whole
def _targets(tree: Tree) -> Iterator[str]:
    ids = {n.get("id") for n in tree.root.walk() if n.get("id")}
    for node in tree.root.walk():
        href = node.get("href")
        if node.tag == "a" and href.startswith("#") and href != "#" and href[1:] not in ids:
            yield _at(node, f"the link {href} leads to no id on this page")
        for name in ("hx-target", "hx-include"):
            if node.get(name).startswith("#") and node.get(name)[1:] not in ids:
                yield _at(node, f"{name}={node.get(name)!r} names no id on this page")


@every
def _ids(tree: Tree) -> Iterator[str]:
    counts = Counter(n.get("id") for n in tree.root.walk() if "id" in n.attrs)
    for node in tree.root.walk():
        if "id" in node.attrs and (counts[node.get("id")] > 1 or not node.get("id") or " " in node.get("id")):
            yield _at(node, f"id={node.get('id')!r} is not unique on the page, or no single word")


@every
def _names_of_others(tree: Tree) -> Iterator[str]:
    ids = {n.get("id") for n in tree.root.walk()}
    for node in tree.root.walk():
        for name in _NAMES_OTHERS:
            for part in node.get(name).split():
                if part not in ids:
                    yield _at(node, f"<{node.tag} {name}={part!r}> names no id on this page")


@every
def _marks(tree: Tree) -> Iterator[str]:
    labels = {n.get("for"): n for n in tree.root.walk() if n.tag == "label" and n.get("for")}
    for node in tree.root.walk():
        label = labels.get(node.get("id")) if node.is_control and "required" in node.attrs else None
        if label is not None and not any("required" in n.get("class").split() for n in label.walk()):
            yield _at(
                node, f"<{node.tag} name={node.get('name')!r}> must be filled in, and its label has no mark"
            )


@every
def _labels(tree: Tree) -> Iterator[str]:
    for node in tree.root.walk():
        if node.is_control and not tree.name_of(node):
            yield _at(
                node,
                f"<{node.tag} name={node.get('name')!r}> has no label; use the macro `field`, or a <label for=…>",
            )
        if node.tag == "label" and node.get("for"):
            control = tree.by_id(node.get("for"))
            if control is None or control.tag not in {"input", "select", "textarea", "progress", "output"}:
                yield _at(node, f"<label for={node.get('for')!r}> labels nothing")
        if node.tag == "fieldset" and (first := node.find("legend")) is not None and not first.words():
            yield _at(node, "<fieldset> has a <legend> without words")
        if node.tag == "input" and node.get("type") == "radio" and node.above("fieldset") is None:
            yield _at(node, "a choice of one needs a <fieldset> with its question as <legend>")


@every
def _forms(tree: Tree) -> Iterator[str]:
    for form in tree.root.find_all("form"):
        if not form.get("action"):
            yield _at(form, "<form> has no action; it must work without scripts")
        if form.get("method").lower() not in {"get", "post"}:
            yield _at(form, '<form> needs method="get" or method="post"')
        if not any(_sends(b) for b in form.find_all("button", "input")):
            yield _at(form, "<form> has no submit button; it must work without scripts")
        has_file = form.find("input", where=lambda n: n.get("type") == "file")
        if has_file and form.get("enctype") != "multipart/form-data":
            yield _at(form, '<form> with a file needs enctype="multipart/form-data"')
        if form.get("hx-boost") == "true":
            yield _at(form, "forms are not boosted: a boosted answer stays in the browser")


def _sends(node: Node) -> bool:
    return node.get("type", "submit" if node.tag == "button" else "text") in {"submit", "image"}


def _form_tokens(tree: Tree, addresses: Addresses | None) -> Iterator[str]:
    """Forgery token in every form that writes; one-time token unless the view only reads."""
    for form in tree.root.find_all("form", where=lambda n: n.get("method").lower() == "post"):
        hidden = form.find_all("input", where=lambda n: n.get("type") == "hidden")
        for name, shape in (("csrf_token", re.compile(r".{20,}")), ("once", _ONCE)):
            values = [n.get("value") for n in hidden if n.get("name") == name]
            if name == "once" and not values and addresses and addresses.only_reads(form.get("action")):
                continue
            if len(values) != 1 or not shape.fullmatch(values[0]):
                yield _at(
                    form,
                    f'<form method="post"> has {len(values)} field(s) {name}, not one good one; use `form_for`',
                )


@every
def _pictures(tree: Tree) -> Iterator[str]:
    for node in tree.root.find_all("img"):
        if "alt" not in node.attrs:
            yield _at(node, '<img> has no alt; write alt="" for one that only decorates')
    for node in tree.root.find_all("svg"):
        titled = node.find("title") is not None and node.get("role") == "img"
        if node.get("aria-hidden") != "true" and not titled:
            yield _at(node, '<svg> is neither aria-hidden nor role="img" with a <title>')


@every
def _inline_code(tree: Tree) -> Iterator[str]:
    for node in tree.root.walk():
        if node.tag == "script" and (not node.get("src") or node.raw_text().strip()):
            yield _at(node, "an inline <script> never runs here; put it into static/js")
        if node.tag == "style" or "style" in node.attrs:
            yield _at(node, f"<{node.tag}> has inline style, which the content policy refuses; use a class")
        for name, value in node.attrs.items():
            if name.startswith(("on", "hx-on")):
                yield _at(node, f"the attribute {name} is inline script, which the content policy refuses")
            if value.strip().lower().startswith(("javascript:", "js:")) or (
                name == "hx-trigger" and "[" in value
            ):
                yield _at(node, f"{name}={value[:40]!r} needs script evaluation, which is switched off")


@every
def _outside(tree: Tree) -> Iterator[str]:
    for node in tree.root.walk():
        if node.tag == "use":
            continue
        for name in _ADDRESSES:
            value = node.attrs.get(name)
            if value is None or (name == "href" and node.tag not in {"a", "link", "area"}):
                continue
            inside = value.startswith(("/", "#", "?")) and not value.startswith("//")
            drawn = node.tag in {"img", "link"} and value.startswith(("data:image/", "blob:"))
            if not inside and not drawn:
                yield _at(node, f"<{node.tag} {name}={value[:60]!r}> leads out of the portal; use url_for")
            if _PERSONAL.search(value):
                yield _at(
                    node,
                    f"<{node.tag} {name}> has an identity number or a phone in its address, which logs keep",
                )
        if "srcset" in node.attrs:
            yield _at(node, "srcset is not used in this house; give one src")
        if node.get("target") == "_blank" and "noopener" not in node.get("rel"):
            yield _at(node, 'target="_blank" needs rel="noopener"')


@every
def _tables(tree: Tree) -> Iterator[str]:
    for table in tree.root.find_all("table"):
        caption = table.find("caption")
        if caption is None or not caption.words():
            yield _at(table, "<table> has no <caption> with words; use the macro `table`")
        if table.find("th") is None:
            yield _at(table, "<table> has no <th>; for a layout use a grid")
    for cell in tree.root.find_all("th"):
        if cell.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
            yield _at(cell, '<th> needs scope="col" or scope="row"')
        if not cell.words():
            yield _at(cell, "<th> has no words; hide them with class visually-hidden if need be")


@every
def _buttons_and_links(tree: Tree) -> Iterator[str]:
    for node in tree.root.find_all("button", "a", "summary"):
        if not tree.name_of(node):
            yield _at(node, f"<{node.tag}> has no words; a drawing alone is not a name")
        if node.tag == "a" and not node.get("href"):
            yield _at(node, f"the link {node.words()!r} has no href; what only scripts can do is a <button>")
        if node.tag == "button" and node.get("type") not in {"submit", "button"}:
            yield _at(node, f'the button {node.words()!r} needs type="submit" or type="button"')
        holder = node.above("a", "button", "label")
        if holder is not None and holder.tag != "label":
            yield _at(node, f"<{node.tag}> stands inside <{holder.tag}>; neither can be reached by keyboard")


@every
def _lists(tree: Tree) -> Iterator[str]:
    allowed = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "menu": {"li"}}
    for node in tree.root.find_all(*allowed):
        for child in node.children:
            wrong = child.tag not in allowed[node.tag] if isinstance(child, Node) else bool(child.strip())
            if wrong:
                what = f"<{child.tag}>" if isinstance(child, Node) else repr(child.strip()[:20])
                yield _at(
                    node,
                    f"<{node.tag}> holds {what}; it may hold only {', '.join(sorted(allowed[node.tag]))}",
                )
    for node in tree.root.find_all("li"):
        if node.parent is not None and node.parent.tag not in {"ul", "ol", "menu", "#root"}:
            yield _at(node, "<li> stands outside of a list")


@every
def _slips_of_templates(tree: Tree) -> Iterator[str]:
    for node in tree.root.walk():
        for child in node.children:
            if not isinstance(child, str) or node.tag in {"script", "textarea", "pre", "code"}:
                continue
            text = child.strip()
            if text in {"None", "Undefined", "[]", "{}", "()"} or re.search(
                r"\{\{|\{%|<(Lazy|Record|bound|built-in)|l'", text
            ):
                yield _at(node, f"the words {text[:40]!r} look like a slip of the template")
            if re.search(r"&(lt|gt|amp|quot|#\d+);|<(span|svg|p|div|a) ", text):
                yield _at(node, f"the words {text[:40]!r} were escaped twice, or markup was shown as text")


def _dead_addresses(tree: Tree, addresses: Addresses) -> Iterator[str]:
    for node in tree.root.walk():
        for name in _ADDRESSES:
            value = node.get(name)
            if not value.startswith("/") or value.startswith("//"):
                continue
            why = addresses.why_dead(value, _method(node, name))
            if why:
                yield _at(node, f"<{node.tag} {name}={value[:60]!r}>: {why}")


def _method(node: Node, name: str) -> str:
    """How an address in this attribute is asked."""
    if name.startswith("hx-"):
        return name[3:].upper()
    form = node if name == "action" else node.above("form") if name == "formaction" else None
    return form.get("method", "get").upper() if form else "GET"
