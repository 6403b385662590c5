"""What a stranger, or a colleague with a tool instead of a browser, may send: refused in words, never a fault, nothing told."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal import audit
from portal.audit.queries import list_entries
from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.services.actions.moves import read_reason
from portal.web.application import Portal
from tests.accounts.cookies import token_on
from tests.factories import staff
from tests.factories.staff import PASSWORD
from tests.page import Browser

# Digits to Unicode, but no number to anybody; and a number that no key column holds.
NO_NUMBERS = ("²", "9" * 30, "-1", "\u0661" * 19)


class TestAddresses:
    @pytest.mark.parametrize("address", ["http://[", "http://[::1", "http://\u2100.example/"])
    def test_a_way_back_that_is_no_address_leads_home(self, app: Portal, address: str) -> None:
        client = app.test_client()
        data = {"csrf_token": token_on(client, "/sign-in"), "next": address}
        assert client.post("/preferences", data=data).headers["Location"] == "/"
        assert client.get("/sign-in", query_string={"next": address}).status_code == 200
        headers = {"HX-Request": "true", "HX-Current-URL": "http://["}
        assert client.get("/", headers=headers).status_code == 401

    @pytest.mark.parametrize("key", NO_NUMBERS)
    def test_digits_that_are_no_key_name_no_record(self, app: Portal, key: str) -> None:
        clerk = Browser(app.test_client()).sign_in("clerk", PASSWORD).client
        for page in ("/services/enquiries/new", "/services/paper-day", "/residents/households/new"):
            assert clerk.get(page, query_string={"resident": key, "item": key}).status_code == 200
        data = {"csrf_token": token_on(clerk, "/password"), "resident": key, "kind": key, "version": key}
        assert clerk.post("/services/enquiries/new", data=data).status_code == 422
        assert clerk.post("/residents/households/new", data=data).status_code == 422

    @pytest.mark.parametrize("key", NO_NUMBERS)
    def test_nor_a_unit_for_the_administrator(self, app: Portal, key: str) -> None:
        admin = Browser(app.test_client()).sign_in("admin", PASSWORD).client
        data = {"csrf_token": token_on(admin, "/password"), "parent_id": key, "unit_id": key, "version": key}
        for page in ("/admin/units/new", "/admin/accounts/new", "/admin/settings/accounts.lock_after"):
            assert admin.post(page, data=data).status_code == 422


class TestCrossSite:
    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_what_another_site_sends_is_refused_although_the_token_fits(self, app: Portal, site: str) -> None:
        clerk = Browser(app.test_client()).sign_in("clerk", PASSWORD).client
        data = {"csrf_token": token_on(clerk, "/password")}
        assert clerk.post("/sign-out", data=data, headers={"Sec-Fetch-Site": site}).status_code == 403
        assert clerk.get("/password").status_code == 200
        assert (
            clerk.post("/sign-out", data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
        )


class TestNumbersInAddresses:
    @pytest.mark.parametrize("page", ["/services/applications", "/services/cards"])
    @pytest.mark.parametrize("number", ["119901196611220018", "13900000001", "张三 119901196611220018"])
    def test_a_list_is_not_searched_by_a_number_in_the_address(
        self, app: Portal, page: str, number: str
    ) -> None:
        clerk = Browser(app.test_client()).sign_in("clerk", PASSWORD).client
        answer = clerk.get(page, query_string={"q": number})
        assert answer.status_code == 422
        assert "不能放在网址里" in answer.get_data(as_text=True)
        assert clerk.get(page, query_string={"q": "示街办受〔2026〕1号"}).status_code == 200


class TestNumbersInWords:
    """A number typed into a reason or a line of talk would stand in the clear, and in the trail for good."""

    @pytest.mark.parametrize(
        "number", ["119901196611220018", "1399 0000 001", "１１９９０１１９６６１１２２００１８"]
    )
    def test_an_enquiry_takes_none(self, app: Portal, number: str) -> None:
        clerk = Browser(app.test_client()).sign_in("clerk", PASSWORD).client
        token = token_on(clerk, "/password")
        plain = {"kind": "enquiry", "name": "张示例", "matter": "问", "answer": "答", "next_step": "等"}
        for field in ("matter", "answer", "next_step"):
            data = {"csrf_token": token, **plain, field: f"他的号码是{number}。"}
            answer = clerk.post("/services/enquiries/new", data=data)
            assert answer.status_code == 422, field
            assert "请不要写完整的证件号码" in answer.get_data(as_text=True)

    def test_a_reason_takes_none(self) -> None:
        with pytest.raises(RuleBroken, match="请不要写完整的证件号码"):
            read_reason("号码 119901196611220018 登记错了")
        assert read_reason("受理号 示街办受〔2026〕1号 重复") == "受理号 示街办受〔2026〕1号 重复"

    def test_the_trail_keeps_none(self, app: Portal) -> None:
        with app.app_context(), transaction():
            reason = "号码119901196611220018，电话13900000001"
            audit.record(staff.actor("admin"), "settings.change_setting", None, reason=reason)
        with app.app_context():
            assert list_entries(verb="settings.change_setting")[0].facts["reason"] == "号码***，电话***"


class TestTelling:
    def test_a_failed_statement_does_not_tell_what_it_was_sent(self, app: Portal) -> None:
        with app.app_context(), pytest.raises(DBAPIError) as caught, transaction():
            session.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "欧阳示例"})
        assert "欧阳示例" not in str(caught.value)

    def test_a_method_of_ones_own_invention_is_no_new_line_for_the_monitor(self, app: Portal) -> None:
        client = app.test_client()
        assert client.open("/sign-in", method="INVENTED").status_code == 405
        figures = client.get("/metrics").get_data(as_text=True)
        assert "INVENTED" not in figures
        assert 'method="other"' in figures
