"""The verbs from the declaration to the grant, one file a stage."""

from portal.services.items.minimum_living.actions.authorising import (
    Answer,
    enter_authorisation,
    print_authorisation,
)
from portal.services.items.minimum_living.actions.checking import (
    record_objection,
    request_data_check,
    settle_mismatch,
    tell_mismatch,
)
from portal.services.items.minimum_living.actions.confirming import confirm_household, report_household
from portal.services.items.minimum_living.actions.declaring import (
    HeadBlock,
    LineEntry,
    MemberEntry,
    RelativeEntry,
    SupporterEntry,
    register_relatives,
    save_family,
    save_head,
    save_income,
    save_property,
    save_supporters,
)
from portal.services.items.minimum_living.actions.ending import end_procedure, extend_due_date
from portal.services.items.minimum_living.actions.granting import issue_refusal, open_granted_file
from portal.services.items.minimum_living.actions.investigating import Visit, record_investigation
from portal.services.items.minimum_living.actions.opinion import (
    announce_opinion,
    reopen_declaration,
    write_opinion,
)

__all__ = [
    "Answer",
    "HeadBlock",
    "LineEntry",
    "MemberEntry",
    "RelativeEntry",
    "SupporterEntry",
    "Visit",
    "announce_opinion",
    "confirm_household",
    "end_procedure",
    "enter_authorisation",
    "extend_due_date",
    "issue_refusal",
    "open_granted_file",
    "print_authorisation",
    "record_investigation",
    "record_objection",
    "register_relatives",
    "reopen_declaration",
    "report_household",
    "request_data_check",
    "save_family",
    "save_head",
    "save_income",
    "save_property",
    "save_supporters",
    "settle_mismatch",
    "tell_mismatch",
    "write_opinion",
]
