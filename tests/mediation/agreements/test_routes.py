"""The pages: two minutes at the door, an agreement from its first word to the closing, the lists of what waits."""

from __future__ import annotations

import re

import pytest

from portal.db import session, transaction
from portal.mediation.agreements.models import Agreement
from portal.mediation.models import MediationCase
from portal.web.application import Portal
from tests.factories import agreements, mediation, staff
from tests.factories.residents import make_resident
from tests.page import Browser


@pytest.fixture
def browser(app: Portal) -> Browser:
    with app.app_context(), transaction():
        mediation.make_committee()
        make_resident(name="张示例")
    return Browser(app.test_client()).sign_in("mediator", staff.PASSWORD)


def test_two_minutes_from_the_door_to_the_copies(app: Portal, browser: Browser) -> None:
    browser.open("/mediation/settle")
    browser.fill("第 1 人 姓名", "张示例").press("在登记簿查找第 1 人")
    chosen = re.search(r"选此人：张示例（尾号\w+）", browser.page.html)
    browser.press(chosen[0] if chosen else "选此人：张示例").fill("第 2 人 姓名", "李样本、王样本")
    browser.choose("纠纷类别", "邻里").fill("为什么事", "楼道堆放杂物。")
    browser.fill("怎么解决的", "李样本当天清走杂物，赔偿200元（大写：人民币贰佰元整）。").fill("金额", "200")
    browser.press("登记并制作口头协议登记表")
    assert "请选择由谁履行。" in str(browser.page.errors["由谁付款或履行"])
    browser.choose("由谁付款或履行", "第 2 人").press("登记并制作口头协议登记表")
    assert browser.page.status == 422
    assert "像是两个人" in browser.page.text
    assert "楼道堆放杂物。" in browser.page.html
    browser.fill("第 2 人 姓名", "李样本商贸公司").press("登记并制作口头协议登记表")
    assert "像是单位名称" in browser.page.text
    browser.fill("第 2 人 姓名", "李样本").choose("第 2 人 类别", "个人")
    browser.fill("第 2 人 身份号码", "119901198503100020").press("登记并制作口头协议登记表")
    assert "校验码" in str(browser.page.errors["第 2 人 身份号码"])
    browser.fill("第 2 人 身份号码", "119901198503100026").press("登记并制作口头协议登记表")
    assert "已生效" in browser.page.text
    assert "打印 3 份" in browser.page.text
    browser.back().press("登记并制作口头协议登记表")
    with app.app_context():
        case = session.query(MediationCase).one()
        assert (case.state, case.parties[0].resident_id is not None) == ("performed", True)
        assert case.parties[1].details == {"sex": "2", "birth": "1985-03-10"}, "the number is not kept"
        case_id = case.id
    browser.open(f"/mediation/cases/{case_id}").follow("登记回访")
    browser.fill("回访情况", "双方和好，没有再吵。").press("登记回访")
    browser.follow("结案").press("结案")
    assert "已结案" in browser.page.text


def test_an_agreement_from_its_first_word_to_a_breach(app: Portal, browser: Browser) -> None:
    with app.app_context(), transaction():
        case_id = mediation.make_case("mediating").id
    browser.open(f"/mediation/cases/{case_id}/conclude")
    browser.fill("协议内容", "一、赔偿3000元。").fill("协议金额", "3000").fill("大写", "人民币叁佰元整")
    browser.press("再加一项")
    browser.fill("金额", "3000", within="第 1 项").fill("最迟哪一天", "2026-12-10", within="第 1 项")
    browser.press("保存协议")
    assert "大写与小写不一致" in browser.page.text
    browser.fill("大写", "").press("保存协议").press("定稿，准备签字")
    assert "还缺" in browser.page.text
    browser.follow("盖章生效")
    assert "不能盖章，案件仍在调解中" in browser.page.text
    with app.app_context(), transaction():
        agreement = session.query(Agreement).one()
        agreements.sign_all(agreement)
        key = agreement.id
    browser.open(f"/mediation/cases/{case_id}/conclude").press("盖章生效")
    assert "示街调协〔2026〕1号" in browser.page.text
    browser.follow("登记履行").fill("这次付了多少", "1000").check("打印收条，由收款人签名").press("登记履行")
    assert "1000.00" in browser.page.text
    browser.follow("申请司法确认").fill("人民法院", "示范区人民法院").check("张示例").press(
        "制作司法确认申请书"
    )
    assert "还缺李样本的同意" in browser.page.text
    browser.check("李样本").press("制作司法确认申请书")
    browser.follow("已向法院提出").press("已向法院提出")
    browser.open("/mediation/following?tab=confirmations")
    assert "示范区人民法院" in browser.page.text
    for tab in ("overdue", "due", "visits", "signing"):
        browser.open(f"/mediation/following?tab={tab}")
    browser.open(f"/mediation/agreements/{key}")
    browser.open(f"/mediation/cases/{case_id}/mediate-again").fill("原因", "要求分期").press("重新调解")
    assert "第 2 轮" in browser.page.text
