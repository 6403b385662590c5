"""The verbs of errands (代办): commissioned, brought to the office, followed, brought home, handed over and signed for.

Originals go out and come back through custody: an errand does not leave before they are on a list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal import audit, clock, settings
from portal.accounts.queries import get_account
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.actions.moves import read_note, read_reason
from portal.services.custody.actions import bring_back, hand_out
from portal.services.custody.queries import originals_of
from portal.services.errands.models import Errand, ErrandLine
from portal.services.errands.queries import find_errand
from portal.services.errands.stages import RUNNING, STATES
from portal.services.models import Application
from portal.services.states import OPEN

RIGHT = "services.run_errand"
DAYS = settings.define(
    "services.errand_days",
    "integer",
    10,
    N_("代办期限（工作日）"),
    N_("便民服务"),
    hint=N_("从接受委托起，到把结果交到委托人手里为止。"),
    minimum=1,
    maximum=120,
)
PAPER_OPENED = "接受委托，交办单位：{office}"
PAPER_SENT = "送件至{office}{number}"
PAPER_NUMBER = "，对方受理号{number}"
PAPER_FETCHED = "取回结果：{result}"
PAPER_DELIVERED = "交付{receiver}签收"
PAPER_ENDED = "未办成：{reason}"


def open_errand(
    actor: Actor,
    application: Application,
    *,
    office: str,
    runner_id: int,
    has_letter: bool,
    due_on: dt.date | None = None,
    note: str = "",
) -> Errand:
    """Take an errand on: for the applicant, by a colleague, at another office. Raises RuleBroken at the field.

    A letter of authority (委托书) is wanted; `due_on` is counted by the setting when None.
    """
    actor.must(RIGHT)
    if application.state not in OPEN:
        raise RuleBroken(None, N_("这一办件已经结束，不能再代办。"))
    if find_errand(application.id) is not None:
        raise RuleBroken(None, N_("这一办件已经登记了代办。"))
    name = _words(office, "office", N_("请填写交办单位。"))
    if not has_letter:
        raise RuleBroken("has_letter", N_("代办须有委托人签名的委托书，请收取后勾选。"))
    today = clock.today()
    limit = due_on or due_after(today, int(settings.value(DAYS.key, on=today))).due
    if limit < today:
        raise RuleBroken("due_on", N_("代办期限不能早于今天。"))
    errand = Errand(
        application=application,
        unit_id=application.unit_id,
        principal=application.subject_name,
        runner_id=get_account(runner_id).id,
        office=name,
        has_letter=True,
        note=read_note(note)[:300],
        opened_on=today,
        due_on=limit,
    )
    session.add(errand)
    return _record(actor, errand, "services.open_errand", PAPER_OPENED.format(office=name))


def send_errand(
    actor: Actor,
    errand: Errand,
    *,
    version: int | None,
    original_ids: Sequence[int] = (),
    no_originals: bool = False,
    number: str = "",
) -> Errand:
    """Bring it to the office (送件): the chosen originals go out with it. Raises RuleBroken where none is on a list.

    `no_originals` says that nothing original goes along; `number` is the office's own.
    """
    _start(actor, errand, version, {"open"})
    held = [one for one in originals_of(errand.application_id) if one.state == "held"]
    if not original_ids and not no_originals:
        field = "original_ids" if held else "no_originals"
        raise RuleBroken(
            field, N_("请选择随件带去的原件；还没有登记的先“收原件”出清单，确实不带原件的请勾选。")
        )
    if original_ids:
        hand_out(actor, ids=original_ids, to=errand.office)
    errand.state, errand.sent_on, errand.office_number = "sent", clock.today(), number.strip()[:80]
    words = PAPER_NUMBER.format(number=errand.office_number) if errand.office_number else ""
    return _record(
        actor, errand, "services.send_errand", PAPER_SENT.format(office=errand.office, number=words)
    )


def note_progress(actor: Actor, errand: Errand, *, text: str) -> Errand:
    """One line of progress (进度): a call, a question of the office, another date."""
    _start(actor, errand, errand.version, set(RUNNING))
    return _record(actor, errand, "services.note_errand", read_reason(text, "text")[:300])


def fetch_result(actor: Actor, errand: Errand, *, version: int | None, result: str) -> Errand:
    """The result is home (结果取回), and the originals that were out with it."""
    _start(actor, errand, version, {"sent"})
    words = _words(result, "result", N_("请写明取回了什么。"), 200)
    out = [one.id for one in originals_of(errand.application_id) if one.state == "out"]
    if out:
        bring_back(actor, ids=out)
    errand.state, errand.fetched_on, errand.result = "fetched", clock.today(), words
    return _record(actor, errand, "services.fetch_result", PAPER_FETCHED.format(result=words))


def deliver_result(
    actor: Actor,
    errand: Errand,
    *,
    version: int | None,
    receiver: str = "",
    relation: str = "",
    has_signed: bool = False,
) -> Errand:
    """The principal has it and has signed (交付签收); somebody else is named with the relation. Raises RuleBroken."""
    _start(actor, errand, version, {"fetched"})
    name = receiver.strip() or errand.principal
    if name != errand.principal and not relation.strip():
        raise RuleBroken("relation", N_("不是本人领取的，请填写与委托人的关系。"))
    if not has_signed:
        raise RuleBroken("has_signed", N_("请领取人签收后勾选。"))
    errand.state, errand.delivered_on = "delivered", clock.today()
    errand.receiver, errand.receiver_relation = name[:100], relation.strip()[:40]
    return _record(actor, errand, "services.deliver_errand", PAPER_DELIVERED.format(receiver=name))


def end_errand(actor: Actor, errand: Errand, *, version: int | None, reason: str) -> Errand:
    """It came to nothing (未办成), and why; originals that are out are brought back first."""
    _start(actor, errand, version, set(RUNNING))
    why = read_reason(reason)
    out = [one.name for one in originals_of(errand.application_id) if one.state == "out"]
    if out:
        raise RuleBroken(None, N_("原件还在外面：%(names)s。请先取回。"), names="、".join(out))
    errand.state = "ended"
    return _record(actor, errand, "services.end_errand", PAPER_ENDED.format(reason=why)[:300])


def _start(actor: Actor, errand: Errand, version: int | None, states: set[str]) -> None:
    actor.must(RIGHT)
    errand.expect_version(version)
    if errand.state not in states:
        raise RuleBroken(
            None, N_("这一代办现在是“%(state)s”。页面可能已过时，请刷新。"), state=STATES[errand.state]
        )


def _record(actor: Actor, errand: Errand, verb: str, text: str) -> Errand:
    errand.lines.append(ErrandLine(day=clock.today(), text=text, account_id=actor.account_id))
    errand.touch()
    session.flush()
    audit.record(actor, verb, errand, to_state=errand.state, number=errand.application.number or "")
    return errand


def _words(text: str, field: str, missing: str, longest: int = 100) -> str:
    words = text.strip()
    if not words:
        raise RuleBroken(field, missing)
    return read_note(words, field)[:longest]
