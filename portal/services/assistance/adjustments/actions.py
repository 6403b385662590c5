"""The verbs of a standard adjustment: enter, preview, approve, ask for its reversal, approve that, cancel. What the batch
then does to the files is in `applying` and `reversing`; two different persons stand behind each.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import audit, clock, signoffs
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.jobs import actions as jobs
from portal.jobs.models import Job
from portal.services.assistance.adjustments import queries
from portal.services.assistance.adjustments.drawing import must_be_known, terms_of
from portal.services.assistance.adjustments.models import ADJUSTMENT_STATES, SIGNED_AS, Adjustment
from portal.services.assistance.months import EARLIEST, add_months, month_of, month_text
from portal.services.assistance.schemes import AREAS, SCHEMES
from portal.standards.amounts import figures
from portal.units.queries import street_above

PREPARE, APPROVE = "assistance.prepare_adjustment", "assistance.approve_adjustment"
PREVIEW_JOB, APPLY_JOB = "assistance.preview_adjustment", "assistance.apply_adjustment"
REVERSE_JOB, LETTERS_JOB = "assistance.reverse_adjustment", "assistance.write_letters"
# No standard a month comes near this (fen): a sum above it is a slip of the pen.
MOST_FEN = 100_000_000
TOO_MUCH = N_("金额不能超过 %(most)s 元，请核对。")
PAPER_TITLE = "{what} {scheme}{area} {month}起 {old}→{new}元"
PAPER_PREVIEW = "标准调整预览"
PAPER_APPLY = "标准调整执行"
PAPER_REVERSE = "撤销标准调整"
PAPER_LETTERS = "标准调整通知书"


def enter_adjustment(
    actor: Actor,
    *,
    scheme: str,
    area: str,
    old_fen: int,
    new_fen: int,
    effective_month: dt.date,
    decided_on: dt.date,
    source: str,
    run_month: dt.date | None = None,
    note: str = "",
) -> Adjustment:
    """Enter a new standard for all files of a scheme and area of the actor's street, and ask for the preview.

    Raises RuleBroken for a scheme that pays nothing by the month, an old standard that is not in force, a run month that is not
    the first unpaid one, or while another batch of the same files is under way.
    """
    actor.must(PREPARE)
    _check_standards(scheme, area, old_fen, new_fen)
    _check_paper(source, decided_on)
    month = _month_in_reach(effective_month, "effective")
    wanted = _month_in_reach(run_month, "run") if run_month is not None else None
    street_id = _street_of(actor)
    adjustment = Adjustment(
        street_id=street_id,
        scheme=scheme,
        area=area,
        old_fen=old_fen,
        new_fen=new_fen,
        effective_month=month,
        run_month=_run_month(street_id, scheme, month, wanted),
        decided_on=decided_on,
        source=source.strip()[:100],
        note=note.strip(),
        prepared_by=actor.account_id,
    )
    _must_be_alone(adjustment)
    must_be_known(adjustment, terms_of(adjustment), at="old_yuan")
    session.add(adjustment)
    session.flush()
    facts: dict[str, Any] = {"scheme": scheme, "month": month, "old_fen": old_fen, "new_fen": new_fen}
    audit.record(actor, "assistance.enter_adjustment", adjustment, **facts)
    preview_adjustment(actor, adjustment, version=None)
    return adjustment


def preview_adjustment(actor: Actor, adjustment: Adjustment, *, version: int | None) -> Job:
    """Ask for the preview, or for another one after the ground has moved; whoever asks last is who prepared it."""
    actor.must(PREPARE)
    adjustment.expect_version(version)
    _must_be(adjustment, "draft", "previewing", "previewed")
    _must_not_run(adjustment)
    has_lists = queries.first_unpaid_month(adjustment.street_id, adjustment.scheme) is not None
    wanted = None if has_lists else adjustment.run_month
    adjustment.run_month = _run_month(
        adjustment.street_id, adjustment.scheme, adjustment.effective_month, wanted
    )
    adjustment.prepared_by, adjustment.state, adjustment.digest = actor.account_id, "previewing", ""
    return _ask(actor, adjustment, PREVIEW_JOB, PAPER_PREVIEW)


def approve_adjustment(actor: Actor, adjustment: Adjustment, *, version: int | None) -> Job:
    """Approve a frozen preview as the second person; the batch is carried out. Also goes on with one that broke off."""
    actor.must(APPROVE)
    adjustment.expect_version(version)
    actor.must_differ_from("assistance.approve_adjustment", adjustment.prepared_by)
    _must_be(adjustment, "previewed", "applying")
    _must_not_run(adjustment)
    if adjustment.state == "previewed":
        _run_month(adjustment.street_id, adjustment.scheme, adjustment.effective_month, adjustment.run_month)
        if not adjustment.households:
            raise RuleBroken(None, N_("预览中没有需要调整的户，不必执行。"))
        if not signoffs.signed(adjustment, SIGNED_AS):
            raise RuleBroken(None, N_("预览以后有变动，请先重新预览。"))
        signoffs.sign(actor, adjustment, chain=SIGNED_AS, step="approve")
        adjustment.approved_by, adjustment.approved_on = actor.account_id, clock.today()
        audit.record(
            actor,
            "assistance.approve_adjustment",
            adjustment,
            households=adjustment.households,
            fen=adjustment.delta_fen,
            digest=adjustment.digest,
        )
    adjustment.state = "applying"
    return _ask(actor, adjustment, APPLY_JOB, PAPER_APPLY)


def ask_reversal(actor: Actor, adjustment: Adjustment, *, version: int | None, reason: str) -> Adjustment:
    """Propose to take the whole batch back; another person decides."""
    actor.must(PREPARE)
    adjustment.expect_version(version)
    _must_be(adjustment, "applied")
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明撤销的理由。"))
    adjustment.state, adjustment.reversal_reason = "reversal_asked", reason.strip()[:1000]
    adjustment.reversal_asked_by, adjustment.reversal_refusal = actor.account_id, ""
    adjustment.reversal_month = queries.expected_run_month(
        adjustment.street_id, adjustment.scheme, adjustment.run_month
    )
    session.flush()
    audit.record(actor, "assistance.ask_reversal", adjustment, reason=reason.strip())
    return adjustment


def refuse_reversal(actor: Actor, adjustment: Adjustment, *, version: int | None, reason: str) -> Adjustment:
    """Leave the batch as it is, and say why to whoever asked; raises RuleBroken at `reason`."""
    actor.must(APPROVE)
    adjustment.expect_version(version)
    _must_be(adjustment, "reversal_asked")
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明不同意撤销的理由。"))
    adjustment.state, adjustment.reversal_asked_by, adjustment.reversal_month = "applied", None, None
    adjustment.reversal_refusal = reason.strip()[:1000]
    session.flush()
    audit.record(actor, "assistance.refuse_reversal", adjustment, reason=adjustment.reversal_refusal)
    return adjustment


def approve_reversal(actor: Actor, adjustment: Adjustment, *, version: int | None) -> Job:
    """Decide as the second person that the batch is taken back, and ask for that; also to go on with one that broke off."""
    actor.must(APPROVE)
    adjustment.expect_version(version)
    actor.must_differ_from("assistance.approve_reversal", adjustment.reversal_asked_by)
    _must_be(adjustment, "reversal_asked", "reversing")
    _must_not_run(adjustment)
    if adjustment.state == "reversal_asked":
        adjustment.reversal_approved_by = actor.account_id
        adjustment.reversal_month = queries.expected_run_month(
            adjustment.street_id, adjustment.scheme, adjustment.run_month
        )
        audit.record(actor, "assistance.approve_reversal", adjustment, month=adjustment.reversal_month)
    adjustment.state = "reversing"
    return _ask(actor, adjustment, REVERSE_JOB, PAPER_REVERSE)


def write_letters(actor: Actor, adjustment: Adjustment) -> Job:
    """Ask for the letters to the households, those that are not made yet."""
    actor.must(PREPARE)
    _must_be(adjustment, "applied")
    return jobs.ask_for(
        actor,
        LETTERS_JOB,
        title=title_of(adjustment, PAPER_LETTERS),
        arguments={"adjustment": adjustment.id},
        total=adjustment.households,
    )


def cancel_adjustment(actor: Actor, adjustment: Adjustment, *, version: int | None) -> Adjustment:
    """Put a batch aside that was never carried out; its preview stays readable."""
    actor.must(PREPARE)
    adjustment.expect_version(version)
    _must_be(adjustment, "draft", "previewing", "previewed")
    _must_not_run(adjustment)
    adjustment.state = "cancelled"
    session.flush()
    audit.record(actor, "assistance.cancel_adjustment", adjustment)
    return adjustment


def title_of(adjustment: Adjustment, what: str) -> str:
    """What a job of this batch is called; paper words, always Chinese."""
    return PAPER_TITLE.format(
        what=what,
        scheme=SCHEMES[adjustment.scheme].name,
        area=AREAS[adjustment.area],
        month=month_text(adjustment.effective_month),
        old=adjustment.old_fen // 100 if adjustment.old_fen % 100 == 0 else adjustment.old_fen / 100,
        new=adjustment.new_fen // 100 if adjustment.new_fen % 100 == 0 else adjustment.new_fen / 100,
    )


def _ask(actor: Actor, adjustment: Adjustment, code: str, what: str) -> Job:
    session.flush()
    arguments: dict[str, Any] = {"adjustment": adjustment.id, "version": adjustment.version}
    job = jobs.ask_for(actor, code, title=title_of(adjustment, what), arguments=arguments)
    session.flush()
    adjustment.job_id = job.id
    session.flush()
    return job


def _check_standards(scheme: str, area: str, old_fen: int, new_fen: int) -> None:
    if scheme not in SCHEMES or area not in AREAS or not SCHEMES[scheme].pays_monthly:
        raise RuleBroken("scheme", N_("请选择按月发放的救助类别。"))
    if not 0 <= old_fen <= MOST_FEN:
        raise RuleBroken("old_yuan", TOO_MUCH, most=figures(MOST_FEN))
    if new_fen > MOST_FEN:
        raise RuleBroken("new_yuan", TOO_MUCH, most=figures(MOST_FEN))
    if new_fen <= old_fen:
        raise RuleBroken(
            "new_fen",
            N_(
                "新标准应高于原标准。标准下调属于减发，须逐户听取意见，不能成批办理（社会救助法第四十八条）。"
            ),
        )


def _check_paper(source: str, decided_on: dt.date) -> None:
    if not source.strip():
        raise RuleBroken("source", N_("请填写调标文件的文号。"))
    if decided_on > clock.today():
        raise RuleBroken("decided_on", N_("决定日期不能晚于今天。"))
    if decided_on < EARLIEST:
        raise RuleBroken("decided_on", N_("决定日期太早，请核对。"))


def _month_in_reach(wanted: dt.date, field: str) -> dt.date:
    """The month as its first day; raises RuleBroken at `field` before 1990 and beyond twelve months from now."""
    month = month_of(wanted)
    if not EARLIEST <= month <= add_months(month_of(clock.today()), 12):
        raise RuleBroken(field, N_("月份太早或太远，请核对：不早于 1990-01，不晚于今后十二个月。"))
    return month


def _street_of(actor: Actor) -> int:
    street = street_above(actor.unit_id, clock.today()) if actor.unit_id is not None else None
    if street is None:
        raise NotFound
    return street.id


def _run_month(street_id: int, scheme: str, effective: dt.date, wanted: dt.date | None) -> dt.date:
    """The first month paid at the new sum; raises RuleBroken at `run_month` where the lists of this street say otherwise."""
    expected = queries.expected_run_month(street_id, scheme, effective)
    if wanted is None or month_of(wanted) == expected:
        return expected
    if queries.first_unpaid_month(street_id, scheme) is None and month_of(wanted) >= effective:
        return month_of(wanted)
    raise RuleBroken(
        "run_month",
        N_("首次按新标准发放的月份应是第一个尚未报批发放的月份：%(month)s。请重新预览。"),
        month=month_text(expected),
    )


def _must_be_alone(adjustment: Adjustment) -> None:
    other = queries.find_under_way(adjustment.street_id, adjustment.scheme, adjustment.area)
    if other is not None:
        raise RuleBroken(
            None,
            N_("同一类别还有一批标准调整没有办完（%(month)s起），请先办完或取消。"),
            month=month_text(other.effective_month),
        )


def _must_be(adjustment: Adjustment, *states: str) -> None:
    if adjustment.state not in states:
        raise RuleBroken(
            None, N_("这一批%(state)s，现在不能这样办理。"), state=ADJUSTMENT_STATES[adjustment.state]
        )


def _must_not_run(adjustment: Adjustment) -> None:
    if queries.is_waiting_for_job(adjustment):
        raise RuleBroken(None, N_("任务正在执行，请等它结束。"))
