"""What agreements add to the page of a case: a part, the pages of their verbs, buttons, and what the case waits for next."""

from __future__ import annotations

from typing import Any

from flask import url_for

from portal import clock
from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.mediation import life, parts
from portal.mediation.agreements import heads, limits, queries
from portal.mediation.agreements.actions import voiding
from portal.mediation.agreements.actions.confirming import standing
from portal.mediation.agreements.actions.visiting import VISITED_IN
from portal.mediation.agreements.kinds import (
    CONFIRMATION_STATES,
    FORMS,
    PERFORMANCES,
    SATISFACTIONS,
    STANDINGS,
    STATES,
    TONES,
    VISIT_WAYS,
)
from portal.mediation.models import MediationCase
from portal.mediation.parts import Next, Work
from portal.mediation.records import subjects

_VERBS = (
    "conclude",
    "finish_performance",
    "record_breach",
    "mediate_again",
    "tell_to_sue",
    "close_case",
)


def join() -> None:
    """Register everything; may be called again."""
    parts.add_part("agreement", 400, _load)
    for verb in _VERBS:
        parts.take_verb(verb, f"mediation_agreements.{verb}")
    life.guard("void_case", voiding.must_be_a_fresh_entry)
    parts.add_work("visit", 400, _offer_visit)
    parts.add_work("give_opinion", 450, _offer_opinion)
    parts.add_work("void_case", 900, _offer_void)
    parts.add_next("agreement", 400, _next)
    subjects.define_subject(
        subjects.Subject(
            "agreement",
            "Agreement",
            N_("调解协议"),
            queries.get_agreement,
            "mediation_agreements.read_agreement",
            "agreement_id",
        )
    )


def _load(actor: Actor, case: MediationCase) -> tuple[str, dict[str, Any]] | None:
    agreements, visits = queries.list_agreements(case), queries.list_visits(case)
    if not agreements and not visits:
        return None
    in_force = next((one for one in agreements if one.state == "effective"), None)
    today = clock.today()
    return "mediation/agreements/case_part.html", {
        "agreements": agreements,
        "in_force": in_force,
        "standing": standing(in_force, today) if in_force else None,
        "confirmation": queries.find_confirmation(in_force) if in_force else None,
        "confirmation_states": CONFIRMATION_STATES,
        "visits": visits,
        "forms": FORMS,
        "states": STATES,
        "tones": TONES,
        "standings": STANDINGS,
        "standing_of": queries.standing_of,
        "visit_ways": VISIT_WAYS,
        "performances": PERFORMANCES,
        "satisfactions": SATISFACTIONS,
    }


def _offer_visit(actor: Actor, case: MediationCase) -> Work | None:
    if case.state not in VISITED_IN or not actor.can("mediation.follow_agreement"):
        return None
    return Work(N_("登记回访"), url_for("mediation_agreements.record_visit", case_id=case.id))


def _offer_opinion(actor: Actor, case: MediationCase) -> Work | None:
    if not actor.can("mediation.give_opinion") or not heads.wants_opinion(case):
        return None
    return Work(N_("签署结案意见"), url_for("mediation_agreements.give_opinion", case_id=case.id))


def _offer_void(actor: Actor, case: MediationCase) -> Work | None:
    """The chair's way out of a wrong entry, shown only while it is open."""
    if not case.is_simple or not actor.can("mediation.void_case"):
        return None
    try:
        life.require(case, "void_case", actor)
    except RuleBroken:
        return None
    return Work(N_("登记错了：作废"), url_for("mediation_agreements.void_case", case_id=case.id))


def _next(actor: Actor, case: MediationCase) -> Next | None:
    """What the agreement of a case waits for; None where the shared life says it."""
    if case.state == "mediating":
        return _while_it_is_made(actor, case)
    if case.state == "closed":
        return _before_the_head_has_signed(actor, case)
    agreement = queries.agreement_in_force(case)
    if agreement is None:
        return None
    if case.state == "performing":
        return _while_it_is_performed(actor, case, agreement)
    if case.state == "breached":
        return _after_a_breach(actor, case, agreement)
    if case.state in ("performed", "told_to_sue") and not queries.count_visits(case.id):
        day = case.visit_due_on
        return Next(
            N_("回访当事人，登记以后可以结案。应在 %(day)s 前回访。"),
            {"day": day.isoformat() if day else ""},
            _visit(actor, case),
            day is not None and day < clock.today(),
        )
    return None


