"""The three links are three things, and petition proxies are a source of cases: what counts, what is hidden, what is refused."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from flask import current_app

from portal import clock
from portal.db import session, transaction
from portal.disputes.parties import NewParty
from portal.disputes.queries import list_categories
from portal.errors import Conflict, NotFound, RuleBroken
from portal.letters import actions as letters
from portal.mediation.links import matters, people, queries
from portal.mediation.links.actions import court_days, guidance, proxies, transfers
from portal.mediation.links.actions.referrals import enter_referral
from portal.mediation.links.models import LinkPerson, PetitionProxy
from portal.mediation.links.parts import know_next
from portal.mediation.links.work import piles_of
from tests.factories import mediation, staff
from tests.factories.letters import scan
from tests.files import sample

pytestmark = pytest.mark.usefixtures("database")
TODAY = dt.date(2026, 11, 22)
JANUARY = dt.date(2026, 1, 5)


def _picture(name: str = "现场.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(sample.picture()), name


def _judge(name: str = "郑法官", organ: str = "court") -> LinkPerson:
    return guidance.add_person(
        staff.actor("justice"), organ=organ, body="示范区人民法院", name=name, post="法官", valid_from=JANUARY
    )


class TestRecordGuidance:
    def test_a_visit_guides_cases_and_counts_none(self) -> None:
        who = staff.actor("mediator")
        with transaction():
            judge, case = _judge(), mediation.make_case("mediating")
            guidance.record_guidance(who, person=judge, visited_on=TODAY, content="讲解举证", cases=[case])
            assert [one.person.name for one in people.guidance_of(case)] == ["郑法官"]
            assert case.events[-1].verb == "guide_case"
            tally = people.tallies(who, 2026)[0]
            assert (tally.held, tally.counted, tally.missing) == (0, 0, 2)
            for day in (TODAY + dt.timedelta(days=1), JANUARY - dt.timedelta(days=1)):
                with pytest.raises(RuleBroken) as refused:
                    guidance.record_guidance(who, person=judge, visited_on=day, content="讲解")
                assert refused.value.field == "visited_on"


class TestRecordCourtDay:
    def test_counts_by_person_and_year_when_agreed_with_record_and_photo(self) -> None:
        who = staff.actor("mediator")
        with transaction():
            judge = _judge()
            for state, pictures, held_on in (
                ("mediating", True, TODAY),
                ("performing", True, TODAY),
                ("performing", False, TODAY),
                ("performing", True, dt.date(2025, 12, 30)),
            ):
                case = mediation.make_case(state, on=min(held_on, TODAY))
                case.agreed_on = held_on if state == "performing" else None
                judge.valid_from = dt.date(2025, 1, 1)
                court_days.record_court_day(
                    who,
                    case,
                    version=case.version,
                    person=judge,
                    held_on=held_on,
                    place="和平社区",
                    record=(io.BytesIO(sample.pdf()), "笔录.pdf") if pictures else None,
                    photo=_picture() if pictures else None,
                    shown=["张示例"],
                )
            assert [(t.held, t.counted, t.missing) for t in people.tallies(who, 2026)] == [(3, 1, 1)]
            assert [(t.held, t.counted) for t in people.tallies(who, 2025)] == [(1, 1)]

    def test_no_court_day_comes_after_the_agreement(self) -> None:
        """It is the mediation that led to it that counts."""
        with transaction():
            case = mediation.make_case("mediating", on=TODAY - dt.timedelta(days=9))
            case.agreed_on = TODAY - dt.timedelta(days=3)
            with pytest.raises(RuleBroken) as late:
                court_days.record_court_day(
                    staff.actor("mediator"),
                    case,
                    version=None,
                    person=_judge(),
                    held_on=TODAY,
                    place="社区",
                )
            assert late.value.field == "held_on"

    @pytest.mark.both
    def test_the_photo_is_hidden_until_everybody_consents_or_is_covered(self) -> None:
        who = staff.actor("mediator")
        with transaction():
            case = mediation.make_case("mediating")
            with pytest.raises(RuleBroken) as unnamed:
                court_days.record_court_day(
                    who,
                    case,
                    version=None,
                    person=_judge("甲法官"),
                    held_on=TODAY,
                    place="社区",
                    photo=_picture(),
                )
            assert unnamed.value.field == "shown"
            row = court_days.record_court_day(
                who,
                case,
                version=None,
                person=_judge(),
                held_on=TODAY,
                place="和平社区",
                photo=_picture(),
                shown=["张示例", "李样本", ""],
            )
            assert (row.seen_photo, row.publishing) == (None, "none")
            with pytest.raises(RuleBroken, match="不能公开"):
                court_days.publish_photo(who, row, version=row.version, where="政法网", on=TODAY)
            court_days.record_photo_consent(who, row, version=row.version, names=["张示例"], on=TODAY)
            assert row.seen_photo is None
            with pytest.raises(RuleBroken) as undeclared:
                court_days.cover_photo(who, row, version=row.version, upload=_picture(), is_covered=False)
            assert undeclared.value.field == "is_covered"
            court_days.cover_photo(
                who, row, version=row.version, upload=_picture("遮盖.jpg"), is_covered=True
            )
            assert (row.seen_photo, row.publishing) == (row.covered, "ready")
            assert row.photo is not None
            assert (row.covered_on, row.photo.original_name) == (TODAY, "现场.jpg")
            row.covered, row.covered_by = None, None
            court_days.record_photo_consent(who, row, version=row.version, names=["李样本"], on=TODAY)
            assert row.seen_photo is row.photo
            court_days.publish_photo(who, row, version=row.version, where="示范区政法网", on=TODAY)
            with pytest.raises(Conflict):
                court_days.take_down_photo(who, row, version=0)
            court_days.take_down_photo(who, row, version=row.version, names=["李样本"])
            assert (row.publishing, row.seen_photo) == ("taken_down", None)


class TestTransferCase:
    def test_by_everybody_s_consent_before_filing_and_the_answer_is_the_result(self) -> None:
        who, area = staff.actor("mediator"), staff.unit("C1").id
        with transaction():
            case = mediation.make_case("accepted")
            everybody = [party.id for party in case.parties]
            given = {
                "version": None,
                "area_id": area,
                "station": "示范派出所",
                "court": "示范区人民法院",
                "is_unfiled": True,
                "party_ids": everybody,
                "consented_on": TODAY,
            }
            for changes, field in (
                ({"is_unfiled": False}, "is_unfiled"),
                ({"party_ids": everybody[:1]}, "party_ids"),
                ({"station": ""}, "station"),
            ):
                with pytest.raises(RuleBroken) as refused:
                    transfers.transfer_case(who, case, **{**given, **changes})  # type: ignore[arg-type]
                assert refused.value.field == field
            with pytest.raises(NotFound):
                transfers.transfer_case(who, case, **{**given, "area_id": staff.unit("S2").id})  # type: ignore[arg-type]
            row = transfers.transfer_case(who, case, **given)  # type: ignore[arg-type]
            assert row.letter is not None
            assert "被申请人住所地在和平社区辖区" in (row.letter.body or "")
            assert "已于2026年11月22日同意" in (row.letter.body or "")
            with pytest.raises(RuleBroken, match="已经移送"):
                transfers.transfer_case(who, case, **given)  # type: ignore[arg-type]
            letter = letters.send_letter(who, row.letter)
            assert row.shown_state == "sent"
            letters.enter_answer(
                who,
                letter,
                version=None,
                number="1号",
                on=TODAY,
                outcome="not_done",
                text="未达成",
                file=scan(),
            )
            assert (row.state, row.result, row.ended_on) == ("failed", "未达成", TODAY)
            assert queries.list_transfers(who) == [row]
            with current_app.test_request_context():
                assert (case.state, know_next(who, case)) == ("accepted", None)
                row.state = "agreed"
                found = know_next(who, case)
            assert found is not None
            assert "已调解成功" in found.sentence
            assert [work.label for work in found.work] == ["撤回申请", "终止调解"]


class TestTakeMatter:
    def _proxy(self) -> PetitionProxy:
        return proxies.add_proxy(
            staff.actor("community"), unit_id=staff.unit("C1").id, name="周代理", valid_from=JANUARY
        )

    def test_wants_a_power_of_attorney_and_becomes_a_case(self) -> None:
        who = staff.actor("community")
        with transaction():
            proxy = self._proxy()
            given = {
                "proxy": proxy,
                "petitioner": "张示例",
                "title": "楼道堆物",
                "story": "多次反映无果",
                "taken_on": TODAY,
                "authority": "general",
                "power_on": TODAY,
                "power": None,
            }
            with pytest.raises(RuleBroken) as refused:
                proxies.take_matter(who, **given)  # type: ignore[arg-type]
            assert refused.value.field == "power"
            given["power"] = (io.BytesIO(sample.pdf()), "委托书.pdf")
            matter = proxies.take_matter(who, **given)  # type: ignore[arg-type]
            mediator = staff.actor("mediator")
            assert matters.get_matter(mediator, matter.id) is matter
            assert matters.count_open_matters(mediator) == 1
            case = proxies.open_from_matter(
                mediator,
                matter,
                version=matter.version,
                committee=mediation.make_committee(),
                category_id=list_categories(TODAY)[1].id,
                title="张示例与李样本楼道堆物纠纷",
                respondents=[NewParty(side="respondent", name="李样本")],
            )
            assert (case.source, matter.state, matter.case_id) == ("proxy", "case", case.id)
            assert "周代理" in case.source_note
            assert [party.name for party in case.parties] == ["张示例", "李样本"]
            with pytest.raises(RuleBroken, match="已经办结"):
                proxies.end_matter(
                    who, matter, version=matter.version, state="answered", outcome="x", on=TODAY
                )

    def test_the_power_is_printed_blank_or_with_what_is_known(self) -> None:
        who = staff.actor("community")
        with transaction():
            proxy = self._proxy()
            blank = proxies.print_power(who, proxy, version=proxy.version)
            assert (blank.kind, blank.unit_id) == ("petition_proxy_power", staff.unit("C1").id)
            assert not blank.number
            for wrong, field in (
                ({"authority": "all"}, "authority"),
                ({"power_until": TODAY - dt.timedelta(days=1)}, "power_until"),
                ({"petitioner": "张示例、李样本"}, "petitioner"),
                ({"matter": "字" * 301}, "matter"),
            ):
                with pytest.raises(RuleBroken) as refused:
                    proxies.print_power(who, proxy, version=proxy.version, **wrong)  # type: ignore[arg-type]
                assert refused.value.field == field
            proxies.end_proxy(who, proxy, version=proxy.version, on=TODAY - dt.timedelta(days=1))
            with pytest.raises(RuleBroken, match="已不是信访代理员"):
                proxies.print_power(who, proxy, version=proxy.version)

    @pytest.mark.both
    def test_a_street_has_one_proxy_and_a_community_two(self) -> None:
        with transaction():
            proxy = self._proxy()
            found = {one.unit.code: one.missing for one in matters.strengths(staff.actor("street"))}
            assert found == {"S": 1, "C1": 1, "C2": 2}
            assert [one.unit.code for one in matters.strengths(staff.actor("community"))] == ["C1"]
            with pytest.raises(NotFound):
                proxies.add_proxy(
                    staff.actor("community"), unit_id=staff.unit("S").id, name="吴代理", valid_from=JANUARY
                )
            proxies.end_proxy(staff.actor("community"), proxy, version=proxy.version, on=TODAY)
            clock.fix_today(TODAY + dt.timedelta(days=1))
            assert matters.list_proxies(staff.actor("street"), clock.today()) == []
            session.flush()


def test_the_desk_shows_what_waits_late_ones_first() -> None:
    with transaction():
        _judge()
        case = mediation.make_case("mediating", source="court", on=dt.date(2026, 10, 1))
        give = {"version": None, "kind": "court", "entrusting": "before", "body": "示范区人民法院"}
        enter_referral(staff.actor("mediator"), case, received_on=dt.date(2026, 10, 1), **give)  # type: ignore[arg-type]
        found = [(pile.code, pile.count, pile.is_late) for pile in piles_of(staff.actor("mediator"))]
        assert found == [("replies_late", 1, True), ("court_days", 1, False)]
        assert piles_of(staff.actor("clerk")) == []
