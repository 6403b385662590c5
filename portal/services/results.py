"""The result paper of an item without code (办理结果文书): what it says, frozen, and its issue with a number of its own.

Items written in code make their own results (see `items`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.actor import Actor
from portal.documents.actions import issue_document
from portal.documents.actions.numbering import allocate_number
from portal.documents.facts import said
from portal.documents.kinds import define_kind, define_number_family, define_number_kind
from portal.documents.models import Document, IssuedNumber
from portal.documents.papers import ApplicationFacts
from portal.errors import N_
from portal.services import documents
from portal.services.answer_words import on_paper
from portal.services.definitions import ItemDefinition
from portal.services.models import Application
from portal.services.placeholders import PAPER_PLACES, fill
from portal.services.queries.applications import papers_of
from portal.standards.chinese_dates import chinese_date
from portal.standards.identity import mask_identity

KIND = "item_result"
BOOK = "item_result"
FAMILY = "result"
PAPER_TITLE = "办理结果告知书"
PAPER_WORD = "办"
PAPER_SEAL = "业务专用章"
PAPER_LABELS = ("文书名称", "正文", "受理编号", "经办人")
LONGEST_TITLE = 30


@dataclass(frozen=True, kw_only=True)
class ItemResult(ApplicationFacts):
    """The result of an item without code: its title, the text in paragraphs, and the application it ends."""

    result_title: str = said(PAPER_LABELS[0])
    paragraphs: tuple[str, ...] = said(PAPER_LABELS[1])
    application_number: str = said(PAPER_LABELS[2], default="")
    issued_on: dt.date
    handled_by: str = said(PAPER_LABELS[3], default="")


define_number_kind(BOOK, N_("办理结果文书编号"), PAPER_WORD)
define_number_family(FAMILY, N_("办理结果文书编号"))
define_kind(KIND, PAPER_TITLE, ItemResult, formats=("a4", "a5"), seal=PAPER_SEAL)


def book_of(definition: ItemDefinition) -> str:
    """The book that the item's result papers are numbered in: one for each word (发文字), or the common one."""
    return f"{FAMILY}:{definition.result_word}" if definition.result_word else BOOK


def issue_result_paper(actor: Actor, application: Application, on: dt.date) -> str:
    """Issue the item's result paper and say what it is; empty for an item that has none. Raises RuleBroken at the fact."""
    definition = application.definition
    if not definition.result_text.strip():
        return ""
    number = allocate_number(actor, unit_id=application.unit_id, kind=book_of(definition), on=on)
    made = issue_document(
        actor,
        kind=KIND,
        facts=result_facts(application, number=number, issued_on=on, handled_by=actor.name),
        unit_id=application.unit_id,
        subject=application,
        on=on,
        number=number,
        last_fours=documents.last_fours(application),
    )
    made.title = title_of(definition)
    return f"{made.title} {number.text}"


def result_papers_of(application: Application) -> list[Document]:
    """The valid papers of an application that are its result: those of the kind that its definition names, or of this module."""
    wanted = {KIND, application.definition.result_paper}
    return [one for one in papers_of(application) if one.kind in wanted and one.status == "valid"]


def title_of(definition: ItemDefinition) -> str:
    """What the paper is called."""
    return (definition.result_title or PAPER_TITLE)[:LONGEST_TITLE]


def result_facts(
    application: Application, *, number: IssuedNumber, issued_on: dt.date, handled_by: str
) -> ItemResult:
    """The paper's facts: the text with its places filled, one paragraph a line."""
    text = fill(application.definition.result_text, _values(application, number.text, issued_on))
    return ItemResult(
        **documents.office_facts(application.unit, issued_on, application.definition),
        **documents.applicant_facts(application),
        result_title=title_of(application.definition),
        paragraphs=tuple(line.strip() for line in text.splitlines() if line.strip()),
        application_number=application.number or "",
        issued_on=issued_on,
        handled_by=handled_by,
    )


def _values(application: Application, number: str, day: dt.date) -> dict[str, str]:
    """What stands in each place: the questions first, so that a fixed place is never taken over by a label."""
    definition, answers = application.definition, application.answers or {}
    questions = definition.fields_for(application.business)
    business = definition.business(application.business)
    paper = application.resident.primary_paper if application.resident else None
    asked = {one.label: on_paper(one, answers.get(one.code)) for one in questions}
    fixed = (
        application.subject_name,
        mask_identity(paper.number) if paper and paper.number else "",
        definition.name,
        business.name if business else "",
        application.number or "",
        number,
        chinese_date(day),
        application.unit.name_on(day),
        application.agent.name if application.agent else "",
    )
    return asked | dict(zip(PAPER_PLACES, fixed, strict=True))
