"""A dispute sent by a court, the police or another body: entered with number and officer, answered by a letter; and sent on.

That the time is over closes nothing: the reply tells how it stands, with the records and the list of evidence, and the case
goes on until somebody ends it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, BinaryIO

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.letters.actions import draft_letter
from portal.letters.kinds import LIAISON
from portal.letters.models import Letter
from portal.letters.wording import OUTSIDE_KINDS, Enclosed
from portal.mediation.actions.moves import note_event
from portal.mediation.limits import COURT, longest_extension, mediation_due
from portal.mediation.links import papers, replies
from portal.mediation.links.kinds import ENTRUSTINGS, KINDS, OUTCOMES, REASONS_OUT
from portal.mediation.links.limits import REFERRAL_DAYS
from portal.mediation.links.models import Referral
from portal.mediation.links.reading import consents_in_words, must_be_past, read_consents, read_word
from portal.mediation.models import MediationCase
from portal.mediation.states import BEFORE_ACCEPTANCE, OPEN
from portal.units.models import Unit
from portal.units.queries import get_unit


def enter_referral(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    kind: str,
    received_on: dt.date,
    body_id: int | None = None,
    body: str = "",
    entrusting: str = "",
    number: str = "",
    dated_on: dt.date | None = None,
    officer: str = "",
    officer_phone: str = "",
    due_on: dt.date | None = None,
    party_ids: Collection[int] = (),
    consented_on: dt.date | None = None,
    upload: tuple[BinaryIO, str] | None = None,
) -> Referral:
    """Enter what another body sent with a case: its letter, its officer, its time limit, who consented.

    A court says whether before or after filing. Without `due_on` the day is counted. Raises RuleBroken at the field, Conflict.
    """
    actor.must("mediation.enter_referral")
    case.expect_version(version)
    _must_be_sent(case, kind, entrusting)
    unit, name = _body(body_id, body)
    _must_follow(dated_on, received_on, due_on)
    row = Referral(
        direction="in",
        kind=kind,
        unit_id=case.unit_id,
        case=case,
        body_id=unit.id if unit else None,
        body=name,
        entrusting=entrusting,
        number=read_word(number, "number", 80),
        dated_on=dated_on,
        received_on=received_on,
        officer=read_word(officer, "officer", 100),
        due_on=due_on or _counted_due(case, kind, received_on),
        file=_scan(actor, upload),
        **_entered(actor),
    )
    row.officer_phone = read_word(officer_phone, "officer_phone", 30) or None
    row.consents = read_consents(case.parties, party_ids, consented_on, everybody=False)
    session.add(row)
    session.flush()
    note_event(actor, case, verb="enter_referral", day=received_on, note=f"{name} {row.number}".strip())
    return row


def extend_referral(
    actor: Actor, referral: Referral, *, version: int | None, due_on: dt.date, reason: str
) -> Referral:
    """A later day agreed with the body that sent the case. A court's case is extended with the parties' consents, at the case.

    Raises RuleBroken at the field, Conflict.
    """
    actor.must("mediation.enter_referral")
    referral.expect_version(version)
    _must_wait(referral)
    if referral.kind == COURT:
        raise RuleBroken(None, N_("法院委派、委托的案件须经各方当事人同意延期，请在案件页面办理“延长期限”。"))
    before = referral.due_on or referral.received_on or referral.entered_on
    if due_on <= before:
        raise RuleBroken("due_on", N_("新的期限须晚于原来的期限。"))
    first = referral.first_due_on or before
    most = longest_extension(COURT, referral.unit_id, clock.today())
    if most is not None and (due_on - first).days > most:
        raise RuleBroken("due_on", N_("延期合计不能超过 %(most)s 天。"), most=most)
    referral.extended_because = read_word(reason, "reason", 300, wanted=True)
    referral.first_due_on, referral.due_on = first, due_on
    return _noted(actor, referral, "extend_referral", due_on.isoformat())


def recall_referral(
    actor: Actor, referral: Referral, *, version: int | None, on: dt.date, reason: str
) -> Referral:
    """The body that sent the case takes it back: no reply is owed any more. Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.enter_referral")
    referral.expect_version(version)
    _must_wait(referral)
    must_be_past(on, "on", referral.received_on)
    referral.recalled_because = read_word(reason, "reason", 300, wanted=True)
    referral.recalled_on = on
    return _noted(actor, referral, "recall_referral", referral.recalled_because)


