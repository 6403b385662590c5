"""Against invention and payment by the case: what is found, how it is settled, who is paid, what never changes again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.parties import NewParty
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.volumes import queries as bound
from portal.mediation.volumes.actions import checking, filing
from portal.mediation.volumes.pay import actions, ledger, queries
from portal.mediation.volumes.pay.papers import pay_paper
from portal.mediation.volumes.scrutiny import actions as scrutiny
from portal.mediation.volumes.scrutiny import queries as doubts
from portal.mediation.volumes.scrutiny.likeness import grams, likeness
from portal.settings.actions import change_setting
from tests.factories import mediation, staff, volumes
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.date(2026, 11, 22)
STORIES = (
    "楼上管道老化漏水，把天花板泡坏了，两家为赔多少钱争执不下，请来师傅估了价。",
    "狗夜里一直叫，邻居孩子要中考睡不好，多次交涉无果，昨晚发生口角。",
    "停车占了消防通道，两位车主推搡，手机屏幕摔裂，看监控确认了责任。",
)
ENDS = ("三天内修好水管，赔偿三千元。", "晚上十点后把狗关进屋内。", "承担换屏费六百五十元。")


def who(name: str):  # type: ignore[no-untyped-def]
    return staff.actor(name)


def parties(number: int) -> tuple[NewParty, NewParty]:
    names = "甲乙丙丁戊己庚辛壬癸"
    return (
        NewParty(side="applicant", name=f"赵{names[number]}", details={}),
        NewParty(side="respondent", name=f"钱{names[number]}", details={}),
    )


def checked(number: int, *, story: str = "", **changes: object) -> MediationCase:
    """A case with a good volume, filed."""
    given = {
        "story": story or STORIES[number % 3],
        "terms": ENDS[number % 3],
        "parties": parties(number),
        **changes,
    }
    case = volumes.settled(**given)  # type: ignore[arg-type]
    volume = volumes.bound(case)
    filing.archive_case(who("mediator"), case, version=None)
    checking.check_volume(who("justice"), volume, version=None, result="good")
    return case


class TestLikeness:
    @pytest.mark.parametrize(
        ("one", "other", "low", "high"),
        [
            (STORIES[0], STORIES[1], 0.0, 0.15),
            (STORIES[0], "　" + STORIES[0].replace("，", " , ") + "2026年", 0.9, 1.0),
            (
                STORIES[0],
                STORIES[0] + "双方各自签字，握手言和，调解员将定期回访，双方都表示满意。",
                0.85,
                1.0,
            ),
            ("", STORIES[0], 0.0, 0.0),
            ("漏水", "漏水", 1.0, 1.0),
        ],
    )
    def test_what_is_alike(self, one: str, other: str, low: float, high: float) -> None:
        assert low <= likeness(grams(one), grams(other)) <= high
        assert likeness(grams(one), grams(other)) == likeness(grams(other), grams(one))

    def test_names_tell_nothing(self) -> None:
        assert grams("张示例与李样本争吵", ("张示例", "李样本")) == grams("王五与赵六争吵", ("王五", "赵六"))


class TestSuspicions:
    def test_copies_crowds_and_overlaps_are_found_and_settled_in_words(self) -> None:
        with transaction():
            first = volumes.settled(STORIES[0], parties=parties(0), terms=ENDS[0])
            copy = volumes.settled(STORIES[0] + "另。", parties=parties(1), terms=ENDS[0])
            other = volumes.settled(STORIES[1], parties=parties(2), terms=ENDS[1])
            assert {(s.case.id, s.kind) for s in doubts.suspicions([first, copy, other])} == {
                (copy.id, "similar")
            }
            one = doubts.find_suspicion(who("justice"), copy.id, "similar", str(first.id))
            assert one.params["percent"] >= 85
            assert doubts.kept_from_pay([first, copy]) == {copy.id: [one]}
            with pytest.raises(Forbidden):
                scrutiny.settle_suspicion(who("mediator"), one, verdict="cleared", words="无")
            with pytest.raises(RuleBroken, match="请填写"):
                scrutiny.settle_suspicion(who("justice"), one, verdict="cleared", words=" ")
            scrutiny.settle_suspicion(who("justice"), one, verdict="cleared", words="同一栋楼，分别核实。")
            assert not doubts.kept_from_pay([first, copy])
            change_setting(who("admin"), key="mediation.person_cases", text="1", valid_from=DAY, reason="试")
            again = volumes.settled(STORIES[2], parties=parties(0), terms=ENDS[2])
            crowd = [s for s in doubts.suspicions([first, again]) if s.kind == "person"]
            assert {s.params["name"] for s in crowd} == {"赵甲", "钱甲"}

    def test_many_cases_cost_no_more_statements_than_few(self) -> None:
        with transaction():
            keys = [mediation.make_case("mediating", parties=parties(n)).id for n in range(6)]
        sent = {}
        for most in (3, 3, 6):  # the first reading also asks for the settings
            session.expire_all()
            cases = [one for one in doubts.cases_between(who("justice"), DAY, DAY) if one.id in keys[:most]]
            assert len(cases) == most
            with statements() as sent[most]:
                doubts.suspicions(cases)
        assert len(sent[3]) == len(sent[6])

    def test_sessions_at_one_time(self) -> None:
        with transaction():
            one = mediation.make_case("mediating", parties=parties(3))
            two = mediation.make_case("mediating", parties=parties(4))
            volumes.sit(one, start=9)
            volumes.sit(two, start=11)
            assert not [s for s in doubts.suspicions([one, two]) if s.kind == "overlap"]
            from portal.mediation.records.queries import sessions_of

            late = sessions_of(two)[0]
            late.started_at -= dt.timedelta(hours=1, minutes=30)
            session.flush()
            found = [s for s in doubts.suspicions([one, two]) if s.kind == "overlap"]
            assert {s.case.id for s in found} == {one.id, two.id}

    def test_a_sample_can_be_drawn_again_from_its_seed(self) -> None:
        with transaction():
            cases = [volumes.settled(STORIES[n], parties=parties(n), terms=ENDS[n]) for n in range(3)]
            justice, given = who("justice"), {"first": DAY, "last": DAY}
            with pytest.raises(RuleBroken):
                scrutiny.draw_sample(justice, cases, percent=0, **given)
            sample = scrutiny.draw_sample(justice, cases, percent=34, **given)
            keys = [case.id for case in cases]
            assert {call.case_id for call in sample.calls} == scrutiny.drawn(keys, 34, sample.seed)
            assert (len(sample.calls), sample.population) == (2, 3)
            call = sample.calls[0]
            with pytest.raises(RuleBroken, match="请填写"):
                scrutiny.enter_call(justice, call, version=None, result="not_confirmed", called="赵甲")
            scrutiny.enter_call(justice, call, version=None, result="not_reached", called="赵甲")
            scrutiny.enter_call(
                justice, call, version=None, result="not_confirmed", called="赵甲", note="没有这件事"
            )
            assert [s.kind for s in doubts.kept_from_pay(cases)[call.case_id]] == ["call_back"]


class TestFourEyes:
    """A mediator who also has a post at the judicial office checks, clears and calls about the cases of others only."""

    def test_nobody_checks_or_calls_about_an_own_case(self) -> None:
        with transaction():
            case = volumes.settled(STORIES[0], parties=parties(0), terms=ENDS[0])
            volume = volumes.bound(case)
            sample = scrutiny.draw_sample(who("justice"), [case], percent=100, first=DAY, last=DAY)
            both = replace(who("justice"), account_id=who("mediator").account_id)
            with pytest.raises(Forbidden):
                checking.check_volume(both, volume, version=None, result="good")
            with pytest.raises(Forbidden):
                scrutiny.enter_call(both, sample.calls[0], version=None, result="confirmed", called="赵甲")
            assert checking.check_volume(who("justice"), volume, version=None, result="good").volume is volume


class TestPayList:
    @pytest.mark.both
    def test_from_checked_volumes_to_three_signatures_and_a_correction(self) -> None:
        with transaction():
            paid, copied = checked(0), checked(1, story=STORIES[0], terms=ENDS[0])
            unchecked = volumes.settled(STORIES[2], parties=parties(2), terms=ENDS[2])
            volumes.bound(unchecked)
            justice, street, leader = who("justice"), who("street"), who("leader")
            found = {one.case.id: one.why_not for one in queries.candidates(staff.unit("S").id, DAY)}
            assert found == {paid.id: "", copied.id: "有疑点没有处理。"}
            with pytest.raises(Forbidden):
                actions.make_pay_list(street, first=DAY, last=DAY)
            made = actions.make_pay_list(justice, first=DAY, last=DAY)
            assert ([line.case_id for line in made.lines], made.total_fen) == ([paid.id], 3000)
            with pytest.raises(RuleBroken, match="还有一份名单"):
                actions.make_pay_list(justice, first=DAY, last=DAY)
            with pytest.raises(RuleBroken, match="不在这一步"):
                actions.approve_pay_list(leader, made, version=None)
            actions.submit_pay_list(justice, made, version=None)
            with pytest.raises(Forbidden):
                actions.review_pay_list(justice, made, version=None)
            with pytest.raises(RuleBroken, match="请先由"):
                actions.approve_pay_list(leader, made, version=None)
            with pytest.raises(Conflict):
                actions.review_pay_list(street, made, version=99)
            actions.review_pay_list(street, made, version=None)
            assert [one.id for one in queries.waiting_lists(leader)] == [made.id]
            actions.approve_pay_list(leader, made, version=None)
            facts = pay_paper(made, DAY)
            assert (facts.figures, facts.mediators[0].simple, len(facts.signers)) == ("30.00", 1, 3)
            line = made.lines[0]
            for change in (
                lambda: actions.leave_out_line(justice, line, version=None, reason="错"),
                lambda: actions.discard_pay_list(justice, made, version=None, reason="错"),
                lambda: actions.return_pay_list(leader, made, version=None, reason="错"),
            ):
                with pytest.raises(RuleBroken, match="不在这一步"):
                    change()
            _correct(paid, copied, line)

    def test_who_is_not_paid_by_the_case(self) -> None:
        with transaction():
            case = checked(0)
            lead = case.lead
            assert isinstance(lead, Mediator)
            lead.kind = "full_time"
            session.flush()
            assert _why(case) == "专职调解员，不按件补贴。"
            change_setting(
                who("admin"),
                key="mediation.pay_excludes_full_time",
                text="no",
                valid_from=DAY,
                reason="试",
            )
            assert _why(case) == ""
            case.is_imported = True
            session.flush()
            assert not queries.candidates(staff.unit("S").id, DAY)
            case.is_imported = False
            volume = bound.find_volume(case)
            assert volume is not None
            checking.check_volume(
                who("justice"), volume, version=None, result="defects", defects="缺", mend_by=DAY
            )
            assert not queries.candidates(staff.unit("S").id, DAY)

    def test_a_list_that_is_sent_back_is_drawn_up_again(self) -> None:
        with transaction():
            case = checked(0)
            justice = who("justice")
            made = actions.make_pay_list(justice, first=DAY, last=DAY)
            actions.submit_pay_list(justice, made, version=None)
            actions.return_pay_list(who("street"), made, version=None, reason="请核对")
            actions.leave_out_line(justice, made.lines[0], version=None, reason="待核实")
            with pytest.raises(RuleBroken, match="没有案件"):
                actions.submit_pay_list(justice, made, version=None)
            actions.discard_pay_list(justice, made, version=None, reason="重编")
            again = actions.make_pay_list(justice, first=DAY, last=clock.today())
            assert [line.case_id for line in again.lines] == [case.id]
            assert ledger.CASE_PAY.name == "case-pay"


def _correct(paid: MediationCase, copied: MediationCase, line) -> None:  # type: ignore[no-untyped-def]
    """The next list takes what was settled since, and the difference of a line that was wrong."""
    justice = who("justice")
    one = next(s for s in doubts.suspicions([copied]) if s.kind == "similar")
    scrutiny.settle_suspicion(justice, one, verdict="cleared", words="已实地核实。")
    following = actions.make_pay_list(justice, first=DAY, last=DAY)
    assert [row.case_id for row in following.lines] == [copied.id]
    with pytest.raises(RuleBroken, match="相同"):
        actions.correct_line(justice, following, line=line, version=None, fen=3000, reason="错")
    actions.correct_line(justice, following, line=line, version=None, fen=2000, reason="应为二十元")
    assert (following.total_fen, queries.net_of(line)) == (2000, 2000)
    with pytest.raises(RuleBroken, match="只能更正"):
        actions.correct_line(justice, following, line=following.lines[0], version=None, fen=1, reason="错")


def _why(case: MediationCase) -> str:
    return next(one.why_not for one in queries.candidates(staff.unit("S").id, DAY) if one.case.id == case.id)
