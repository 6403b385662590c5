"""The pages of temporary relief: from the draft over aid that comes first to the receipt, and the ledger's line."""

from __future__ import annotations

from portal.db import transaction
from portal.web.application import Portal
from tests.factories import assistance, residents, services, staff
from tests.page import Browser
from tests.services.items.temporary_relief.test_actions import draft


def _signed_in(app: Portal, who: str) -> Browser:
    return Browser(app.test_client()).open("/sign-in").sign_in(who, staff.PASSWORD)


def test_aid_first_on_pages(app: Portal, unrendered: None) -> None:
    with app.app_context(), transaction():
        services.seed()
        assistance.make_standard(64_000)
        key = draft(residents.make_zhang()).id
    clerk = _signed_in(app, "clerk").open(f"/services/applications/{key}/relief")
    clerk.fill("按月保障标准的百分之几", "100").press("核定金额")
    reviewer = _signed_in(app, "reviewer").open(f"/services/applications/{key}/relief/first")
    reviewer.press("同意先行救助")
    assert reviewer.page.status == 422
    reviewer.fill("为什么先行救助", "无处可住").press("同意先行救助")
    assert reviewer.page.status == 200
    clerk.open(f"/services/applications/{key}/relief/receipt").press("登记签收")
    clerk.open("/ledgers/temporary-relief?from=2026-11-01&to=2026-11-30")
    for words in ("张䶮", "640.00", "先行救助", "住房失火"):
        assert words in clerk.page.text
    other = _signed_in(app, "clerk_s2").open(f"/services/applications/{key}/relief")
    assert other.page.status == 404


def test_a_community_reports_and_the_street_takes_on(app: Portal, unrendered: None) -> None:
    with app.app_context(), transaction():
        services.seed()
        key = residents.make_zhang().id
    worker = _signed_in(app, "community").open(f"/services/hardship/new?resident={key}")
    worker.press("上报街道")
    assert worker.page.status == 422
    worker.choose("哪一类困难", "急难型：火灾、交通事故、意外伤害、突发重大疾病等，须立即救助")
    worker.fill("困难发生地", "示范路1号").fill("困难原因", "住房失火").fill("需要什么帮助", "过渡住处")
    worker.press("上报街道")
    assert "等待街道受理" in worker.page.text
    assert "转为临时救助申请" not in worker.page.text
    clerk = _signed_in(app, "clerk").open("/services/hardship").follow("张䶮")
    clerk.press("转为临时救助申请")
    assert "住房失火" in clerk.page.text
    worker.open("/services/hardship")
    assert "已转为申请" in worker.page.text