def record_settlement(
    actor: Actor,
    referral: Referral,
    *,
    version: int | None,
    performed_on: dt.date | None,
    leniency_asked_on: dt.date | None,
) -> Referral:
    """For the police: performed, and the written application that no penalty be given (治安管理处罚法 2025 art. 9), with days.

    Raises RuleBroken at the field, Conflict.
    """
    actor.must("mediation.enter_referral")
    referral.expect_version(version)
    if referral.kind != "police" or referral.direction != "in":
        raise RuleBroken(None, N_("只有公安机关移送的案件登记这两项。"))
    if referral.case.agreed_on is None:
        raise RuleBroken(None, N_("还没有达成调解协议。"))
    must_be_past(performed_on, "performed_on", referral.case.agreed_on)
    must_be_past(leniency_asked_on, "leniency_asked_on", referral.case.agreed_on)
    referral.performed_on, referral.leniency_asked_on = performed_on, leniency_asked_on
    return _noted(actor, referral, "record_settlement", "")


def reply_referral(actor: Actor, referral: Referral, *, version: int | None, outcome: str) -> Letter:
    """Draft the reply with its enclosures: the records of the sessions and the list of evidence always go along.

    The case's state stays as it is. Raises RuleBroken at `outcome` for what the case does not say, Conflict.
    """
    actor.must("mediation.reply_referral")
    referral.expect_version(version)
    _must_wait(referral)
    if referral.letter is not None:
        raise RuleBroken(None, N_("复函已经写好，请到“公函往来”中发出，或撤回后重写。"))
    if outcome not in OUTCOMES or outcome not in replies.outcomes_of(referral):
        raise RuleBroken("outcome", N_("与案件现在的状态不一致，请刷新后重新选择。"))
    letter = draft_letter(
        actor,
        kind=LIAISON,
        unit_id=referral.unit_id,
        **_addressee(referral),
        subject=referral,
        title=papers.reply_title(outcome, referral.entrusting),
        body=replies.body_of(referral, outcome),
        enclosures=replies.enclosures_of(referral, outcome),
    )
    referral.letter, referral.outcome = letter, outcome
    _noted(actor, referral, "reply_referral", OUTCOMES[outcome])
    return letter


def refer_out(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    kind: str,
    reason_code: str,
    body_id: int | None = None,
    body: str = "",
    explanation: str = "",
    party_ids: Collection[int] = (),
    consented_on: dt.date | None = None,
    due_on: dt.date | None = None,
    enclosures: Collection[Enclosed] = (),
) -> Referral:
    """Pass a dispute on by letter: what the committee cannot take (不予调解函), or entrusted with every party's consent.

    Raises RuleBroken at the field, Conflict.
    """
    actor.must("mediation.enter_referral")
    case.expect_version(version)
    _must_pass_on(case, kind, reason_code)
    unit, name = _body(body_id, body)
    consents = read_consents(case.parties, party_ids, consented_on, everybody=reason_code == "entrusted")
    row = Referral(
        direction="out",
        kind=kind,
        unit_id=case.unit_id,
        case=case,
        body_id=unit.id if unit else None,
        body=name,
        reason_code=reason_code,
        due_on=due_on,
        **_entered(actor),
    )
    row.consents = consents
    session.add(row)
    session.flush()
    row.letter = _letter_out(actor, row, read_word(explanation, "explanation", 1000), list(enclosures))
    session.flush()
    note_event(actor, case, verb="refer_out", note=name)
    return row


def hear_withdrawal(actor: Actor, letter: Letter) -> None:
    """Our letter was withdrawn: a reply may be written anew, a referral out is no more."""
    referral = session.get(Referral, letter.subject_id)
    if referral is None or referral.letter_id != letter.id:
        return
    if referral.direction == "in":
        referral.letter, referral.outcome = None, ""
    else:
        referral.recalled_on, referral.recalled_because = clock.today(), letter.withdrawn_because[:300]
    _noted(actor, referral, "withdraw_reply", letter.withdrawn_because[:200])


