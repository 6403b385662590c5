"""The one table role → permissions. A permission is `room.verb`, the same words as the view, the action and the audit line."""

from __future__ import annotations

from portal.accounts.mediation_rights import MEDIATION_RIGHTS
from portal.accounts.screening_rights import SCREENING_RIGHTS
from portal.errors import N_

ROLES: dict[str, str] = {
    "clerk": N_("窗口人员"),
    "reviewer": N_("审核人"),
    "leader": N_("分管领导（签发）"),
    "district": N_("区级确认"),
    "mediator": N_("调解员"),
    "chair": N_("调委会主任"),
    "community": N_("社区工作者"),
    "secretary": N_("社区书记（主任）"),
    "street": N_("街道综治专干"),
    "justice": N_("司法所"),
    "supervisor": N_("督办员"),
    "auditor": N_("审计员"),
    "admin": N_("系统管理员"),
    "partner": N_("协作单位人员"),
}

_READ_RESIDENTS = {
    "residents.search_residents",
    "residents.read_resident",
}
_REGISTER_RESIDENTS = {
    "residents.register_resident",
    "residents.request_duplicate",
}
_WRITE_RESIDENTS = _REGISTER_RESIDENTS | {
    "residents.correct_resident",
    "residents.add_paper",
    "residents.reveal_number",
    "residents.record_death",
    "residents.register_household",
    "residents.add_household_member",
    "residents.end_household_member",
    "residents.register_organisation",
    "residents.correct_household",
    "residents.correct_organisation",
}
_SECOND_PAIR_OF_EYES = {
    "residents.merge_residents",
    "residents.undo_merge",
    "residents.approve_duplicate",
    "residents.refuse_duplicate",
    "residents.cancel_death",
}
_READ_CASES = {
    "services.read_catalogue",
    "services.print_guide",
    "services.read_application",
    "services.read_bundle",
    "documents.read_document",
    "documents.print_document",
    "ledgers.read_ledger",
}
# From a household's declaration to its grant (最低生活保障).
_HOUSEHOLD_SUPPORT = {
    "services.declare_household",
    "services.authorise_check",
    "services.record_investigation",
    "services.request_data_check",
    "services.write_opinion",
    "services.report_household",
    "services.extend_due_date",
    "services.end_procedure",
}
_COUNTER = _HOUSEHOLD_SUPPORT | {
    "services.draft_application",
    "services.check_materials",
    "services.accept_application",
    "services.notify_missing",
    "services.refuse_application",
    "services.supplement_application",
    "services.withdraw_application",
    "services.suspend_application",
    "services.resume_application",
    "services.ask_supplement",
    "services.answer_supplement",
    "services.miss_supplement",
    "services.check_agent",
    "services.tell_result",
    "services.print_form",
    "services.enter_rating",
    "services.void_acceptance",
    "services.correct_receipt",
    "services.complete_on_the_spot",
    "services.issue_result",
    "services.collect_result",
    "services.close_application",
    "services.record_enquiry",
    "services.record_paper_day",
    "services.record_delivery",
    "services.keep_originals",
    "services.run_errand",
    "services.hand_over_shift",
    "services.attach_file",
    "services.print_card",
    "services.record_loss",
    "services.cancel_card",
    "documents.calibrate_printer",
    "documents.print_bulk",
}

