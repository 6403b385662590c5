"""The pages of a community's week: filled in by the worker, signed by the secretary, corrected, objected to, withdrawn."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from openpyxl import load_workbook

from portal.db import transaction
from portal.screening.calendar.ensuring import ensure_duties
from portal.screening.models import ReportDuty
from portal.web.application import Portal
from tests.factories import staff
from tests.factories.filing import act
from tests.factories.screening import duty_of, make_dispute
from tests.page import Browser

FIRST = dt.date(2026, 11, 16)
WEEK = "2026年第47周(11月16日—11月22日)"
ZERO = "经排查，本单位2026年11月16日至11月22日未发现新的矛盾纠纷和不稳定因素，特此零报告。"


def _browser(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


def _begin(app: Portal) -> str:
    """The calendar laid out; the address of W47 of C1."""
    with app.app_context(), transaction():
        ensure_duties()
        duty: ReportDuty = duty_of("C1", FIRST)
        return f"/screening/duties/{duty.id}"


class TestFileReport:
    def test_a_zero_is_said_signed_superseded_and_signed_again(self, app: Portal) -> None:
        address = _begin(app)
        worker = _browser(app, "community").open("/screening/duties").follow(WEEK)
        worker.fill("排查范围", "")
        assert "零报告" in worker.press("填好，交书记签发").text
        assert worker.status == 422
        worker.check(ZERO).press("填好，交书记签发")
        assert "必须有排查记录" in worker.errors["排查地点"][0]
        worker.fill("本期总体情况", "总体平稳").fill("排查地点", "和平里3至8号楼").fill("次数", "２")
        worker.fill("参加人数", "三").press("添加这一次")
        assert "参加人数" in worker.errors
        worker.fill("参加人数", "3").press("添加这一次")
        assert worker.value("本期总体情况").strip() == "总体平稳"
        assert "2 次，3 人" in worker.text
        assert (worker.value("次数"), worker.value("参加人数")) == ("1", "1")
        other = _browser(app, "community").open(address).fill("排查范围", "另一个范围").check(ZERO)
        worker.fill("排查范围", "和平社区").press("填好，交书记签发")
        assert "等书记签发" in worker.text
        assert other.press("填好，交书记签发").status == 409
        assert other.rows("两份内容的不同之处")[0]["项目"] == "排查范围"
        assert other.value("排查范围") == "另一个范围"
        secretary = _browser(app, "secretary").open(address)
        assert "测试07 已填好" in secretary.text
        secretary.press("签发上报")
        assert "截至" in secretary.text
        assert "打印零报告单" in secretary.links
        with app.app_context(), transaction():
            make_dispute("C1", on=dt.date(2026, 11, 21))
        assert "更正待签" in secretary.reload().text
        secretary.follow("签发").press("签发")
        assert "打印报告表" in secretary.links
        assert secretary.follow("第 1 版").facts["由来"] == "首次上报"
        assert "已被更正" in secretary.text
        book = load_workbook(BytesIO(secretary.client.get(secretary.links["导出 Excel"]).data))
        assert book["总体数字"]["B4"].value == 0
        assert len(worker.open("/ledgers/screening-acts").rows("排查记录台账")) == 1

    def test_two_windows_of_one_week_file_it_once_and_lose_no_word(self, app: Portal) -> None:
        address = _begin(app)
        first, second = (_browser(app, "secretary").open(address) for _window in range(2))
        for page, scope in ((first, "窗口一的范围"), (second, "窗口二的范围")):
            page.check(ZERO).fill("排查地点", "和平里3至8号楼").fill("排查范围", scope).press("签发上报")
        assert second.status == 422
        assert "没有再报一次" in second.text
        assert second.facts["排查范围"] == "窗口二的范围"
        assert second.facts["排查地点"] == "和平里3至8号楼"
        assert "更正" in second.links

    def test_what_stands_against_a_zero_is_listed_with_its_exits(self, app: Portal) -> None:
        address = _begin(app)
        secretary = _browser(app, "secretary").open(address)
        with app.app_context(), transaction():
            act(FIRST)
            number = make_dispute("C1", on=dt.date(2026, 11, 20)).number
        secretary.check(ZERO).press("签发上报")
        assert "不能零报告" in secretary.errors[ZERO][0]
        assert number in secretary.errors[ZERO][0]
        secretary.follow("提出异议").choose("异议理由", "不是矛盾纠纷").fill("具体说明", "只是咨询")
        secretary.press("提出异议")
        assert "等街道决定" in secretary.text
        secretary.press("签发上报")
        street = _browser(app, "street").open("/screening/objections").follow(number)
        street.follow("决定").choose("决定", "异议成立").fill("决定的理由", "已核实")
        street.press("决定异议")
        assert "异议成立" in street.text
        secretary.open(address).follow("更正").fill("原因", "街道已定").press("更正")
        assert "正在填写更正（第 3 版）" in secretary.text
        secretary.check(ZERO).press("签发上报")
        secretary.follow("撤回").fill("原因", "重新排查").press("撤回")
        assert "这一期还要重新报" in secretary.text
        assert "无新增" not in secretary.text

    def test_others_look_and_may_not(self, app: Portal) -> None:
        address = _begin(app)
        street = _browser(app, "street").open(address)
        assert "没有报不等于零报告" in street.text
        assert "签发上报" not in street.buttons
        away = _browser(app, "clerk").client
        assert away.get(address).status_code == 403
        worker = _browser(app, "community").open("/screening/acts").fill("地点", "和平里1号楼").press("登记")
        worker.follow("划去").fill("划去的原因", "记错").press("划去排查记录")
        assert "已划去：记错" in worker.text