def _entered(actor: Actor) -> dict[str, Any]:
    return {"entered_on": clock.today(), "entered_by": actor.account_id}


def _letter_out(actor: Actor, row: Referral, explanation: str, enclosures: list[Enclosed]) -> Letter:
    case = row.case
    return draft_letter(
        actor,
        kind=LIAISON,
        unit_id=row.unit_id,
        **_addressee(row),
        subject=row,
        title=papers.OUT_TITLE[row.reason_code],
        body=papers.refer_out(
            code=row.reason_code,
            parties=replies.parties_of(case),
            category=case.dispute.category.name,
            applied_on=case.applied_on,
            explanation=explanation,
            consents=consents_in_words(row.consents or []),
        ),
        enclosures=enclosures,
        due_on=row.due_on,
    )


def _addressee(row: Referral) -> dict[str, Any]:
    """The other body as a letter addresses it: a unit that letters go to, else its name."""
    unit = session.get(Unit, row.body_id) if row.body_id is not None else None
    outside = unit is not None and unit.kind in OUTSIDE_KINDS
    return {"addressee_id": row.body_id if outside else None, "addressee": row.body}


def _must_be_sent(case: MediationCase, kind: str, entrusting: str) -> None:
    if kind not in KINDS:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    if case.state in BEFORE_ACCEPTANCE and case.source != kind:
        raise RuleBroken("kind", N_("与登记的案件来源不一致，请先在“修改登记内容”中改正来源。"))
    if (kind == COURT) != (entrusting in ENTRUSTINGS):
        raise RuleBroken("entrusting", N_("法院移送的，请选择立案前委派或者立案后委托；其他单位不选。"))


def _must_follow(dated_on: dt.date | None, received_on: dt.date, due_on: dt.date | None) -> None:
    must_be_past(received_on, "received_on")
    must_be_past(dated_on, "dated_on")
    if dated_on is not None and dated_on > received_on:
        raise RuleBroken("dated_on", N_("来函日期不能晚于收到日期。"))
    if due_on is not None and due_on < received_on:
        raise RuleBroken("due_on", N_("期限不能早于收到日期。"))


def _must_pass_on(case: MediationCase, kind: str, reason_code: str) -> None:
    if kind not in KINDS or reason_code not in REASONS_OUT:
        raise RuleBroken("reason_code", N_("请从所列选项中选择。"))
    if reason_code == "not_ours" and case.state not in BEFORE_ACCEPTANCE | {"refused"}:
        raise RuleBroken("reason_code", N_("已受理的案件不能发不予调解函，请先办理终止，或者委托调解。"))
    if reason_code == "entrusted" and case.state not in OPEN:
        raise RuleBroken("reason_code", N_("案件已结束，不能再委托。"))


def _noted(actor: Actor, referral: Referral, verb: str, note: str) -> Referral:
    referral.touch()
    session.flush()
    note_event(actor, referral.case, verb=verb, note=f"{referral.body} {note}".strip())
    audit.record(actor, f"mediation.{verb}", referral, number=referral.number)
    return referral


def _must_wait(referral: Referral) -> None:
    if referral.direction != "in" or referral.state not in {"open", "replying"}:
        raise RuleBroken(None, N_("这件移送已经函复或撤回。"))


def _body(body_id: int | None, typed: str) -> tuple[Unit | None, str]:
    unit = get_unit(body_id) if body_id is not None else None
    name = unit.name if unit else read_word(typed, "body", 100)
    if not name:
        raise RuleBroken("body", N_("请选择单位，或填写单位名称。"))
    return unit, name


def _counted_due(case: MediationCase, kind: str, received_on: dt.date) -> dt.date:
    """A court's days are counted from the acceptance as the case's own are, before it from the receipt; others' from receipt."""
    if kind == COURT:
        return mediation_due(case.accepted_on or received_on, COURT, case.unit_id)
    days = settings.value(REFERRAL_DAYS.key, on=received_on, unit_id=case.unit_id)
    return received_on + dt.timedelta(days=days)


def _scan(actor: Actor, upload: tuple[BinaryIO, str] | None) -> StoredFile | None:
    if upload is None:
        return None
    return store_file(actor, stream=upload[0], name=upload[1], purpose="mediation.referral", field="file")
