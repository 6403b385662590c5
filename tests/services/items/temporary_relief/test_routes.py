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
