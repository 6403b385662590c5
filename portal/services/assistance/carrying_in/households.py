"""Households that are supported already (纸质在保户): one group of rows a household, opened as a file with its paper numbers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.actions import BankAccount, NewMember, open_file
from portal.services.assistance.carrying_in import cells
from portal.services.assistance.carrying_in.kinds import Column, Fault, Kind, PaperRow, Setting, define_kind
from portal.services.assistance.carrying_in.numbers import paper_number
from portal.services.assistance.carrying_in.people import find_or_register
from portal.services.assistance.holders import is_anothers
from portal.services.assistance.models import SupportFile
from portal.services.assistance.papers import DECISION_NUMBER, FILE_NUMBER
from portal.services.assistance.schemes import AREAS, CATEGORIES, METHODS, SCHEMES
from portal.services.assistance.sums import Sums
from portal.standards.relations import RELATIONS

HEADS = frozenset({"01", "02"})
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
    head_row = _head_of(rows)
    community = cells.unit_below(head_row, "community", setting.street_id, ("community", "street"))
    granted = cells.day(head_row, "granted")
    scheme = cells.choice(head_row, "scheme", {code: one.name for code, one in SCHEMES.items()})
    area = cells.choice(head_row, "area", AREAS)
    category = cells.choice(head_row, "category", CATEGORIES, default="")
    members, counted = [], 0
    for row in rows:
        person = find_or_register(actor, row, unit_id=setting.street_id)
        counts = cells.choice(row, "counted", YES_NO, default="yes") == "yes"
        counted += counts
        relation = "01" if row is head_row else cells.choice(row, "relation", RELATIONS)
        members.append((person, NewMember(person.id, relation, counts, "" if counts else "other")))
    head = next(person for row, (person, _new) in zip(rows, members, strict=True) if row is head_row)
    sums = _sums(head_row, scheme, counted)
    number = paper_number(actor, head_row, "number", unit_id=setting.street_id, kind=FILE_NUMBER, on=granted)
    if session.scalar(select(SupportFile.id).where(SupportFile.number == number.text)) is not None:
        raise Fault(head_row.number, "number", N_("这个户号已在系统中。"))
    decision = number
    if head_row.get("decision"):
        decision = paper_number(
            actor, head_row, "decision", unit_id=setting.street_id, kind=DECISION_NUMBER, on=granted
        )
    try:
        return open_file(
            actor,
            scheme=scheme,
            area=area,
            category=category,
            unit_id=community.id,
            household=None,
            head=head,
            members=[new for _person, new in members],
            reckoning=sums,
            decided_on=granted,
            start_month=cells.month(head_row, "start"),
            bank=_account(head_row, head.name),
            kind="carried_in",
            number=number,
            decision_number=decision,
            prepared_by=setting.handed_in_by,
        )
    except Fault:
        raise
    except RuleBroken as error:
        raise cells.named(head_row, error, _FIELDS, "number") from error


def _head_of(rows: Sequence[PaperRow]) -> PaperRow:
    heads = [row for row in rows if cells.choice(row, "relation", RELATIONS) in HEADS]
    if len(heads) != 1:
        raise Fault(rows[0].number, "relation", N_("每户须有一行、且只有一行的关系是“户主”（或“本人”）。"))
    return heads[0]


def _sums(row: PaperRow, scheme: str, counted: int) -> Sums:
    """The sum of the paper decision. Where it is not what standard and income give, a sentence must say why."""
    usual = "flat" if SCHEMES[scheme].by_household else "difference"
    method = cells.choice(row, "method", METHODS, default=usual)
    standard, income = cells.fen(row, "standard"), cells.fen(row, "income", default=0)
    total, extra = cells.fen(row, "amount"), cells.fen(row, "extra", default=0)
    if extra > total:
        raise Fault(row.number, "extra", N_("分类施保不能多于月保障金。"))
    if not counted:
        raise Fault(row.number, "counted", N_("没有计入的家庭成员。"))
    base = total - extra
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


def _account(row: PaperRow, head: str) -> BankAccount | None:
    if not row.get("account"):
        return None
    holder = cells.optional(row, "holder") or head
    if is_anothers(holder, head):
        raise Fault(
            row.number,
            "holder",
            N_(
                "户名不是户主：请先把账号、户名留空，导入后在“发放账户”中登记账号、代领依据和协议（57号第二十六条）。"
            ),
        )
    return BankAccount(cells.wanted(row, "bank"), cells.wanted(row, "account"), holder)


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
