"""The pages of a standard adjustment: entered by the clerk, previewed, approved by the leader, audited, taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.jobs import running
from portal.web.application import Portal
from tests.factories import adjustments as batch
from tests.factories import staff
from tests.page import Browser


@pytest.fixture
def street(app: Portal) -> Portal:
    """It is June 2026; the old standard is in force and three households are supported."""
    clock.fix_today(dt.date(2026, 6, 8))
    with app.app_context(), transaction():
        batch.make_standard()
        batch.make_files([(1, 0), (3, 110_000), (2, 0)])
    return app


def _signed_in(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).open("/sign-in").sign_in(who, staff.PASSWORD)


def _work(app: Portal) -> None:
    with app.app_context():
        running.run_pending()


def _enter(app: Portal) -> Browser:
    clerk = _signed_in(app, "clerk").open("/assistance/adjustments").follow("登记新标准")
    clerk.choose("城市或农村", "城市").fill("原标准", "600").fill("新标准", "640")
    clerk.fill("从哪个月起执行", "2026-05").fill("调标文件日期", "2026-05-20")
    clerk.fill("调标文件文号", batch.PAPER).press("登记并预览")
    _work(app)
    return clerk.open("/assistance/adjustments").follow("最低生活保障 · 城市")


def test_a_batch_from_its_entry_to_its_reversal(street: Portal) -> None:
    clerk = _enter(street)
    page = clerk.page
    for words in (
        "涉及金额口径：单月增量 / 补发合计 / 调整后月发放总额",
        "240.00 元",
        "3 户 6 人",
        "等待分管领导审批",
    ):
        assert words in page.text
    leader = _signed_in(street, "leader").open("/assistance/adjustments/1")
    leader.follow("审批").press("同意并执行")
    _work(street)
    assert "已执行" in leader.open("/assistance/adjustments/1").page.text
    assert "逐户一致" in leader.follow("重新核算").page.text
    clerk.open("/assistance/adjustments/1").press("制作通知书")
    _work(street)
    assert "和平社区" in clerk.open("/assistance/adjustments/1").page.text
    listed = clerk.open("/ledgers/standard-adjustments?from=2026-05-01&to=2026-05-31&batch=1").page.text
    assert "保00001" in listed
    clerk.open("/assistance/adjustments/1").follow("提出撤销").fill("撤销理由", "文件有误").press("提出撤销")
    leader.open("/assistance/adjustments/1").follow("审批撤销").press("同意撤销")
    _work(street)
    assert "已撤销" in leader.open("/assistance/adjustments/1").page.text


def test_wrong_figures_stay_in_the_form(street: Portal) -> None:
    clerk = _signed_in(street, "clerk").open("/assistance/adjustments/new")
    clerk.choose("城市或农村", "城市").fill("原标准", "六百").fill("新标准", "640")
    clerk.fill("从哪个月起执行", "2026-05").fill("调标文件日期", "2026-05-20")
    clerk.fill("调标文件文号", batch.PAPER).press("登记并预览")
    assert clerk.page.status == 422
    assert clerk.page.value("调标文件文号") == batch.PAPER


def test_exceptions_and_leads_have_pages_of_their_own(street: Portal) -> None:
    clerk = _enter(street)
    for kind, words in (("exception", "没有例外"), ("lead", "没有潜在新增的线索")):
        assert words in clerk.open(f"/assistance/adjustments/1?kind={kind}").page.text
    clerk.open("/assistance/adjustments/1").press("取消这一批")
    assert "已取消" in clerk.page.text
