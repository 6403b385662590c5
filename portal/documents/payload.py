"""What a paper's QR code claims and proves, as bytes and as text (docs: layout below). Pure: knows no key, record or picture.

Layout, version 1, numbers with the high byte first:

    0       version, 1
    1-4     key: the first four bytes of the SHA-256 of the public key
    5-6     kind: the first two bytes of the SHA-256 of the paper kind's code, so that no table of numbers must be kept
    7-8     date of issue: days since 2000-01-01
    9-13    check code (查询码), read as a number to the base of its alphabet
    14-29   digest of what is printed: the first 16 bytes of a SHA-256 over facts, imprint and a salt that nobody prints
    30-     number of the paper (文号), GB 18030, which is a third shorter than UTF-8; empty where the paper has none
    last 64 Ed25519 signature over CONTEXT and everything before it

Sixteen bytes of digest are enough: a forger needs a second text for a digest that is there already (2^128 tries), and can
prepare no pair of texts, because salt and check code are drawn at random when the facts stand. No person is named.

The text form writes two bytes as three characters, as base 45 does (RFC 9285), with 41 characters that a QR code packs into
five and a half bits and that a web address may hold behind its `#`. The last two of them never end a text, because phones
cut them off an address.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import unquote

from portal.documents import codes

VERSION = 1
KEY_BYTES = 4
DIGEST_BYTES = 16
SIGNATURE_BYTES = 64
CONTEXT = b"street portal paper 1\0"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$-/.:"
_HEAD = 30
_FIRST_DAY = dt.date(2000, 1, 1)
_LAST_DAYS = 0xFFFF
_TEXT = re.compile(r"[0-9A-Z$\-/.:]+")
_SHORTEST = (_HEAD + SIGNATURE_BYTES) // 2 * 3
_CUT_SHORT = 20  # behind a `#` a shorter text is a place in a page, and no payload that was cut off


class PayloadBroken(ValueError):
    """This is no payload of ours, or not all of it."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a payload says about a paper: `key_id` in hexadecimal, `kind_code` from `kind_code_of`, `digest` 16 bytes."""

    key_id: str
    kind_code: bytes
    day: dt.date
    check_code: str
    digest: bytes
    number: str

    def to_bytes(self) -> bytes:
        """Everything before the signature; raises ValueError for a day that two bytes cannot hold (after 2179)."""
        days = (self.day - _FIRST_DAY).days
        if not 0 <= days <= _LAST_DAYS:
            raise ValueError(f"a payload cannot hold the day {self.day}")
        return (
            bytes([VERSION])
            + bytes.fromhex(self.key_id)
            + self.kind_code
            + days.to_bytes(2, "big")
            + _number_of(self.check_code).to_bytes(5, "big")
            + self.digest
            + self.number.encode("gb18030")
        )


@dataclass(frozen=True)
class Payload:
    """A claim with the signature over it; `signed` are the bytes that were signed."""

    claim: Claim
    signed: bytes
    signature: bytes


def kind_code_of(code: str) -> bytes:
    """The two bytes that stand for a paper kind; a test holds that no two kinds share them."""
    return hashlib.sha256(code.encode()).digest()[:2]


def message_of(claim: Claim) -> bytes:
    """What the signature is made over."""
    return CONTEXT + claim.to_bytes()


def write(claim: Claim, signature: bytes) -> str:
    """The text that stands in the QR code."""
    return to_text(claim.to_bytes() + signature)


def read(text: str) -> Payload:
    """The payload in its text form, in either case, also where an address writer has escaped it; raises PayloadBroken."""
    content = from_text(re.sub(r"\s", "", unquote(text)).upper())
    body, signature = content[:-SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]
    if len(body) < _HEAD or body[0] != VERSION:
        raise PayloadBroken("not a payload of this version")
    try:
        number = body[_HEAD:].decode("gb18030")
    except UnicodeDecodeError:
        raise PayloadBroken("the number is no text") from None
    claim = Claim(
        key_id=body[1:5].hex(),
        kind_code=body[5:7],
        day=_FIRST_DAY + dt.timedelta(days=int.from_bytes(body[7:9], "big")),
        check_code=_code_of(int.from_bytes(body[9:14], "big")),
        digest=body[14:_HEAD],
        number=number,
    )
    return Payload(claim, CONTEXT + body, signature)


def find_in(text: str) -> str | None:
    """The payload's text in what a scanner gave: what stands behind the last `#`, though it be damaged, or all of it where
    it can be nothing else; None where there is none."""
    _words, mark, rest = text.rpartition("#")
    candidate = re.sub(r"\s", "", unquote(rest)).upper()
    if mark:
        return candidate if len(candidate) >= _CUT_SHORT else None
    return candidate if len(candidate) >= _SHORTEST and _TEXT.fullmatch(candidate) else None


def to_text(content: bytes) -> str:
    """Bytes in the 41 characters, the low digit of each group first."""
    base, out = len(ALPHABET), []
    for i in range(0, len(content), 2):
        pair = content[i : i + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, digit = divmod(value, base)
            out.append(ALPHABET[digit])
    return "".join(out)


def from_text(text: str) -> bytes:
    """The bytes again; raises PayloadBroken for what `to_text` could not have written."""
    base, out = len(ALPHABET), bytearray()
    for i in range(0, len(text), 3):
        group = text[i : i + 3]
        size = len(group) - 1
        digits = [ALPHABET.find(c) for c in group]
        value = sum(digit * base**place for place, digit in enumerate(digits))
        if size == 0 or min(digits) < 0 or value >= 256**size:
            raise PayloadBroken("not the text of a payload")
        out += value.to_bytes(size, "big")
    return bytes(out)


def _number_of(check_code: str) -> int:
    value = 0
    for character in check_code:
        value = value * len(codes.ALPHABET) + codes.ALPHABET.index(character)
    return value


def _code_of(value: int) -> str:
    out = ""
    for _ in range(codes.CODE_LENGTH):
        value, digit = divmod(value, len(codes.ALPHABET))
        out = codes.ALPHABET[digit] + out
    if value:
        raise PayloadBroken("the check code is none of ours")
    return out
