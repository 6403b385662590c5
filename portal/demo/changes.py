"""What changes in the demo's files: proposed, heard and decided by two people, and what is under way today."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.demo.diary import Diary
from portal.demo.families import keep_scan
from portal.demo.office import demo_actor
from portal.demo.support import file_of
from portal.residents.actions import record_death
from portal.services.assistance import actions
from portal.services.assistance.actions import Plan
from portal.services.assistance.models import SupportChange
from portal.services.assistance.queries.changes import find_open_change


def tell_changes(diary: Diary) -> None:
    """Everything that changed, and what waits for a hearing or a second person."""
    _tell_past_changes(diary)
    _tell_open_changes(diary)


def _tell_past_changes(diary: Diary) -> None:
    """Changes that were proposed, heard and decided by two people, in their order."""
    months = {"fading": -3, "suspended": -2, "gives": -2, "reduced": -1, "employed": -1}
    for key, proposing in {**_FALLS, "gives": _propose_transfer}.items():
        day = diary.in_month(months[key], 9)
        diary.on(day, proposing, diary, key)
        diary.on(day, _hear, diary, key)
        diary.on(diary.in_month(months[key], 12), _decide, diary, key)
    diary.on(diary.in_month(-2, 6), _die, diary)
    diary.on(diary.in_month(-2, 10), _decide, diary, "died")
    diary.on(
        diary.in_month(-1, 13),
        _propose,
        diary,
        "ill_wife",
        "increase",
        "category",
        "女方今年确诊重病，已核对诊断证明",
    )
    diary.on(diary.in_month(-1, 15), _decide, diary, "ill_wife")


def _tell_open_changes(diary: Diary) -> None:
    """What is under way: one waits for its hearing, one that was heard and one that gives more wait for the second person."""
    more = "本人在超市就业，月收入增加300元，工资流水已核对"
    diary.on(diary.ago(4), _propose, diary, "earns_more", "reduce", "income_up", more, 800)
    pension = "领取城乡居民养老金后收入增加，社保系统已核对"
    diary.on(diary.ago(6), _propose, diary, "ill_woman", "reduce", "income_up", pension, 320)
    diary.on(diary.ago(3), _hear, diary, "ill_woman")
    less = "所在工地停工，家庭月收入减少，已到用工单位核实"
    diary.on(diary.ago(2), _propose, diary, "earns_less", "increase", "income_down", less, 900)


def _propose(
    diary: Diary, key: str, kind: str, code: str, reason: str, income: int | None = None
) -> SupportChange:
    """A change proposed by the clerk, from next month on."""
    file = file_of(diary, key)
    plan = Plan(income_fen=None if income is None else income * 100)
    if code == "category":
        plan = Plan(grounds={m.resident_id: ("ill",) for m in file.members if m.relation == "10"})
    if kind == "fading":
        plan = Plan(fading_months=6)
    return actions.propose_change(
        demo_actor("clerk"), file, kind=kind, reason_code=code, reason=reason, plan=plan
    )


def _propose_fall(diary: Diary, key: str) -> None:
    kind, code, reason, income = {
        "fading": ("fading", "employed", "男方稳定就业，家庭人均收入超过标准，按规定给予渐退期", None),
        "suspended": ("suspend", "lost_contact", "三次入户无人，邻居称已外出，去向待核实", None),
        "reduced": ("reduce", "income_up", "女方就业，家庭月收入增加到1500元，工资流水已核对", 1500),
        "employed": ("stop", "over_standard", "本人就业，月收入3200元，家庭人均收入超过标准", None),
    }[key]
    _propose(diary, key, kind, code, reason, income)


_FALLS = dict.fromkeys(("fading", "suspended", "reduced", "employed"), _propose_fall)


def _propose_transfer(diary: Diary, key: str) -> None:
    """The grown daughter moves to her grandmother, whose file takes her from the next month on."""
    daughter = next(m for m in file_of(diary, key).members if m.relation == "30")
    actions.propose_transfer(
        demo_actor("clerk"),
        daughter,
        target=file_of(diary, "takes"),
        relation="42",
        reason="女儿搬去与祖母共同生活、照料起居，两户已分别核实",
    )


def _hear(diary: Diary, key: str) -> None:
    """The family is heard by two, and the signed record is scanned."""
    change = _open_change(diary, key)
    away = key == "suspended"
    actions.record_hearing(
        demo_actor("clerk"),
        change,
        version=None,
        told_on=change.proposed_on,
        heard_on=clock.today(),
        way="phone" if away else "face",
        heard_name=change.file.head_name,
        opinion="" if away else "情况属实，对拟作出的决定没有意见",
        is_waived=away,
        staff_two=demo_actor("reviewer").account_id,
        signed=keep_scan("clerk", "听取意见记录.jpg", "assistance.hearing"),
    )


def _decide(diary: Diary, key: str) -> None:
    actions.decide_change(demo_actor("leader"), _open_change(diary, key), version=None)


def _die(diary: Diary) -> None:
    """Somebody who lived alone has died; the register proposes the stop, and the kin are told."""
    file = file_of(diary, "died")
    day = clock.today() - dt.timedelta(days=2)
    record_death(demo_actor("clerk"), file.head, version=None, death_date=day, source="死亡医学证明")
    actions.record_kin(
        demo_actor("clerk"), _open_change(diary, "died"), version=None, kin_contact="已电话告知其侄女，无异议"
    )


def _open_change(diary: Diary, key: str) -> SupportChange:
    found = find_open_change(file_of(diary, key))
    if found is None:
        raise LookupError(key)
    return found