_READ_LETTERS = {"letters.read_letter"}
_WRITE_LETTERS = _READ_LETTERS | {
    "letters.draft_letter",
    "letters.send_letter",
    "letters.enter_answer",
    "letters.withdraw_letter",
}
_READ_NOTICES = {"services.read_notice"}
_POST_NOTICES = _READ_NOTICES | {
    "services.post_notice",
    "services.remove_notice",
    "services.enter_return_slip",
    "services.record_objection",
    "services.print_published",
}
# The papers of one's own unit: a community prints the sheets that it posts, a committee its letters.
_OWN_PAPERS = {"documents.read_document", "documents.print_document"}
_READ_VISITS = {"services.read_visit"}
# A community makes the visits to newborns of its own unit; the counter may enter what comes back on paper.
_VISITS = _READ_VISITS | {
    "services.record_visit",
    "services.settle_need",
    "services.reveal_contact",
}
_BIRTHS = _VISITS | {
    "services.correct_registration",
    "services.record_newborn",
    "services.dispatch_visit",
    "services.stop_visit",
}
_ANNOUNCE = _POST_NOTICES | {"services.announce", "services.settle_objection", "services.cancel_notice"}
_PREPARE_PAYMENTS = {
    "payments.read_payments",
    "payments.prepare_month",
    "payments.settle_anomaly",
    "payments.submit_month",
    "payments.enter_result",
    "payments.settle_return",
    "payments.archive_month",
}
# Full account numbers leave the house only through the one who reviewed the list.
_REVIEW_PAYMENTS = {
    "payments.read_payments",
    "payments.review_month",
    "payments.return_month",
    "payments.export_bank_file",
}
_APPROVE_PAYMENTS = {"payments.read_payments", "payments.approve_month", "payments.return_month"}
_PREPARE_ADJUSTMENTS = {
    "assistance.read_adjustment",
    "assistance.prepare_adjustment",
    "assistance.hand_in_paper",
    "assistance.read_carry_in",
}
_APPROVE_ADJUSTMENTS = {
    "assistance.read_adjustment",
    "assistance.approve_adjustment",
    "assistance.read_carry_in",
    "assistance.carry_in",
}
# The files of those who are supported, after the decision (在保档案).
_READ_FILES = {"assistance.read_file"}
_CARE_FOR_FILES = _READ_FILES | {
    "assistance.propose_change",
    "assistance.record_hearing",
    "assistance.change_account",
    "assistance.print_form",
    "assistance.issue_letter",
    "assistance.record_review",
}
_DECIDE_CHANGES = _READ_FILES | {"assistance.decide_change", "assistance.issue_letter"}
# Temporary relief (临时救助): the counter finds the sum, another lets aid come before the papers.
_RELIEF = {"services.assess_relief", "services.enter_relief_answer"}
# Hardship that a community finds by itself (主动发现): it reports, the street takes on.
_READ_HARDSHIP = {"services.read_hardship"}
_CARD_STOCK = {"services.keep_card_stock"}
# Rosters (花名册): drafted by the clerk, passed by another, agreed to by the leader; a community hands out to its own people.
_READ_ROSTERS = {"rosters.read_roster"}
_HAND_OUT = _READ_ROSTERS | {"rosters.hand_out"}
_READ_STANDARDS = {"assistance.read_standard"}
_ENTER_STANDARDS = _READ_STANDARDS | {"assistance.enter_standard", "assistance.withdraw_standard"}

