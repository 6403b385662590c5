"""The pages of the calendar: the grid opens its cells, special periods, the chase list on paper, zero reports in doubt."""

from __future__ import annotations

from portal.db import transaction
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.calendar.routes.base import TONES
from portal.screening.calendar.routes.grid import MARK_SIGNS, SIGNS
from portal.screening.kinds import DUTY_MARKS, DUTY_STATES
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser


def test_every_state_and_mark_has_its_sign() -> None:
    assert SIGNS.keys() == DUTY_STATES.keys() == TONES.keys()
    assert MARK_SIGNS.keys() == DUTY_MARKS.keys()


class TestGrid:
    def test_from_the_grid_to_a_cell_a_special_period_and_a_chase_list(self, app: Portal) -> None:
        with app.app_context(), transaction():
            ensure_duties()
        page = Browser(app.test_client()).sign_in("street", staff.PASSWORD)
        for address in ("/screening", "/screening?weeks=52", "/screening?kind=day"):
            assert page.open(address).status == 200
        page.open("/screening")
        assert "应报2 已报0（含零报告0） 尚未报2" in page.text
        cell = next(
            href for label, href in page.links.items() if label.startswith("和平社区") and "duties" in href
        )
        assert page.open(cell).status == 200
        page.open("/screening/special-periods/new").fill("名称", "重要时期").fill("到哪天止", "2026-11-25")
        page.choose("每天上报的社区", "和平社区").press("设特殊时段")
        assert page.rows("特殊时段")[0]["状态"] == "每天上报"
        page.follow("提前结束").fill("理由", "提前解除").press("提前结束特殊时段")
        assert "提前结束" in page.text
        assert page.open("/screening/chasing").rows("未报和即将到期的报告")
        page.press("生成催报单")
        assert "催报单" in page.text
        assert page.open("/screening/doubts?from=x").status == 200
        assert "日期没有写对" in page.text
        own = Browser(app.test_client()).sign_in("community", staff.PASSWORD)
        own.open("/screening")
        assert "新华社区" not in own.text
        assert own.open("/screening/chasing").status == 403

    def test_the_judicial_office_reads_its_street(self, app: Portal) -> None:
        """Its post stands at an organ beside the communities: what it is offered opens, and shows no other street."""
        with app.app_context(), transaction():
            ensure_duties()
        page = Browser(app.test_client()).sign_in("justice", staff.PASSWORD)
        for address in ("/screening", "/screening/statistics", "/screening/reports", "/screening/bulletins"):
            assert page.open(address).status == 200
        page.open("/screening")
        assert "新华社区" in page.text
        cell = next(
            href for label, href in page.links.items() if label.startswith("新华社区") and "duties" in href
        )
        assert page.open(cell).status == 200
        assert page.open("/screening/reports").rows("街道报告")
