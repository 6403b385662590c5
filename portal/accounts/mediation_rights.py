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
    "mediation.archive_case",
    "mediation.assign_mediator",
    "mediation.ask_recusal",
    "disputes.register_dispute",
    "disputes.report_danger",
}
_CHAIR = {"mediation.decide_recusal", "mediation.keep_committee"}

# Who takes part in the work of several bodies on one dispute signs for its own task and answers.
_TAKE_PART = {"disputes.read_task", "disputes.answer_task"}
_WRITE_LETTERS = {
    "letters.read_letter",
    "letters.draft_letter",
    "letters.send_letter",
    "letters.enter_answer",
    "letters.withdraw_letter",
}
_READ_LINKS = {"mediation.read_link"}
_LINK = (
    _READ_LINKS
    | _TAKE_PART
    | _WRITE_LETTERS
    | {
        "disputes.give_task",
        "mediation.enter_referral",
        "mediation.reply_referral",
        "mediation.record_guidance",
        "mediation.record_court_day",
        "mediation.transfer_case",
        "mediation.take_matter",
    }
)

MEDIATION_RIGHTS: dict[str, set[str]] = {
    "mediator": _MEDIATE,
    "chair": _MEDIATE | _CHAIR,
    "justice": _READ | {"mediation.guide_committees", "mediation.keep_committee", "disputes.see_danger"},
    "supervisor": _READ | {"disputes.see_danger"},
}
