"""Released templates never change: what was printed with v1 must print the same for ever. A change is a v2 beside it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from portal.documents.kinds import all_kinds
from portal.documents.render import TEMPLATES
from tests.documents import sample

RELEASED = Path(__file__).with_name("released_templates.json")


def _files() -> dict[str, str]:
    """The digest of each template and style of the office's own papers, of whatever room."""
    found = [p for p in TEMPLATES.glob("*_v*.*") if p.suffix in {".html", ".css"}]
    found += [p for p in TEMPLATES.glob("*/v*.*") if p.suffix in {".html", ".css"}]
    return {str(p.relative_to(TEMPLATES)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(found)}


def test_released_templates_are_what_they_were() -> None:
    released = json.loads(RELEASED.read_text("utf-8"))
    now = _files()
    changed = sorted(name for name in released if now.get(name) != released[name])
    assert not changed, f"released templates never change; put the change into a new version: {changed}"
    assert not set(now) - set(released), (
        f"add the digest of new releases to {RELEASED.name}: {sorted(set(now) - set(released))}"
    )


def test_every_kind_has_its_newest_template_and_a_sample() -> None:
    for kind in all_kinds():
        if not (TEMPLATES / kind.template).is_dir():
            continue
        assert (TEMPLATES / kind.template / f"v{kind.version}.html").is_file(), kind.code
    named = {name.split("-")[0] for name in sample.all_samples()}
    assert named <= {kind.code for kind in all_kinds()}


def test_paper_asks_for_nothing_and_draws_no_seal() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"https?://|file:|<script|<link|@import|<svg|url\(", text), path.name
        assert "|safe" not in text, path.name
