"""From the decision to the resident's hand: making the result, its collection by the right person, and closing the file."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services import life
from portal.services.actions.moves import hold_applicant, move, read_note
from portal.services.items.registry import hooks_of
from portal.services.models import Application
from portal.services.states import COLLECTORS

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
    """Whether a material that only an agent needs has been handed in: the letter of authority of the application."""
    letters = {m.code for m in application.definition.materials if m.only_with_agent}
    return any(m.code in letters and m.state == "received" for m in application.materials)
