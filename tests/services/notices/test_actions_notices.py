"""The rules of a notice: exact days, posting, taking down, slips, objections, another round; and what locks the decision."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.db import session, transaction
from portal.documents.facts import from_plain
from portal.documents.models import Document
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.services.notices import actions
from portal.services.notices.models import PublicNotice
from portal.services.notices.papers import NoticeSheet, ReturnSlip
from portal.services.notices.queries import is_over, list_rounds, state_of
from portal.settings import actions as settings
from tests.factories import staff
from tests.files import sample
from tests.services.notices import board

pytestmark = pytest.mark.usefixtures("database", "unrendered")


def subject() -> object:
    return staff.unit("S")


def stage() -> str:
    return state_of(staff.unit("S")).stage


def sheet(notice: PublicNotice) -> NoticeSheet:
    document = session.get_one(Document, notice.document_id)
    return from_plain(NoticeSheet, document.frozen["facts"])


def change(key: str, text: str) -> None:
    settings.change_setting(staff.actor("admin"), key=key, text=text, valid_from=clock.today(), reason="测试")


class TestAnnounce:
    def test_seven_days_from_the_day_after_posting_to_the_end_of_the_last(self) -> None:
        with transaction():
            notice = board.announced()
            printed = sheet(notice)
        assert (notice.post_on, notice.until, notice.days) == (board.POSTED, dt.date(2026, 11, 30), 7)
        assert (printed.first, printed.last, printed.days) == (
            dt.date(2026, 11, 24),
            dt.date(2026, 11, 30),
            7,
        )
        assert printed.office == "示范街道办事处"
        assert printed.community == "和平社区"

    def test_a_last_day_on_a_holiday_stays_unless_the_office_decides_otherwise(self) -> None:
        with transaction():
            clock.fix_today(dt.date(2026, 11, 20))
            friday = board.announced(post_on=dt.date(2026, 11, 22))  # until Sunday the 29th
            assert friday.until == dt.date(2026, 11, 29)
            actions.cancel_notice(staff.actor("clerk"), friday, version=None, reason="改设置")
            change("services.public_notice_shifts", "yes")
            assert board.announced(post_on=dt.date(2026, 11, 22)).until == dt.date(2026, 11, 30)

    @pytest.mark.parametrize(
        ("field", "more"),
        [
            ("lines", {"lines": []}),
            ("lines", {"lines": [{**board.FAMILY, "address": "示范路1号"}]}),
            ("lines", {"lines": [{**board.FAMILY, "name": "张䶮119901196611220018"}]}),
            ("lines", {"lines": [{**board.FAMILY, "members": 0}]}),
            ("lines", {"lines": [{**board.FAMILY, "amount_fen": -1}]}),
            ("opinion", {"opinion": "身份证119901196611220018"}),
            ("title", {"title": "电话13900000002"}),
            ("title", {"title": ""}),
            ("channel_phone", {"channel_phone": " "}),
            ("post_on", {"post_on": dt.date(2026, 11, 21)}),
            ("post_on", {"post_on": dt.date(2027, 3, 1)}),
        ],
    )
    def test_refuses_what_must_not_hang_on_a_board(self, field: str, more: dict[str, object]) -> None:
        with pytest.raises(RuleBroken) as refusal, transaction():
            board.announced(**more)
        assert refusal.value.field == field

    def test_one_current_notice_for_a_record(self) -> None:
        with transaction():
            board.announced()
        with pytest.raises(RuleBroken, match="已经有公示"), transaction():
            board.announced()

    def test_by_the_office_and_not_by_a_community(self) -> None:
        with pytest.raises(Forbidden), transaction():
            board.announced(actor=staff.actor("community"))

    def test_not_for_the_board_of_another_street(self) -> None:
        with pytest.raises(NotFound), transaction():
            board.announced(actor=staff.actor("clerk_s2"))

    @pytest.mark.both
    def test_the_database_itself_keeps_one_current_notice(self) -> None:
        with transaction():
            notice = board.announced()
            twin = {
                c.key: getattr(notice, c.key)
                for c in PublicNotice.__table__.columns
                if c.key not in {"id", "record_key"}
            }
        with pytest.raises(IntegrityError), transaction():
            session.add(PublicNotice(**twin))


class TestPostNotice:
    def test_hangs_with_its_photograph(self) -> None:
        with transaction():
            notice = board.posted()
        assert (notice.state, notice.posted_on, notice.place) == ("posted", board.POSTED, "社区公示栏")
        assert notice.posted_photo is not None
        assert stage() == "running"

    def test_only_on_the_day_that_the_sheet_names(self) -> None:
        with transaction():
            notice = board.announced()
            clock.fix_today(dt.date(2026, 11, 24))
            with pytest.raises(RuleBroken) as refusal:
                actions.post_notice(
                    staff.actor("community"), notice, version=None, place="栏", photo=board.photo()
                )
        assert refusal.value.field == "posted_on"
        assert refusal.value.params["printed"] == board.POSTED

    def test_a_photograph_is_wanted_unless_the_office_decides_otherwise(self) -> None:
        with transaction():
            notice = board.announced(post_on=clock.today())
            with pytest.raises(RuleBroken, match="照片"):
                actions.post_notice(staff.actor("community"), notice, version=None, place="栏")
            pdf = (io.BytesIO(sample.pdf()), "照片.pdf")
            with pytest.raises(RuleBroken):  # a PDF is no photograph
                actions.post_notice(staff.actor("community"), notice, version=None, place="栏", photo=pdf)
            change("services.public_notice_wants_photos", "no")
            actions.post_notice(staff.actor("secretary"), notice, version=None, place="栏")
        assert notice.state == "posted"

    def test_a_stale_page_conflicts(self) -> None:
        with transaction():
            notice = board.announced(post_on=clock.today())
            with pytest.raises(Conflict):
                actions.post_notice(
                    staff.actor("community"), notice, version=99, place="栏", photo=board.photo()
                )

    def test_not_once_its_days_are_over(self) -> None:
        with transaction():
            notice, worker = board.announced(), staff.actor("community")
            change("services.public_notice_late_days", "30")
            clock.fix_today(notice.until + dt.timedelta(days=1))
            with pytest.raises(RuleBroken, match="公示期已过，请先改张贴日"):
                actions.post_notice(
                    worker, notice, version=None, place="栏", posted_on=notice.post_on, photo=board.photo()
                )
        assert stage() == "to_post"

    def test_registered_at_most_two_days_late(self) -> None:
        with transaction():
            notice, worker = board.announced(), staff.actor("community")
            printed = {"version": None, "place": "栏", "posted_on": notice.post_on}
            clock.fix_today(notice.post_on + dt.timedelta(days=3))
            with pytest.raises(RuleBroken) as refusal:
                actions.post_notice(worker, notice, photo=board.photo(), **printed)  # type: ignore[arg-type]
            clock.fix_today(notice.post_on + dt.timedelta(days=2))
            actions.post_notice(worker, notice, photo=board.photo(), **printed)  # type: ignore[arg-type]
        assert (refusal.value.field, refusal.value.params["days"]) == ("posted_on", 2)
        assert notice.posted_on == notice.post_on


class TestRedateNotice:
    def test_another_day_gives_a_corrected_sheet(self) -> None:
        with transaction():
            notice = board.announced()
            first = notice.document_id
            actions.redate_notice(
                staff.actor("community"), notice, version=None, post_on=dt.date(2026, 11, 25)
            )
        assert notice.until == dt.date(2026, 12, 2)
        assert notice.document_id != first
        assert sheet(notice).last == dt.date(2026, 12, 2)
        assert session.get_one(Document, first).status == "replaced"

    def test_not_once_it_hangs(self) -> None:
        with transaction():
            notice = board.posted()
            with pytest.raises(RuleBroken, match="已经张贴"):
                actions.redate_notice(staff.actor("community"), notice, version=None, post_on=clock.today())


class TestRemoveNotice:
    def test_the_last_day_is_not_over_before_midnight(self) -> None:
        with transaction():
            notice = board.posted()
            clock.fix_today(notice.until)
            assert not is_over(notice)
            with pytest.raises(RuleBroken) as refusal:
                actions.remove_notice(staff.actor("community"), notice, version=None, photo=board.photo())
        assert refusal.value.field == "removed_on"
        assert refusal.value.params["earliest"] == dt.date(2026, 12, 1)

    def test_gives_the_return_slip_for_signature_and_seal(self) -> None:
        with transaction():
            notice = board.removed()
            slip = from_plain(ReturnSlip, session.get_one(Document, notice.slip_document_id).frozen["facts"])
        assert (slip.names, slip.posted_on, slip.removed_on) == ("张䶮", board.POSTED, dt.date(2026, 12, 1))
        assert stage() == "slip_missing"


class TestEnterReturnSlip:
    def test_ends_the_notice_and_opens_the_decision(self) -> None:
        with transaction():
            notice = board.reported()
        found = state_of(staff.unit("S"))
        assert (notice.state, found.stage, found.locked) == ("reported", "over", False)

    def test_wants_the_sealed_scan(self) -> None:
        with transaction():
            notice = board.removed()
            with pytest.raises(RuleBroken) as refusal:
                actions.enter_return_slip(
                    staff.actor("community"), notice, version=None, result="none", scan=None
                )
        assert refusal.value.field == "scan"

    def test_must_agree_with_the_objections_that_are_recorded(self) -> None:
        with transaction():
            notice = board.removed()
            more = {"version": None, "scan": board.photo()}
            with pytest.raises(RuleBroken, match="请先逐条登记异议"):
                actions.enter_return_slip(staff.actor("community"), notice, result="objections", **more)  # type: ignore[arg-type]
            actions.record_objection(staff.actor("community"), notice, channel="phone", text="家里有车")
            with pytest.raises(RuleBroken, match="不能写“无异议”"):
                actions.enter_return_slip(staff.actor("community"), notice, result="none", **more)  # type: ignore[arg-type]


class TestObjections:
    def test_an_open_one_locks_until_it_is_settled(self) -> None:
        with transaction():
            notice = board.reported()
            one = actions.record_objection(
                staff.actor("clerk"), notice, channel="visit", text="家里有车", person="李示例"
            )
            assert stage() == "objection_open"
            assert (one.text, one.person) == ("家里有车", "李示例")
            assert b"\xe8\xbd\xa6" not in (one.text_sealed or b"")
            actions.settle_objection(
                staff.actor("reviewer"), one, version=None, outcome="unfounded", finding="车已过户，有凭证"
            )
        assert stage() == "over"

    @pytest.mark.both
    def test_one_that_holds_asks_for_another_round_of_fewer_days(self) -> None:
        with transaction():
            notice = board.posted()
            one = actions.record_objection(staff.actor("community"), notice, channel="phone", text="收入少报")
            actions.settle_objection(
                staff.actor("reviewer"), one, version=None, outcome="again", finding="收入更正为1200元"
            )
            assert stage() == "post_again"
            again = board.announced(
                lines=[{**board.FAMILY, "amount_fen": 72000}], post_on=clock.today(), opinion="按更正后金额"
            )
        assert (again.round, again.days, again.until) == (2, 3, dt.date(2026, 11, 26))
        assert [n.state for n in list_rounds(again)] == ["replaced", "to_post"]
        assert sheet(again).is_again
        assert stage() == "to_post"

    def test_one_that_holds_may_end_in_refusal_only(self) -> None:
        with transaction():
            notice = board.posted()
            one = actions.record_objection(staff.actor("clerk"), notice, channel="letter", text="不住在本地")
            actions.settle_objection(
                staff.actor("clerk"), one, version=None, outcome="refuse", finding="确不在本地居住"
            )
        found = state_of(staff.unit("S"))
        assert (found.locked, found.refuse_only) == (False, True)

    def test_not_before_the_notice_hangs(self) -> None:
        with transaction():
            notice = board.announced()
            with pytest.raises(RuleBroken, match="张贴后"):
                actions.record_objection(staff.actor("clerk"), notice, channel="phone", text="异议")

    def test_is_settled_once(self) -> None:
        with transaction():
            one = actions.record_objection(staff.actor("clerk"), board.posted(), channel="phone", text="异议")
            found = {"version": None, "outcome": "unfounded", "finding": "查无此事"}
            actions.settle_objection(staff.actor("clerk"), one, **found)  # type: ignore[arg-type]
            with pytest.raises(RuleBroken, match="已经处理完"):
                actions.settle_objection(staff.actor("clerk"), one, **found)  # type: ignore[arg-type]

    def test_a_community_records_but_does_not_settle(self) -> None:
        with transaction():
            one = actions.record_objection(
                staff.actor("community"), board.posted(), channel="phone", text="异议"
            )
            with pytest.raises(Forbidden):
                actions.settle_objection(
                    staff.actor("community"), one, version=None, outcome="unfounded", finding="无"
                )


class TestStateOf:
    def test_says_until_when_to_the_minute(self) -> None:
        assert stage() == "none"
        with transaction():
            board.announced()
        assert stage() == "to_post"
        with transaction():
            notice = session.scalars(select(PublicNotice)).one()
            clock.fix_today(notice.post_on)
            actions.post_notice(
                staff.actor("community"), notice, version=None, place="栏", photo=board.photo()
            )
        found = state_of(staff.unit("S"))
        assert found.locked
        assert "公示期到 %(until)s 24:00" in found.sentence
        assert found.params["until"] == dt.date(2026, 11, 30)
        assert state_of(staff.unit("S"), dt.date(2026, 11, 30)).stage == "running"
        assert state_of(staff.unit("S"), dt.date(2026, 12, 1)).stage == "to_remove"


class TestCancelNotice:
    def test_takes_it_back_with_a_reason_and_voids_its_papers(self) -> None:
        with transaction():
            notice = board.announced()
            with pytest.raises(RuleBroken) as refusal:
                actions.cancel_notice(staff.actor("clerk"), notice, version=None, reason="")
            actions.cancel_notice(staff.actor("clerk"), notice, version=None, reason="金额算错")
        assert refusal.value.field == "reason"
        assert session.get_one(Document, notice.document_id).status == "void"
        assert stage() == "none"

    def test_not_while_an_objection_is_open_nor_against_one_that_refuses(self) -> None:
        with transaction():
            notice, clerk = board.posted(), staff.actor("clerk")
            one = actions.record_objection(clerk, notice, channel="visit", text="他有两套房")
            with pytest.raises(RuleBroken, match="没有处理完，不能取消"):
                actions.cancel_notice(clerk, notice, version=None, reason="拟错")
            actions.settle_objection(clerk, one, version=None, outcome="refuse", finding="属实")
            with pytest.raises(RuleBroken, match="按不予确认办理"):
                actions.cancel_notice(clerk, notice, version=None, reason="拟错")
        assert stage() == "refuse_only"

    def test_the_round_after_an_objection_stays_the_second(self) -> None:
        with transaction():
            notice, clerk = board.posted(), staff.actor("clerk")
            one = actions.record_objection(clerk, notice, channel="visit", text="收入少报")
            actions.settle_objection(clerk, one, version=None, outcome="again", finding="收入更正")
            actions.cancel_notice(clerk, notice, version=None, reason="金额算错")
            second = board.announced(post_on=clock.today())
            actions.cancel_notice(clerk, second, version=None, reason="标题写错")
            third = board.announced(post_on=clock.today())
        assert [one.round for one in list_rounds(third)] == [1, 2, 2]
        assert sheet(third).is_again

    def test_one_taken_back_without_an_objection_hangs_its_full_days_again(self) -> None:
        with transaction():
            actions.cancel_notice(staff.actor("clerk"), board.posted(), version=None, reason="金额算错")
            again = board.announced(post_on=clock.today())
        assert (again.round, again.days) == (1, 7)
