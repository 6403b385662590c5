"""Households that are supported already (纸质在保户): one group of rows a household, opened as a file with its paper numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.documents.models import IssuedNumber
from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.assistance.actions import BankAccount, NewMember, open_file
from portal.services.assistance.actions.members import refuse_supported
from portal.services.assistance.carrying_in import cells
from portal.services.assistance.carrying_in.kinds import (
    Column,
    Fault,
    Gathering,
    Kind,
    PaperRow,
    Setting,
    define_kind,
)
from portal.services.assistance.carrying_in.numbers import paper_number
from portal.services.assistance.carrying_in.people import find_or_register
from portal.services.assistance.holders import is_anothers
from portal.services.assistance.models import SupportFile
from portal.services.assistance.months import month_of
from portal.services.assistance.papers import DECISION_NUMBER, FILE_NUMBER
from portal.services.assistance.schemes import AREAS, CATEGORIES, METHODS, SCHEMES
from portal.services.assistance.sums import Sums
from portal.standards.bank import check_bank_account
from portal.standards.invalid import Invalid
from portal.standards.relations import RELATIONS

HEAD = "01"
HEADS = frozenset({HEAD, "02"})
YES_NO = {"yes": N_("是"), "no": N_("否")}
_FIELDS = {
    "members": "identity",
    "account": "account",
    "account_holder": "holder",
    "bank": "bank",
    "agreement": "holder",
    "scheme": "scheme",
    "area": "area",
    "category": "category",
    "unit_id": "community",
}


def carry_household(actor: Actor, setting: Setting, rows: Sequence[PaperRow]) -> SupportFile:
    """Open the file of one household with its members, the sum of its paper decision, and the numbers of its papers."""
    gathering = Gathering()
    head_row = _head_of(rows, gathering)
    people = _people(actor, setting, rows, head_row, gathering)
    if head_row is None:
        gathering.tell()
        raise LookupError("a household without a head has a fault")
    said = _said(head_row, setting, gathering)
    for row, new in people:
        if new.is_counted:
            gathering.of(_must_be_free, row, new, said.start)
    counted = sum(_counts(row, gathering) for row in rows)
    sums = _sums(head_row, said.scheme, counted, gathering)
    head = next((session.get(Resident, new.resident_id) for row, new in people if row is head_row), None)
    bank = _account(head_row, head.name if head else head_row.get("name"), gathering)
    number = gathering.of(_file_number, actor, head_row, setting, said.granted)
    decision = number
    if head_row.get("decision"):
        decision = gathering.of(_decision_number, actor, head_row, setting, said.granted)
    gathering.tell()
    if head is None or sums is None:
        raise LookupError("what was not read has a fault")
    try:
        return open_file(
            actor,
            scheme=said.scheme,
            area=said.area,
            category=said.category,
            unit_id=said.community_id,
            household=None,
            head=head,
            members=[new for _row, new in people],
            reckoning=sums,
            decided_on=said.granted,
            start_month=said.start,
            bank=bank,
            kind="carried_in",
            number=number,
            decision_number=decision,
            prepared_by=setting.handed_in_by,
        )
    except RuleBroken as error:
        raise cells.named(head_row, error, _FIELDS, "number") from error


@dataclass(frozen=True)
class _Said:
    """What the head's row says of the file itself; a cell with a fault is as if it were the first of its choices."""

    scheme: str
    area: str
    category: str
    community_id: int
    granted: dt.date
    start: dt.date


def _said(row: PaperRow, setting: Setting, gathering: Gathering) -> _Said:
    community = gathering.of(cells.unit_below, row, "community", setting.street_id, ("community", "street"))
    schemes = {code: one.name for code, one in SCHEMES.items()}
    return _Said(
        scheme=gathering.of(cells.choice, row, "scheme", schemes) or next(iter(schemes)),
        area=gathering.of(cells.choice, row, "area", AREAS) or next(iter(AREAS)),
        category=gathering.of(cells.choice, row, "category", CATEGORIES, default="") or "",
        community_id=community.id if community else 0,
        granted=gathering.of(cells.day, row, "granted") or clock.today(),
        start=gathering.of(cells.month, row, "start") or month_of(clock.today()),
    )


def _people(
    actor: Actor, setting: Setting, rows: Sequence[PaperRow], head_row: PaperRow | None, gathering: Gathering
) -> list[tuple[PaperRow, NewMember]]:
    """Everybody of the household whose row could be read, with that row."""
    found = []
    for row in rows:
        person = gathering.of(find_or_register, actor, row, unit_id=setting.street_id)
        counts = _counts(row, gathering)
        relation = HEAD if row is head_row else gathering.of(cells.choice, row, "relation", RELATIONS)
        if person is not None and relation is not None:
            found.append((row, NewMember(person.id, relation, counts, "" if counts else "other")))
    return found


def _counts(row: PaperRow, gathering: Gathering) -> bool:
    return gathering.of(cells.choice, row, "counted", YES_NO, default="yes") != "no"


def _must_be_free(row: PaperRow, new: NewMember, since: dt.date) -> None:
    try:
        refuse_supported([new.resident_id], since, but=None)
    except RuleBroken as error:
        raise cells.named(row, error, _FIELDS, "identity") from error


def _head_of(rows: Sequence[PaperRow], gathering: Gathering) -> PaperRow | None:
    """The head's row; where a relation cannot be read, nobody knows yet whether there is one."""
    relations = [gathering.of(cells.choice, row, "relation", RELATIONS) for row in rows]
    heads = [row for row, relation in zip(rows, relations, strict=True) if relation in HEADS]
    if len(heads) == 1:
        return heads[0]
    if heads or None not in relations:
        words = N_("每户须有一行、且只有一行的关系是“户主”（或“本人”）。")
        gathering.note(Fault(rows[0].number, "relation", words))
    return None


