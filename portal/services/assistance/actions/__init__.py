"""The verbs of a file's life, one file per stage."""

from portal.services.assistance.actions.accounts import change_account
from portal.services.assistance.actions.changing import decide_change, must_be_ready, needs_hearing
from portal.services.assistance.actions.deciding import owe, write_decision, write_decisions
from portal.services.assistance.actions.hearing import attach_signed_record, record_hearing, record_kin
from portal.services.assistance.actions.letters import issue_decision_letter, issue_letter, print_form
from portal.services.assistance.actions.members import NewMember
from portal.services.assistance.actions.merging import move_people, move_people_back
from portal.services.assistance.actions.opening import BankAccount, open_file
from portal.services.assistance.actions.planning import Plan, stands_on_standard
from portal.services.assistance.actions.proposals_by_itself import (
    propose_after_death,
    propose_fading_stops,
    withdraw_after_death,
)
from portal.services.assistance.actions.proposing import (
    drop_change,
    may_be_silent,
    propose_change,
    reckon_proposal,
    replan_change,
)
from portal.services.assistance.actions.reviewing import record_review
from portal.services.assistance.actions.transfers import propose_transfer, reckon_transfer

__all__ = [
    "BankAccount",
    "NewMember",
    "Plan",
    "attach_signed_record",
    "change_account",
    "decide_change",
    "drop_change",
    "issue_decision_letter",
    "issue_letter",
    "may_be_silent",
    "move_people",
    "move_people_back",
    "must_be_ready",
    "needs_hearing",
    "open_file",
    "owe",
    "print_form",
    "propose_after_death",
    "propose_change",
    "propose_fading_stops",
    "propose_transfer",
    "reckon_proposal",
    "reckon_transfer",
    "record_hearing",
    "record_kin",
    "record_review",
    "replan_change",
    "stands_on_standard",
    "withdraw_after_death",
    "write_decision",
    "write_decisions",
]
