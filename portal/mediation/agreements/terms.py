"""What parties agree on, as it is typed: texts, the sum in figures and capitals, what is owed by whom and when. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from portal.errors import N_, RuleBroken
from portal.mediation.agreements.kinds import FORMS
from portal.mediation.records.sums import must_agree
from portal.standards.amounts import amounts_agree, capitals, figures

LONGEST_TEXT = 6000
LONGEST_WHAT = 300
MOST_OBLIGATIONS = 60
MOST_FEN = 10**14 - 1
FARTHEST_YEARS = 30


@dataclass(frozen=True, kw_only=True)
class NewObligation:
    """One thing owed: from the party `debtor_id` to `creditor_id` (None: to everybody), a sum in fen or an act, by a day."""

    debtor_id: int
    due_on: dt.date
    creditor_id: int | None = None
    fen: int = 0
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class NewAgreement:
    """An agreement as it is typed. An empty `amount_capitals` is filled by the sum; `copies` None means parties + 1."""

    form: str
    reached_on: dt.date
    facts: str
    terms: str
    issues: str = ""
    manner: str = ""
    place: str = ""
    recorder: str = ""
    amount_fen: int = 0
    amount_capitals: str = ""
    copies: int | None = None
    is_asked_in_writing: bool = False
    is_performed_at_once: bool = False
    obligations: Sequence[NewObligation] = ()


def read_capitals(fen: int, typed: str) -> str:
    """The sum in capitals as the paper says it; raises RuleBroken where figures and capitals differ (reference G.7)."""
    if not 0 <= fen <= MOST_FEN:
        raise RuleBroken("amount", N_("请填写不小于 0 的金额。"))
    words = typed.strip()
    if not fen:
        if words:
            raise RuleBroken("amount", N_("填写了大写金额，请同时填写小写金额。"))
        return ""
    if not words:
        return capitals(fen)
    if not amounts_agree(fen, words):
        raise RuleBroken(
            "amount_capitals",
            N_("大写与小写不一致：小写 %(figures)s 元应写作“%(right)s”。请核对后改正其中一处。"),
            figures=figures(fen),
            right=capitals(fen),
        )
    return words


def read_copies(wanted: int | None, parties: int) -> int:
    """How many copies are made: one for each party and one for the committee (人民调解法 art. 29), or more if asked."""
    least = parties + 1
    if wanted is None:
        return least
    if not least <= wanted <= least + 20:
        raise RuleBroken("copies", N_("份数至少 %(least)s 份：每名当事人一份，调委会留存一份。"), least=least)
    return wanted


def check_agreement(new: NewAgreement, party_ids: Collection[int]) -> None:
    """Raise RuleBroken at the field for what cannot stand in an agreement, whatever its case."""
    if new.form not in FORMS:
        raise RuleBroken("form", N_("请从所列选项中选择。"))
    for field, text, is_wanted in (
        ("facts", new.facts, True),
        ("issues", new.issues, False),
        ("terms", new.terms, True),
        ("manner", new.manner, False),
    ):
        if is_wanted and not text.strip():
            raise RuleBroken(field, N_("请填写这一项。"))
        if len(text) > LONGEST_TEXT:
            raise RuleBroken(field, N_("最多 %(most)s 个字。"), most=LONGEST_TEXT)
        must_agree(text, field)
    read_capitals(new.amount_fen, new.amount_capitals)
    _check_obligations(new, party_ids)


def _check_obligations(new: NewAgreement, party_ids: Collection[int]) -> None:
    if len(new.obligations) > MOST_OBLIGATIONS:
        raise RuleBroken("obligations", N_("最多 %(most)s 项。"), most=MOST_OBLIGATIONS)
    if not new.obligations and not new.is_performed_at_once:
        raise RuleBroken(
            "obligations",
            N_("没有当场履行的，请写明谁在什么时候履行什么；当场履行完的，请勾选“当场履行完毕”。"),
        )
    for position, one in enumerate(new.obligations):
        _check_one(one, f"obligations-{position}-", new.reached_on, party_ids)
    total = sum(one.fen for one in new.obligations)
    if total and total != new.amount_fen:
        raise RuleBroken(
            "amount",
            N_("各期款项合计 %(total)s 元，与协议金额 %(amount)s 元不一致。"),
            total=figures(total),
            amount=figures(new.amount_fen),
        )
    if new.amount_fen and new.obligations and not total:
        raise RuleBroken("obligations", N_("协议有金额，请写明谁在什么时候付给谁多少。"))


def _check_one(one: NewObligation, where: str, reached_on: dt.date, party_ids: Collection[int]) -> None:
    if one.debtor_id not in party_ids:
        raise RuleBroken(f"{where}debtor", N_("请选择履行的当事人。"))
    if one.creditor_id is not None and (one.creditor_id not in party_ids or one.creditor_id == one.debtor_id):
        raise RuleBroken(f"{where}creditor", N_("请选择另一方当事人。"))
    if not 0 <= one.fen <= MOST_FEN:
        raise RuleBroken(f"{where}amount", N_("请填写不小于 0 的金额。"))
    if one.fen and one.creditor_id is None:
        raise RuleBroken(f"{where}creditor", N_("请选择收款的当事人。"))
    if not one.fen and not one.what.strip():
        raise RuleBroken(f"{where}what", N_("请填写金额，或者写明要做什么。"))
    if len(one.what) > LONGEST_WHAT:
        raise RuleBroken(f"{where}what", N_("最多 %(most)s 个字。"), most=LONGEST_WHAT)
    if one.due_on < reached_on:
        raise RuleBroken(f"{where}due_on", N_("履行日期不能早于达成协议的日期。"))
    if one.due_on.year > reached_on.year + FARTHEST_YEARS:
        raise RuleBroken(f"{where}due_on", N_("履行日期太远，请核对。"))


def effective_day(
    form: str,
    reached_on: dt.date,
    *,
    parties: Sequence[dt.date] = (),
    mediators: Sequence[dt.date] = (),
    seals: Sequence[dt.date] = (),
) -> dt.date | None:
    """From which day an agreement binds: an oral one from the day it is reached (人民调解法 art. 30), a written one from the last
    of three acts (art. 29): the parties sign, the mediator signs, the committee seals. None while one of them is missing."""
    if form == "oral":
        return reached_on
    if not (parties and mediators and seals):
        return None
    return max(*parties, *mediators, *seals, reached_on)
