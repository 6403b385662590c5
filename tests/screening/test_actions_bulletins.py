"""Monthly bulletins: completion and punctuality by unit, lists, the month before; frozen, issued by another, corrected anew."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.actions import standing
from portal.documents.imprint import Imprint, check_address
from portal.documents.kinds import kind_of
from portal.documents.render import PaperOrder
from portal.errors import Forbidden, RuleBroken
from portal.screening import freezing
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import at_hour
from portal.screening.rates import change, percent, tenths
from portal.screening.rollup.actions import bulletins
from portal.screening.rollup.bulletin import ready_at
from portal.screening.rollup.papers import BULLETIN, BulletinLists, BulletinPaper, BulletinTask, BulletinUnit
from portal.standards.periods import month_of
from portal.standards.working_days import ONE_DAY
from portal.web.application import Portal
from tests.documents.looks import must_look
from tests.factories import staff
from tests.factories.screening import make_dispute, set_for_the_street
from tests.page import Browser

DECEMBER = dt.date(2026, 12, 10)
NOW = at_hour(DECEMBER, dt.time(12))
MONTH = dt.date(2026, 11, 1)


def _owed(month: dt.date, at: dt.datetime) -> dict[str, int]:
    """How many reports each unit owes in a month's bulletin that is drawn up at an instant."""
    made = bulletins.make_bulletin(staff.actor("street"), street=staff.unit("S"), month=month, at=at)
    return {row["name"]: row["owed"] for row in made.figures["units"]}


def _fill() -> None:
    """Both communities owe two weeks that end in November; the first reports one in time and one late, the second nothing."""
    ensure_duties()
    make_dispute("C1", on=dt.date(2026, 11, 18))
    clock.fix_today(DECEMBER)
    ensure_duties()
    mine = ReportDuty.query.filter_by(unit_id=staff.unit("C1").id, kind="week").order_by(ReportDuty.first)
    for duty, late in zip(mine.limit(2), (0, 3600), strict=True):
        report = ScreeningReport(duty=duty, made_by=staff.actor("community").account_id)
        session.add(report)
        session.flush()
        freezing.freeze(report, [duty.unit_id])
        report.filed_at, report.late_seconds, report.state = duty.due_at, late, "filed"
    session.flush()


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 0, "—"), (0, 3, "0.0%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (5, 4, "125.0%"), (1, 16, "6.3%")],
)
def test_rates_round_half_up_once_and_nothing_of_nothing_is_no_rate(
    part: int, whole: int, words: str
) -> None:
    """0/0 is said as a dash; more than all is more than a hundred percent."""
    assert percent(tenths(part, whole)) == words


@pytest.mark.parametrize(
    ("now", "before", "words"), [(500, 1000, "-50.0"), (667, 333, "+33.4"), (5, 5, "0.0"), (None, 5, "—")]
)
def test_changes_are_percentage_points(now: int | None, before: int | None, words: str) -> None:
    """A month without a rate gives no change."""
    assert change(now, before) == words


