"""The words of the trail: no verb that the source records is left as a code."""

from __future__ import annotations

import re

from portal.audit import words
from portal.web.application import Portal
from tests.house.source import ROOT

RECORDED = re.compile(r"record(?:_afterwards)?\(\s*[\w.()]+,\s*\"([a-z_]+\.[a-z_]+)\"")


def test_every_recorded_verb_has_words(app: Portal) -> None:
    found = {
        verb for path in (ROOT / "portal").rglob("*.py") for verb in RECORDED.findall(path.read_text("utf-8"))
    }
    assert len(found) > 40
    assert sorted(verb for verb in found if words.verb(verb) == verb) == []


def test_of_a_digest_the_beginning_is_enough_and_units_have_names() -> None:
    assert words.fact_value("sha256", "0123456789abcdef" * 4, {}) == "0123456789ab…"
    assert words.fact_value("unit", 2, {2: "示范街道办事处"}) == "示范街道办事处"
    assert words.fact_value("fields", ["name", "phone"], {}) == "name、phone"