_RIGHTS: dict[str, frozenset[str]] = {
    "clerk": frozenset(
        _READ_RESIDENTS
        | _HAND_OUT
        | _RELIEF
        | _READ_HARDSHIP
        | _CARD_STOCK
        | {"rosters.prepare_roster"}
        | _READ_STANDARDS
        | _BIRTHS
        | _CARE_FOR_FILES
        | _PREPARE_ADJUSTMENTS
        | _WRITE_RESIDENTS
        | _READ_CASES
        | _PREPARE_PAYMENTS
        | _COUNTER
        | _WRITE_LETTERS
        | _ANNOUNCE
    ),
    "reviewer": frozenset(
        _READ_RESIDENTS
        | _READ_ROSTERS
        | {"rosters.review_roster", "services.give_relief_first"}
        | _READ_HARDSHIP
        | _ENTER_STANDARDS
        | _READ_VISITS
        | _DECIDE_CHANGES
        | _PREPARE_ADJUSTMENTS
        | {"assistance.carry_in"}
        | _SECOND_PAIR_OF_EYES
        | _READ_CASES
        | _REVIEW_PAYMENTS
        | _WRITE_LETTERS
        | _ANNOUNCE
        | {
            "residents.correct_resident",
            "residents.correct_household",
            "residents.correct_organisation",
            "residents.add_paper",
            "residents.reveal_number",
            "services.review_application",
            "services.report_household",
            "services.extend_due_date",
            "services.end_procedure",
            "services.return_application",
            "services.decide_application",
            "services.notify_missing",
            "services.notify_again",
            "services.suspend_application",
            "services.resume_application",
            "services.ask_supplement",
            "services.answer_supplement",
            "services.miss_supplement",
            "services.end_application",
            "services.tell_result",
            "services.call_back",
            "services.read_rating",
            "services.check_sample",
            "services.report_lost_original",
            "services.hand_over",
            "letters.check_letter",
            "accounts.hand_over_work",
            "documents.void_document",
            "documents.print_bulk",
            "documents.manage_printers",
            "documents.calibrate_printer",
            "documents.read_prints",
        }
    ),
    "leader": frozenset(
        _READ_RESIDENTS
        | _READ_ROSTERS
        | {"rosters.agree_roster", "services.give_relief_first"}
        | _READ_STANDARDS
        | _READ_VISITS
        | _DECIDE_CHANGES
        | _APPROVE_ADJUSTMENTS
        | _READ_CASES
        | _APPROVE_PAYMENTS
        | _WRITE_LETTERS
        | _READ_NOTICES
        | {
            "services.decide_application",
            "services.end_application",
            "services.call_back",
            "services.read_rating",
            "services.read_item_draft",
            "services.publish_item",
            "services.return_application",
            "services.hand_over",
            "letters.check_letter",
            "letters.issue_letter",
            "accounts.hand_over_work",
            "dashboard.supervise",
            "documents.print_bulk",
            "documents.read_prints",
        }
    ),
    "district": frozenset(
        _READ_RESIDENTS
        | _READ_STANDARDS
        | _DECIDE_CHANGES
        | _READ_CASES
        | {"payments.read_payments"}
        | _READ_LETTERS
        | _READ_NOTICES
        | {"services.confirm_household", "services.enter_relief_answer", "dashboard.supervise"}
    ),
    "mediator": frozenset(_READ_RESIDENTS | _REGISTER_RESIDENTS | _WRITE_LETTERS | _OWN_PAPERS),
    "chair": frozenset(
        _READ_RESIDENTS
        | _REGISTER_RESIDENTS
        | _WRITE_LETTERS
        | _OWN_PAPERS
        | {"letters.check_letter", "letters.issue_letter"}
    ),
    "community": frozenset(
        _READ_RESIDENTS
        | _HAND_OUT
        | _READ_STANDARDS
        | _VISITS
        | _READ_FILES
        | {"assistance.record_review", "assistance.print_form"}
        | _READ_HARDSHIP
        | {"services.report_hardship"}
        | _REGISTER_RESIDENTS
        | _POST_NOTICES
        | _OWN_PAPERS
        | {"residents.record_death"}
    ),
    "secretary": frozenset(
        _READ_RESIDENTS
        | _READ_ROSTERS
        | _READ_STANDARDS
        | _READ_VISITS
        | _READ_FILES
        | _POST_NOTICES
        | _OWN_PAPERS
    ),
    "street": frozenset(_READ_RESIDENTS | _WRITE_LETTERS | _OWN_PAPERS | {"ledgers.read_ledger"}),
    "justice": frozenset(),
    "supervisor": frozenset(
        _READ_CASES
        | _READ_ROSTERS
        | _READ_STANDARDS
        | _READ_VISITS
        | _READ_FILES
        | {"assistance.read_adjustment"}
        | {"payments.read_payments"}
        | _READ_LETTERS
        | _READ_NOTICES
        | {"dashboard.supervise", "services.check_sample", "services.read_rating"}
    ),
    "auditor": frozenset({"audit.read_trail", "audit.verify_chain", "documents.read_numbers"}),
    "admin": frozenset(
        _ENTER_STANDARDS
        | {
            "accounts.manage_accounts",
            "accounts.hand_over_work",
            "units.manage_units",
            "settings.read_settings",
            "settings.change_setting",
            "almanac.manage_calendar",
            "services.hand_over",
            "services.read_catalogue",
            "services.print_guide",
            "services.draft_item",
            "services.read_item_draft",
            "services.publish_item",
            "services.edit_bundle",
            "services.read_bundle",
            "services.switch_item",
            "documents.read_numbers",
            "jobs.manage_jobs",
            "documents.manage_printers",
            "documents.calibrate_printer",
            "documents.read_prints",
        }
    ),
    # A department or station that takes part in the work on a dispute, and sees nothing else.
    "partner": frozenset(),
}
# What concerns the person and not the post: a shift is taken over by whom its sheet names, whichever post they hold just then.
_EVERYBODY = {"services.take_over_shift"}
PERMISSIONS: dict[str, frozenset[str]] = {
    role: rights | _EVERYBODY | MEDIATION_RIGHTS.get(role, set()) | SCREENING_RIGHTS.get(role, set())
    for role, rights in _RIGHTS.items()
}


def permissions_of(role: str) -> frozenset[str]:
    """What a role may do; nothing for an unknown one."""
    return PERMISSIONS.get(role, frozenset())


def all_permissions() -> frozenset[str]:
    """Every permission that some role holds."""
    return frozenset().union(*PERMISSIONS.values())
