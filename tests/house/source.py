"""Reading the project's own source, for the tests that hold the house rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
TEMPLATES = ROOT / "templates"


@lru_cache(maxsize=1)
def modules() -> dict[str, ast.Module]:
    """Every module of the portal by its path below the project, parsed."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for path in sorted(PORTAL.rglob("*.py"))
        if "versions" not in path.parts
    }


def templates() -> list[Path]:
    """Every template."""
    return sorted(TEMPLATES.rglob("*.html"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def has_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character; punctuation alone is the same in a pattern, a list or a regular expression."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)
