"""Referrals: entered with number and officer, due in thirty days, replied with records and evidence, passed on by letter."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.errors import Conflict, NotFound, RuleBroken
from portal.letters import actions as letters
from portal.letters.models import Letter
from portal.letters.queries import Filters as LetterFilters
from portal.letters.queries import get_letter, list_letters
from portal.mediation.links import queries, replies
from portal.mediation.links.actions import referrals as actions
from portal.mediation.links.models import Referral
from portal.mediation.models import CaseExtension, MediationCase
from portal.mediation.records.models import EvidenceItem, MediationSession
from tests.factories import mediation, staff

pytestmark = pytest.mark.usefixtures("database")
SENT = dt.date(2026, 10, 23)
DUE = dt.date(2026, 11, 22)


def _from_court(state: str = "mediating", **changes: object) -> Referral:
    """A case that the court sent before filing, entered on the day on which it came."""
    clock.fix_today(SENT)
    case = mediation.make_case(state, source="court", on=SENT)
    given: dict[str, object] = {
        "version": case.version,
        "kind": "court",
        "entrusting": "before",
        "body": "示范区人民法院",
        "number": "（2026）示委调1号",
        "received_on": SENT,
        "officer": "郑法官",
        "party_ids": [party.id for party in case.parties],
        "consented_on": SENT,
        **changes,
    }
    return actions.enter_referral(staff.actor("mediator"), case, **given)  # type: ignore[arg-type]


def _sit(case: MediationCase) -> None:
    """Two sessions and one piece of evidence."""
    for position, day in ((1, dt.date(2026, 11, 2)), (2, dt.date(2026, 11, 9))):
        started = dt.datetime.combine(day, dt.time(9), clock.OFFICE_ZONE)
        session.add(MediationSession(case=case, position=position, started_at=started, entered_by=1))
    session.add(
        EvidenceItem(case=case, position=1, name="照片", supplied_by="张示例", supplied_on=SENT, entered_by=1)
    )
    session.flush()


def test_scenario_31() -> None:
    """Thirty days pass without result: the reply is drafted with records and evidence list, and nothing is closed."""
    who = staff.actor("mediator")
    with transaction():
        referral = _from_court()
        assert referral.due_on == DUE
        _sit(referral.case)
        clock.fix_today(DUE)
        assert queries.count_referrals(who)["overdue"] == 0
        assert replies.outcomes_of(referral) == []
        with pytest.raises(RuleBroken) as early:
            actions.reply_referral(who, referral, version=referral.version, outcome="time_over")
        assert early.value.field == "outcome"
        clock.fix_today(DUE + dt.timedelta(days=1))
        assert queries.count_referrals(who)["overdue"] == 1
        assert replies.outcomes_of(referral) == ["time_over"]
        letter = actions.reply_referral(who, referral, version=referral.version, outcome="time_over")
        assert letter.title == "关于委派调解期限届满的复函"
        assert letter.addressee == "示范区人民法院"
        assert letter.enclosures == [
            {"name": "人民调解记录", "copies": 2},
            {"name": "证据材料清单", "copies": 1},
        ]
        for words in (
            "（2026）示委调1号",
            "共组织调解2次（2026年11月2日、2026年11月9日）",
            "期限已于2026年11月22日届满",
        ):
            assert words in (letter.body or "")
        assert (referral.case.state, referral.case.end_code, referral.state) == ("mediating", "", "replying")
        sent = letters.send_letter(who, get_letter(who, letter.id))
        assert sent.number == "示街函〔2026〕1号"
        assert (sent.unit.code, sent.due_on) == ("M1", None)
        assert referral.state == "replied"
        assert queries.count_referrals(who) == {"waiting": 0, "overdue": 0, "replied": 1, "out": 0, "all": 1}
        assert referral.case.state == "mediating"


class TestEnterReferral:
    def test_is_refused_in_words(self) -> None:
        for changes, field in (
            ({"kind": "police", "entrusting": ""}, "kind"),
            ({"entrusting": ""}, "entrusting"),
            ({"body": " "}, "body"),
            ({"received_on": dt.date(2026, 12, 1)}, "received_on"),
            ({"dated_on": SENT, "received_on": SENT - dt.timedelta(days=1)}, "dated_on"),
            ({"due_on": dt.date(2026, 10, 1)}, "due_on"),
            ({"consented_on": None}, "consented_on"),
        ):
            with pytest.raises(RuleBroken) as refused, transaction():
                _from_court("draft", **changes)
            assert refused.value.field == field
        with pytest.raises(Conflict), transaction():
            _from_court(version=0)

    @pytest.mark.both
    def test_extension_of_a_court_s_case_is_the_parties_and_another_s_is_the_sender_s(self) -> None:
        who = staff.actor("mediator")
        with transaction():
            court = _from_court()
            later = DUE + dt.timedelta(days=30)
            with pytest.raises(RuleBroken, match="延长期限"):
                actions.extend_referral(who, court, version=court.version, due_on=later, reason="商定")
            court.case.due_on = later
            session.add(
                CaseExtension(
                    case=court.case, asked_on=SENT, reason="x", old_due_on=DUE, new_due_on=later, decided_by=1
                )
            )
            session.flush()
            session.expire(court.case)
            assert queries.due_of(court) == later
            case = mediation.make_case("accepted", source="petition", on=SENT)
            petition = actions.enter_referral(
                who, case, version=None, kind="petition", body="示范区信访局", received_on=SENT
            )
            assert petition.due_on == DUE
            with pytest.raises(RuleBroken, match="不能超过 30 天"):
                actions.extend_referral(
                    who, petition, version=None, due_on=later + dt.timedelta(days=1), reason="商定"
                )
            actions.extend_referral(who, petition, version=petition.version, due_on=later, reason="商定")
            assert (petition.first_due_on, petition.due_on) == (DUE, later)
            clock.fix_today(later)
            assert queries.count_referrals(who)["overdue"] == 0


class TestReplyReferral:
    def test_tells_what_the_case_says_and_can_be_taken_back(self) -> None:
        who = staff.actor("mediator")
        with transaction():
            referral = _from_court()
            case = referral.case
            case.state, case.agreed_on = "performing", SENT
            with pytest.raises(RuleBroken):
                actions.reply_referral(who, referral, version=None, outcome="failed")
            letter = actions.reply_referral(who, referral, version=None, outcome="agreed")
            assert "自愿达成人民调解协议" in (letter.body or "")
            with pytest.raises(RuleBroken, match="已经写好"):
                actions.reply_referral(who, referral, version=None, outcome="agreed")
            letters.withdraw_letter(who, letter, version=None, reason="写错")
            assert (referral.state, referral.outcome) == ("open", "")
            actions.recall_referral(who, referral, version=referral.version, on=SENT, reason="当事人已撤诉")
            assert referral.state == "withdrawn"
            assert case.state == "performing"

    @pytest.mark.both
    def test_police_settlement_has_its_days(self) -> None:
        who = staff.actor("mediator")
        with transaction():
            case = mediation.make_case("performing", source="police")
            row = actions.enter_referral(
                who, case, version=None, kind="police", body="示范派出所", received_on=clock.today()
            )
            given = {"performed_on": clock.today(), "leniency_asked_on": clock.today()}
            with pytest.raises(RuleBroken, match="没有达成"):
                actions.record_settlement(who, row, version=row.version, **given)
            case.agreed_on = clock.today()
            assert actions.record_settlement(who, row, version=row.version, **given).performed_on is not None

    def test_letters_of_a_case_are_seen_by_who_sees_the_case(self) -> None:
        with transaction():
            referral = _from_court()
            clock.fix_today(DUE + dt.timedelta(days=1))
            letter = actions.reply_referral(
                staff.actor("mediator"), referral, version=None, outcome="time_over"
            )
            assert letter.subject_label == referral.case.number
            assert get_letter(staff.actor("chair"), letter.id) is letter
            for other in ("clerk", "leader"):
                with pytest.raises(NotFound):
                    get_letter(staff.actor(other), letter.id)
                assert list_letters(staff.actor(other), filters=LetterFilters(tab="all")).total == 0
            with pytest.raises(NotFound):
                queries.get_referral(staff.actor("community"), referral.id)


class TestReferOut:
    def test_not_ours_before_the_acceptance_and_entrusted_with_everybody_s_consent(self) -> None:
        who = staff.actor("mediator")
        with transaction():
            case = mediation.make_case("draft")
            given = {"version": None, "kind": "administrative", "body": "示范区住建局"}
            row = actions.refer_out(who, case, reason_code="not_ours", **given)
            assert (row.letter.title, row.letter.unit.code) == ("不予调解函", "M1")  # type: ignore[union-attr]
            running = mediation.make_case("mediating")
            with pytest.raises(RuleBroken, match="不能发不予调解函"):
                actions.refer_out(who, running, reason_code="not_ours", **given)
            first = [running.parties[0].id]
            with pytest.raises(RuleBroken, match="李样本"):
                actions.refer_out(
                    who, running, reason_code="entrusted", party_ids=first, consented_on=DUE, **given
                )
            row = actions.refer_out(
                who,
                running,
                reason_code="entrusted",
                party_ids=[p.id for p in running.parties],
                consented_on=DUE,
                **given,
            )
            assert row.state == "replying"
            letters.withdraw_letter(
                who, session.get_one(Letter, row.letter_id), version=None, reason="不再需要"
            )
            assert row.state == "withdrawn"
