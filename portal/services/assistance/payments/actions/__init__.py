"""The verbs of payment months, one file per stage: drawing up, checking, approving, the bank, its result, returned money."""

from portal.services.assistance.payments.actions.approving import (
    approve_month,
    return_month,
    review_month,
    submit_month,
)
from portal.services.assistance.payments.actions.banking import export_bank_file
from portal.services.assistance.payments.actions.checking import keep_line, leave_out_line
from portal.services.assistance.payments.actions.preparing import (
    discard_batch,
    prepare_extra,
    prepare_month,
    refreeze_month,
)
from portal.services.assistance.payments.actions.results import ReturnEntry, archive_month, enter_result
from portal.services.assistance.payments.actions.returning import pay_again, stop_return

__all__ = [
    "ReturnEntry",
    "approve_month",
    "archive_month",
    "discard_batch",
    "enter_result",
    "export_bank_file",
    "keep_line",
    "leave_out_line",
    "pay_again",
    "prepare_extra",
    "prepare_month",
    "refreeze_month",
    "return_month",
    "review_month",
    "stop_return",
    "submit_month",
]
