"""What is made from a paper's master when asked, and not kept: a print moved for a printer that feeds askew."""

from __future__ import annotations

import io

import pikepdf

from portal.errors import N_, RuleBroken

FARTHEST_MM = 20.0
_POINTS_PER_MM = 72 / 25.4


def shifted(content: bytes, *, right_mm: float, down_mm: float) -> bytes:
    """The same pages with everything moved right and down by millimetres, at most 20 either way; raises RuleBroken."""
    if not (abs(right_mm) <= FARTHEST_MM and abs(down_mm) <= FARTHEST_MM):
        raise RuleBroken(None, N_("打印偏移不能超过 %(farthest)s 毫米。"), farthest=int(FARTHEST_MM))
    move = f"1 0 0 1 {right_mm * _POINTS_PER_MM:.3f} {-down_mm * _POINTS_PER_MM:.3f} cm\n".encode()
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as paper:
        for page in paper.pages:
            page.contents_add(b"q\n" + move, prepend=True)
            page.contents_add(b"\nQ", prepend=False)
        paper.save(target, deterministic_id=True)
    return target.getvalue()