def _decision_number(actor: Actor, row: PaperRow, setting: Setting, granted: dt.date) -> IssuedNumber:
    return paper_number(actor, row, "decision", unit_id=setting.street_id, kind=DECISION_NUMBER, on=granted)


def _file_number(actor: Actor, row: PaperRow, setting: Setting, granted: dt.date) -> IssuedNumber:
    number = paper_number(actor, row, "number", unit_id=setting.street_id, kind=FILE_NUMBER, on=granted)
    if session.scalar(select(SupportFile.id).where(SupportFile.number == number.text)) is not None:
        raise Fault(row.number, "number", N_("这个户号已在系统中。"))
    return number


def _sums(row: PaperRow, scheme: str, counted: int, gathering: Gathering) -> Sums | None:
    """The sum of the paper decision, None where a cell of it cannot be read."""
    usual = "flat" if SCHEMES[scheme].by_household else "difference"
    method = gathering.of(cells.choice, row, "method", METHODS, default=usual)
    standard, total = (gathering.of(cells.fen, row, key) for key in ("standard", "amount"))
    income, extra = (gathering.of(cells.fen, row, key, default=0) for key in ("income", "extra"))
    if method is None or standard is None or total is None or income is None or extra is None:
        return None
    return gathering.of(
        _agreeing, row, scheme, Sums(method, counted, standard, income, total - extra, extra, {})
    )


def _agreeing(row: PaperRow, scheme: str, said: Sums) -> Sums:
    """The sums with what the sheet keeps of them. Where they are not what standard and income give, a sentence must say why."""
    method, counted, standard, income = said.method, said.persons, said.standard_fen, said.income_fen
    base, extra = said.base_fen, said.extra_fen
    if base < 0:
        raise Fault(row.number, "extra", N_("分类施保不能多于月保障金。"))
    if not counted:
        raise Fault(row.number, "counted", N_("没有计入的家庭成员。"))
    reckoned = max(0, standard * counted - income) if method == "difference" else standard
    if method != "tier" and SCHEMES[scheme].pays_monthly and base != reckoned and not row.get("why"):
        raise Fault(
            row.number,
            "amount",
            N_(
                "按标准、人数和收入计算应为 %(reckoned)s 元（不含分类施保）。确是这样发放的，请在“金额说明”中写明。"
            ),
            reckoned=f"{reckoned / 100:.2f}",
        )
    sheet = {"carried_in": True, "why": row.get("why")}
    return Sums(method, counted, standard, income, base, extra, sheet)


def _account(row: PaperRow, head: str, gathering: Gathering) -> BankAccount | None:
    if not row.get("account"):
        return None
    holder = gathering.of(cells.optional, row, "holder") or head
    if is_anothers(holder, head):
        gathering.note(
            Fault(
                row.number,
                "holder",
                N_(
                    "户名不是户主：请先把账号、户名留空，导入后在“发放账户”中登记账号、代领依据和协议（57号第二十六条）。"
                ),
            )
        )
    bank, account = gathering.of(cells.wanted, row, "bank"), gathering.of(_account_number, row)
    return BankAccount(bank or "", account or "", holder)


def _account_number(row: PaperRow) -> str:
    text = cells.wanted(row, "account")
    try:
        check_bank_account(text)
    except Invalid as error:
        raise Fault(row.number, "account", error.message, **error.params) from None
    return text


HOUSEHOLDS = define_kind(
    Kind(
        "households",
        N_("在保户"),
        N_("每位家庭成员一行，同一户的户号相同；金额、账号等写在户主那一行。"),
        (
            Column("number", N_("户号"), N_("纸质档案上的户号；同一户各行相同。"), True, 22),
            Column("relation", N_("与户主关系"), N_("户主、配偶、子、女、父亲等（GB/T 4761）。"), True, 12),
            Column("name", N_("姓名"), "", True),
            Column("identity", N_("身份证号"), N_("18 位，单元格为文本格式。"), True, 22),
            Column("phone", N_("联系电话")),
            Column("counted", N_("是否计入"), N_("是或否，不填为是。"), False, 10),
            Column("scheme", N_("救助类别"), N_("户主行填写：最低生活保障、特困人员供养等。"), False, 20),
            Column("area", N_("城市或农村"), N_("户主行填写：城市、农村。"), False, 12),
            Column("category", N_("类别"), N_("户主行：A类、B类、C类，可不填。"), False, 8),
            Column("community", N_("社区"), N_("户主行填写：社区全称或代码。"), False, 20),
            Column("method", N_("计算方式"), N_("户主行：补差、分档定额、按户定额；不填按救助类别。")),
            Column("standard", N_("保障标准"), N_("户主行，元／月。")),
            Column("income", N_("家庭月收入"), N_("户主行，元／月，不填为 0。")),
            Column("amount", N_("月保障金"), N_("户主行，元／月，含分类施保。")),
            Column("extra", N_("其中分类施保"), N_("户主行，元／月，不填为 0。")),
            Column("why", N_("金额说明"), N_("月保障金与计算不一致时写明原因。"), False, 24),
            Column("granted", N_("批准日期"), N_("户主行，例如 2024-03-15。")),
            Column("start", N_("起始月份"), N_("户主行，从哪个月起发放，例如 2024-04。")),
            Column("decision", N_("决定文号"), N_("户主行，可不填；不填以户号为准。"), False, 22),
            Column("bank", N_("开户银行"), N_("户主行。"), False, 20),
            Column("account", N_("账号"), N_("户主行，单元格为文本格式。"), False, 24),
            Column("holder", N_("户名"), N_("户主行，不填为户主。")),
        ),
        carry_household,
        together="number",
        unique=("identity",),
    )
)
