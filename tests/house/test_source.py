"""House rules that can be read off the source: one committer, floors inside a room, docstrings, sizes, marked texts."""

from __future__ import annotations

import ast
import re

from tests.house.source import ROOT, TEMPLATES, functions, has_chinese, modules, templates

MAY_COMMIT = {"portal/db.py", "portal/migrations/env.py"}
MAY_SAY_HX = {"portal/web/htmx.py"}
TEXTS_OF_THEIR_OWN = (
    # Statutory texts, code tables and made-up people are Chinese in every language.
    "portal/standards/",
    "portal/demo",
    "portal/residents/synthetic",
    "portal/documents/",
    "portal/explain.py",
    "definition.py",
    "/papers.py",
    "portal/services/definitions.py",
    "portal/web/filters.py",
    "portal/web/pattern_samples.py",
    "portal/services/forms/items.py",
)
TRANSLATORS = {"compile", "N_", "_", "_l", "gettext", "lazy_gettext", "ngettext", "RuleBroken"}


def _calls(tree: ast.Module, name: str) -> list[int]:
    return [
        n.lineno
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == name
    ]


def test_only_the_committer_commits() -> None:
    found = {
        f"{path}:{line}"
        for path, tree in modules().items()
        if path not in MAY_COMMIT
        for line in _calls(tree, "commit")
    }
    assert not found, (
        f"portal.db.transaction() is the only committer; leave the commit to it in {sorted(found)}"
    )


def test_models_queries_and_actions_know_no_request() -> None:
    forbidden = {"flask", "wtforms", "flask_babel", "flask_wtf", "flask_login"}
    found = set()
    for path, tree in modules().items():
        if re.search(r"/(models|queries|actions)(\.py|/)", path):
            for node in ast.walk(tree):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
                found |= {f"{path} imports {n}" for n in names if n.split(".")[0] in forbidden}
    assert not found, (
        f"models, queries and actions must work from a command or a test without a request: {sorted(found)}"
    )


def test_routes_and_forms_build_no_sql() -> None:
    found = set()
    for path, tree in modules().items():
        if re.search(r"/(routes|forms)(\.py|/)", path):
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
                    found.add(f"{path} imports {node.module}")
    assert not found, f"put the query into queries.py: {sorted(found)}"


def test_only_one_file_knows_the_headers_of_htmx() -> None:
    found = {
        p for p in modules() if p not in MAY_SAY_HX and re.search(r'"HX-', (ROOT / p).read_text("utf-8"))
    }
    assert not found, f"only portal/web/htmx.py may name an HX- header: {sorted(found)}"


def test_no_markup_is_made_from_data() -> None:
    in_code = {
        p
        for p in modules()
        if re.search(r"\bMarkup\(|render_template_string|from_string\(", (ROOT / p).read_text("utf-8"))
    }
    in_templates = {
        str(t.relative_to(ROOT))
        for t in templates()
        if re.search(r"\|\s*safe\b|autoescape false", t.read_text("utf-8"))
    }
    assert not in_code | in_templates, f"text from people must stay text: {sorted(in_code | in_templates)}"


def test_every_module_says_what_lives_in_it() -> None:
    silent = [p for p, tree in modules().items() if not ast.get_docstring(tree)]
    assert not silent, f"open with one or two sentences (what lives here, and what does not): {silent}"


def test_public_functions_and_classes_have_docstrings() -> None:
    silent = []
    for path, tree in modules().items():
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                silent += [f"{path}:{node.lineno} {node.name}"]
    assert not silent, "say meaning, units, errors raised and the source of the rule:\n" + "\n".join(silent)


def test_actions_take_the_actor_first_and_the_rest_by_name() -> None:
    wrong = []
    for path, tree in modules().items():
        if not re.search(r"/actions(\.py|/)", path) or path.startswith(("portal/vault", "portal/audit")):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and _asks_for_a_right(node):
                extra = [a.arg for a in node.args.args[1:]]
                if len(extra) > 1:
                    wrong.append(f"{path}:{node.lineno} {node.name}({', '.join(extra)})")
    assert not wrong, "actor first, at most the record after it, everything else keyword-only:\n" + "\n".join(
        wrong
    )


