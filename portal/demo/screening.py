"""The demo's screening: six weeks of four communities, in time, late, zero, corrected and missing, and what the street sent.

One community reports zero and finds a quarrel the day after, one is often late, one objects to what it was given.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.office import demo_actor, unit_of
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.disputes.parties import NewParty
from portal.disputes.queries import list_categories
from portal.screening.calendar.actions.special import open_special_period
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.filing import rules
from portal.screening.filing.actions.acts import record_act
from portal.screening.filing.actions.filing import file_report
from portal.screening.filing.actions.filling import fill_report
from portal.screening.filing.actions.objecting import raise_objection
from portal.screening.ledger.actions.caring import set_care
from portal.screening.ledger.actions.grave import report_grave
from portal.screening.ledger.actions.progressing import add_progress
from portal.screening.ledger.actions.registering import register_screened
from portal.screening.models import ReportDuty
from portal.screening.moments import at_hour, moment
from portal.screening.rollup import zero
from portal.screening.rollup.actions.bulletins import make_bulletin
from portal.screening.rollup.actions.reporting import (
    make_roll_up,
    send_roll_up,
    sign_roll_up,
    wants_late_reason,
    write_texts,
)
from portal.screening.rollup.bulletin import ready_at
from portal.standards.periods import half_month_of, month_of, preceding, week_of

STREET = "119901001"
ONE_DAY = dt.timedelta(days=1)
WEEKS = 6
# (unit, who reports, name of the place, days after the week on which it reports, the weeks ago in which it is silent)
UNITS = (
    ("119901001001", "secretary", "和平里1至9号楼", -3, ()),
    ("119901001002", "secretary2", "新华路沿街商铺", 1, ()),
    ("119901001003", "secretary3", "柳荫里小区", -3, ()),
    ("119901001004", "secretary4", "书院街老旧院落", 4, (3,)),
)
# (key, unit, weeks ago, day of the week, category, risk, both parties, what happened)
FINDS = (
    (
        "漏水",
        0,
        5,
        2,
        "邻里",
        "yellow",
        ("顾小满", "林大川"),
        "楼上水管老化漏水，楼下吊顶受损，双方为修缮费用争执。",
    ),
    (
        "停车",
        1,
        4,
        1,
        "物业",
        "blue",
        ("何清明", "新华花园物业服务部"),
        "小区车位不足，业主与物业为收费和占位发生争执。",
    ),
    ("噪声", 0, 3, 3, "邻里", "yellow", ("叶知秋", "陶然亭"), "夜间装修噪声影响休息，多次劝说未改。"),
    (
        "讨薪",
        1,
        2,
        2,
        "劳动争议",
        "red",
        ("鲁建工", "新华路某装饰工程队"),
        "装修队十一名务工人员被拖欠两个月工资，扬言集体上访。",
    ),
    (
        "赡养",
        3,
        2,
        4,
        "婚姻家庭",
        "orange",
        ("柏松年", "柏小松"),
        "老人与子女就轮流照料和医疗费用分担意见不一。",
    ),
    ("遛狗", 2, 1, 5, "邻里", "blue", ("沈一舟", "温故新"), "未牵绳犬只惊吓老人，双方在小区内争吵。"),
)


def tell_screening(diary: Diary) -> None:
    """Note down everything from six weeks ago to today."""
    this = week_of(diary.today)
    weeks = {0: this.first}
    for ago in range(1, WEEKS + 1):
        weeks[ago] = weeks[ago - 1] - dt.timedelta(days=7)
    for ago in range(WEEKS, 0, -1):
        diary.on(weeks[ago], ensure_duties)
        for unit in UNITS:
            _tell_week(diary, unit, ago, weeks[ago])
    for find in FINDS:
        _tell_find(diary, find, weeks[find[2]])
    diary.on(this.first, ensure_duties)
    if diary.today.weekday() >= 1:
        diary.on(this.first, _act, UNITS[0], this.first)
    _tell_slow_unit(diary, this.first)
    _tell_street(diary)


def _tell_slow_unit(diary: Diary, first: dt.date) -> None:
    """The community that is often late: daily reports of the last days, one of them missing, and a week that waits unsigned."""
    unit = UNITS[3]
    begun = diary.today - 2 * ONE_DAY
    diary.on(begun, _special, "消防安全专项整治", begun, begun + 6 * ONE_DAY, "街道安委会通知", (unit[0],))
    diary.on(begun, _act, unit, begun)
    diary.on(begun, _file, unit, begun, begun, "day")
    diary.on(diary.today, _act, unit, diary.today)
    diary.on(diary.today, _fill, unit, first)


def _tell_week(
    diary: Diary, unit: tuple[str, str, str, int, tuple[int, ...]], ago: int, first: dt.date
) -> None:
    _code, _who, _place, after, silent = unit
    diary.on(first, _act, unit, first)
    diary.on(first + 3 * ONE_DAY, _act, unit, first + 3 * ONE_DAY)
    day = first + (6 + after) * ONE_DAY
    if ago not in silent and day <= diary.today:
        diary.on(day, _file, unit, first, day)


def _tell_find(
    diary: Diary, find: tuple[str, int, int, int, str, str, tuple[str, str], str], first: dt.date
) -> None:
    key, place, _ago, weekday, _category, risk, _parties, _story = find
    day = first + weekday * ONE_DAY
    diary.on(day, _find, diary, find)
    if risk in ("red", "orange"):
        diary.on(day, _care, diary, key)
    if key == "讨薪":
        diary.on(day, _grave, diary, key)
    if key == "漏水":
        diary.on(day + 5 * ONE_DAY, _settle, diary, key, day + 5 * ONE_DAY)
    if key == "噪声":  # settled on a Tuesday, entered after that week's report: its ground has moved
        diary.on(day + 9 * ONE_DAY, _settle, diary, key, day + 5 * ONE_DAY)
    if key == "停车":
        diary.on(day + 2 * ONE_DAY, _object, diary, key, first, place)


def _tell_street(diary: Diary) -> None:
    half = preceding(half_month_of(diary.today))
    sent = min(half.last + 2 * ONE_DAY, diary.today)
    while sent.weekday() >= 5 and sent < diary.today:
        sent += ONE_DAY
    diary.on(sent, _report, half.first)
    last = preceding(month_of(diary.today))
    day = diary.in_month(0, 8)
    if day > last.last:
        diary.on(day, _bulletin, last.first)
    first, both = diary.today + ONE_DAY, (UNITS[0][0], UNITS[1][0])
    diary.on(diary.today, _special, "冬季安全集中排查", first, first + 4 * ONE_DAY, "区平安办通知", both)


def _duty(code: str, kind: str, first: dt.date) -> ReportDuty:
    return session.scalars(
        select(ReportDuty).where(
            ReportDuty.unit_id == unit_of(code).id, ReportDuty.kind == kind, ReportDuty.first == first
        )
    ).one()


def _act(unit: tuple[str, str, str, int, tuple[int, ...]], day: dt.date) -> None:
    record_act(demo_actor(unit[1]), day=day, kind="daily", place=unit[2], times=1, hands=3)


def _file(
    unit: tuple[str, str, str, int, tuple[int, ...]], first: dt.date, day: dt.date, kind: str = "week"
) -> None:
    duty = _duty(unit[0], kind, first)
    now = min(at_hour(day, dt.time(16, 20)), moment())
    words = rules.Words(
        scope=unit[2],
        screeners="网格员和楼栋长",
        late_reason="社区换届交接，耽误了汇总" if now > duty.due_at else "",
    )
    is_zero = rules.figures_of(duty).found == 0
    file_report(demo_actor(unit[1]), duty, version=None, words=words, zero_said=is_zero, at=now)


def _fill(unit: tuple[str, str, str, int, tuple[int, ...]], first: dt.date) -> None:
    """Fill the week in and leave it unsigned."""
    duty = _duty(unit[0], "week", first)
    is_zero = rules.figures_of(duty).found == 0
    words = rules.Words(scope=unit[2], screeners="网格员和楼栋长")
    fill_report(demo_actor(unit[1]), duty, version=None, words=words, zero_said=is_zero)


def _find(diary: Diary, find: tuple[str, int, int, int, str, str, tuple[str, str], str]) -> None:
    key, place, _ago, _weekday, category, risk, parties, story = find
    code, who, street, _after, _silent = UNITS[place]
    day = clock.today()
    known = list_categories(day)
    kind = "organisation" if parties[1].endswith(("部", "队")) else "person"
    made = register_screened(
        demo_actor(who),
        place_id=unit_of(code).id,
        source="patrol",
        found_on=day,
        category_id=next((one for one in known if one.name == category), known[0]).id,
        story=story,
        place=street,
        people=11 if key == "讨薪" else 2,
        is_mass=key == "讨薪",
        risk=risk,
        tendencies=("tends_petition",) if key == "讨薪" else (),
        parties=[
            NewParty(side="applicant", name=parties[0]),
            NewParty(side="respondent", name=parties[1], kind=kind),
        ],
        is_another=True,
    )
    diary.keys[f"纠纷-{key}"] = made.id


def _dispute(diary: Diary, key: str) -> Dispute:
    return session.get_one(Dispute, diary.keys[f"纠纷-{key}"])


def _care(diary: Diary, key: str) -> None:
    dispute = _dispute(diary, key)
    set_care(
        demo_actor("street"),
        dispute,
        version=None,
        unit_id=dispute.unit_id,
        person="社区书记",
        leader="顾明远",
        measures="约双方到社区面谈，核对欠款和照料安排，三日内提出方案。",
    )
    add_progress(
        demo_actor("street"), dispute, on=clock.today(), text="已约双方见面，情绪平稳。", is_visit=True
    )


def _grave(diary: Diary, key: str) -> None:
    dispute = _dispute(diary, key)
    told = at_hour(clock.today(), dt.time(10, 5))
    now = told if clock.today() < diary.today else min(told, moment())
    report_grave(
        demo_actor("street"),
        dispute,
        version=None,
        kind="first",
        noticed_at=now - dt.timedelta(minutes=65),
        receiver="区社会治安综合治理中心值班室",
        text="十一名务工人员聚集讨薪，扬言集体上访，已到场劝导并约谈工程队负责人。",
        at=now,
    )


def _settle(diary: Diary, key: str, on: dt.date) -> None:
    standing.resolve(demo_actor("secretary"), _dispute(diary, key), on=on, way="people")


def _object(diary: Diary, key: str, first: dt.date, place: int) -> None:
    raise_objection(
        demo_actor(UNITS[place][1]),
        _duty(UNITS[place][0], "week", first),
        dispute=_dispute(diary, key),
        version=None,
        ground="not_ours",
        reason="该小区已划归和平里社区管理。",
        other_unit_id=unit_of(UNITS[0][0]).id,
    )


def _report(first: dt.date) -> None:
    street = demo_actor("street")
    duty = _duty(STREET, "half_month", first)
    report = make_roll_up(street, duty, version=None, zero_said=zero.ground_of(duty).may_be_said)
    write_texts(
        street,
        report,
        version=None,
        overview="本期总体平稳，邻里、物业纠纷居多，均在社区化解或跟进。",
        next_steps="对红色等级纠纷由分管领导包案，每日跟进。",
    )
    sign_roll_up(demo_actor("street2"), report, version=None, step="review")
    morning = min(at_hour(clock.today(), dt.time(10, 30)), moment())
    late = "等两个社区补报，汇总晚了" if wants_late_reason(report, morning) else ""
    sign_roll_up(demo_actor("leader"), report, version=None, step="issue", late_reason=late, at=morning)
    send_roll_up(street, report, version=None, on=clock.today())


def _bulletin(month: dt.date) -> None:
    """Draw up the month's bulletin; in the first days of the next month its last week may not be due yet, then there is none."""
    street, now = unit_of(STREET), moment()
    if now < (ready_at(street.id, month) or now):
        return
    make_bulletin(
        demo_actor("street"),
        street=street,
        month=month,
        remarks="请各社区按时报送，没有新纠纷的也要零报告。",
    )


def _special(name: str, first: dt.date, last: dt.date, basis: str, codes: tuple[str, ...]) -> None:
    open_special_period(
        demo_actor("street"),
        street=unit_of(STREET),
        name=name,
        first=first,
        last=last,
        basis=basis,
        unit_ids=[unit_of(code).id for code in codes],
    )
