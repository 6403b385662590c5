"""Settling a suspicion in words; drawing a sample whose seed is kept, and entering what its calls found."""

from __future__ import annotations

import datetime as dt
import random
import secrets

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.mediation.mediators import accounts_of
from portal.mediation.models import MediationCase
from portal.mediation.volumes.actions.checking import read_words
from portal.mediation.volumes.kinds import CALL_RESULTS, VERDICTS
from portal.mediation.volumes.pay_models import CallBack, CallSample, SuspicionVerdict
from portal.mediation.volumes.scrutiny.queries import Suspicion
from portal.units.queries import street_above


def settle_suspicion(actor: Actor, suspicion: Suspicion, *, verdict: str, words: str) -> SuspicionVerdict:
    """Say what came of looking into it. Who mediates the case settles nothing. Raises RuleBroken at the field, Forbidden."""
    actor.must("mediation.settle_suspicion")
    actor.must_differ_from("mediation.settle_suspicion", *accounts_of([suspicion.case]))
    if suspicion.verdict is not None:
        raise RuleBroken(None, N_("这一疑点已经处理，请刷新页面。"))
    if verdict not in VERDICTS:
        raise RuleBroken("verdict", N_("请从所列选项中选择。"))
    row = SuspicionVerdict(
        case=suspicion.case,
        kind=suspicion.kind,
        about=suspicion.about,
        verdict=verdict,
        settled_on=clock.today(),
        settled_by=actor.account_id,
    )
    row.words = read_words(words, "words", most=1000, is_wanted=True)
    session.add(row)
    session.flush()
    audit.record(
        actor, "mediation.settle_suspicion", suspicion.case, suspicion=suspicion.kind, verdict=verdict
    )
    return row


def draw_sample(
    actor: Actor,
    cases: list[MediationCase],
    *,
    first: dt.date,
    last: dt.date,
    percent: int,
    seed: str = "",
) -> CallSample:
    """Draw so many of a hundred of these cases (at least one) by a seed, which is kept: the same seed draws the same cases.

    Raises RuleBroken, Forbidden.
    """
    actor.must("mediation.draw_sample")
    if not 1 <= percent <= 100:
        raise RuleBroken("percent", N_("请填写 1 到 100 的整数。"))
    if last < first or last > clock.today():
        raise RuleBroken("last", N_("截止日期不能早于起始日期，也不能晚于今天。"))
    agreed = sorted((case for case in cases if case.agreed_on is not None), key=lambda case: case.id)
    if not agreed:
        raise RuleBroken(None, N_("这段时间没有可以抽查的调解成功案件。"))
    street = street_above(actor.unit_id) if actor.unit_id is not None else None
    used = seed or secrets.token_hex(8)
    chosen = drawn([case.id for case in agreed], percent, used)
    sample = CallSample(
        unit_id=street.id if street else agreed[0].unit_id,
        period_first=first,
        period_last=last,
        percent=percent,
        seed=used,
        population=len(agreed),
        drawn_on=clock.today(),
        drawn_by=actor.account_id,
    )
    sample.calls = [CallBack(case=case) for case in agreed if case.id in chosen]
    session.add(sample)
    session.flush()
    audit.record(
        actor,
        "mediation.draw_sample",
        sample,
        seed=used,
        percent=percent,
        population=len(agreed),
        count=len(chosen),
    )
    return sample


def drawn(case_ids: list[int], percent: int, seed: str) -> set[int]:
    """Which of these cases a seed draws: at least one, rounded up."""
    count = max(1, -(-len(case_ids) * percent // 100))
    return set(random.Random(seed).sample(sorted(case_ids), count))  # noqa: S311  (a sample, no secret)


def enter_call(
    actor: Actor, call: CallBack, *, version: int | None, result: str, called: str, note: str = ""
) -> CallBack:
    """Enter what a call found, by somebody who did not mediate the case. Raises RuleBroken at the field, Forbidden, Conflict."""
    actor.must("mediation.draw_sample")
    actor.must_differ_from("mediation.draw_sample", *accounts_of([call.case]))
    call.expect_version(version)
    if result not in CALL_RESULTS:
        raise RuleBroken("result", N_("请从所列选项中选择。"))
    words = read_words(note, "note", most=1000, is_wanted=result == "not_confirmed")
    if call.result == "not_confirmed":
        raise RuleBroken(None, N_("已登记为不属实，请在疑点中处理。"))
    call.result, call.called = result, read_words(called, "called", most=100, is_wanted=True)
    call.note = words or None
    call.called_at, call.called_by = clock.now(), actor.account_id
    call.touch()
    session.flush()
    audit.record(actor, "mediation.enter_call", call.case, result=result)
    return call