def _before_the_head_has_signed(actor: Actor, case: MediationCase) -> Next | None:
    work = _offer_opinion(actor, case)
    if work is None:
        return None
    if heads.head_of(actor, case) is not None:
        return Next(N_("已结案，请在结案报告上签署意见。签署以后装订、归档。"), {}, (work,))
    names = "、".join(row.mediator.name for row in heads.heads_for(case))
    if not names:
        return Next(N_("已结案，要由主任或副主任签署意见；调委会登记里没有在任的，请先登记。"), {}, (), True)
    return Next(
        N_("已结案，等负责人（%(names)s）签署意见。在纸上签的，上传扫描件登记。"), {"names": names}, (work,)
    )


def _while_it_is_made(actor: Actor, case: MediationCase) -> Next | None:
    agreement = queries.open_agreement(case)
    if agreement is None or not actor.can("mediation.conclude"):
        return None
    href = url_for("mediation_agreements.read_agreement", agreement_id=agreement.id)
    if agreement.state == "draft":
        return Next(N_("协议已起草。各方看过以后定稿，打印签字。"), {}, (Work(N_("打开协议"), href),))
    sign = url_for("mediation_records.list_signatures", kind="agreement", record_id=agreement.id)
    return Next(
        N_("协议待签字盖章。各方签字以后，由调委会盖章生效。"),
        {},
        (
            Work(N_("登记签名"), sign),
            Work(N_("盖章生效"), url_for("mediation_agreements.conclude", case_id=case.id)),
        ),
    )


def _while_it_is_performed(actor: Actor, case: MediationCase, agreement: Any) -> Next | None:
    today = clock.today()
    left = [one for one in agreement.obligations if one.done_on is None]
    if not left:
        work = _verb(actor, case, N_("履行完毕"), "finish_performance")
        return Next(N_("各项都已履行，请登记履行完毕。"), {}, work)
    first = min(left, key=lambda one: (one.due_on, one.position))
    params = {"who": first.debtor.name, "day": first.due_on.isoformat()}
    perform = _owed(actor, N_("登记履行"), "record_performance", first.id)
    if first.due_on < today:
        work = (*perform, *_verb(actor, case, N_("未按期履行"), "record_breach"))
        return Next(N_("%(who)s应在 %(day)s 前履行，已经逾期。"), params, work, True)
    is_soon = limits.stage_of(first.due_on, today, limits.reminder_days(case.unit_id)) is not None
    return Next(N_("%(who)s应在 %(day)s 前履行。"), params, perform, is_soon)


def _after_a_breach(actor: Actor, case: MediationCase, agreement: Any) -> Next | None:
    left = [one for one in agreement.obligations if one.done_on is None]
    if not left:
        work = _verb(actor, case, N_("履行完毕"), "finish_performance")
        return Next(N_("各项都已履行，请登记履行完毕。"), {}, work)
    urged = queries.list_urgings(agreement)
    urge = _owed(actor, N_("督促履行"), "urge_performance", left[0].id)
    if not urged:
        return Next(N_("没有按期履行，请督促（人民调解法第三十一条）。"), {}, urge, True)
    work = (
        *_owed(actor, N_("登记履行"), "record_performance", left[0].id),
        *_verb(actor, case, N_("重新调解"), "mediate_again"),
        *_verb(actor, case, N_("告知诉讼"), "tell_to_sue"),
    )
    return Next(
        N_("已于 %(day)s 督促，要求 %(until)s 前履行。履行了登记履行；仍不履行的，重新调解或者告知诉讼。"),
        {"day": urged[-1].urged_on.isoformat(), "until": urged[-1].perform_by.isoformat()},
        work,
        urged[-1].perform_by < clock.today(),
    )


def _visit(actor: Actor, case: MediationCase) -> tuple[Work, ...]:
    found = _offer_visit(actor, case)
    return (found,) if found else ()


def _verb(actor: Actor, case: MediationCase, label: str, verb: str) -> tuple[Work, ...]:
    if not actor.can("mediation.follow_agreement"):
        return ()
    return (Work(label, url_for(f"mediation_agreements.{verb}", case_id=case.id)),)


def _owed(actor: Actor, label: str, endpoint: str, key: int) -> tuple[Work, ...]:
    if not actor.can("mediation.follow_agreement"):
        return ()
    return (Work(label, url_for(f"mediation_agreements.{endpoint}", obligation_id=key)),)
