"""The pages of a street's report: drawn up, signed by three, sent; every figure opens its list; moved ground is said."""

from __future__ import annotations

import datetime as dt

from portal.db import transaction
from portal.screening.calendar.ensuring import ensure_duties
from portal.web.application import Portal
from tests.factories import staff
from tests.factories.screening import make_dispute
from tests.page import Browser


def _browser(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


class TestReport:
    def test_from_the_records_to_the_district(self, app: Portal) -> None:
        with app.app_context(), transaction():
            staff.make_account("street2", "测试二号专干", ("street", staff.unit("S")))
            ensure_duties()
            make_dispute("C1", on=dt.date(2026, 11, 20))
        page = _browser(app, "street").open("/screening/reports?kind=half_month")
        page.follow("制表").press("制表：2026年11月下半月(11月16日—11月30日)")
        address = page.url
        assert page.rows("总体数字")[1]["件数"] == "1"
        assert len(page.open(f"{address}/lines/found").rows("本期新增")) == 1
        page.open(address).follow("填写文字说明").fill("本期总体情况", "总体平稳。").press("填写文字说明")
        assert "平安办审核" not in page.links
        assert "这一步须由另一人签" in page.open(f"{address}/sign").text
        assert page.url == address
        with app.app_context(), transaction():
            make_dispute("C2", on=dt.date(2026, 11, 19))
        assert "制表以后数据有变化" in page.open(address).text
        page.follow("重新读取数据").press("重新读取数据")
        assert page.rows("各单位情况")[2]["新增"] == "1"
        _browser(app, "street2").open(address).follow("平安办审核").press("平安办审核")
        _browser(app, "leader").open(address).follow("分管领导签发").press("分管领导签发")
        page.open(address).follow("登记报送").fill("报送日期", "2026-11-22").press("登记报送")
        assert page.facts["报送日期"] == "2026-11-22"
        assert "截至" in page.text
        assert _browser(app, "clerk_s2").open(address).status in (403, 404)
