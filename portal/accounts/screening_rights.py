"""What each role may do in weekly screening; `roles` joins it to the rest of the one table."""

from __future__ import annotations

_READ = {"screening.read_calendar", "screening.read_dispute", "ledgers.read_ledger"}
# Who looks for disputes and answers for them: registers, takes measures, writes down what was done.
_CARE = {
    "screening.record_act",
    "screening.keep_dispute",
    "screening.report_grave",
    "disputes.register_dispute",
    "disputes.report_danger",
}
_FILL = _READ | _CARE | {"screening.fill_report", "screening.object"}
# The street's desk (平安办): chases, decides, draws up what goes to the district.
_LEAD = _READ | {
    "screening.see_grave",
    "screening.read_truth",
    "screening.draw_chase_list",
}

SCREENING_RIGHTS: dict[str, set[str]] = {
    "community": _FILL,
    "secretary": _FILL | {"screening.sign_report", "screening.withdraw_report"},
    "street": _LEAD
    | _CARE
    | {
        "screening.keep_special_period",
        "screening.decide_objection",
        "screening.move_dispute",
        "screening.call_bodies",
        "screening.make_roll_up",
        "screening.review_roll_up",
        "screening.send_roll_up",
        "screening.make_bulletin",
        "disputes.give_task",
        "letters.read_letter",
        "letters.draft_letter",
        "letters.send_letter",
        "letters.enter_answer",
        "letters.withdraw_letter",
    },
    "leader": _LEAD | {"screening.issue_roll_up", "screening.issue_bulletin"},
    "supervisor": _LEAD,
    "justice": _READ,
    "district": {"screening.read_calendar"},
}
