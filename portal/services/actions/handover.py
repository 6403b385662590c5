"""From the decision to the resident's hand: making the result, its collection by the right person, and closing the file."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document, replace_document
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.services import life
from portal.services.actions.moves import hold_applicant, move, note_event, read_note
from portal.services.definitions import AGENT_IDENTITY
from portal.services.documents import last_fours
from portal.services.ends import papers as end_papers
from portal.services.items.registry import hooks_of
from portal.services.models import Application
from portal.services.queries.applications import papers_of
from portal.services.states import COLLECTORS

PAPER_TOLD_ANEW = "重新通知"
LONGEST_NAME = 100
LONGEST_RELATION = 40


def issue_result(actor: Actor, application: Application, *, version: int | None) -> Application:
    """Make the result of a favourable decision (制发): the item's own code makes the card or certificate.

    Raises RuleBroken while a promised material is still to come, or when the item refuses.
    """
    application.expect_version(version)
    life.require(application, "issue_result", actor)
    make_result(actor, application, clock.today())
    return move(actor, application, verb="issue_result", note=application.result_text)


def make_result(actor: Actor, application: Application, day: dt.date) -> None:
    """Ask the item for its result and keep what it calls it; no change of state."""
    session.flush()
    hold_applicant(application)
    application.issued_on = day
    application.result_text = hooks_of(application.definition).on_issue(actor, application, day)[:200]


def may_be_told(application: Application) -> bool:
    """Whether a notice of the result fits: it lies ready to be fetched, or was refused and no other paper says so."""
    if application.state == "issued":
        return True
    refused = application.state in {"decided", "closed"} and application.result == "denied"
    return refused and not application.is_on_the_spot and not hooks_of(application.definition).refusal_paper


def tell_result(
    actor: Actor, application: Application, *, version: int | None, pick_up: end_papers.PickUp
) -> Document:
    """Tell the applicant on paper that it is done (办结通知): what to fetch where and by when, or why it was refused.

    A second one takes the first one's place. Raises RuleBroken at `place` or `fetch_by`, or where there is nothing to tell.
    """
    actor.must("services.tell_result")
    application.expect_version(version)
    if not may_be_told(application):
        raise RuleBroken(None, N_("这一办件现在没有要通知的结果。"))
    today = clock.today()
    if application.result == "granted":
        if not (pick_up.place.strip() or pick_up.mail_number.strip()):
            raise RuleBroken("place", N_("请填写领取地点，或者邮寄单号。"))
        if pick_up.fetch_by is not None and pick_up.fetch_by < today:
            raise RuleBroken("fetch_by", N_("领取期限不能早于今天。"))
    facts = end_papers.result_notice(application, pick_up, told_by=actor.name, on=today)
    former = [p for p in papers_of(application) if p.kind == end_papers.RESULT and p.status == "valid"]
    fours = last_fours(application)
    if former:
        made = replace_document(
            actor, former[-1], facts=facts, subject=application, reason=PAPER_TOLD_ANEW, last_fours=fours
        )
    else:
        made = issue_document(
            actor,
            kind=end_papers.RESULT,
            facts=facts,
            unit_id=application.unit_id,
            subject=application,
            last_fours=fours,
        )
    note_event(actor, application, verb="tell_result", note=pick_up.mail_number.strip(), document=made)
    return made


def collect_result(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    collector: str,
    name: str = "",
    relation: str = "",
    has_letter: bool = False,
    note: str = "",
) -> Application:
    """The result is handed over (领取) to the applicant (`self`), the agent (`agent`) or somebody else (`other`).

    Anybody but the applicant needs a letter of authority (委托书): the one in the file, or one seen at the counter, which
    `has_letter` records. Raises RuleBroken at `collector`, `name`, `relation` or `has_letter`.
    """
    application.expect_version(version)
    life.require(application, "collect_result", actor)
    if collector not in COLLECTORS:
        raise RuleBroken("collector", N_("请选择由谁领取。"))
    name, relation = _who(application, collector, name.strip(), relation.strip())
    if collector != "self" and not (has_letter or _letter_in_file(application)):
        raise RuleBroken("has_letter", N_("由他人领取须有委托书，请核对后勾选。"))
    application.collector_kind, application.collector, application.collector_relation = (
        collector,
        name,
        relation,
    )
    hooks_of(application.definition).on_collect(actor, application, clock.today())
    return move(actor, application, verb="collect_result", note=read_note(note))


def close_application(
    actor: Actor, application: Application, *, version: int | None, note: str = ""
) -> Application:
    """Close the file (办结) after the result was collected, or after an unfavourable decision."""
    application.expect_version(version)
    life.require(application, "close_application", actor)
    return move(actor, application, verb="close_application", note=read_note(note))


def _who(application: Application, collector: str, name: str, relation: str) -> tuple[str, str]:
    if collector == "self":
        return application.subject_name, ""
    agent = application.agent
    if collector == "agent":
        if agent is None:
            raise RuleBroken("collector", N_("这一申请没有登记代办人，请选择“其他人”并填写姓名。"))
        return agent.name, application.agent_relation
    if not name or len(name) > LONGEST_NAME:
        raise RuleBroken("name", N_("请填写领取人姓名。"))
    if not relation or len(relation) > LONGEST_RELATION:
        raise RuleBroken("relation", N_("请填写领取人与申请人的关系。"))
    return name, relation


def _letter_in_file(application: Application) -> bool:
    """Whether the letter of authority of the application has been handed in: what only an agent needs, besides their papers."""
    only_agents = [m for m in application.definition.materials if m.only_with_agent]
    letters = {m.code for m in only_agents if m.code != AGENT_IDENTITY.code}
    return any(m.code in letters and m.state == "received" for m in application.materials)