def _asks_for_a_right(function: ast.FunctionDef) -> bool:
    """Whether this is a verb of the room, and no part of one: public, with an actor whose right it asks for."""
    has_actor = (
        bool(function.args.args)
        and function.args.args[0].arg == "actor"
        and not function.name.startswith("_")
    )
    return has_actor and bool(_calls(ast.Module([function], []), "must"))


def test_sizes_stay_readable() -> None:
    """Past 400 lines a module is about more than one thing; past 50 a function is (house.md, Sizes)."""
    large = [
        f"{p}: {n} lines"
        for p, n in ((p, len((ROOT / p).read_text("utf-8").splitlines())) for p in modules())
        if n > 400
    ]
    long = [
        f"{path}:{f.lineno} {f.name}: {f.end_lineno - f.lineno + 1} lines"
        for path, tree in modules().items()
        for f in functions(tree)
        if f.end_lineno and f.end_lineno - f.lineno + 1 > 50
    ]
    tall = [
        f"{t.relative_to(ROOT)}: {n} lines"
        for t in templates()
        if (n := len(t.read_text("utf-8").splitlines())) > 150 and "patterns" not in t.parts
    ]
    tests = [
        f"{t.relative_to(ROOT)}"
        for t in (ROOT / "tests").rglob("*.py")
        if len(t.read_text("utf-8").splitlines()) > 500
    ]
    assert not large + long + tall + tests, "split by noun:\n" + "\n".join(large + long + tall + tests)


def test_texts_in_templates_are_marked_for_translation() -> None:
    from jinja2 import Environment, nodes

    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    bare = []
    for path in templates():
        if {"print", "patterns"} & set(path.relative_to(TEMPLATES).parts):
            continue
        tree = env.parse(path.read_text("utf-8"))
        bare += [
            f"{path.relative_to(ROOT)}:{n.lineno} {n.data.strip()[:40]}"
            for n in tree.find_all(nodes.TemplateData)
            if has_chinese(n.data)
        ]
        marked = {id(a) for call in tree.find_all(nodes.Call) for a in call.args if _is_translator(call.node)}
        bare += [
            f"{path.relative_to(ROOT)}:{n.lineno} {n.value[:40]}"
            for n in tree.find_all(nodes.Const)
            if isinstance(n.value, str) and has_chinese(n.value) and id(n) not in marked
        ]
    assert not bare, "wrap in _('…') or {% trans %}:\n" + "\n".join(bare)


def _is_translator(node: object) -> bool:
    return getattr(node, "name", "") in {"_", "gettext", "ngettext", "pgettext"}


def test_texts_in_code_are_marked_for_translation() -> None:
    bare = []
    for path, tree in modules().items():
        if any(part in path for part in TEXTS_OF_THEIR_OWN):
            continue
        skip = _marked_strings(tree) | _docstrings(tree)
        bare += [
            f"{path}:{n.lineno} {n.value[:40]}"
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant)
            and isinstance(n.value, str)
            and has_chinese(n.value)
            and id(n) not in skip
        ]
    assert not bare, "wrap in N_('…') or gettext:\n" + "\n".join(bare)


def _docstrings(tree: ast.Module) -> set[int]:
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def _marked_strings(tree: ast.Module) -> set[int]:
    """Strings inside a translator's call, docstrings, and the words of statutory paper (names ending in _TEXT or PAPER_)."""
    kept: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in TRANSLATORS:
                kept |= {id(c) for c in ast.walk(node) if isinstance(c, ast.Constant)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            kept.add(id(node.value))
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(t, "id", "").startswith("PAPER_") for t in targets) and node.value:
                kept |= {id(c) for c in ast.walk(node.value) if isinstance(c, ast.Constant)}
    return kept
