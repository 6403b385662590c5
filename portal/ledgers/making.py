"""The files of a ledger: which forms there are, what is made while the reader waits and what becomes a job, and the making.

At most `AT_ONCE` files are made in one process at a time; `IN_LINE` more readers wait for their turn, none longer than
`PATIENCE` seconds, so that fifty who ask for the same ledger at once leave threads for everybody else. Whoever gets no turn
is told so at once (503) and can have the file made as a job, where the same request of the same person is made once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from portal import settings
from portal.actor import Actor
from portal.documents.fonts import FontsMissing
from portal.errors import N_, PortalError, RuleBroken
from portal.ledgers import printing, texts, workbooks
from portal.ledgers.asking import Asked, Question
from portal.ledgers.definition import Ledger
from portal.ledgers.printing import Drawn

AT_ONCE, IN_LINE, PATIENCE = 2, 3, 4.0
UTF_8, GB_18030 = texts.ENCODINGS
ENCODINGS = {UTF_8: N_("UTF-8"), GB_18030: N_("GB18030")}
CHARSETS = {UTF_8: "utf-8", GB_18030: "gb18030"}
Advance = Callable[..., None]

settings.define(
    "ledgers.direct_pdf_rows",
    "integer",
    500,
    N_("打开页面即打印的台账最多几行"),
    N_("台账"),
    hint=N_("行数更多的台账由系统在后台生成，完成后到“我的任务”下载。"),
    minimum=0,
    maximum=5000,
)
settings.define(
    "ledgers.direct_file_rows",
    "integer",
    5000,
    N_("直接下载的 Excel、CSV 台账最多几行"),
    N_("台账"),
    hint=N_("行数更多的台账由系统在后台生成，完成后到“我的任务”下载。"),
    minimum=0,
    maximum=50000,
)


@dataclass(frozen=True)
class Form:
    """One form of file: its ending, its media type, what asks for it (marked), the setting
    with its longest direct one, and its name."""

    ending: str
    media_type: str
    label: str
    setting: str
    name: str
    icon: str = "download"


FORMS: dict[str, Form] = {
    "pdf": Form("pdf", "application/pdf", N_("打印 PDF"), "ledgers.direct_pdf_rows", "PDF", "print"),
    "xlsx": Form(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        N_("下载 Excel"),
        "ledgers.direct_file_rows",
        "Excel",
    ),
    "csv": Form("csv", "text/csv", N_("下载 CSV"), "ledgers.direct_file_rows", "CSV"),
}


class Busy(PortalError):
    """No turn came in time: others are having ledgers made in this process."""


class CannotPrint(RuleBroken):
    """This server lacks what printing needs; the log says what."""


@dataclass(frozen=True)
class Made:
    """What was made: the lines in the file, and what proves it when it is a print."""

    rows: int
    drawn: Drawn | None = None


def is_direct(form: str, rows: int) -> bool:
    """Whether a ledger of so many lines is made while the reader waits."""
    return rows <= settings.value(FORMS[form].setting)


def file_name(ledger: Ledger, asked: Asked, form: str) -> str:
    """What the file is called where it is kept."""
    return f"{ledger.title}{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.{FORMS[form].ending}"


def media_type(form: str, encoding: str = "") -> str:
    """What the file is to those who receive it, with the encoding of a text."""
    kind = FORMS[form].media_type
    return f"{kind}; charset={CHARSETS[encoding or UTF_8]}" if form == "csv" else kind


def make_file(
    target: BinaryIO,
    actor: Actor,
    asking: Question,
    asked: Asked,
    *,
    form: str,
    encoding: str = "",
    check_code: str = "",
    advance: Advance | None = None,
) -> Made:
    """Write the whole ledger in this form, inside the caller's transaction; `advance` hears how many lines are done.

    A PDF needs a `check_code` that is free. Raises RuleBroken with a sentence, and what the target or `advance` raise.
    """
    if form == "xlsx":
        return Made(workbooks.write_ledger(target, actor, asking, asked, advance))
    if form == "csv":
        return Made(texts.write_ledger(target, actor, asking, asked, encoding or UTF_8, advance))
    try:
        drawn = printing.draw_ledger(target, actor, asking, asked, check_code=check_code, advance=advance)
    except FontsMissing as error:
        message = N_("这台服务器暂时不能打印，请先下载 Excel，并通知系统管理员。")
        raise CannotPrint(None, message) from error
    return Made(drawn.written.rows, drawn)


class Gate:
    """Lets so many through at once, lets a few more wait for so long, and turns all others away at once."""

    def __init__(self, at_once: int, in_line: int, patience: float) -> None:
        self._working = threading.BoundedSemaphore(at_once)
        self._present = threading.BoundedSemaphore(at_once + in_line)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Work inside; raises Busy when no turn comes."""
        if not self._present.acquire(blocking=False):
            raise Busy
        try:
            if not self._working.acquire(timeout=self._patience):
                raise Busy
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._present.release()


gate = Gate(AT_ONCE, IN_LINE, PATIENCE)
