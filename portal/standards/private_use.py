"""Characters that systems of the GBK era kept at private code points, and the standard ones that took their place.

Only what is certain is mapped: the eighty characters of row FE of GBK (U+E815 to U+E864) and the ten vertical marks of
row A6 (U+E78D to U+E796), as GB 18030-2022 and Unicode have them now. Every other private code point is somebody's own
character (自造字), which no table knows and a person has to look up.
"""

from __future__ import annotations

import re

# GB 18030-2022 (and Unicode's recommendation L2/23-003) moved these eighteen to standard code points.
MOVED_2022: dict[int, int] = {
    0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14,
    0xE792: 0xFE15, 0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7,
    0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB,
}  # fmt: skip
# Six components that came into Unicode beyond the first plane; GB/T 22321.1-2018 names the pairs.
_BEYOND = {
    0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
}  # fmt: skip
_FIRST = 0xE815  # stands for FE50; the others follow without a gap but for FE7F, which is no second byte


def _row_fe() -> dict[int, int]:
    """What GB 18030 itself says of row FE: the standard character of each pair of bytes that GBK had at a private one."""
    seconds = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    return {_FIRST + i: ord(bytes((0xFE, second)).decode("gb18030")) for i, second in enumerate(seconds)}


STANDARD: dict[int, int] = {**_row_fe(), **MOVED_2022, **_BEYOND}
_MAPPED = re.compile(f"[{''.join(map(chr, sorted(STANDARD)))}]")


def in_standard_characters(text: str) -> str:
    """The text with every private code point of the GBK era that has a certain standard one replaced; others stay."""
    return text.translate(STANDARD) if _MAPPED.search(text) else text
