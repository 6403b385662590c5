"""Making a list of payment by the case, leaving a case out, correcting an approved line in the next list, and its three
signatures."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.mediation.actions.moves import read_reason
from portal.mediation.volumes.pay import queries
from portal.mediation.volumes.pay.chain import CHAIN
from portal.mediation.volumes.pay.papers import PAY, pay_paper
from portal.mediation.volumes.pay_models import PayLine, PayList
from portal.signoffs import clear, sign
from portal.standards.amounts import figures
from portal.units.queries import street_above

MAKE, REVIEW, APPROVE = (
    "mediation.make_pay_list",
    "mediation.review_pay_list",
    "mediation.approve_pay_list",
)


def make_pay_list(actor: Actor, *, first: dt.date, last: dt.date) -> PayList:
    """Draw up a list of what may be paid up to a day. Raises RuleBroken, Forbidden."""
    actor.must(MAKE)
    if last < first or last > clock.today():
        raise RuleBroken("last", N_("截止日期不能早于起始日期，也不能晚于今天。"))
    street = street_above(actor.unit_id) if actor.unit_id is not None else None
    if street is None:
        raise RuleBroken(None, N_("您的岗位不在街道（乡镇）里，不能编制名单。"))
    _one_open(street.id)
    pay_list = PayList(
        unit_id=street.id,
        period_first=first,
        period_last=last,
        state="draft",
        made_on=clock.today(),
        made_by=actor.account_id,
    )
    session.add(pay_list)
    session.flush()
    for one in queries.candidates(street.id, last):
        if not one.why_not and one.case.lead is not None:
            pay_list.lines.append(
                PayLine(
                    case=one.case,
                    mediator=one.case.lead,
                    grade=one.case.difficulty,
                    form=one.form,
                    fen=one.fen,
                )
            )
    return _note(actor, pay_list, "make_pay_list")


def _one_open(street_id: int) -> None:
    open_ones = (
        session.query(PayList)
        .filter(PayList.unit_id == street_id, PayList.state.in_(("draft", "signing")))
        .first()
    )
    if open_ones is not None:
        raise RuleBroken(None, N_("还有一份名单没有审批，请先办完或者作废。"))


def leave_out_line(actor: Actor, line: PayLine, *, version: int | None, reason: str) -> PayList:
    """Leave a case out of a draft, with the reason; a later list may take it. Raises RuleBroken, Forbidden, Conflict."""
    actor.must(MAKE)
    pay_list = _open(line.pay_list, version, "draft")
    if line.left_out_because:
        raise RuleBroken(None, N_("这一件已经移出名单。"))
    line.left_out_because = read_reason(reason)[:300]
    return _note(actor, pay_list, "leave_out_line", case=line.case.number or "")


def correct_line(
    actor: Actor, pay_list: PayList, *, line: PayLine, version: int | None, fen: int, reason: str
) -> PayLine:
    """Put into a draft what an approved line should be by `fen` instead of what it is: the difference, with the reason.

    Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must(MAKE)
    _open(pay_list, version, "draft")
    if line.pay_list.state != "approved" or line.corrects_id is not None or line.left_out_because:
        raise RuleBroken(None, N_("只能更正已审批名单里的一行。"))
    if line.pay_list.unit_id != pay_list.unit_id:
        raise RuleBroken(None, N_("只能更正已审批名单里的一行。"))
    if fen < 0:
        raise RuleBroken("amount", N_("金额不能小于零。"))
    difference = fen - queries.net_of(line)
    if not difference:
        raise RuleBroken("amount", N_("更正后的金额与原来相同。"))
    made = PayLine(
        case=line.case,
        mediator=line.mediator,
        grade=line.grade,
        form=line.form,
        fen=difference,
        reason=read_reason(reason)[:300],
        corrects=line,
    )
    pay_list.lines.append(made)
    _note(actor, pay_list, "correct_line", case=line.case.number or "")
    return made


def discard_pay_list(actor: Actor, pay_list: PayList, *, version: int | None, reason: str) -> PayList:
    """Give up a draft; its cases are free for the next list. Raises RuleBroken, Forbidden, Conflict."""
    actor.must(MAKE)
    _open(pay_list, version, "draft")
    why = read_reason(reason)[:300]
    for line in pay_list.standing:
        line.left_out_because = why
    pay_list.state, pay_list.discarded_because = "discarded", why
    return _note(actor, pay_list, "discard_pay_list")


