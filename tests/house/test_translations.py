"""The English catalogue is complete: every marked text has a translation with the same places to fill."""

from __future__ import annotations

import re
from functools import lru_cache

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.house.source import ROOT, has_chinese

KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "N_": None, "_l": None, "lazy_gettext": None,
}  # fmt: skip
QUOTED = re.compile(r"[“「]([^“”「」%]+)[”」]")
PLACES = re.compile(r"%\((\w+)\)[sd]")


@lru_cache(maxsize=1)
def _texts() -> set[str]:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS)
    return {m if isinstance(m, str) else m[0] for _file, _line, m, _comments, _context in found} - {""}


@lru_cache(maxsize=1)
def _catalogue() -> Catalog:
    with (ROOT / "portal/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file)


def test_every_text_is_translated() -> None:
    catalogue = _catalogue()
    missing = sorted(
        t
        for t in _texts()
        if not (catalogue.get(t) and catalogue.get(t).string and not catalogue.get(t).fuzzy)
    )
    assert not missing, (
        f"{len(missing)} texts have no English; run scripts/translate and fill them in: {missing[:20]}"
    )


def test_translations_keep_the_places_to_fill() -> None:
    wrong = [
        m.id
        for m in _catalogue()
        if m.id and isinstance(m.id, str) and sorted(PLACES.findall(m.id)) != sorted(PLACES.findall(m.string))
    ]
    assert not wrong, f"the same %(name)s must stand in both languages: {wrong}"


def test_translations_are_english() -> None:
    wrong = [
        m.id
        for m in _catalogue()
        if m.id and isinstance(m.string, str) and has_chinese(re.sub(r"[“”]|\(.*?\)", "", m.string))
    ]
    assert not wrong, f"Chinese is left in the English catalogue: {wrong[:20]}"


def test_a_label_is_quoted_by_its_own_name() -> None:
    """What a sentence calls a button is the button’s name in English too; a head of a Chinese sheet stands in brackets."""
    english = {m.id: m.string for m in _catalogue() if isinstance(m.id, str) and isinstance(m.string, str)}
    wrong = [
        f"{text}: “{label}” is “{english[label]}”, but the sentence says: {said}"
        for text, said in english.items()
        for label in QUOTED.findall(text)
        if label != text
        and said
        and english.get(label)
        and _plain(english[label]) not in _plain(said)
        and f"({label})" not in said
    ]
    assert not wrong, "name the label as its own translation does:\n" + "\n".join(wrong)


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()
