"""What the one button of a period's page does: fill in, and sign where the post may; with a line of screening beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from portal.actor import Actor
from portal.errors import N_, RuleBroken
from portal.screening import freezing
from portal.screening.filing import rules
from portal.screening.filing.actions.acts import record_act
from portal.screening.filing.actions.filling import fill_report
from portal.screening.filing.actions.signing import sign_report
from portal.screening.filing.chain import CHAIN, FILL, SIGN
from portal.screening.filing.rules import Words
from portal.screening.models import ReportDuty, ScreeningAct, ScreeningReport
from portal.screening.moments import moment
from portal.signoffs import signed


@dataclass(frozen=True, kw_only=True)
class NewAct:
    """A line of screening as it was typed beside a report."""

    kind: str
    day: dt.date | None
    place: str
    times: int | None
    hands: int | None


def add_act(actor: Actor, duty: ReportDuty, new: NewAct) -> ScreeningAct:
    """Enter a line of screening of this period; a day outside of it is refused. Raises RuleBroken at `act_…`."""
    if new.day is not None and not duty.first <= new.day <= duty.last:
        raise RuleBroken(
            "act_day", N_("这一天不在本期（%(first)s 至 %(last)s）。"), first=duty.first, last=duty.last
        )
    try:
        return record_act(
            actor,
            unit_id=duty.unit_id,
            day=new.day,
            kind=new.kind,
            place=new.place,
            times=new.times,
            hands=new.hands,
        )
    except RuleBroken as error:
        raise RuleBroken(
            f"act_{error.field}" if error.field else None, error.message, **error.params
        ) from error


def file_report(
    actor: Actor,
    duty: ReportDuty,
    *,
    version: int | None,
    words: Words,
    zero_said: bool = False,
    act: NewAct | None = None,
    seen: str = "",
    at: dt.datetime | None = None,
) -> ScreeningReport:
    """Fill in the period and, where the post may sign, sign it as well. A draft that stands as it was seen is only signed.

    `act` is a line of screening that was typed and not added yet: it is not lost. Raises what `fill_report` and `sign_report`
    raise.
    """
    actor.must(FILL)
    held, now = freezing.lock_duty(duty.id), at or moment()
    rules.must_have_begun(held, now)
    if act is not None:
        add_act(actor, held, act)
    draft = freezing.draft_of(held)
    if draft is None or not actor.can(SIGN) or not _stands(draft, words, zero_said):
        report = fill_report(
            actor, held, version=version, words=words, zero_said=zero_said, seen=seen, at=now
        )
        version = report.version
    else:
        report = draft
    if actor.can(SIGN):
        sign_report(actor, report, version=version, seen=seen, at=now)
    return report


def _stands(draft: ScreeningReport, words: Words, zero_said: bool) -> bool:
    """Whether a draft was signed by who filled it in, and says just what the page says."""
    same = all((getattr(draft, name) or "") == text for name, text in asdict(words).items())
    return same and draft.is_zero == zero_said and bool(signed(draft, CHAIN))
