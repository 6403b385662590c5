"""The bank's side as workbooks: the file with full accounts that goes out (代发文件), and the list of returns that comes back."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter
from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.payments.actions.results import ReturnEntry
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth
from portal.services.assistance.payments.states import RETURN_REASONS, WITHHELD
from portal.standards import sheets
from portal.standards.amounts import fen_of
from portal.standards.invalid import InvalidAmount

PAPER_HEADS = ("序号", "户号", "姓名", "开户行", "账号", "金额", "备注")
PAPER_SHEET = "代发明细"
PAPER_FILE = "{number} 代发明细.xlsx"
_WIDTHS = (8, 26, 16, 30, 26, 14, 30)
# What a column of the bank's answer may be called; blanks are ignored.
HEADS: dict[str, tuple[str, ...]] = {
    "position": (N_("序号"), N_("明细序号")),
    "number": (N_("户号"),),
    "fen": (N_("金额"), N_("发生额"), N_("交易金额")),
    "reason": (N_("失败原因"), N_("退票原因"), N_("错误信息"), N_("备注")),
}
_WORDS = {
    "death": (N_("死亡"), N_("身故")),
    "account_closed": (N_("销户"), N_("已注销"), N_("账户不存在")),
    "account_frozen": (N_("冻结"), N_("止付")),
    "account_dormant": (N_("不动户"), N_("睡眠")),
    "account_wrong": (N_("户名"), N_("账号"), N_("不符"), N_("有误")),
}
MOST_RETURNS = 5000


@dataclass(frozen=True)
class BankFile:
    """A file for the bank: its name, bytes and SHA-256, how many lines and fen it holds, and what is paid in cash besides."""

    name: str
    content: bytes
    digest: str
    rows: int
    fen: int
    cash_rows: int
    cash_fen: int


def make_file(batch: PaymentMonth, advance: Callable[[int], None] = lambda done: None) -> BankFile:
    """The file of an approved batch; the same batch always gives the same bytes. Lines without an account are not in it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": True})
    book.set_properties(
        {"title": batch.number, "created": clock.office_time(batch.prepared_at).replace(tzinfo=None)}
    )
    sheet = book.add_worksheet(PAPER_SHEET)
    head = book.add_format({"bold": True, "bottom": 1})
    text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
    for index, (name, width) in enumerate(zip(PAPER_HEADS, _WIDTHS, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, name, head)
    rows = fen = cash_rows = cash_fen = 0
    for count, line in enumerate(_lines(batch), start=1):
        advance(count)
        if line.account_sealed is None:
            cash_rows, cash_fen = cash_rows + 1, cash_fen + line.net_fen
            continue
        rows, fen = rows + 1, fen + line.net_fen
        sheet.write_number(rows, 0, line.position)
        words = (line.number, line.account_holder or line.head_name, line.bank_name, line.account or "")
        for index, word in enumerate(words, start=1):
            sheet.write_string(rows, index, word, text)
        sheet.write_number(rows, 5, line.net_fen / 100, money)
        sheet.write_string(rows, 6, batch.number, text)
    book.close()
    content = target.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return BankFile(PAPER_FILE.format(number=batch.number), content, digest, rows, fen, cash_rows, cash_fen)


def must_be_the_same(batch: PaymentMonth, file: BankFile) -> None:
    """Raise RuleBroken unless the file is the one whose digest is kept."""
    if file.digest != batch.file_digest:
        raise RuleBroken(None, N_("重新生成的文件与首次送银行的不一致，没有导出。请联系系统管理员。"))


def _lines(batch: PaymentMonth) -> Iterator[PaymentLine]:
    statement = (
        select(PaymentLine)
        .where(PaymentLine.month_id == batch.id, PaymentLine.state != WITHHELD, PaymentLine.net_fen > 0)
        .order_by(PaymentLine.position)
        .execution_options(yield_per=1000)
    )
    yield from session.scalars(statement)


def read_returns(source: IO[bytes], batch: PaymentMonth) -> list[ReturnEntry]:
    """The returns that the bank's workbook lists; raises RuleBroken at `file`, naming the row.

    The row of heads names 序号 or 户号, and 金额 and 失败原因 where the bank tells them.
    """
    rows = _sheet(source)
    columns = _heads(rows)
    found = []
    for number, cells in rows:
        values = {name: cells[i] for name, i in columns.items() if i < len(cells)}
        if all(value in (None, "") for value in values.values()):
            continue
        found.append(_entry(number, values, batch))
        if len(found) > MOST_RETURNS:
            raise RuleBroken("file", N_("一次最多导入 %(most)s 笔退票。"), most=MOST_RETURNS)
    if not found:
        raise RuleBroken("file", N_("文件里没有退票。"))
    if len({entry.position for entry in found}) < len(found):
        raise RuleBroken("file", N_("文件里同一户出现了两次，请核对。"))
    return found


def _sheet(source: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    first = None
    for row in sheets.read_rows(source):
        first = first or row.sheet
        if row.sheet != first:
            return
        yield row.number, row.cells


def _heads(rows: Iterator[tuple[int, list[Any]]]) -> dict[str, int]:
    for number, cells in rows:
        words = {"".join(str(c).split()): i for i, c in enumerate(cells) if c is not None}
        found = {name: words[h] for name, heads in HEADS.items() for h in reversed(heads) if h in words}
        if "position" in found or "number" in found:
            return found
        if number >= 10:
            break
    raise RuleBroken("file", N_("前十行没有找到表头，请保留“序号”或“户号”一列。"))


def _entry(row: int, values: dict[str, Any], batch: PaymentMonth) -> ReturnEntry:
    reason = str(values.get("reason") or "").strip()
    fen = None
    if values.get("fen") not in (None, ""):
        try:
            fen = fen_of(f"{values['fen']:.2f}" if isinstance(values["fen"], float) else str(values["fen"]))
        except InvalidAmount as error:
            raise RuleBroken("file", N_("第 %(row)s 行：金额不对。"), row=row) from error
    return ReturnEntry(_position(row, values, batch), reason_of(reason), reason, fen)


def _position(row: int, values: dict[str, Any], batch: PaymentMonth) -> int:
    number = str(values.get("number") or "").strip()
    if number:
        found = session.scalar(
            select(PaymentLine.position).where(PaymentLine.month_id == batch.id, PaymentLine.number == number)
        )
        if found is None:
            raise RuleBroken("file", N_("第 %(row)s 行：名单上没有户号%(number)s。"), row=row, number=number)
        return found
    text = str(values.get("position") or "").split(".")[0].strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise RuleBroken("file", N_("第 %(row)s 行：没有序号，也没有户号。"), row=row)
    return int(text)


def reason_of(words: str) -> str:
    """The code of a reason that a bank gives in words."""
    for code, hints in _WORDS.items():
        if any(hint in words for hint in hints):
            return code
    return "other" if words not in RETURN_REASONS else words
