"""The short check code (查询码) that people type, and the random token in a QR code. Neither says anything about a person."""

from __future__ import annotations

import re
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which are read wrong on paper
CODE_LENGTH = 8
_SHAPE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")


def new_check_code() -> str:
    """Eight characters out of 31, about forty bits; the table's unique column settles the rare double."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_token() -> str:
    """A token nobody can guess: whoever shows it has seen the paper itself."""
    return secrets.token_urlsafe(9)


def shown_code(code: str) -> str:
    """The code as it is printed, in two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str | None:
    """The code that somebody typed, in any width and case, with or without separators; None when it cannot be one."""
    plain = re.sub(r"[\s\-—–－_·.]", "", unicodedata.normalize("NFKC", text)).upper()
    return plain if _SHAPE.fullmatch(plain) else None


def read_last_four(text: str) -> str | None:
    """The last four characters of an identity number or phone as typed, or None when these cannot be it."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    return plain if re.fullmatch(r"[0-9A-Z]{4}", plain) else None
