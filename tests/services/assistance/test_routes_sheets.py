"""Printing the calculation sheet of a decision from its page: once, frozen as it was reckoned, and only by who may."""

from __future__ import annotations

import pytest

from portal.db import session, transaction
from portal.documents.models import Document
from portal.services.assistance.rules.reckoning import reckon
from portal.web.application import Portal
from tests.factories import assistance, staff
from tests.page import Browser
from tests.services.assistance.rules.terms_of import difference, family
from tests.services.conftest import unrendered

__all__ = ["unrendered"]
pytestmark = pytest.mark.usefixtures("unrendered")


def make_decision(app: Portal, *, has_sheet: bool = True) -> int:
    """The key of a decision for a household of three, with or without a sheet."""
    with app.app_context(), transaction():
        terms = difference(640, source="示范区民发〔2026〕9号")
        more = {"reckoning": reckon(family(3, 1000), terms)} if has_sheet else {}
        return assistance.make_file(3, **more).decisions[0].id


def test_the_sheet_is_made_once_and_says_what_was_reckoned(app: Portal) -> None:
    key = make_decision(app)
    browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)
    browser.open(f"/assistance/decisions/{key}").press("打印计算表")
    assert "社会救助金计算表" in browser.text
    browser.open(f"/assistance/decisions/{key}").press("打印计算表")
    with app.app_context():
        (document,) = session.query(Document).filter_by(kind="calculation_sheet").all()
        facts = document.frozen["facts"]
    assert (facts["figures"], facts["capitals"]) == ("920.00", "人民币玖佰贰拾元整")
    assert (facts["standard"], facts["source"]) == ("每人每月 640.00 元", "示范区民发〔2026〕9号")
    assert "640.00 × 3 − 1000.00 = 920.00" in [row["text"] for row in facts["rows"]]


def test_without_a_sheet_there_is_no_button(app: Portal) -> None:
    key = make_decision(app, has_sheet=False)
    browser = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)
    assert "打印计算表" not in browser.open(f"/assistance/decisions/{key}").text


def test_who_only_reads_has_no_button(app: Portal) -> None:
    key = make_decision(app)
    browser = Browser(app.test_client()).sign_in("supervisor", staff.PASSWORD)
    assert "打印计算表" not in browser.open(f"/assistance/decisions/{key}").text
