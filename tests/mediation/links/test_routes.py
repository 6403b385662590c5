"""The pages of the links: a committee calls bodies, a body signs for and answers on its own page, a court gets its reply."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.tasks import list_tasks
from portal.mediation.links.actions.guidance import add_person
from portal.mediation.links.models import LinkPerson
from portal.mediation.models import MediationCase
from portal.web.application import Portal
from tests.disputes.bodies import make_bodies
from tests.factories import mediation, staff
from tests.files import sample
from tests.page import Browser

COURT_DAY = dt.date(2026, 10, 22)


def _browser(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


@pytest.fixture
def case_id(app: Portal) -> int:
    with app.app_context(), transaction():
        make_bodies()
        return mediation.make_case("mediating", source="court", on=COURT_DAY).id


def test_bodies_are_called_and_each_answers_on_its_own_page(app: Portal, case_id: int) -> None:
    page = _browser(app, "mediator").open(f"/mediation/cases/{case_id}").follow("联合调解")
    page.press("交办")
    assert page.status == 422
    for group, body, task in (("参加单位 1", "示范街道劳动保障所", "核实欠薪"), ("参加单位 2", "", "派律师")):
        if body:
            page.choose("单位", body, within=group)
        else:
            page.fill("其他单位名称", "示范区总工会", within=group)
        page.fill("任务", task, within=group)
    page.press("交办")
    assert page.notices[0].startswith("已交办。")
    for path in (
        "referrals/new",
        "referrals/out",
        "joint",
    ):  # a body that was written to is offered from then on
        offered = page.client.get(f"/mediation/cases/{case_id}/{path}").get_data(as_text=True)
        assert '<option value="示范区总工会">' in offered, path
    rows = page.rows("牵头和参加单位")
    assert [row["状态"] for row in rows] == ["已签收，办理中", "待签收", "函待发出"]
    officer = _browser(app, "labour").open("/disputes/tasks").follow("核实欠薪")
    assert officer.facts["牵头单位"] == "示范街道人民调解委员会"
    assert "被申请人家中漏水" not in officer.text
    assert f"/mediation/cases/{case_id}" not in officer.links.values()
    officer.follow("签收").fill("参加人员", "王协办").press("签收")
    officer.follow("填写书面意见").fill("书面意见", "欠薪属实").press("提交意见")
    assert officer.facts["书面意见"] == "欠薪属实"
    with app.app_context():
        outside = list_tasks(session.get_one(MediationCase, case_id).dispute)[2].id
    assert officer.open(f"/disputes/tasks/{outside}").status == 404
    page.follow("意见表").press("制作")
    assert page.notices[:1] == ["意见表已制作，在“文书”中打印。"]
    page.open("/mediation/links/joint")
    assert "已反馈" in page.rows("联合调解")[0]["参加单位"]
    page.open(f"/disputes/tasks/{outside}").follow("撤回").fill("撤回原因", "不需要").press("撤回任务")
    assert page.notices[:1] == ["任务已撤回。"]


def test_a_court_s_case_gets_its_reply_and_stays_open(app: Portal, case_id: int) -> None:
    page = _browser(app, "mediator").open(f"/mediation/cases/{case_id}")
    assert any("还没有登记对方的来函" in one for one in page.notices)
    page.follow("登记移送来函").choose("法院移送方式", "立案前委派").fill("其他单位名称", "示范区人民法院")
    page.fill("来函文号（案号）", "（2026）示委调1号").check("张示例").check("李样本")
    page.fill("同意日期", COURT_DAY.isoformat()).attach(
        "来函扫描件", "来函.pdf", sample.pdf(), "application/pdf"
    )
    page.press("登记")
    assert any(one.startswith("期限已满") for one in page.notices)
    page.follow("生成复函").press("生成复函")
    assert "复函已拟好" in page.notices[0]
    page.follow("发出").press("编号并发出")
    page.open("/mediation/links/referrals?tab=replied")
    assert page.rows("移送衔接")[0]["状态"] == "已函复"
    assert page.open("/ledgers/referrals").status == 200
    with app.app_context():
        assert session.get_one(MediationCase, case_id).state == "mediating"


def test_the_three_links_and_proxies(app: Portal, case_id: int) -> None:
    with app.app_context(), transaction():
        add_person(
            staff.actor("justice"), organ="court", body="示范区人民法院", name="郑法官", valid_from=COURT_DAY
        )
        session.get_one(MediationCase, case_id).agreed_on = clock.today()
    page = _browser(app, "mediator").open("/mediation/links/guidance").follow("登记联街指导")
    page.fill("指导内容", "讲解举证").press("登记")
    assert page.rows("指导记录")[0]["指导内容"] == "讲解举证"
    page.open(f"/mediation/cases/{case_id}").follow("登记进居调解").fill("地点", "和平社区")
    page.attach("调解笔录", "笔录.pdf", sample.pdf(), "application/pdf")
    page.attach("现场照片", "现场.jpg", sample.picture(), "image/jpeg").fill("照片上的人", "张示例").press(
        "登记"
    )
    assert any("暂不显示" in one for one in page.notices)
    address = page.page.url.split("?")[0]
    assert page.client.get(f"{address}/photo").status_code == 404
    page.open(f"{address}/publish")
    assert any("不能公开" in one for one in page.notices)
    page.open(address)
    page.follow("登记照片同意").check("张示例").press("登记")
    assert page.client.get(f"{address}/photo").status_code == 200
    page.follow("登记公开").fill("公开的网站和栏目", "示范区政法网").press("登记")
    page.open("/mediation/links/court-days")
    assert page.rows("本年件数")[0]["状态"] == "还差 1 件"
    assert page.open("/ledgers/court-days").status == 200
    page.open(f"/mediation/cases/{case_id}").follow("驻所移送").fill("派出所", "示范派出所").check(
        "已核对：法院尚未立案"
    )
    page.check("张示例").check("李样本").fill("同意日期", "2026-11-20").press("生成移送函")
    assert "移送函已拟好" in page.notices[0]
    assert page.open("/mediation/links/transfers").rows("驻所移送")[0]["结果"] == "移送函待发"
    helper = _browser(app, "community").open("/mediation/links/proxies").follow("登记代理员")
    helper.fill("姓名", "周代理").press("登记")
    assert helper.rows("各单位人数")[0]["状态"] == "还差 1 人"
    helper.follow("登记代理事项").fill("信访人姓名", "张示例").fill("事项", "楼道堆物").fill(
        "事由和诉求", "多次反映"
    )
    helper.fill("授权委托书日期", "2026-11-20").press("登记")
    assert helper.errors["授权委托书"] == ["请上传信访人签名的授权委托书。"]
    helper.attach("授权委托书", "委托书.pdf", sample.pdf(), "application/pdf").press("登记")
    page.open("/mediation/links/proxies").follow("楼道堆物").follow("转为人民调解案件")
    page.fill("被申请人", "钱样本").press("登记案件")
    assert page.notices[0].startswith("已转为人民调解案件")


def test_each_form_opens_for_who_may_use_it_and_for_nobody_else(app: Portal, case_id: int) -> None:
    with app.app_context():
        people = session.query(LinkPerson).count()
    assert people == 0
    page = _browser(app, "chair")
    for name in ("referrals/out", "referrals/new", "transfers/new", "court-days/new", "joint"):
        assert page.open(f"/mediation/cases/{case_id}/{name}").status == 200
    other = _browser(app, "clerk")
    for path in ("/mediation/links/referrals", "/disputes/tasks", "/mediation/links/proxies"):
        assert other.client.get(path).status_code == 403
