"""The verbs of the hall, one file per stage of an application's life."""

from portal.services.actions.acceptance import (
    accept_application,
    notify_missing,
    refuse_application,
    void_acceptance,
)
from portal.services.actions.agents import check_agent
from portal.services.actions.catalogue import (
    needs_four_eyes,
    publish_alone,
    publish_item_version,
    seed_items,
    switch_item,
)
from portal.services.actions.checking import (
    MaterialCheck,
    attach_file,
    attach_photo,
    check_materials,
    receive_promised,
    supplement_application,
)
from portal.services.actions.corrections import correct_receipt, find_receipt, list_corrections
from portal.services.actions.decision import (
    check_sample,
    complete_on_the_spot,
    complete_step,
    decide_application,
    return_application,
    review_application,
)
from portal.services.actions.deeming import deem_accepted
from portal.services.actions.drafting import (
    add_application,
    discard_draft,
    save_answers,
    set_agent,
    start_visit,
)
from portal.services.actions.due_dates import recompute_due_dates
from portal.services.actions.enquiries import record_enquiry
from portal.services.actions.handover import (
    close_application,
    collect_result,
    issue_result,
    may_be_told,
    tell_result,
)
from portal.services.actions.paper_days import record_paper_day
from portal.services.actions.pauses import (
    end_application,
    resume_application,
    suspend_application,
    withdraw_application,
)
from portal.services.actions.work import hand_over

__all__ = [
    "MaterialCheck",
    "accept_application",
    "add_application",
    "attach_file",
    "attach_photo",
    "check_agent",
    "check_materials",
    "check_sample",
    "close_application",
    "collect_result",
    "complete_on_the_spot",
    "complete_step",
    "correct_receipt",
    "decide_application",
    "deem_accepted",
    "discard_draft",
    "end_application",
    "find_receipt",
    "hand_over",
    "issue_result",
    "list_corrections",
    "may_be_told",
    "needs_four_eyes",
    "notify_missing",
    "publish_alone",
    "publish_item_version",
    "receive_promised",
    "recompute_due_dates",
    "record_enquiry",
    "record_paper_day",
    "refuse_application",
    "resume_application",
    "return_application",
    "review_application",
    "save_answers",
    "seed_items",
    "set_agent",
    "start_visit",
    "supplement_application",
    "suspend_application",
    "switch_item",
    "tell_result",
    "void_acceptance",
    "withdraw_application",
]
