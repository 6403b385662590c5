"""Judicial confirmation (司法确认): applied for jointly within thirty days from the day on which the agreement began to bind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.actions import store_file
from portal.mediation.actions.moves import note_event
from portal.mediation.agreements import documents, limits
from portal.mediation.agreements.kinds import CONSENT_WAYS, NOT_CONFIRMABLE, REJECTIONS
from portal.mediation.agreements.models import Agreement, Confirmation
from portal.mediation.agreements.queries import find_confirmation
from portal.standards.working_days import Due

Upload = tuple[BinaryIO, str]


@dataclass(frozen=True)
class Consent:
    """One party's consent to the joint application: on which day, in which way."""

    day: dt.date
    way: str


@dataclass(frozen=True)
class Standing:
    """Whether an agreement may still be confirmed by a court: both last days, and the sentence that stands against it."""

    last: Due
    blocked: str
    params: Mapping[str, object]


def standing(agreement: Agreement, today: dt.date) -> Standing | None:
    """Both last days of an agreement that binds and what stands against the application now; None as long as it does not bind."""
    if agreement.effective_on is None:
        return None
    last = limits.confirmation_last(agreement.effective_on)
    there = find_confirmation(agreement)
    if agreement.state != "effective":
        return Standing(last, N_("协议已经作废，不能申请司法确认。"), {})
    if there is not None and there.state in ("prepared", "filed", "accepted"):
        return Standing(last, N_("已经在办理司法确认。"), {})
    if there is not None and there.state in ("valid", "rejected"):
        return Standing(last, N_("人民法院已经作出裁定。"), {})
    if today > last.due:
        return Standing(
            last,
            N_(
                "申请期限已过：协议 %(effective)s 生效，最后一天是 %(last)s。当事人可以就协议向人民法院起诉。"
            ),
            {"effective": agreement.effective_on, "last": last.due},
        )
    return Standing(last, "", {})


