"""What letters say on paper (frozen facts), their books of numbers, and the chain of those who sign them.

The look is that of a plain official letter (函, after GB/T 9704); the seal is put on by hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_
from portal.letters.kinds import ASSIGNMENT, ENQUIRY, LIAISON, SUBMISSION
from portal.signoffs import Chain, Step, define_chain

PAPER_SUBMISSION, PAPER_ASSIGNMENT, PAPER_ENQUIRY, PAPER_LIAISON = "报送单", "交办函", "协查（核对）函", "函"
PAPER_SEAL = "单位公章"

CHAIN = define_chain(
    Chain(
        "letters.letter",
        N_("公函签批"),
        (
            Step("handle", N_("经办"), "letters.draft_letter"),
            Step("check", N_("审核"), "letters.check_letter"),
            Step("issue", N_("签发"), "letters.issue_letter"),
        ),
    )
)


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """One thing that goes with a letter: what it is called and how many copies (份) of it."""

    name: str = said("附件名称")
    copies: int = 1


@dataclass(frozen=True, kw_only=True)
class LetterSigner:
    """Who signed a letter: step (经办、审核、签发), name, post and day."""

    label: str = said("签批步骤")
    name: str = said("签署人")
    post: str = said("签署人岗位")
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class LetterFacts(PaperFacts):
    """A letter: `heading` is its title, `paragraphs` its text, `due_on` the day by which an answer is asked for, if any."""

    addressee: str = said("收文单位")
    heading: str = said("标题")
    paragraphs: tuple[str, ...] = said("正文", default=())
    enclosures: tuple[Enclosure, ...] = said("附件", default=())
    due_on: dt.date | None = None
    due_provisional: bool = False
    sent_on: dt.date
    handled_by: str = said("经办人")
    signers: tuple[LetterSigner, ...] = said("签批", default=())
    way: str = said("送达方式", default="")


define_number_kind("letter_submission", N_("报送单编号"), "报送")
define_number_kind("letter_assignment", N_("交办函编号"), "交办")
define_number_kind("letter_enquiry", N_("协查（核对）函编号"), "协查")
define_number_kind("letter_liaison", N_("函编号"), "函")

PAPERS: dict[str, str] = {
    SUBMISSION: "letter_submission",
    ASSIGNMENT: "letter_assignment",
    ENQUIRY: "letter_enquiry",
    LIAISON: "letter_liaison",
}
for _code, _title in (
    (SUBMISSION, PAPER_SUBMISSION),
    (ASSIGNMENT, PAPER_ASSIGNMENT),
    (ENQUIRY, PAPER_ENQUIRY),
    (LIAISON, PAPER_LIAISON),
):
    define_kind(
        PAPERS[_code],
        _title,
        LetterFacts,
        template="letter",
        formats=("a4",),
        number_kind=PAPERS[_code],
        seal=PAPER_SEAL,
        permission="letters.read_letter",
    )
