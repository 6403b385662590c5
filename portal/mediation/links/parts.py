"""What the page of a case shows of its links, the buttons that it offers for them, and the next step when a reply is late."""

from __future__ import annotations

from typing import Any

from flask import url_for

from portal import clock
from portal.actor import Actor
from portal.disputes import tasks
from portal.disputes.kinds import TASK_ROLES
from portal.errors import N_
from portal.letters.queries import letters_about
from portal.mediation.links import people, queries, replies
from portal.mediation.links.kinds import DIRECTIONS, KINDS, STATES, TRANSFER_STATES
from portal.mediation.links.routes.referrals import TONES
from portal.mediation.links.routes.transfers import TONES as TRANSFER_TONES
from portal.mediation.models import MediationCase
from portal.mediation.parts import Next, Work, add_next, add_part, add_work, address_of
from portal.mediation.states import BEFORE_ACCEPTANCE, CASE_SOURCES, OPEN, RUNNING

_JOINT = BEFORE_ACCEPTANCE | RUNNING | {"suspended"}


def join() -> None:
    """Register the part, the buttons and the next step."""
    add_part("links", 700, load_part)
    add_next("links", 200, know_next)
    for position, (code, states, right, label, endpoint) in enumerate(
        (
            ("joint", _JOINT, "disputes.give_task", N_("联合调解"), "links.begin_joint"),
            ("referral", OPEN, "mediation.enter_referral", N_("登记移送来函"), "links.enter_referral"),
            (
                "refer_out",
                OPEN | {"refused"},
                "mediation.enter_referral",
                N_("移送其他单位"),
                "links.refer_out",
            ),
            (
                "transfer",
                BEFORE_ACCEPTANCE | RUNNING,
                "mediation.transfer_case",
                N_("驻所移送"),
                "links.transfer_case",
            ),
            ("court_day", None, "mediation.record_court_day", N_("登记进居调解"), "links.record_court_day"),
        )
    ):
        add_work(f"links.{code}", 600 + position, _offer(states, right, label, endpoint))


def load_part(actor: Actor, case: MediationCase) -> tuple[str, dict[str, Any]] | None:
    """Everything about the links of a case, for who may read them; None where there is nothing."""
    if not actor.can("mediation.read_link"):
        return None
    referrals = queries.referrals_of(case)
    context: dict[str, Any] = {
        "case_id": case.id,
        "standings": tasks.standings_of(case.dispute),
        "may_call": actor.can("disputes.give_task") and case.state in _JOINT,
        "may_print": actor.can("mediation.mediate"),
        "referrals": referrals,
        "transfers": queries.transfers_of(case),
        "guidance": people.guidance_of(case),
        "court_days": people.court_days_of(case),
        "letters": letters_about(case),
        "wants_entry": wants_entry(case, referrals),
        "may_enter": actor.can("mediation.enter_referral"),
        "source": CASE_SOURCES[case.source],
        "roles": TASK_ROLES,
        "kinds": KINDS,
        "directions": DIRECTIONS,
        "states": STATES,
        "tones": TONES,
        "transfer_states": TRANSFER_STATES,
        "transfer_tones": TRANSFER_TONES,
        "due_of": queries.due_of,
    }
    shown = ("standings", "referrals", "transfers", "guidance", "court_days", "letters", "wants_entry")
    return ("mediation/links/links_part.html", context) if any(context[name] for name in shown) else None


def wants_entry(case: MediationCase, referrals: list[Any]) -> bool:
    """Whether another body sent the case, and its letter has not been entered."""
    return case.source in KINDS and case.state in OPEN and not any(r.direction == "in" for r in referrals)


def know_next(actor: Actor, case: MediationCase) -> Next | None:
    """The time that a court or another body set is over, or the case has ended: its sender is owed a reply."""
    if not actor.can("mediation.reply_referral"):
        return None
    for one in queries.referrals_of(case):
        if one.state != "open" or one.direction != "in":
            continue
        offered = replies.outcomes_of(one)
        if not offered:
            continue
        due = queries.due_of(one)
        work = Work(N_("生成复函"), url_for("links.reply_referral", referral_id=one.id))
        late = due is not None and due < clock.today()
        if offered == ["time_over"]:
            sentence = N_(
                "%(body)s给的期限已满，还没有结果：请函复调解经过，附调解记录和证据材料清单。案件不会自动终止。"
            )
            ends = address_of("terminate_case", case)
            more = (Work(N_("终止调解"), ends),) if ends and actor.can("mediation.end_case") else ()
            return Next(sentence, {"body": one.body}, (work, *more), True)
        return Next(N_("已有结果，请函复%(body)s。"), {"body": one.body}, (work,), late)
    return _settled_elsewhere(actor, case)


def _settled_elsewhere(actor: Actor, case: MediationCase) -> Next | None:
    """The joint room of a police station has settled the matter: the committee's own case ends, and does not count as settled."""
    passed = queries.transfers_of(case) if case.state in _JOINT else []
    if not passed or passed[-1].state != "agreed" or not actor.can("mediation.end_case"):
        return None
    sentence = N_(
        "%(station)s%(room)s已调解成功。本案由当事人撤回申请，或者办理终止；协议是对方主持达成的，不计入本会的调解成功。"
    )
    ways = (("withdraw_case", N_("撤回申请")), ("terminate_case", N_("终止调解")))
    open_ways = ways if case.state in RUNNING else ways[:1]
    works = [Work(label, to) for verb, label in open_ways if (to := address_of(verb, case))]
    return Next(sentence, {"station": passed[-1].station, "room": passed[-1].room}, tuple(works), False)


def _offer(states: frozenset[str] | None, right: str, label: str, endpoint: str) -> Any:
    def offer(actor: Actor, case: MediationCase) -> Work | None:
        if not actor.can(right) or (states is not None and case.state not in states):
            return None
        if states is None and case.accepted_on is None:
            return None
        return Work(label, url_for(endpoint, case_id=case.id))

    return offer
