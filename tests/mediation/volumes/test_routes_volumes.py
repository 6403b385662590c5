"""The pages: from a closed case to its bound volume, the check, the doubt, the sample and the list of payment."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import session, transaction
from portal.mediation.records.queries import sessions_of
from portal.mediation.volumes import queries
from portal.mediation.volumes.models import Volume
from portal.mediation.volumes.pay_models import CallBack, PayList
from portal.web.application import Portal
from tests.factories import staff, volumes
from tests.mediation.volumes.test_pay import ENDS, STORIES, checked, parties
from tests.page import Browser


def signed_in(app: Portal, name: str) -> Browser:
    return Browser(app.test_client()).sign_in(name, staff.PASSWORD)


@pytest.fixture
def browser(app: Portal) -> Browser:
    with app.app_context(), transaction():
        staff.unit("M1")
    return signed_in(app, "mediator")


def test_from_the_closed_case_to_the_filed_one(app: Portal, browser: Browser) -> None:
    with app.app_context(), transaction():
        case = volumes.written(is_proven=False, is_signed=False)
        case_id = case.id
    browser.open(f"/mediation/cases/{case_id}")
    assert "缺身份证明的扫描件：张示例、李样本。" in browser.page.text
    browser.open(f"/mediation/cases/{case_id}/volume/bind")
    assert "必须有的材料还缺 6 项" in browser.page.text
    assert "2 人民调解受理登记表 必须" in browser.page.text
    browser.open(f"/mediation/cases/{case_id}").follow("核对原件签名").press("全部已在纸上签名")
    assert "已核对纸质原件" in browser.page.text
    browser.open(f"/mediation/cases/{case_id}/volume/originals")
    browser.open(f"/mediation/cases/{case_id}/volume/bind")
    assert "必须有的材料还缺 1 项" in browser.page.text
    with app.app_context(), transaction():
        case = session.get_one(type(case), case_id)
        volumes.prove(case)
        file_id = queries.session.query(volumes.StoredFile).first().id
    browser.open(f"/mediation/cases/{case_id}/volume/scans").press("转 90 度", row="李样本")
    assert "在卷内顺时针转 90 度" in browser.page.text
    browser.open(f"/mediation/cases/{case_id}/volume/scans/files/{file_id}")
    browser.open(f"/mediation/cases/{case_id}/volume/scans/new")
    browser.choose("放在卷内哪一处", "证据材料").fill("名称", "现场照片")
    browser.attach("扫描件", "photo.jpg", b"MZ renamed").press("添加扫描件")
    assert browser.page.status == 422
    browser.attach("扫描件", "photo.png", volumes.picture()).press("添加扫描件")
    browser.follow("抽出").fill("原因", "放错了").press("抽出")
    assert "已抽出" in browser.page.text
    browser.open(f"/mediation/cases/{case_id}").follow("装订卷宗").fill("备注", "附光盘").press("装订")
    assert "正在装订第 1 次" in browser.page.text
    browser.open(f"/mediation/cases/{case_id}")
    assert "卷宗正在装订" in browser.page.text
    with app.app_context(), transaction():
        volume = volumes.enter(session.query(Volume).one())
        key, edition = volume.id, volume.editions[0].id
    browser.open(f"/mediation/volumes/{key}").follow("登记借阅").fill("借阅人", "王法官")
    browser.fill("借阅事由", "审理").press("登记借阅")
    assert "王法官" in browser.page.text
    browser.open(f"/mediation/volumes/{key}/editions/{edition}.pdf")
    browser.open(f"/mediation/cases/{case_id}").follow("归档").press("归档")
    assert "已归档" in browser.page.text
    for path in ("volumes", "volumes?tab=waiting", "volumes/joint", "guidance-notes"):
        browser.open(f"/mediation/{path}")


def test_the_justice_office_checks_doubts_and_pays(app: Portal) -> None:
    with app.app_context(), transaction():
        paid, copied = checked(0), checked(1, story=STORIES[0], terms=ENDS[0])
        third = volumes.settled(STORIES[1], parties=parties(2), terms=ENDS[1])
        volume_id, copied_id = volumes.bound(third).id, copied.id
        number = paid.number
    browser = signed_in(app, "justice")
    browser.open(f"/mediation/volumes/{volume_id}").follow("检查卷宗")
    browser.choose("检查结果", "有缺陷，须补正").fill("缺陷和理由", "缺签名").press("登记检查结果")
    assert "请写明在哪一天以前补正" in browser.page.text
    browser.fill("在哪一天以前补正", "2026-12-01").press("登记检查结果")
    assert "缺签名" in browser.page.text
    browser.open("/mediation/guidance-notes/new").choose("调解委员会", "示范街道人民调解委员会")
    browser.fill("标题", "笔录").fill("指导意见", "逐页签名。").press("登记")
    assert "逐页签名" in browser.page.text
    browser.open("/mediation/pay-lists/new")
    assert "有疑点没有处理。" in browser.page.text
    browser.open("/mediation/suspicions").follow("处理")
    browser.choose("处理结果", "已查清，属实").fill("怎样查的，查到什么", "实地核实").press("登记处理结果")
    assert "实地核实" in browser.page.text
    browser.open("/mediation/call-backs").press("抽取")
    browser.follow("登记回访结果").fill("接听的人", "赵甲").choose("回访结果", "属实").press("登记")
    assert "属实" in browser.page.text
    browser.open("/mediation/pay-lists/new").press("编制名单")
    assert "共 2 件" in browser.page.text
    browser.follow("移出", row=number or "").fill("原因", "下期再补").press("移出名单")
    browser.follow("制表签字，送审核").press("签字并送审")
    with app.app_context():
        list_id = session.query(PayList).one().id
        assert session.query(CallBack).filter_by(result="confirmed").count() == 1
    for name, label in (("street", "审核签字"), ("leader", "审批签字")):
        other = signed_in(app, name)
        other.open("/mediation/pay-lists")
        assert "等您签字" in other.page.text
        other.open(f"/mediation/pay-lists/{list_id}").follow(label).press(label)
    assert "发放表" in other.page.text
    browser.open(f"/mediation/pay-lists/{list_id}")
    assert "下一期更正" in browser.page.text
    browser.open("/ledgers/case-pay")
    assert (number or "") in browser.page.text
    mediator = signed_in(app, "mediator")
    mediator.open(f"/mediation/volumes/{volume_id}").follow("答复检查").fill("答复", "已补").press("答复")
    assert "已补正，待复查" in mediator.page.text
    mediator.open("/mediation/guidance-notes").follow("答复").fill("答复", "照办").press("答复")
    assert copied_id


def test_two_sessions_of_one_mediator_at_one_time_are_listed(app: Portal) -> None:
    with app.app_context(), transaction():
        volumes.written(start=9)
        late = sessions_of(volumes.written(start=11))[0]
        late.started_at -= dt.timedelta(hours=1, minutes=30)
    page = signed_in(app, "justice").open("/mediation/suspicions").page
    assert page.status == 200
    assert "调解时间与另一案重叠" in page.text
