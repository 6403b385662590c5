"""The pages of screened disputes: from the find to the end, handed over; the ledger masks; who only looks has no button."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.db import session, transaction
from portal.disputes.actions.danger import report_danger
from portal.disputes.models import Dispute, DisputeParty
from portal.disputes.queries import list_categories
from portal.web.application import Portal
from tests.factories import staff
from tests.factories.mediation import make_committee
from tests.factories.residents import make_organisation, make_resident
from tests.page import Browser
from tests.screening.ledger.test_actions_disputes import registered

TODAY = dt.date(2026, 11, 22)


def _browser(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


def _registered(app: Portal) -> Browser:
    """A red dispute, typed by a community worker who fills in as little as possible."""
    with app.app_context(), transaction():
        make_committee()
        category = list_categories(TODAY)[1].name
    page = _browser(app, "community").open("/screening/disputes").follow("登记纠纷")
    page.fill("姓名（名称）", "张示例和李样本", within="当事人 1").press("登记")
    assert "纠纷类别" in page.errors
    page.choose("纠纷类别", category).fill("起因及主要情况", "张示例家漏水，泡坏楼下李样本家。").press("登记")
    assert any("一行只填一个人" in text for text in page.errors["姓名（名称）"])
    page.fill("姓名（名称）", "张示例", within="当事人 1").fill("联系电话", "13900000101", within="当事人 1")
    page.fill("姓名（名称）", "李样本", within="当事人 2").choose("风险等级", "红（重点）").press("登记")
    return page


class TestPages:
    def test_from_the_find_to_the_end(self, app: Portal) -> None:
        page = _registered(app)
        assert page.facts["责任单位"] == "和平社区"
        assert any("须由领导包案" in text for text in page.notices)
        here = page.page.url
        page.follow("落实责任和措施", within="下一步").fill("责任人", "王示例").fill(
            "化解措施", "上门查看，协商赔偿"
        )
        page.press("落实责任和措施")
        assert "包案领导" in page.errors
        page.fill("包案领导", "赵示例").press("落实责任和措施")
        assert page.facts["包案领导"] == "赵示例"
        page.follow("登记进展").fill("进展", "已到两家查看。").check("是走访").press("登记进展")
        assert page.facts["走访"] == "1"
        page.follow("填写重大专报").fill("报送对象", "示范街道办事处").press("填写重大矛盾纠纷专报")
        assert any("还空着" in text for text in page.errors["报告内容"])
        page.fill("报告内容", "一、基本情况：漏水。二、已采取的措施：已到场。三、下一步打算：协商。")
        page.press("填写重大矛盾纠纷专报")
        assert page.facts["重大专报"] == "1"
        page.follow("转人民调解").press("转人民调解")
        assert page.facts["调解案件"] == "1"
        assert any("正在调解" in text for text in page.notices)
        committee = (
            _browser(app, "chair").open("/mediation/cases?tab=review").follow("张示例与李样本邻里纠纷")
        )
        assert committee.facts["纠纷"]
        committee.follow("不予受理").choose("不予受理的理由", "没有明确的被申请人或者调解请求").press(
            "不予受理"
        )
        assert any("调解已经结束，纠纷还没有化解" in text for text in page.open(here).notices)
        seen = _browser(app, "supervisor").open("/screening/grave").press("已阅知").open(here)
        assert "其他操作" not in seen.text
        assert "139****0101" in seen.text

    def test_parties_are_found_in_the_registers(self, app: Portal) -> None:
        """A person and a firm are taken where they are known; one of the same name is told apart, or let go again."""
        with app.app_context(), transaction():
            category = list_categories(TODAY)[1].name
            known = make_resident(name="赵试一").id
            body = make_organisation(name="测试装饰有限公司").id
        page = _browser(app, "community").open("/screening/disputes/new")
        page.fill("姓名（名称）", "查无此人", within="当事人 1").press("在登记簿里查找", within="当事人 1")
        assert "登记簿里没有找到" in page.text
        page.fill("姓名（名称）", "赵试一", within="当事人 1").press("在登记簿里查找", within="当事人 1")
        page.press("用这一位", within="当事人 1")
        assert "已在居民登记簿中找到：赵试一" in page.text
        page.press("不是这一位，清除", within="当事人 1").press("在登记簿里查找", within="当事人 1")
        page.press("用这一位", within="当事人 1")
        page.fill("姓名（名称）", "测试装饰有限公司", within="当事人 2")
        page.press("在登记簿里查找", within="当事人 2").press("用这个单位", within="当事人 2")
        page.choose("纠纷类别", category).fill("起因及主要情况", "装修以后漏水。").press("登记")
        page.follow("增加当事人").fill("姓名（名称）", "李样本").press("在登记簿里查找")
        assert "登记簿里没有找到" in page.text
        page.press("增加")
        with app.app_context():
            rows = session.scalars(select(DisputeParty).order_by(DisputeParty.position)).all()
            keys = [(row.kind, row.resident_id, row.organisation_id) for row in rows]
        assert keys == [("person", known, None), ("organisation", None, body), ("person", None, None)]

    def test_the_ledger_names_nobody_in_full(self, app: Portal) -> None:
        """Nor half of a name, where a long entry is cut off."""
        page = _registered(app)
        page.follow("登记进展").fill("进展", "谈" * 58 + "张示例不肯").press("登记进展")
        page.open(f"/ledgers/screening-disputes?from={TODAY}&to={TODAY}")
        assert "张** 139****0101、李**" in page.text
        assert "张示" not in page.text
        assert "李样本" not in page.text
        assert "谈" * 58 + "张*……" in page.text
        with page.client.get(f"/ledgers/screening-disputes.xlsx?from={TODAY}&to={TODAY}") as workbook:
            assert workbook.status_code == 200


class TestRegister:
    def test_a_mistyped_year_is_said_at_the_day(self, app: Portal) -> None:
        with app.app_context():
            category = list_categories(TODAY)[1].name
        page = _browser(app, "community").open("/screening/disputes/new")
        page.fill("姓名（名称）", "张示例", within="当事人 1").choose("纠纷类别", category)
        page.fill("起因及主要情况", "漏水。").fill("排查日期", "1926-11-22").press("登记")
        assert any("起才有记录，请核对排查日期" in text for text in page.errors["排查日期"])


class TestSetCare:
    def test_what_somebody_else_saved_stands_beside_what_was_typed(self, app: Portal) -> None:
        with app.app_context(), transaction():
            here = f"/screening/disputes/{registered().id}/care"
        first, second = _browser(app, "community").open(here), _browser(app, "secretary").open(here)
        first.fill("责任人", "王示例").fill("化解措施", "上门协商").press("落实责任和措施")
        second.fill("责任人", "赵示例").fill("化解措施", "上门协商").press("落实责任和措施")
        assert second.status == 409
        assert second.rows("两份内容的不同之处") == [
            {"项目": "责任人", "现在保存的（他人刚刚更新）": "王示例", "您填写的（在下面的表中）": "赵示例"}
        ]


class TestPrintDanger:
    def test_at_the_dispute_and_at_the_desk_that_supervises(self, app: Portal) -> None:
        page = _registered(app)
        here = page.page.url
        with app.app_context(), transaction():
            told = clock.now()
            report_danger(
                staff.actor("community"),
                session.scalars(select(Dispute)).one(),
                danger="violence",
                facts="李样本扬言动手，已劝开。",
                noticed_at=told,
                reported_at=told,
                station="示范派出所",
                receiver="警号001",
                way="phone",
            )
        assert "报告公安记录" in page.open(here).press("打印报告公安记录").text
        paper = page.page.url
        assert page.open(here).press("打印报告公安记录").page.url == paper
        desk = _browser(app, "supervisor").open("/disputes/dangers")
        assert desk.press("打印报告公安记录").page.url == paper
        assert _browser(app, "clerk_s2").open(here).status in (403, 404)
