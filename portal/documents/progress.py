"""How far the matter behind a paper is: rooms register a sentence for their records, the public check page shows it."""

from __future__ import annotations

from collections.abc import Callable

from portal.documents.models import Document

_tellers: dict[str, Callable[[int], str]] = {}


def tell_progress(subject_kind: str, teller: Callable[[int], str]) -> None:
    """Register what tells, in one sentence without personal data, how far the record of this kind and key is."""
    _tellers[subject_kind] = teller


def progress_of(document: Document) -> str:
    """The sentence for the paper's record, empty where its room tells nothing."""
    teller = _tellers.get(document.subject_kind)
    return teller(document.subject_id) if teller else ""
