"""Encryption at rest: sealed fields, blind indexes, and the keys they need. What is sealed is decided by each room."""

from portal.vault.fields import SealedJSON, SealedRecord, SealedText
from portal.vault.keys import KeyProblem, KeyRing, current, use

__all__ = ["KeyProblem", "KeyRing", "SealedJSON", "SealedRecord", "SealedText", "current", "use"]
