"""Sessions, signatures, questionings, evidence, agents and participants: what is refused in words, and what is kept."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from PIL import Image

from portal import clock
from portal.db import session, transaction
from portal.disputes.parties import NewParty
from portal.errors import RuleBroken
from portal.files.actions import store_file
from portal.mediation.actions.assigning import assign_mediator
from portal.mediation.models import MediationCase
from portal.mediation.records import queries, signing
from portal.mediation.records.actions import agents, asking, clauses, evidence, sessions
from portal.mediation.records.choices import OVERLAP, instant
from portal.mediation.records.lines import RESULT_KEY, Typed
from portal.mediation.records.models import MediationSession
from portal.mediation.records.wording import PAPER_CLAUSES
from portal.settings.actions import change_setting
from tests.factories import mediation as made
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.date(2026, 11, 22)
STROKES = "[[[1,1,0],[9,5,10],[30,4,20],[4,4,30],[5,9,40]]]"


def sit(case: MediationCase, start: int = 9, **more: Any) -> MediationSession:
    """A session of a case that begins at a full hour."""
    at = sessions.Circumstances(instant(DAY, dt.time(start)), place="调解室", recorder="钱备用", **more)
    seats = sessions.Seats(
        [party.id for party in case.parties], [one.id for one in queries.mediators_to_choose(case)]
    )
    return sessions.open_session(staff.actor("mediator"), case, version=None, seats=seats, at=at)


def write(
    one: MediationSession, what: str = "愿意赔偿。", result: str = "达成一致。", page: str = "p"
) -> None:
    typed = [Typed("k1", "申请人", what), Typed(RESULT_KEY, "", result)]
    sessions.write_session(staff.actor("mediator"), one, typed=typed, page=page, is_draft=True)


def finish(one: MediationSession, end: int = 11, outcome: str = "agreed", **more: Any) -> MediationSession:
    ended = instant(DAY, dt.time(end))
    return sessions.finish_session(
        staff.actor("mediator"), one, version=None, ended_at=ended, outcome=outcome, **more
    )


def sign(one: Any, kind: str, **more: Any) -> Any:
    given = {"way": "paper", "on": DAY, **more}
    return signing.sign(staff.actor("mediator"), one, kind=kind, **given)


class TestOpenSession:
    def test_refuses_before_the_acceptance_and_numbers_what_follows(self):
        with transaction():
            with pytest.raises(RuleBroken, match="还没有受理"):
                sit(made.make_case("draft"))
            with pytest.raises(RuleBroken, match="先告知各方当事人权利义务"):
                sit(made.make_case("accepted"))
            case = made.make_case("mediating")
            first = sit(case)
            write(first)
            finish(first, 10)
            assert sit(case, 10).position == 2 == queries.count_sessions(case.id)
            early = sessions.Circumstances(instant(dt.date(2026, 11, 1), dt.time(9)), "室", "记")
            seats = sessions.Seats([case.parties[0].id], [queries.mediators_to_choose(case)[0].id])
            with pytest.raises(RuleBroken, match="不能早于受理日期"):
                sessions.open_session(staff.actor("mediator"), case, version=None, seats=seats, at=early)

    @pytest.mark.both
    def test_refuses_two_tables_at_once_or_only_warns(self):
        with transaction():
            first = sit(made.make_case("mediating")).id
        with pytest.raises(RuleBroken, match="不能同时在两处") as refused, transaction():
            sit(made.make_case("mediating"), 10)
        assert refused.value.field == "day"
        with transaction():
            admin = staff.actor("admin")
            change_setting(admin, key=OVERLAP.key, text="warn", valid_from=DAY, reason="下村调解")
            other = sit(made.make_case("mediating"), 10)
            one = session.get_one(MediationSession, first)
            assert [found.id for _name, found in sessions.overlaps(other)] == [one.id]
            mediator = one.mediators[0].id
            assert queries.overlapping_sessions(mediator, one.started_at, queries.end_of(one)) == [one, other]


class TestFinishSession:
    @pytest.mark.both
    def test_scenario_42(self):
        """An edited sum whose figures and capitals differ is kept as a draft, refused on saving, and blocks the paper."""
        with transaction():
            one = sit(made.make_case("mediating"))
            good, bad = (
                "支付1200.00元（大写：人民币壹仟贰佰元整）",
                "支付1300.00元（大写：人民币壹仟贰佰元整）",
            )
            write(one, good)
            typed = [Typed("k1", "申请人", bad)]
            with pytest.raises(RuleBroken, match=r"不一致.*壹仟叁佰") as refused:
                sessions.write_session(staff.actor("mediator"), one, typed=typed, page="p")
            assert refused.value.field == "lines"
            sessions.write_session(staff.actor("mediator"), one, typed=typed, page="p", is_draft=True)
            with pytest.raises(RuleBroken, match="不一致"):
                finish(one)
            assert one.document is None
            assert not one.is_finished
            write(one, good)
            assert finish(one).document.kind == "mediation_session"

    def test_wants_a_text_a_result_and_stands_still_until_the_signatures_are_struck(self):
        actor = staff.actor("mediator")
        with transaction():
            one = sit(made.make_case("mediating"))
            with pytest.raises(RuleBroken, match="还没有记录内容"):
                finish(one)
            write(one, result="")
            with pytest.raises(RuleBroken, match="调解结果"):
                finish(one)
            write(one)
            with pytest.raises(RuleBroken, match="结束时间"):
                finish(one, 8)
            with pytest.raises(RuleBroken, match="择日再调"):
                finish(one, next_on=DAY)
            finish(one)
            paper = one.document
            sign(one, "party", party=one.parties[0])
            with pytest.raises(RuleBroken, match="重新打开"):
                write(one, "改口了。")
            with pytest.raises(RuleBroken):
                sessions.reopen_session(actor, one, version=None, reason=" ")
            sessions.reopen_session(actor, one, version=None, reason="漏记一句")
            struck = signing.signatures_of(one, with_struck=True)
            assert [row.struck_because for row in struck] == ["漏记一句"]
            assert paper.status == "void"
            write(one, "改口了。")
            assert finish(one).document.id != paper.id
            assert signing.signatures_of(one) == []

    def test_an_empty_session_opened_by_mistake_is_taken_back(self):
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case("mediating")
            sessions.drop_session(actor, sit(case), version=None)
            one = sit(case)
            write(one)
            with pytest.raises(RuleBroken, match="不能撤销"):
                sessions.drop_session(actor, one, version=None)


class TestSign:
    @pytest.mark.both
    def test_says_who_is_missing_until_the_last_has_signed(self):
        with transaction():
            case = made.make_case("mediating")
            one = sit(case)
            write(one)
            with pytest.raises(RuleBroken, match="先结束记录"):
                sign(one, "party", party=one.parties[0])
            finish(one)
            assert signing.missing_signers(case, one) == [
                "张示例（当事人）签名",
                "李样本（当事人）签名",
                f"{one.mediators[0].name}（人民调解员）签名",
                "钱备用（记录人）签名",
            ]
            sign(one, "party", party=one.parties[0])
            sign(one, "mediator", mediator=one.mediators[0])
            sign(one, "recorder", name="钱备用", way="screen", strokes=STROKES, device="平板")
            assert signing.missing_signers(case, one) == ["李样本（当事人）签名"]
            with pytest.raises(RuleBroken, match="已经签过"):
                sign(one, "party", party=one.parties[0], way="fingerprint")
            with pytest.raises(RuleBroken, match=r"完整的签名|没有收到笔画"):
                sign(one, "party", party=one.parties[1], way="screen", strokes="[]")
            with pytest.raises(RuleBroken, match="晚于今天"):
                sign(one, "party", party=one.parties[1], on=DAY + dt.timedelta(1))
            last = sign(one, "party", party=one.parties[1], way="fingerprint")
            assert signing.missing_signers(case, one) == []
            screen = signing.signatures_of(one)[2]
            assert screen.strokes[0][1] == [9, 5, 10]
            assert screen.device == "平板"
            signing.strike_one(staff.actor("mediator"), one, last, reason="捺错了人")
            assert signing.missing_signers(case, one) == ["李样本（当事人）签名"]

    def test_who_cannot_read_has_a_reader_and_a_witness_who_are_two_people(self):
        with transaction():
            blind = NewParty(side="applicant", name="孙不识", cannot_read=True)
            case = made.make_case("mediating", parties=(blind, made.PARTIES[1]))
            one = sit(case)
            write(one)
            finish(one)
            party = one.parties[0]
            sign(one, "party", party=party, way="fingerprint")
            missing = signing.missing_signers(case, one)
            assert missing[:2] == ["向孙不识宣读的人签名", "孙不识的见证人签名"]
            sign(one, "reader", party=party, name="钱备用")
            for name, why in (("钱备用", "两个人"), ("李样本", "不能是当事人"), ("", "姓名")):
                with pytest.raises(RuleBroken, match=why):
                    sign(one, "witness", party=party, name=name)
            with pytest.raises(RuleBroken, match="不能是本案的调解员"):
                sign(one, "witness", party=party, name=one.mediators[0].name)
            sign(one, "witness", party=party, name="周邻居")
            assert len(signing.missing_signers(case, one)) == 3

    def test_an_agent_signs_only_under_a_power_in_force(self):
        with transaction():
            case = made.make_case("mediating")
            one = sit(case)
            write(one)
            finish(one)
            with pytest.raises(RuleBroken, match="没有有效的授权委托书"):
                sign(one, "agent", party=case.parties[0], name="张小例")
            empower(case)
            sign(one, "agent", party=case.parties[0], name="张小例")
            assert "张示例（当事人）签名" not in signing.missing_signers(case, one)


def empower(case: MediationCase, **more: Any) -> Any:
    given = {
        "party_id": case.parties[0].id,
        "name": "张小例",
        "authority": "special",
        "powers": ["settle"],
        "granted_on": DAY,
        "valid_from": DAY,
        **more,
    }
    return agents.add_agent(staff.actor("mediator"), case, version=None, power=agents.Power(**given))


class TestAddAgent:
    def test_refuses_at_the_field(self):
        with transaction():
            case = made.make_case("draft")
            for more, field in (
                ({"authority": "special", "powers": []}, "powers"),
                ({"authority": "general"}, "powers"),
                ({"name": "李样本"}, "name"),
                ({"valid_to": DAY - dt.timedelta(1)}, "valid_to"),
                ({"party_id": 0}, "party_id"),
                ({"details": {"identity": "119901200001010027"}}, "identity"),
            ):
                with pytest.raises(RuleBroken) as refused:
                    empower(case, **more)
                assert refused.value.field == field

    @pytest.mark.both
    def test_ends_and_lists(self):
        with transaction():
            case = made.make_case("draft")
            agent = empower(case, valid_to=DAY + dt.timedelta(30))
            assert agent.document.kind == "mediation_power"
            assert queries.agents_now(case) == [agent]
            agents.end_agent(staff.actor("mediator"), agent, version=None, on=DAY, reason="解除委托")
            assert not agent.acts_on(DAY + dt.timedelta(1))
            assert agent.acts_on(DAY)


class TestInviteParticipant:
    def test_wants_the_consent_of_every_party(self):
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case("mediating")
            first, second = case.parties
            asked = {"kind": "neighbour", "name": "王邻居", "invited_on": DAY}
            invitation = agents.Invitation(**asked, consents={first.id: "oral"})
            with pytest.raises(RuleBroken, match="还没有记录李样本的同意") as refused:
                agents.invite_participant(actor, case, version=None, invitation=invitation)
            assert refused.value.field == "consents"
            invitation = agents.Invitation(**asked, consents={first.id: "oral", second.id: "written"})
            made_one = agents.invite_participant(actor, case, version=None, invitation=invitation)
            assert [one["way"] for one in made_one.consents] == ["oral", "written"]


class TestOpenInvestigation:
    def test_wants_two_and_is_signed_by_who_asked_and_answered(self):
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case("mediating")
            head = {
                "started_at": instant(DAY, dt.time(14)),
                "place": "门卫室",
                "asked_name": "周门卫",
                "recorder": "钱备用",
                "details": {"age": "60"},
            }
            lead = [one.id for one in queries.mediators_to_choose(case)]
            with pytest.raises(RuleBroken, match="至少要有 2 名调解员"):
                asking.open_investigation(
                    actor, case, version=None, asking=asking.Asking(**head, mediators=lead)
                )
            assign_mediator(actor, case, version=None, mediator=made.mediator_of("chair"), role="joint")
            both = [one.id for one in queries.mediators_to_choose(case)]
            one = asking.open_investigation(
                actor, case, version=None, asking=asking.Asking(**head, mediators=both)
            )
            asking.write_investigation(
                actor, one, typed=[Typed("a", "问", "何时？"), Typed("b", "答", "十月。")], page="p"
            )
            asking.finish_investigation(actor, one, version=None, ended_at=instant(DAY, dt.time(15)))
            assert one.document.kind == "mediation_investigation"
            assert len(signing.missing_signers(case, one)) == 4
            sign(one, "asked", name="周门卫")
            assert len(signing.missing_signers(case, one)) == 3


class TestAddEvidence:
    @pytest.mark.both
    def test_keeps_a_list_with_scans_returns_and_struck_lines(self):
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case("mediating")
            line = evidence.Supplied(name="照片", pages=4, supplied_by="张示例", supplied_on=DAY)
            item = evidence.add_evidence(actor, case, version=None, line=line)
            with pytest.raises(RuleBroken, match=r"可执行|不允许|不是|不能") as refused:
                keep(actor, b"MZ\x90\x00" + bytes(200), "照片.jpg")
            assert refused.value.field == "files"
            file = keep(actor, turned_photo(), "手机照片.jpg")
            assert (file.width, file.height) == (40, 60)
            evidence.attach_scans(actor, item, version=None, files=[file])
            evidence.return_evidence(actor, item, version=None, on=DAY, to="张示例")
            second = evidence.add_evidence(actor, case, version=None, line=line)
            evidence.strike_evidence(actor, second, version=None, reason="重复")
            third = evidence.add_evidence(actor, case, version=None, line=line)
            assert (
                [one.position for one in queries.evidence_of(case)]
                == [1, 3]
                == [item.position, third.position]
            )
            assert [one.name for one in queries.without_identity(case)] == ["张示例", "李样本"]
            proof = evidence.Supplied(
                purpose="identity", proof="id_card", party_id=case.parties[0].id, supplied_on=DAY
            )
            assert evidence.add_evidence(actor, case, version=None, line=proof).name == "居民身份证复印件"
            assert (
                evidence.print_list(actor, case, version=None, purpose="evidence").kind
                == "mediation_evidence"
            )


def keep(actor: Any, content: bytes, name: str) -> Any:
    return store_file(actor, stream=io.BytesIO(content), name=name, purpose="mediation.record", field="files")


def turned_photo() -> bytes:
    """A phone's photo that lies on its side, with the note that says so."""
    picture = Image.new("RGB", (60, 40), "#c8d8e8")
    exif = picture.getexif()
    exif[0x0112] = 6
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif)
    return target.getvalue()


class TestAddClause:
    def test_the_chair_keeps_clauses_whose_sums_agree(self):
        chair = staff.actor("chair")
        with transaction():
            committee = made.make_committee()
            listed = clauses.suggest_clauses(chair, committee, version=None)
            assert len(listed) == len(PAPER_CLAUSES)
            once = next(one for one in listed if one.title == "一次性付款")
            assert "1200.00元（大写：人民币壹仟贰佰元整）" in clauses.fill_clause(once, "1200")
            for given, field in (
                ({"title": "一次性付款", "body": "某"}, "title"),
                ({"title": "新", "body": "付100元（大写壹元整）"}, "body"),
            ):
                with pytest.raises(RuleBroken) as refused:
                    clauses.add_clause(chair, committee, version=None, place="agreement", **given)
                assert refused.value.field == field
            clauses.retire_clause(chair, once, version=None)
            assert once not in queries.list_clauses(committee.id)
            assert clock.today() == DAY
