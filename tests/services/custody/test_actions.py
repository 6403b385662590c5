"""Originals and errands: the list, out with the errand, home again, signed for; nothing closes before; a loss is an act."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.documents.facts import from_plain
from portal.documents.papers import MaterialHandover
from portal.errors import Forbidden, NotFound, RuleBroken
from portal.services import actions
from portal.services.custody import actions as custody
from portal.services.custody import queries
from portal.services.custody.actions import Taken
from portal.services.errands import actions as errands
from portal.services.errands.queries import list_errands, list_late_errands
from portal.services.models import Application
from tests.factories import services, staff

pytestmark = pytest.mark.usefixtures("hall")

TODAY, LATER = dt.date(2026, 11, 23), dt.date(2026, 12, 1)


def states(application: Application) -> list[tuple[str, str, str]]:
    return [(one.name, one.state, one.holder) for one in queries.originals_of(application.id)]


class TestOriginals:
    def test_an_errand_takes_the_originals_along_and_brings_them_home(self) -> None:
        clock.fix_today(TODAY)
        clerk = staff.actor("clerk")
        with transaction():
            application = services.collected()
            with pytest.raises(RuleBroken, match="请选择或填写"):
                custody.take_originals(clerk, application, taken=[Taken(" ")])
            taken = [Taken("身份证", "identity", return_on=dt.date(2026, 11, 30)), Taken("房产证", pages=4)]
            made = custody.take_originals(clerk, application, taken=taken)
            assert made[0].paper is not None
            facts = from_plain(MaterialHandover, made[0].paper.frozen["facts"])
            assert [(m.name, m.original_kept, m.return_on) for m in facts.materials] == [
                ("身份证", True, dt.date(2026, 11, 30)),
                ("房产证", True, None),
            ]
            assert (facts.application_number, facts.received_by) == (application.number, "测试01")
            with pytest.raises(RuleBroken, match="委托书"):
                errands.open_errand(clerk, application, office="派出所", runner_id=1, has_letter=False)
            errand = errands.open_errand(
                clerk, application, office="示范派出所", runner_id=clerk.account_id, has_letter=True
            )
            assert errand.due_on == dt.date(2026, 12, 7)
            with pytest.raises(RuleBroken, match="原件"):
                errands.send_errand(clerk, errand, version=None)
            ids = [one.id for one in made]
            errands.send_errand(clerk, errand, version=None, original_ids=ids, number="收12")
            assert {state for _name, state, _holder in states(application)} == {"out"}
        for refused in (
            lambda: actions.close_application(clerk, application, version=None),
            lambda: custody.give_back(clerk, ids=ids, receiver="某人", relation="子女", has_signed=True),
            lambda: errands.end_errand(clerk, errand, version=None, reason="办不成"),
            lambda: errands.deliver_result(clerk, errand, version=None, has_signed=True),
        ):
            with pytest.raises(RuleBroken, match=r"原件|身份证|已送件"), transaction():
                refused()
        assert [one.id for one in queries.list_in_custody(clerk)] == ids
        with pytest.raises(NotFound), transaction():
            queries.get_originals(clerk, [*ids, 999])
        clock.fix_today(LATER)
        assert [one.name for one in queries.list_late_returns(clerk, LATER)] == ["身份证"]
        assert (len(list_errands(clerk)), list_late_errands(clerk, LATER)) == (1, [])
        assert len(list_late_errands(clerk, dt.date(2026, 12, 8))) == 1
        with transaction():
            errands.note_progress(clerk, errand, text="电话催问，周五出证")
            errands.fetch_result(clerk, errand, version=None, result="居住证")
            assert states(application) == [("身份证", "held", ""), ("房产证", "held", "")]
            errands.deliver_result(clerk, errand, version=None, has_signed=True)
            assert [line.text for line in errand.lines] == [
                "接受委托，交办单位：示范派出所",
                "送件至示范派出所，对方受理号收12",
                "电话催问，周五出证",
                "取回结果：居住证",
                f"交付{application.subject_name}签收",
            ]
            with pytest.raises(RuleBroken, match="签名"):
                custody.give_back(clerk, ids=ids, receiver=application.subject_name)
            with pytest.raises(RuleBroken, match="关系"):
                custody.give_back(clerk, ids=ids, receiver="别人", has_signed=True)
            custody.give_back(clerk, ids=ids, receiver=application.subject_name, has_signed=True)
            actions.close_application(clerk, application, version=None)
        assert (application.state, queries.list_in_custody(clerk)) == ("closed", [])

    @pytest.mark.both
    def test_a_lost_original_is_declared_by_the_reviewer(self) -> None:
        clerk, reviewer = staff.actor("clerk"), staff.actor("reviewer")
        with transaction():
            application = services.accepted()
            (one,) = custody.take_originals(clerk, application, taken=[Taken("户口簿")])
            custody.hand_out(clerk, ids=[one.id], to="区民政局")
        with pytest.raises(Forbidden), transaction():
            custody.report_lost(clerk, ids=[one.id], reason="找不到了")
        with pytest.raises(RuleBroken), transaction():
            custody.report_lost(reviewer, ids=[one.id], reason=" ")
        with transaction():
            custody.report_lost(reviewer, ids=[one.id], reason="区民政局遗失，已陪同补办")
            assert [(m.kind, m.party) for m in one.moves][1:] == [
                ("hand_out", "区民政局"),
                ("lose", "区民政局"),
            ]
            actions.withdraw_application(clerk, application, version=None, reason="不办了")
        assert states(application) == [("户口簿", "lost", "区民政局")]