@pytest.mark.usefixtures("database")
class TestMakeBulletin:
    def test_counts_units_and_names_the_silent(self) -> None:
        """One unit is whole but late once, the other is on the list of those that sent nothing."""
        with transaction():
            _fill()
            made = bulletins.make_bulletin(staff.actor("street"), street=staff.unit("S"), month=MONTH, at=NOW)
            rows = {row["name"]: row for row in made.figures["units"]}
            first = rows["和平社区"]
            assert (first["owed"], first["reported"], first["late"], first["zero"]) == (2, 2, 1, 1)
            assert (first["completion"], first["punctual_rate"], first["settled_rate"]) == (1000, 500, 0)
            assert made.figures["nought"] == ["新华社区"]
            assert made.figures["good"] == ["和平社区"]
            assert made.figures["settled"] == {"good": [], "poor": [], "nought": ["和平社区"]}
            with pytest.raises(RuleBroken, match="等签发"):
                bulletins.make_bulletin(staff.actor("street"), street=staff.unit("S"), month=MONTH)
            with pytest.raises(RuleBroken, match="没有结束"):
                bulletins.make_bulletin(staff.actor("street"), street=staff.unit("S"), month=DECEMBER)

    @pytest.mark.parametrize(
        ("formula", "quota", "share", "before", "on"),
        [
            ("carried", "0", 500, None, "poor"),
            ("quota", "1", 1000, 0, "good"),
            ("quota", "0", None, None, ""),
        ],
    )
    def test_the_share_of_what_was_settled_is_counted_as_the_street_likes(
        self, formula: str, quota: str, share: int | None, before: int | None, on: str
    ) -> None:
        """One of two settled: half of what there was, all of a quota of one, and nothing where no quota is set."""
        with transaction():
            settled = make_dispute("C1", on=dt.date(2026, 11, 17))
            _fill()
            standing.resolve(staff.actor("mediator"), settled, on=dt.date(2026, 11, 20), way="people")
            for key, text in (("formula", formula), ("quota", quota)):
                set_for_the_street(f"bulletin_{key}", text)
            made = bulletins.make_bulletin(staff.actor("street"), street=staff.unit("S"), month=MONTH, at=NOW)
            row = next(row for row in made.figures["units"] if row["name"] == "和平社区")
            assert (row["settled_rate"], row["settled_before"]) == (share, before)
            assert [name for name, units in made.figures["settled"].items() if "和平社区" in units] == (
                [on] if on else []
            )
            issued = bulletins.issue_bulletin(staff.actor("leader"), made, version=None)
            assert issued.document is not None
            told = issued.document.frozen["facts"]["formula"]
            assert ("任务数" in told) is (formula == "quota")

    def test_none_before_the_last_week_of_the_month_is_due(self) -> None:
        """January 2027 ends on a Sunday: its fifth week is due on 1 February at five, and is not left out until then."""
        with transaction():
            ensure_duties()
            for day in (dt.date(2026, 12, 20), dt.date(2027, 1, 15), dt.date(2027, 2, 1)):
                clock.fix_today(day)
                ensure_duties()
            january = dt.date(2027, 1, 1)
            with pytest.raises(RuleBroken, match="2027-02-01 17:00 起") as refused:
                _owed(january, at_hour(clock.today(), dt.time(16, 59)))
            assert refused.value.field == "month"
            assert _owed(january, at_hour(clock.today(), dt.time(17))) == {"和平社区": 5, "新华社区": 5}

    def test_every_week_of_a_year_counts_in_exactly_one(self) -> None:
        """Also the last weeks of a unit that is closed inside of them, which end after it does."""
        first, counted, weeks = dt.date(2027, 1, 1), Counter[str](), []
        with transaction():
            ensure_duties()
            for number in range(1, 13):
                month = first.replace(month=number)
                for day in (month, month.replace(day=15), month_of(month).last + ONE_DAY):
                    clock.fix_today(day)
                    ensure_duties()
                if number == 8:
                    staff.unit("C2").valid_to = dt.date(2027, 8, 31)
                ready = ready_at(staff.unit("S").id, month)
                assert ready is not None
                clock.fix_today(max(clock.today(), ready.date()))
                owed = _owed(month, max(ready, at_hour(clock.today(), dt.time())))
                weeks.append(owed["和平社区"])
                counted.update(owed)
            assert weeks == [5, 4, 4, 4, 5, 4, 4, 5, 4, 5, 4, 4]
            within = (
                ReportDuty.kind == "week",
                ReportDuty.last >= first,
                ReportDuty.last < dt.date(2028, 1, 1),
            )
            known = Counter(duty.unit.name for duty in ReportDuty.query.filter(*within))
            assert counted == known
            assert known["新华社区"] == sum(weeks[:8]) + 1

    def test_a_corrected_one_has_a_new_number(self) -> None:
        """The first stays what it was and is called replaced; who drew it up does not issue it."""
        with transaction():
            _fill()
            street = staff.actor("street")
            first = bulletins.make_bulletin(street, street=staff.unit("S"), month=MONTH, at=NOW)
            with pytest.raises(Forbidden):
                bulletins.issue_bulletin(street, first, version=None)
            bulletins.issue_bulletin(staff.actor("leader"), first, version=None, copies="区委政法委")
            second = bulletins.make_bulletin(street, street=staff.unit("S"), month=MONTH, at=NOW)
            bulletins.issue_bulletin(staff.actor("leader"), second, version=None)
            assert (first.state, second.state) == ("replaced", "issued")
            assert first.number != second.number
            with pytest.raises(RuleBroken, match="不能再改"):
                bulletins.withdraw_bulletin(street, second, version=None, reason="错")


