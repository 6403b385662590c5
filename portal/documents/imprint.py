"""What the office itself puts on a paper beside its facts: number, codes, dates, edition, and the words in the QR code."""

from __future__ import annotations

import base64
import datetime as dt
import io
from dataclasses import dataclass

import segno

from portal.documents.codes import shown_code

# The bits that fit where a square is a third of a millimetre: 65 squares (version 12) on the 22 mm of a page, with error
# correction M while the words still say what the paper is, for paper gets folded and stamped; 49 (version 8) on the 16.2 mm
# of a card. Behind them, how many of the wordings in `_wordings` are tried.
_ROOM = {"page": (("m", 2320, 3), ("l", 2960, 5)), "card": (("l", 1552, 5),)}
# Signed content looks random under any mask: trying all eight takes twice as long and reads no better.
_MASK = 0


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """Frozen with the facts when a paper is issued. `edition` counts from 1; a correction names the number it replaces.

    `proof` is the signed payload (`payload`), empty on papers from before signing began.
    """

    number: str = ""
    check_code: str
    check_url: str
    issued_on: dt.date
    edition: int = 1
    replaces_number: str = ""
    proof: str = ""

    @property
    def shown_code(self) -> str:
        """The check code in two groups, as printed."""
        return shown_code(self.check_code)


def check_address(base_url: str, check_code: str, token: str) -> str:
    """The address on this office's network where a paper is checked. It holds no identity number, only codes made for it."""
    return f"{base_url.rstrip('/')}/check?code={check_code}&mark={token}"


def qr_image(*, office: str, title: str, phone: str, imprint: Imprint, paper_format: str) -> str:
    """The QR code as a PNG data address; a picture costs WeasyPrint less than a path of the same squares.

    Its words come first, because a resident's phone outside the intranet shows the text and opens no page; then the address
    and, behind `#`, where no browser sends it on, the proof.
    """
    content, error = qr_content(
        office=office, title=title, phone=phone, imprint=imprint, paper_format=paper_format
    )
    code = segno.make(
        content,  # type: ignore[arg-type]  # it takes segments, though its types do not say so
        error=error,
        micro=False,
        boost_error=False,
        encoding="utf-8",
        mask=_MASK if imprint.proof else None,
    )
    buffer = io.BytesIO()
    code.save(buffer, kind="png", scale=6, border=0)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


def qr_content(
    *, office: str, title: str, phone: str, imprint: Imprint, paper_format: str
) -> tuple[list[str], str]:
    """What the QR code holds, in segments (bytes, then the proof in its denser alphabet), and its error correction.

    A paper from before signing began keeps all its words, whatever the size. On a signed one words are given up, and then
    error correction, until each square is a third of a millimetre or more. The address on a card names the mark alone, so
    that there is room for a word before it.
    """
    wordings = _wordings(office, title, phone, imprint)
    small = paper_format == "card"
    if not imprint.proof:
        return ["\n".join([*wordings[0], imprint.check_url])], "l" if small else "m"
    address = imprint.check_url.replace(f"code={imprint.check_code}&", "") if small else imprint.check_url
    for error, bits, tried in _ROOM["card" if small else "page"]:
        for words in wordings[:tried]:
            text = "\n".join([*words, address]) + "#"
            if _bits(text, imprint.proof) <= bits:
                return [text, imprint.proof], error
    return [address + "#", imprint.proof], "l"


def _wordings(office: str, title: str, phone: str, imprint: Imprint) -> tuple[list[str], ...]:
    """The words from the fullest to none; telephone and check code go first, for they stand in print beside the code."""
    names = [f"{office} {title}", *([f"编号：{imprint.number}"] if imprint.number else [])]
    coded = [*names, f"查询码：{imprint.shown_code}"]
    return [*coded, *([f"查询电话：{phone}"] if phone else [])], coded, names, [title], []


def _bits(text: str, proof: str) -> int:
    """What both segments take: mode and length (20 bits, then 15, at their longest), bytes, and pairs of characters."""
    return 20 + 8 * len(text.encode()) + 15 + 11 * (len(proof) // 2) + 6 * (len(proof) % 2)
