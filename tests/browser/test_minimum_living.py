"""A household from the resident's page to its opened file, on a server of this test's own, for weeks pass on the way."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from portal import clock
from portal.db import transaction
from portal.services.items.minimum_living import actions
from portal.services.notices import actions as board
from portal.services.notices.queries import find_notice
from portal.web.application import Portal
from tests.browser.looking import FOUND, look
from tests.factories import assistance, minimum_living, staff
from tests.services.conftest import unrendered

__all__ = ["unrendered"]


@pytest.fixture
def address(app: Portal, unrendered: None) -> Iterator[str]:
    """The application answering on a port, with a household and a standard."""
    with app.app_context():
        with transaction():
            minimum_living.seed()
        with transaction():
            minimum_living.family(dt.date(2015, 5, 1), name="王试样")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    running.join(10)


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[Page]:
    """A window on that server."""
    context = chromium.new_context(base_url=address, locale="zh-CN", viewport={"width": 1366, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    yield page
    found = FOUND.pop(id(page), [])
    context.close()
    assert not found, "axe found:\n" + "\n".join(found)


def test_from_the_resident_to_the_opened_file(window: Page, app: Portal) -> None:
    _sign_in(window, "clerk")
    case = _apply(window)
    _declare(window)
    _authorise(window)
    window.goto(case)
    window.get_by_role("button", name="其余都已收，保存").click()
    window.get_by_role("button", name="受理", exact=True).click()
    expect(window.get_by_text("受理号 示街办受").first).to_be_visible()
    look(window, "40-minimum-living-accepted")
    key = int(case.rsplit("/", 1)[-1])

    _find_out(app, key)
    _sign_in(window, "reviewer")
    window.goto(case)
    expect(window.get_by_role("button", name="审核")).to_be_disabled()
    look(window, "41-minimum-living-locked")
    _pass_the_notice(app, key)
    window.goto(case)
    window.get_by_label("同意", exact=True).check()
    window.get_by_role("button", name="审核").click()

    _report_and_confirm(app, key)
    _sign_in(window, "leader")
    window.goto(case)
    window.get_by_label("准予", exact=True).check()
    window.get_by_role("button", name="决定").click()
    _sign_in(window, "clerk")
    window.goto(case)
    window.get_by_role("button", name="制发").click()
    window.get_by_role("link", name=re.compile("在保户 ")).click()
    expect(window.get_by_text("王试甲").first).to_be_visible()
    look(window, "42-minimum-living-file")


def _sign_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(staff.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def _apply(page: Page) -> str:
    """From the search box to the draft, by keys where a clerk would use them."""
    page.goto("/services/minimum_living/find-applicant")
    page.get_by_role("textbox", name="申请人").fill("王试样")
    page.keyboard.press("Enter")
    page.wait_for_url("**/apply*")
    page.get_by_role("button", name=re.compile("下一步")).click()
    page.wait_for_url("**/services/applications/*")
    return page.url


def _declare(page: Page) -> None:
    page.get_by_role("link", name="填写：家庭成员").click()
    expect(page.get_by_role("group", name="王试甲")).to_be_visible()
    expect(page.locator("fieldset.field-group")).to_have_count(2)
    look(page, "36-minimum-living-family")
    _next(page)
    line = page.get_by_role("group", name="收入 1")
    line.get_by_label("收入类别").select_option(label="工资性收入")
    line.get_by_label("按", exact=True).select_option(label="每月")
    line.get_by_label("金额").fill("1,000")
    page.keyboard.press("Enter")  # the first button saves and leads on
    page.wait_for_url("**/declaration/property")
    expect(page.get_by_text("640.00 × 2 − 1000.00 = 280.00").first).to_be_visible()
    _next(page)
    _next(page)
    page.get_by_label("已询问，没有近亲属").check()
    _next(page)
    page.get_by_label("城市", exact=True).check()
    page.get_by_label("因病").check()
    page.get_by_label("开户银行").fill("示范银行")
    page.get_by_label("银行账号").fill(assistance.ACCOUNT)
    page.get_by_label("申请人已签署诚信承诺").check()
    look(page, "37-minimum-living-head")
    _next(page)


def _next(page: Page) -> None:
    page.get_by_role("button", name="保存，继续下一页").click()
    page.wait_for_load_state()


def _authorise(page: Page) -> None:
    for name in ("王试样", "王试甲"):
        page.get_by_role("link", name=f"登记：{name}").click()
        page.get_by_label("同意授权").check()
        page.get_by_role("button", name="保存").click()
        page.wait_for_url("**/authorisations")
    expect(page.get_by_text("全部家庭成员已授权核对")).to_be_visible()
    look(page, "38-minimum-living-authorisations")


def _find_out(app: Portal, key: int) -> None:
    """The visit, the answer of the check, the opinion, and the notice drawn up for today."""
    with app.app_context(), transaction():
        _application, declaration = minimum_living.again(key)
        minimum_living.announced(declaration)


def _pass_the_notice(app: Portal, key: int) -> None:
    with app.app_context(), transaction():
        application, _declaration = minimum_living.again(key)
        notice = find_notice(application)
        assert notice is not None
        who = staff.actor("community")
        board.post_notice(who, notice, version=None, place="社区公示栏", photo=minimum_living.photo())
        clock.fix_today(notice.until + dt.timedelta(days=1))
        board.remove_notice(who, notice, version=None, photo=minimum_living.photo())
        board.enter_return_slip(who, notice, version=None, result="none", scan=minimum_living.photo())


def _report_and_confirm(app: Portal, key: int) -> None:
    with app.app_context(), transaction():
        _application, declaration = minimum_living.again(key)
        actions.report_household(staff.actor("clerk"), declaration, version=None, way="post")
        actions.confirm_household(staff.actor("district"), declaration, version=None, answer="confirmed")
