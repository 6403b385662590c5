"""The pages of payment months, from the first button to the archive, as the cast sees them."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from portal.db import session, transaction
from portal.services.assistance.models import SupportFile
from portal.services.assistance.payments.models import PaymentMonth, PaymentReturn
from portal.standards.sheets import read_rows
from portal.web.application import Portal
from tests.factories import assistance, payments, staff
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("unrendered")
HOME = "/assistance/payments"


def browser(app: Portal, who: str) -> Browser:
    """Somebody of the cast, signed in."""
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


def fill(app: Portal, files: int = 2, **more: Any) -> list[int]:
    """So many households in payment; their keys."""
    with app.app_context(), transaction():
        return [assistance.make_file(1, **more).id for _ in range(files)]


def drawn_up(app: Portal) -> int:
    """November's list."""
    with app.app_context():
        return payments.prepare()


class TestTheWholeMonth:
    def test_from_the_first_button_to_the_archive(self, app: Portal) -> None:
        fill(app)
        clerk = browser(app, "clerk").open(HOME)
        clerk.press("编制名单")
        assert "正在生成名单" in clerk.text
        with app.app_context():
            payments.running.run_pending()
            key = session.query(PaymentMonth).one().id
        at = f"{HOME}/{key}"
        clerk.open(at).follow("签字并送审").press("签字并送审")
        assert "等待“审核”签字" in clerk.text
        for who, step in (("reviewer", "审核"), ("leader", "审批")):
            signer = browser(app, who).open(at)
            signer.follow(f"签字：{step}")
            signer.press({"审核": "审核通过，签字", "审批": "同意发放，签字"}[step])
        sender = browser(app, "reviewer").open(at).follow("导出代发文件")
        sender.fill("用途", "送农商银行代发").press("导出")
        assert "正在生成代发文件" in sender.text
        with app.app_context():
            payments.running.run_pending()
        assert "下载代发文件" in sender.open(at).text
        answer = sender.client.get(f"{at}/bank-file.xlsx", follow_redirects=True)
        rows = [row.cells for row in read_rows(answer.data)]
        assert rows[0] == ["序号", "户号", "姓名", "开户行", "账号", "金额", "备注"]
        assert (rows[1][4], rows[1][5]) == (assistance.ACCOUNT, 640)
        assert browser(app, "clerk").client.get(f"{at}/bank-file.xlsx").status_code == 403
        clerk.open(at).follow("登记发放结果").press("登记结果")
        clerk.follow("归档").press("归档")
        assert "已归档" in clerk.text


class TestPages:
    def test_lines_differences_anomalies_and_what_came_back(self, app: Portal) -> None:
        fill(app, 1)
        fill(app, 1, bank=False)
        at = f"{HOME}/{drawn_up(app)}"
        clerk = browser(app, "clerk")
        assert "示街办保户〔2026〕1号" in clerk.open(f"{at}/lines").text
        assert assistance.ACCOUNT not in clerk.text
        assert "新增" in clerk.open(f"{at}/differences?kind=new").text
        clerk.open(f"{at}/anomalies").follow("处理 示街办保户〔2026〕2号：没有银行账号")
        clerk.choose("怎么处理", "暂缓：本月不发，查清后补发").fill("理由", "等补登账号").press("保存处理")
        assert "已处理" in clerk.text
        assert "1 户" in clerk.open(at).text

    def test_a_refused_button_says_why(self, app: Portal) -> None:
        fill(app, 1, bank=False)
        at = f"{HOME}/{drawn_up(app)}"
        clerk = browser(app, "clerk").open(f"{at}/submit")
        clerk.press("签字并送审")
        assert "还有 1 项必须处理的问题" in clerk.text


class TestScope:
    def test_another_street_finds_nothing_and_the_file_shows_its_payments(self, app: Portal) -> None:
        (file_id,) = fill(app, 1)
        with app.app_context():
            key = payments.pay(payments.send(payments.approve(payments.prepare())))
        stranger = browser(app, "clerk_s2").client
        for rest in ("", "/lines", "/differences", "/anomalies", "/result"):
            assert stranger.get(f"{HOME}/{key}{rest}").status_code == 404
        shown = browser(app, "clerk").open(f"/assistance/files/{file_id}").text
        assert "发放记录" in shown
        assert "2026-11" in shown


class TestReturns:
    def test_a_file_of_the_bank_and_a_new_account(self, app: Portal) -> None:
        keys = fill(app)
        with app.app_context():
            key = payments.send(payments.approve(payments.prepare()))
        clerk = browser(app, "clerk").open(f"{HOME}/{key}/result")
        clerk.attach(
            "退票明细（Excel）", "回盘.xlsx", returned(("示街办保户〔2026〕1号", 640.00, "账户已销户"))
        )
        clerk.press("登记结果")
        assert "1 笔" in clerk.text
        clerk.open(f"{HOME}/returns").follow("示街办保户〔2026〕1号").follow("重新发放（可更换账号）")
        clerk.fill("开户行", "示范农商银行").fill("新账号", "6222000000000000020").fill(
            "核实情况", "本人来换卡"
        ).press("登记重新发放")
        assert "待补发" in clerk.text
        with app.app_context():
            file = session.get_one(SupportFile, keys[0])
            assert file.account == "6222000000000000020"
            assert session.query(PaymentReturn).one().state == "corrected"

    def test_a_wrong_row_is_named_and_nothing_is_entered(self, app: Portal) -> None:
        fill(app)
        with app.app_context():
            key = payments.send(payments.approve(payments.prepare()))
        clerk = browser(app, "clerk").open(f"{HOME}/{key}/result")
        clerk.attach("退票明细（Excel）", "回盘.xlsx", returned(("示街办保户〔2026〕1号", 639.00, "销户")))
        clerk.press("登记结果")
        assert "金额与名单不一致" in clerk.text
        with app.app_context():
            assert payments.stored(key).state == "sent"


def returned(*rows: tuple[str, float, str]) -> bytes:
    """A bank's list of returns."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for index, row in enumerate([("户号", "金额", "失败原因"), *rows]):
        sheet.write_row(index, 0, row)
    book.close()
    return target.getvalue()
