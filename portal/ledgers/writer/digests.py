"""The chain of digests over the words of the pages: whoever changes a word on one page changes the foot of it and of all after.

A page's digest is SHA-256 over the digest of the page before it and the words of this page: of each row and closing line
one record, in order. The cells of a record are joined by U+001F, the records by U+001E, all in UTF-8; the record of a struck
line begins with U+0018. Before the first page stands the digest of the heading: title, facts and column headings as one
such text, each a record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from portal.ledgers.sheets import Sheet

_CELL, _RECORD, _STRUCK = "\x1f", "\x1e", "\x18"
KEPT = 8  # bytes of each digest that are printed and kept


def heading_digest(sheet: Sheet) -> bytes:
    """The digest that the first page goes on from."""
    facts = (_CELL.join(pair) for pair in sheet.facts)
    headings = _CELL.join(column.heading for column in sheet.columns)
    return hashlib.sha256(_RECORD.join((sheet.title, *facts, headings)).encode()).digest()


def record(words: Sequence[str], *, struck: bool = False) -> str:
    """One row or closing line as it goes into the digest of its page."""
    return (_STRUCK if struck else "") + _CELL.join(words)


def page_digest(before: bytes, records: Iterable[str]) -> bytes:
    """The digest of a page with these records, after the page with the digest `before`."""
    return hashlib.sha256(before + _RECORD.join(records).encode()).digest()


def shown_digest(kept: bytes) -> str:
    """The kept bytes as they stand on the foot: hexadecimal digits in groups of four."""
    digits = kept.hex()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
