"""The life of a request: closed by default, one transaction, one answer for one form, nothing lost."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal import clock
from portal.accounts.models import SignIn
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.web.access import local_path
from portal.web.application import Portal
from portal.web.forms import NO_VERSION
from tests.house.test_routes import sign_in
from tests.web.conftest import NoteForm

TOKEN = "0123456789abcdef0123456789abcdef"


def _client(web: Portal) -> FlaskClient:
    client = web.test_client()
    sign_in(client, "clerk")
    return client


def _send(
    client: FlaskClient, path: str = "/room/write", headers: dict[str, str] | None = None, **fields: str
) -> Any:
    page = client.get("/room/write").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return client.post(path, data={"csrf_token": found[1], **fields}, headers=headers or {})


def _verbs(web: Portal, prefix: str = "room.") -> list[str]:
    with web.app_context():
        statement = (
            select(AuditEntry.verb).where(AuditEntry.verb.startswith(prefix)).order_by(AuditEntry.sequence)
        )
        return list(session.scalars(statement))


class TestTransaction:
    def test_a_success_is_stored(self, web: Portal) -> None:
        assert _send(_client(web), note="one").status_code == 303
        assert _verbs(web) == ["room.write"]

    def test_a_refusal_stores_nothing_and_speaks_at_the_field(self, web: Portal) -> None:
        answer = _send(_client(web), note="refuse")
        assert answer.status_code == 422
        assert "不能写这个。" in answer.text
        assert _verbs(web) == []

    def test_a_get_that_writes_is_stopped_by_the_database(self, web: Portal) -> None:
        assert _client(web).get("/room/get-writes").status_code == 503

    def test_a_search_by_post_takes_no_write_lock(self, web: Portal) -> None:
        assert _send(_client(web), "/room/search").status_code == 200

    def test_a_failed_attempt_can_be_kept(self, web: Portal) -> None:
        assert _send(_client(web), "/room/keep").status_code == 422
        assert _verbs(web) == ["room.write"]

    def test_what_is_noted_afterwards_outlives_the_refusal(self, web: Portal) -> None:
        assert _send(_client(web), "/room/afterwards").status_code == 422
        assert _verbs(web) == ["room.afterwards"]


class TestOnce:
    def test_the_same_form_sent_twice_is_written_once(self, web: Portal) -> None:
        client = _client(web)
        first, second = (_send(client, note="one", once=TOKEN) for _ in range(2))
        assert first.status_code == second.status_code == 303
        assert first.headers["Location"] == second.headers["Location"]
        assert _verbs(web) == ["room.write"]

    def test_a_refused_form_may_be_mended_and_sent_again(self, web: Portal) -> None:
        client = _client(web)
        assert _send(client, note="refuse", once=TOKEN).status_code == 422
        assert _send(client, note="mended", once=TOKEN).status_code == 303
        assert _verbs(web) == ["room.write"]

    def test_ten_at_the_same_moment_are_written_once(self, web: Portal) -> None:
        client = _client(web)
        page = client.get("/room/write").get_data(as_text=True)
        csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]
        cookie = client.get_cookie("portal")
        assert cookie

        def press(_n: int) -> int:
            own = web.test_client()
            own.set_cookie("portal", cookie.value)
            return own.post(
                "/room/write", data={"csrf_token": csrf, "once": TOKEN, "note": "one"}
            ).status_code

        with ThreadPoolExecutor(10) as pool:
            assert set(pool.map(press, range(10))) == {303}
        assert _verbs(web) == ["room.write"]

    def test_the_same_form_with_another_content_is_not_a_repetition(self, web: Portal) -> None:
        client = _client(web)
        _send(client, note="one", once=TOKEN)
        _send(client, note="two, after going back", once=TOKEN)
        assert _verbs(web) == ["room.write", "room.write"]

    def test_another_person_may_use_the_same_token(self, web: Portal) -> None:
        _send(_client(web), note="one", once=TOKEN)
        other = web.test_client()
        sign_in(other, "reviewer")
        _send(other, note="two", once=TOKEN)
        assert _verbs(web) == ["room.write", "room.write"]


class TestVersion:
    def test_a_form_that_does_not_say_what_it_was_made_from_is_out_of_date(self, web: Portal) -> None:
        for sent in ({}, {"version": ""}, {"version": "none"}, {"version": "9" * 12}):
            with web.test_request_context("/room/write", method="POST", data=sent):
                assert NoteForm(meta={"csrf": False}).seen_version == NO_VERSION
                assert NoteForm(meta={"csrf": False}, version="3").seen_version == NO_VERSION
        with web.test_request_context("/room/write", method="POST", data={"version": "7"}):
            assert NoteForm(meta={"csrf": False}).seen_version == 7


class TestGuard:
    def test_an_unmarked_view_is_closed(self, web: Portal) -> None:
        assert web.test_client().get("/room/unmarked").status_code == 403
        assert _client(web).get("/room/unmarked").status_code == 403

    def test_a_missing_permission_is_403_and_on_record(self, web: Portal) -> None:
        assert _client(web).get("/room/closed").status_code == 403
        assert _verbs(web, "accounts.refused") == ["accounts.refused"]

    def test_a_fragment_without_sign_in_moves_the_whole_page(self, web: Portal) -> None:
        headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/room/written?a=1"}
        answer = web.test_client().get("/room/written", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["HX-Redirect"] == "/sign-in?next=/room/written?a%3D1"

    def test_a_form_without_a_page_of_its_own_leads_back_to_where_it_stood(self, web: Portal) -> None:
        client = _client(web)
        page = client.get("/room/write").get_data(as_text=True)
        csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]
        with web.app_context(), transaction():
            session.execute(update(SignIn).values(ended_at=clock.now(), ended_why="idle"))
        answer = client.post(
            "/room/keep", data={"csrf_token": csrf}, headers={"Referer": "http://localhost/room/written"}
        )
        assert answer.headers["Location"] == "/sign-in?next=/room/written"

    def test_a_success_in_a_fragment_moves_the_whole_page(self, web: Portal) -> None:
        answer = _send(_client(web), note="one", headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/room/written")


class TestErrors:
    @pytest.mark.parametrize(
        ("kind", "status"),
        [("rule", 422), ("forbidden", 403), ("missing", 404), ("conflict", 409), ("bug", 500)],
    )
    def test_each_failure_is_a_page_in_words(self, web: Portal, kind: str, status: int) -> None:
        answer = web.test_client().get(f"/room/fail/{kind}")
        assert answer.status_code == status
        assert "<h1" in answer.text
        assert "secret detail" not in answer.text
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")

    def test_a_number_too_long_for_any_key_is_not_found(self, web: Portal) -> None:
        for key in ("9" * 31, str(2**63), "99999"):
            assert _client(web).get(f"/residents/{key}").status_code == 404

    def test_control_characters_are_refused_at_the_field(self, web: Portal) -> None:
        for note in ("a\x00b", "a\x1bb"):
            assert _send(_client(web), note=note).status_code == 422
        assert _verbs(web) == []

    def test_a_version_in_digits_that_are_no_number_counts_as_none(self, web: Portal) -> None:
        for version in ("²", "١", "-1", "9" * 40):
            assert _send(_client(web), note="a", version=version).status_code < 500


class TestLocalPath:
    @pytest.mark.parametrize(
        "target",
        [
            "//evil.test", "/\\evil.test", "/\t/evil.test", "http:evil.test", "\\\\evil.test", "javascript:alert(1)",
            "https://evil.test/", "///evil.test", "http:///evil.test", "", "evil", " /a", "/a\nb", "//localhost@evil.test",
            "http://[evil.test", "http://\u2100evil.test",
        ],
    )  # fmt: skip
    def test_nothing_leads_away(self, web: Portal, target: str) -> None:
        with web.test_request_context("/", base_url="http://localhost"):
            path = local_path(target)
        assert path is None or (path.startswith("/") and not path.startswith("//"))
        assert path is None or "evil" not in path

    def test_a_page_of_the_portal_is_kept(self, web: Portal) -> None:
        with web.test_request_context("/", base_url="http://localhost"):
            assert local_path("/residents/1?x=1") == "/residents/1?x=1"
            assert local_path("http://localhost/residents/1") == "/residents/1"
