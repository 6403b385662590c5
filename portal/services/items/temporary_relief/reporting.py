"""The letter to the district about a relief above the street's limit (报送单): drafted when it is needed, its answer heard."""

from __future__ import annotations

from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.ledgers.wording import yuan
from portal.letters.actions import draft_letter
from portal.letters.hooks import About
from portal.letters.kinds import SUBMISSION
from portal.letters.models import Letter, LetterAnswer
from portal.letters.queries import LARGEST_KEY
from portal.services.assistance.outside import district_body
from portal.services.items.temporary_relief import actions, documents, queries
from portal.services.items.temporary_relief.models import TemporaryRelief
from portal.services.models import Application
from portal.services.queries import get_application
from portal.standards.chinese_dates import chinese_date

PAPER_TITLE = "关于报送临时救助申请审批的函"
PAPER_BODY = (
    "{name}（受理编号{number}）因“{reason}”于{day}申请临时救助（{kind}）。经核定，拟给予{form}{figures}元"
    "（{reckoning}），超过街道审批限额。现将材料报上，请予审批并函复。"
)
PAPER_ENCLOSURES = ("临时救助申请材料", "困难情况证明材料")
_ANSWERS = {"agreed": "agreed", "disagreed": "disagreed"}


def draft_report(actor: Actor, application: Application, *, version: int | None) -> Letter:
    """Draft the letter of report; raises RuleBroken where the district is not asked, or a letter is on its way already."""
    actor.must("services.report_household")
    application.expect_version(version)
    relief = queries.find_relief(application)
    if relief is None or application.state != "reviewed" or not actions.goes_to_district(relief):
        raise RuleBroken(None, N_("这一申请不需要或者还不能报送区级。"))
    if relief.district_answer or is_on_its_way(relief):
        raise RuleBroken(None, N_("报送单已经起草，请在“公函往来”中办理。"))
    addressee_id, addressee = district_body(application.unit_id)
    relief.letter = draft_letter(
        actor,
        kind=SUBMISSION,
        unit_id=application.unit_id,
        title=PAPER_TITLE,
        body=_body(application, relief),
        subject=relief,
        subject_label=f"{application.number} {application.item.name}",
        subject_href=f"/services/applications/{application.id}",
        enclosures=PAPER_ENCLOSURES,
        addressee_id=addressee_id,
        addressee=addressee,
    )
    application.touch()
    session.flush()
    return relief.letter


def draft_if_asked(actor: Actor, application: Application) -> None:
    """Draft it along with the review that makes it necessary; where nobody is named as addressee, the page says so later."""
    relief = queries.find_relief(application)
    if relief is None or not actions.goes_to_district(relief) or not actor.can("services.report_household"):
        return
    if relief.district_answer or is_on_its_way(relief):
        return
    try:
        district_body(application.unit_id)
    except RuleBroken:
        return
    draft_report(actor, application, version=None)


def is_on_its_way(relief: TemporaryRelief) -> bool:
    """Whether a letter of report is drafted or sent and was neither answered nor withdrawn."""
    return relief.letter is not None and relief.letter.state in {"draft", "sent"}


def hear_answer(actor: Actor, letter: Letter, answer: LetterAnswer) -> None:
    """The letter was answered: its answer is the district's. An interim one, or one that sends back, changes nothing."""
    relief = session.get(TemporaryRelief, letter.subject_id) if letter.subject_id else None
    outcome = _ANSWERS.get(answer.outcome, "")
    if relief is None or relief.letter_id != letter.id or not outcome or relief.district_answer:
        return
    actions.note_district(
        actor, relief, outcome, number=answer.number, on=answer.dated_on, note=answer.text or ""
    )


def find_relief(actor: Actor, key: int) -> About:
    """A relief that the actor may read, in words; raises NotFound."""
    relief = session.get(TemporaryRelief, key) if 0 < key <= LARGEST_KEY else None
    if relief is None:
        actor.must("services.read_application")
        raise NotFound
    application = get_application(actor, relief.application_id)
    label = f"{application.number} {application.item.name}"
    return About(relief, label, f"/services/applications/{application.id}")


def _body(application: Application, relief: TemporaryRelief) -> str:
    business = application.definition.business(relief.kind)
    return PAPER_BODY.format(
        name=application.subject_name,
        number=application.number,
        reason=relief.reason.strip("。"),
        day=chinese_date(application.applied_on),
        kind=business.name if business else relief.kind,
        form=documents.FORMS[relief.form],
        figures=yuan(relief.amount_fen),
        reckoning=documents.reckoning_text(relief),
    )
