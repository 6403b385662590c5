"""What a presented paper proves: reads a scanned text, checks its signature, and compares it with the record. Writes nothing.

One judgement for the public check and for the command; both only say it in their own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from portal.documents import codes, payload, queries, signing
from portal.documents.models import Document, SigningKey
from portal.documents.payload import Claim, Payload, PayloadBroken

Verdict = Literal["genuine", "unreadable", "forged", "unknown_key", "stolen", "changed", "unrecorded"]
_ASKED = re.compile(r"[?&](code|mark)=([^&#\s]*)")


@dataclass(frozen=True)
class Presented:
    """What somebody holds out: the payload's text, the check code, the mark in the address, each empty where absent."""

    proof: str
    code: str
    mark: str

    @property
    def is_proof(self) -> bool:
        """Whether this came out of a QR code, so that nobody needs to know a holder's digits."""
        return bool(self.proof or self.mark)


@dataclass(frozen=True)
class Judgement:
    """The verdict on a payload; `document` is our record where the verdict is `genuine`, and then says what became of it.

    `claim` is what the paper says of itself, proven only where the signature holds (not for `forged`, `unknown_key`).
    """

    verdict: Verdict
    claim: Claim | None = None
    document: Document | None = None
    key: SigningKey | None = None


def read_presented(text: str) -> Presented:
    """A typed code, a whole scanned text, an address, or a payload alone."""
    proof = payload.find_in(text) or ""
    asked = dict(_ASKED.findall(text.partition("#")[0]))
    code = codes.read_code(asked.get("code", "") if asked else text) or ""
    return Presented(proof=proof, code=code, mark=asked.get("mark", ""))


def wants_last_four(presented: Presented) -> bool:
    """Whether a holder's digits must be known as well: not behind a scan, nor for a paper that has no holder's number."""
    if presented.is_proof:
        return False
    document = queries.find_by_code(presented.code) if presented.code else None
    return document is None or bool(document.holder_indexes)


def find_marked(presented: Presented) -> Document | None:
    """The paper whose mark stood in the scanned address; a check code beside it must be the same paper's."""
    document = queries.find_by_token(presented.mark)
    return document if document is not None and presented.code in ("", document.check_code) else None


def judge(presented: Presented) -> Judgement:
    """What a payload proves; call it with one (`presented.proof`)."""
    try:
        read = payload.read(presented.proof)
    except PayloadBroken:
        return Judgement("unreadable")
    claim, key = read.claim, signing.find_key(read.claim.key_id)
    if key is None:
        return Judgement("unknown_key", claim)
    if not signing.is_signed_by(key, read):
        return Judgement("forged", claim, key=key)
    document = queries.find_by_code(claim.check_code)
    if document is not None and _agrees(claim, document, presented.code):
        return Judgement("genuine", claim, document, key)
    if signing.is_distrusted(key, claim.day):
        return Judgement("stolen", claim, key=key)
    return Judgement("changed" if document is not None else "unrecorded", claim, key=key)


def is_record_whole(document: Document) -> bool:
    """Whether the record is as it was at issue: facts and bytes against their digests, and against its own signature.

    Papers from before signing began have none, and their digests alone count.
    """
    if not queries.check_soundness(document).is_sound:
        return False
    if not document.frozen["imprint"].get("proof"):
        return True
    recorded = _recorded(document)
    key = signing.find_key(recorded.claim.key_id) if recorded else None
    return (
        recorded is not None
        and key is not None
        and signing.is_signed_by(key, recorded)
        and _agrees(recorded.claim, document, "")
    )


def _recorded(document: Document) -> Payload | None:
    """The payload that was frozen with the paper; None on papers from before signing began, or where it was spoilt."""
    try:
        return payload.read(document.frozen["imprint"].get("proof", ""))
    except PayloadBroken:
        return None


def _agrees(claim: Claim, document: Document, code: str) -> bool:
    """Whether our record makes the same claim, and still says what the claim is about; `code` is what stood in the scanned
    address, if any."""
    recorded = _recorded(document)
    return (
        recorded is not None
        and recorded.claim == claim
        and claim.digest == signing.printed_digest(document.frozen)
        and claim.check_code == document.check_code
        and claim.kind_code == payload.kind_code_of(document.kind)
        and claim.day == document.issued_on
        and document.number in ("", claim.number)
        and code in ("", claim.check_code)
    )
