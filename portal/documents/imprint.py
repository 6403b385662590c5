"""What the office itself puts on a paper beside its facts: number, codes, dates, edition, and the words in the QR code."""

from __future__ import annotations

import base64
import datetime as dt
import io
from dataclasses import dataclass

import segno

from portal.documents.codes import shown_code


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """Frozen with the facts when a paper is issued. `edition` counts from 1; a correction names the number it replaces."""

    number: str = ""
    check_code: str
    check_url: str
    issued_on: dt.date
    edition: int = 1
    replaces_number: str = ""

    @property
    def shown_code(self) -> str:
        """The check code in two groups, as printed."""
        return shown_code(self.check_code)


def check_address(base_url: str, check_code: str, token: str) -> str:
    """The address on this office's network where a paper is checked. It holds no identity number, only codes made for it."""
    return f"{base_url.rstrip('/')}/check?code={check_code}&mark={token}"


def qr_words(*, office: str, title: str, number: str, imprint: Imprint, phone: str) -> str:
    """The QR code's content: words first, because a resident's phone outside the intranet shows the text and opens no page."""
    lines = [f"{office} {title}"]
    if number:
        lines.append(f"编号：{number}")
    lines.append(f"查询码：{imprint.shown_code}")
    if phone:
        lines.append(f"查询电话：{phone}")
    return "\n".join([*lines, imprint.check_url])


def qr_image(words: str, small: bool = False) -> str:
    """The QR code as a PNG data address; a picture costs WeasyPrint less than a path of the same squares.

    `small` spares error correction for larger squares, where there is room for some 17 mm only.
    """
    code = segno.make(words, error="l" if small else "m", micro=False, boost_error=False, encoding="utf-8")
    buffer = io.BytesIO()
    code.save(buffer, kind="png", scale=6, border=0)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
