"""What each role may do about disputes and in people's mediation; `roles` joins it to the rest of the one table."""

from __future__ import annotations

_READ = {"mediation.read_case"}
# What a mediator does, from the application at the door to the agreement and its performance.
_MEDIATE = _READ | {
    "mediation.open_case",
    "mediation.accept_case",
    "mediation.refuse_case",
    "mediation.mediate",
    "mediation.pause_case",
    "mediation.end_case",
    "mediation.conclude",
    "mediation.follow_agreement",
    "mediation.close_case",
    "mediation.give_opinion",
    "mediation.archive_case",
    "mediation.assign_mediator",
    "mediation.ask_recusal",
    "disputes.register_dispute",
    "disputes.report_danger",
}
_CHAIR = {
    "mediation.decide_recusal",
    "mediation.keep_committee",
    "mediation.keep_clauses",
    "mediation.void_case",
}

# Who takes part in the work of several bodies on one dispute signs for its own task and answers.
_TAKE_PART = {"disputes.read_task", "disputes.answer_task"}
_WRITE_LETTERS = {
    "letters.read_letter",
    "letters.draft_letter",
    "letters.send_letter",
    "letters.enter_answer",
    "letters.withdraw_letter",
}
# Referrals, the three links, petition proxies.
_READ_LINKS = {"mediation.read_link"}
_TAKE_MATTERS = _READ_LINKS | {"mediation.keep_proxy", "mediation.take_matter"}
_RECORD_GUIDANCE = _READ_LINKS | {"mediation.record_guidance"}
_LINK = (
    _TAKE_PART
    | _WRITE_LETTERS
    | _TAKE_MATTERS
    | _RECORD_GUIDANCE
    | {
        "ledgers.read_ledger",
        "disputes.give_task",
        "mediation.enter_referral",
        "mediation.reply_referral",
        "mediation.record_court_day",
        "mediation.transfer_case",
    }
)
# The register and its statistics: 填表人、审核人、负责人 are three persons; an old register comes in by the committee itself.
_READ_FIGURES = {"mediation.read_statistics", "ledgers.read_ledger"}
_REPORT = _READ_FIGURES | {
    "mediation.read_whole_register",
    "mediation.draw_up_statistics",
    "mediation.hand_in_register",
}
_HEAD_REPORT = _READ_FIGURES | {"mediation.head_statistics"}

# Bound volumes, their checks, what speaks against invention, payment by the case (制表、审核、审批 are three persons).
_BIND = {"mediation.bind_volume", "mediation.lend_volume"}
_DOUBT = {"mediation.read_suspicions", "mediation.settle_suspicion", "mediation.draw_sample"}
_READ_PAY = {"mediation.read_pay", "ledgers.read_ledger"}
_GUIDE = _DOUBT | _READ_PAY | {"mediation.check_volume", "mediation.make_pay_list"}

MEDIATION_RIGHTS: dict[str, set[str]] = {
    "mediator": _MEDIATE | _LINK | _REPORT | _BIND,
    "chair": _MEDIATE
    | _CHAIR
    | _LINK
    | _REPORT
    | _BIND
    | {
        "letters.check_letter",
        "letters.issue_letter",
        "mediation.check_statistics",
        "mediation.import_register",
    },
    "leader": _HEAD_REPORT | _READ_PAY | {"mediation.approve_pay_list"},
    "admin": {"disputes.keep_categories"},
    "partner": _TAKE_PART,
    "street": _TAKE_PART
    | _TAKE_MATTERS
    | _RECORD_GUIDANCE
    | _READ_FIGURES
    | _READ_PAY
    | {"mediation.review_pay_list", "mediation.hand_over"},
    "community": _TAKE_PART | _TAKE_MATTERS | {"mediation.hand_over"},
    "secretary": _TAKE_PART | _TAKE_MATTERS | {"mediation.hand_over"},
    "justice": _TAKE_PART
    | _RECORD_GUIDANCE
    | _READ
    | _HEAD_REPORT
    | _GUIDE
    | {
        "mediation.guide_committees",
        "mediation.keep_committee",
        "mediation.decide_recusal",
        "mediation.read_whole_register",
        "mediation.draw_up_statistics",
        "mediation.check_statistics",
        "mediation.import_register",
        "disputes.see_danger",
    },
    "supervisor": _READ_LINKS | _READ | _READ_FIGURES | _DOUBT | _READ_PAY | {"disputes.see_danger"},
}