def submit_pay_list(actor: Actor, pay_list: PayList, *, version: int | None) -> PayList:
    """Sign as the one who drew it up (制表). Raises RuleBroken, Forbidden, Conflict."""
    actor.must(MAKE)
    _open(pay_list, version, "draft")
    _must_be_sound(pay_list)
    sign(actor, pay_list, chain=CHAIN, step="prepare")
    pay_list.state = "signing"
    return _note(actor, pay_list, "submit_pay_list")


def review_pay_list(actor: Actor, pay_list: PayList, *, version: int | None, note: str = "") -> PayList:
    """Sign the review (审核). Raises RuleBroken, Forbidden, Conflict."""
    actor.must(REVIEW)
    actor.must_differ_from(REVIEW, pay_list.made_by)
    _open(pay_list, version, "signing")
    _must_be_sound(pay_list)
    sign(actor, pay_list, chain=CHAIN, step="review", note=note)
    return _note(actor, pay_list, "review_pay_list")


def approve_pay_list(actor: Actor, pay_list: PayList, *, version: int | None, note: str = "") -> PayList:
    """Approve (审批): nothing in the list changes any more, and its paper is issued. Raises RuleBroken, Forbidden, Conflict."""
    actor.must(APPROVE)
    actor.must_differ_from(APPROVE, pay_list.made_by)
    _open(pay_list, version, "signing")
    _must_be_sound(pay_list)
    sign(actor, pay_list, chain=CHAIN, step="approve", note=note)
    day = clock.today()
    pay_list.state, pay_list.approved_on = "approved", day
    session.flush()
    pay_list.document = issue_document(
        actor, kind=PAY, facts=pay_paper(pay_list, day), unit_id=pay_list.unit_id, subject=pay_list, on=day
    )
    return _note(actor, pay_list, "approve_pay_list")


def return_pay_list(actor: Actor, pay_list: PayList, *, version: int | None, reason: str) -> PayList:
    """Send a list back to be mended; its signatures are struck. Raises RuleBroken, Forbidden, Conflict."""
    if not (actor.can(REVIEW) or actor.can(APPROVE)):
        actor.must(REVIEW)
    _open(pay_list, version, "signing")
    clear(actor, pay_list, chain=CHAIN, reason=read_reason(reason)[:300])
    pay_list.state = "draft"
    return _note(actor, pay_list, "return_pay_list", reason=reason.strip()[:300])


def _open(pay_list: PayList, version: int | None, state: str) -> PayList:
    pay_list.expect_version(version)
    if pay_list.state != state:
        raise RuleBroken(None, N_("这份名单已不在这一步，请刷新页面。"))
    return pay_list


def _must_be_sound(pay_list: PayList) -> None:
    """Each case still may be paid: its volume good, no suspicion; and the list comes to more than nothing."""
    own = [line for line in pay_list.standing if line.corrects_id is None]
    kept = queries.kept_from_pay([line.case for line in own])
    if kept:
        numbers = "、".join(line.case.number or "" for line in own if line.case_id in kept)
        raise RuleBroken(None, N_("这些案件又有疑点没有处理，请先处理或者移出名单：%(which)s"), which=numbers)
    good = queries.with_good_volume([line.case_id for line in own])
    bad = [line.case.number or "" for line in own if line.case_id not in good]
    if bad:
        raise RuleBroken(
            None, N_("这些案件的卷宗现在不是检查合格的，请移出名单：%(which)s"), which="、".join(bad)
        )
    if not pay_list.standing:
        raise RuleBroken(None, N_("名单上没有案件。"))
    if pay_list.total_fen < 0:
        raise RuleBroken(None, N_("合计小于零，请等下一期再更正。"))


def _note(actor: Actor, pay_list: PayList, verb: str, **facts: str) -> PayList:
    pay_list.total_fen = sum(line.fen for line in pay_list.standing)
    pay_list.touch()
    session.flush()
    total = pay_list.total_fen
    audit.record(
        actor,
        f"mediation.{verb}",
        pay_list,
        first=pay_list.period_first,
        last=pay_list.period_last,
        count=len(pay_list.standing),
        sum=("-" if total < 0 else "") + figures(abs(total)),
        **facts,
    )
    return pay_list
