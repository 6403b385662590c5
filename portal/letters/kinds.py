"""What kinds of letter there are, how each can be answered, how it travels and which states it goes through. Words only."""

from __future__ import annotations

from dataclasses import dataclass

from portal.errors import N_


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: what it is called, its book of numbers, and the outcomes that an answer to it can have."""

    code: str
    label: str
    number_kind: str
    outcomes: tuple[str, ...]


SUBMISSION, ASSIGNMENT, ENQUIRY, LIAISON = "submission", "assignment", "enquiry", "liaison"

KINDS: dict[str, LetterKind] = {
    kind.code: kind
    for kind in (
        LetterKind(
            SUBMISSION, N_("报送单"), "letter_submission", ("agreed", "disagreed", "returned", "interim")
        ),
        LetterKind(
            ASSIGNMENT, N_("交办函"), "letter_assignment", ("done", "not_done", "returned", "interim")
        ),
        LetterKind(
            ENQUIRY,
            N_("协查（核对）函"),
            "letter_enquiry",
            ("confirmed", "differs", "no_record", "returned", "interim"),
        ),
        # Between bodies of which none is above the other: 邀请、委托、移送、复函.
        LetterKind(
            LIAISON,
            N_("函"),
            "letter_liaison",
            ("agreed", "disagreed", "done", "not_done", "returned", "interim"),
        ),
    )
}
OUTCOMES: dict[str, str] = {
    "agreed": N_("同意"),
    "disagreed": N_("不同意"),
    "done": N_("已办结"),
    "not_done": N_("未能办结"),
    "confirmed": N_("情况相符"),
    "differs": N_("情况不符"),
    "no_record": N_("查无记录"),
    "returned": N_("退回"),
    "interim": N_("阶段性答复"),
}
INTERIM = "interim"
WAYS: dict[str, str] = {
    "messenger": N_("专人送达"),
    "post": N_("邮寄"),
    "electronic": N_("电子传送"),
    "fax": N_("传真"),
}
STATES: dict[str, str] = {
    "draft": N_("草稿"),
    "sent": N_("等答复"),
    "answered": N_("已答复"),
    "withdrawn": N_("已撤回"),
}
TONES: dict[str, str] = {"draft": "neutral", "sent": "waiting", "answered": "good", "withdrawn": "paused"}