def test_pages(app: Portal) -> None:
    """Drawn up, looked at, issued, exported; a community reads what its street has issued, no draft."""
    with app.app_context(), transaction():
        ensure_duties()
        staff.make_account("street_s2", "测试邻街专干", ("street", staff.unit("S2")))
    clock.fix_today(DECEMBER)
    page = Browser(app.test_client()).sign_in("street", staff.PASSWORD).open("/screening/bulletins/new")
    page.choose("月份", "2026-11").fill("工作要求", "请按时报送。").press("起草通报")
    address = page.url
    assert page.rows("各单位情况")[0]["未报"] in ("0", "2")
    community = Browser(app.test_client()).sign_in("community", staff.PASSWORD)
    assert community.open(address).status == 404
    leader = Browser(app.test_client()).sign_in("leader", staff.PASSWORD).open(address)
    leader.follow("签发通报").fill("抄送", "区委政法委").press("签发通报")
    assert leader.open(f"{address}.xlsx").status == 200
    assert page.open("/screening/bulletins").rows("工作通报")[0]["状态"] == "已签发"
    assert community.open("/screening/bulletins").rows("工作通报")[0]["状态"] == "已签发"
    assert "打印通报" not in community.open(address).text
    away = Browser(app.test_client()).sign_in("street_s2", staff.PASSWORD)
    assert away.open(address).status == 404


def test_the_paper_looks_as_approved(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two tables, bars, three lists, the seal's place and copies."""
    rows = (
        ("和平社区居民委员会", 4, 4, 100),
        ("新华社区居民委员会", 4, 2, 50),
        ("东风社区居民委员会", 4, 0, 0),
    )
    day = dt.date(2026, 12, 3)
    facts = BulletinPaper(
        office="示范街道办事处",
        office_phone="0999-1234567",
        month="2026年11月",
        copies="区委政法委、区司法局",
        units=tuple(
            BulletinUnit(
                name=name,
                owed=owed,
                reported=done,
                late=0,
                zero=min(1, done),
                silent=owed - done,
                completion=f"{bar}.0%",
                completion_change="+25.0",
                punctual=f"{bar}.0%",
                handled=6,
                resolved=3,
                settled="50.0%",
                bar=bar,
                punctual_change="+25.0",
                settled_change="-8.3",
            )
            for name, owed, done, bar in rows
        ),
        tasks=(
            BulletinTask(body="示范派出所", sent=3, signed=3, answered=2, rate="100.0%", rate_change="+50.0"),
        ),
        good="和平社区居民委员会",
        poor="新华社区居民委员会",
        nought="东风社区居民委员会",
        settled=BulletinLists(
            good="无", poor="和平社区居民委员会、新华社区居民委员会", nought="东风社区居民委员会"
        ),
        signed=BulletinLists(good="示范派出所", poor="无", nought="无"),
        formula="办结÷（月初未化解＋本月新增＋转入）",
        remarks="请未报的单位在三日内补报，并说明原因。",
        issued_on=day,
    )
    imprint = Imprint(
        number="示街办通报〔2026〕1号",
        check_code="K7M2P9QX4T",
        check_url=check_address("http://10.0.0.1", "K7M2P9QX4T", "a" * 22),
        issued_on=day,
    )
    paper = kind_of(BULLETIN)
    order = PaperOrder(
        template=paper.template,
        version=paper.version,
        paper_format="a4",
        title=paper.title,
        seal=paper.seal,
        facts=facts,
        imprint=imprint,
    )
    must_look(order, Path(__file__).with_name("approved") / "screening_bulletin.png", tmp_path_factory)