def ask_confirmation(
    actor: Actor,
    agreement: Agreement,
    *,
    version: int | None,
    court: str,
    consents: Mapping[int, Consent],
    excluded: str = "",
    reasons: str = "",
) -> Confirmation:
    """Prepare the joint application: every party consents, the court is named, the paper 司法确认申请书 is issued.

    `excluded` is the code of what the court does not take on, where the agreement is about such a thing: it is refused here
    with the reason. Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must("mediation.follow_agreement")
    agreement.expect_version(version)
    today = clock.today()
    found = standing(agreement, today)
    if found is None:
        raise RuleBroken(None, N_("协议还没有生效，不能申请司法确认。"))
    if found.blocked:
        raise RuleBroken(None, found.blocked, **found.params)
    if excluded:
        raise RuleBroken(
            "excluded",
            N_("“%(what)s”，人民法院不予受理（民诉法解释第三百五十五条）。当事人可以依法通过其他途径解决。"),
            what=NOT_CONFIRMABLE.get(excluded, excluded),
        )
    if not court.strip():
        raise RuleBroken("court", N_("请填写人民法院的名称。"))
    row = Confirmation(
        agreement=agreement,
        court=court.strip()[:100],
        raw_last_on=found.last.raw,
        last_on=found.last.due,
        is_provisional=found.last.provisional,
        prepared_on=today,
        entered_by=actor.account_id,
    )
    row.consents = _consents(agreement, consents, today)
    row.reasons = reasons.strip()[:3000] or None
    session.add(row)
    session.flush()
    kind, facts = documents.confirmation_paper(row)
    row.document = documents.issue(actor, agreement.case, kind, facts, day=today)
    agreement.touch()
    session.flush()
    note_event(actor, agreement.case, verb="ask_confirmation", note=row.court, document=row.document)
    return row


def file_confirmation(actor: Actor, row: Confirmation, *, version: int | None, on: dt.date) -> Confirmation:
    """The parties have handed the application to the court; after the last day it is refused here as it would be there."""
    _begin(actor, row, version, {"prepared"})
    if not row.prepared_on <= on <= clock.today():
        raise RuleBroken("on", N_("提出的日期不能早于申请书的日期，也不能晚于今天。"))
    effective = row.agreement.effective_on or row.agreement.reached_on
    last = limits.confirmation_last(effective)
    if on > last.due:
        raise RuleBroken("on", N_("申请期限已过，最后一天是 %(last)s。"), last=last.due)
    row.last_on, row.is_provisional = last.due, last.provisional
    row.filed_on, row.state = on, "filed"
    return _noted(actor, row, N_("已向法院提出"), on)


def answer_confirmation(
    actor: Actor,
    row: Confirmation,
    *,
    version: int | None,
    is_accepted: bool,
    on: dt.date,
    number: str = "",
    refusal_code: str = "",
) -> Confirmation:
    """The court accepts the application under its number, or does not, with its reason. Raises RuleBroken at the field."""
    _begin(actor, row, version, {"filed"})
    _must_follow(on, row.filed_on)
    if is_accepted and not number.strip():
        raise RuleBroken("number", N_("请填写法院的案号。"))
    if not is_accepted and refusal_code not in NOT_CONFIRMABLE:
        raise RuleBroken("refusal_code", N_("请选择法院不予受理的理由。"))
    row.court_accepted_on = on if is_accepted else None
    row.ruled_on = None if is_accepted else on
    row.court_number = number.strip()[:80]
    row.refusal_code = "" if is_accepted else refusal_code
    row.state = "accepted" if is_accepted else "not_accepted"
    return _noted(actor, row, N_("法院已受理") if is_accepted else N_("法院不予受理"), on)


def enter_ruling(
    actor: Actor,
    row: Confirmation,
    *,
    version: int | None,
    is_valid: bool,
    on: dt.date,
    number: str,
    rejection_code: str = "",
    note: str = "",
    upload: Upload | None = None,
) -> Confirmation:
    """The court's ruling: valid, so that it can be enforced, or rejected, so that the parties mediate again or sue.

    Raises RuleBroken at the field, Forbidden, Conflict.
    """
    _begin(actor, row, version, {"filed", "accepted"})
    _must_follow(on, row.court_accepted_on or row.filed_on)
    if not number.strip():
        raise RuleBroken("number", N_("请填写裁定书的文号。"))
    if not is_valid and rejection_code not in REJECTIONS:
        raise RuleBroken("rejection_code", N_("请选择裁定驳回的理由。"))
    row.ruled_on, row.ruling_number = on, number.strip()[:80]
    row.rejection_code = "" if is_valid else rejection_code
    row.state = "valid" if is_valid else "rejected"
    row.note = note.strip()[:2000] or None
    if upload is not None:
        row.file = store_file(
            actor, stream=upload[0], name=upload[1], purpose="mediation.ruling", field="file"
        )
    return _noted(actor, row, N_("裁定有效") if is_valid else N_("裁定驳回"), on)


def withdraw_confirmation(
    actor: Actor, row: Confirmation, *, version: int | None, reason: str
) -> Confirmation:
    """The parties take the application back; within the time limit they may apply once more."""
    _begin(actor, row, version, {"prepared", "filed", "accepted"})
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明原因。"))
    row.state, row.note = "withdrawn", reason.strip()[:2000]
    return _noted(actor, row, N_("已撤回"), clock.today())


def _begin(actor: Actor, row: Confirmation, version: int | None, states: set[str]) -> None:
    actor.must("mediation.follow_agreement")
    row.expect_version(version)
    if row.state not in states:
        raise RuleBroken(None, N_("司法确认已经到了下一步，页面可能已过时，请刷新。"))


def _must_follow(on: dt.date, before: dt.date | None) -> None:
    if on > clock.today() or (before is not None and on < before):
        raise RuleBroken("on", N_("日期不能早于上一步的日期，也不能晚于今天。"))


def _noted(actor: Actor, row: Confirmation, words: str, on: dt.date) -> Confirmation:
    row.touch()
    session.flush()
    note_event(actor, row.agreement.case, verb="follow_confirmation", day=on, note=words)
    return row


def _consents(agreement: Agreement, given: Mapping[int, Consent], today: dt.date) -> list[dict[str, str]]:
    """Every party's consent in the order of the file; raises RuleBroken that names who has not consented."""
    parties = agreement.case.parties
    missing = [party.name for party in parties if party.id not in given]
    if missing:
        raise RuleBroken(
            "consents",
            N_("司法确认要各方共同申请，还缺%(names)s的同意。"),
            names="、".join(missing),
        )
    rows = []
    for party in parties:
        consent = given[party.id]
        if consent.way not in CONSENT_WAYS:
            raise RuleBroken("consents", N_("请从所列选项中选择。"))
        if not (agreement.reached_on <= consent.day <= today):
            raise RuleBroken("consent_on", N_("同意的日期不能早于协议日期，也不能晚于今天。"))
        rows.append(
            {
                "party_id": str(party.id),
                "name": party.name,
                "day": consent.day.isoformat(),
                "way": consent.way,
            }
        )
    return rows
