"""The verbs of public notices, one file a stage; rooms above call `announce` and ask `queries.state_of`."""

from portal.services.notices.actions.announcing import announce, cancel_notice, redate_notice
from portal.services.notices.actions.board import enter_return_slip, post_notice, remove_notice
from portal.services.notices.actions.objections import record_objection, settle_objection
from portal.services.notices.actions.published import print_published

__all__ = [
    "announce",
    "cancel_notice",
    "enter_return_slip",
    "post_notice",
    "print_published",
    "record_objection",
    "redate_notice",
    "remove_notice",
    "settle_objection",
]
