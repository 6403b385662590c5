"""The verbs of rosters, one module for each stage: listing people, signing the list, handing out."""

from portal.services.rosters.actions.handing import (
    correct_handing,
    hand_out,
    hand_out_many,
    record_uncollected,
    settle_roster,
)
from portal.services.rosters.actions.listing import (
    Item,
    add_people,
    add_person,
    cancel_roster,
    set_items,
    start_roster,
    strike_line,
)
from portal.services.rosters.actions.sheets import take_sheet, try_sheet
from portal.services.rosters.actions.signing import (
    agree_roster,
    answer_line,
    question_line,
    return_roster,
    review_roster,
    submit_roster,
)

__all__ = [
    "Item",
    "add_people",
    "add_person",
    "agree_roster",
    "answer_line",
    "cancel_roster",
    "correct_handing",
    "hand_out",
    "hand_out_many",
    "question_line",
    "record_uncollected",
    "return_roster",
    "review_roster",
    "set_items",
    "settle_roster",
    "start_roster",
    "strike_line",
    "submit_roster",
    "take_sheet",
    "try_sheet",
]
