"""Every address of the portal, walked: marked, typed, closed by default, and open to exactly the roles of the one table."""

from __future__ import annotations

import re

import pytest
from werkzeug.routing import Rule

from portal.accounts.roles import PERMISSIONS, ROLES, all_permissions
from portal.web import errors
from portal.web.access import PUBLIC, SIGNED_IN
from portal.web.application import Portal
from tests.factories.staff import PASSWORD
from tests.house.source import modules

SAMPLE = {"int": "999999", "string": "none", "default": "none", "path": "none", "item": "none"}


@pytest.fixture
def short_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals without the page around their words: it is one page, tested with the others, and drawing it is most of a walk."""
    monkeypatch.setattr(errors, "page", lambda status, title, advice, **_more: (f"{title} {advice}", status))


def _rules(app: Portal) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if r.endpoint != "static"]


def _mark(app: Portal, rule: Rule) -> str | None:
    return getattr(app.view_functions[rule.endpoint], "portal_permission", None)


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:(\w+)[^:>]*:)?\w+>", lambda m: SAMPLE.get(m[1] or "default", "none"), rule.rule)


def test_every_view_is_marked(app: Portal) -> None:
    bare = [f"{r.rule} ({r.endpoint})" for r in _rules(app) if _mark(app, r) is None]
    assert not bare, f"mark these views with @requires('room.verb'), @signed_in or @public: {bare}"


def test_every_mark_stands_in_the_table_of_roles(app: Portal) -> None:
    known = all_permissions() | {PUBLIC, SIGNED_IN}
    unknown = {f"{r.endpoint}: {_mark(app, r)}" for r in _rules(app)} - {
        f"{r.endpoint}: {_mark(app, r)}" for r in _rules(app) if _mark(app, r) in known
    }
    assert not unknown, f"no role holds these permissions (portal/accounts/roles.py): {sorted(unknown)}"


def test_every_permission_is_used(app: Portal) -> None:
    said = {_mark(app, r) for r in _rules(app)}
    for path in modules():
        if not path.endswith("accounts/roles.py"):
            said |= set(re.findall(r'"(?=([a-z_.]+)")', _source(path)))
    idle = {p for p in all_permissions() if not {p, p.split(".")[1]} & said}
    assert not idle, f"roles hold permissions that open nothing: {sorted(idle)}"


def _source(path: str) -> str:
    from tests.house.source import ROOT

    return (ROOT / path).read_text("utf-8")


def test_addresses_are_typed_and_kebab_case(app: Portal) -> None:
    wrong = [
        r.rule
        for r in _rules(app)
        if re.search(r"<\w+_id>", r.rule) or re.search(r"[A-Z_]", re.sub(r"<[^>]*>", "", r.rule))
    ]
    assert not wrong, f"keys are <int:…>, words are joined by hyphens: {wrong}"


def test_without_sign_in_everything_but_public_pages_leads_to_sign_in(app: Portal) -> None:
    client = app.test_client()
    for rule in _rules(app):
        if "GET" in (rule.methods or ()) and _mark(app, rule) != PUBLIC:
            answer = client.get(_path(rule))
            assert answer.status_code == 303, f"{rule.rule} answered {answer.status_code} to a stranger"
            assert answer.headers["Location"].startswith("/sign-in?next="), rule.rule


@pytest.mark.usefixtures("short_refusals")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_opens_what_the_table_says(app: Portal, role: str) -> None:
    """And reading never writes: the database refuses a write in a GET, so any GET that tried would answer 500 or 503."""
    client = app.test_client()
    sign_in(client, role)
    for rule in _rules(app):
        mark = _mark(app, rule)
        if "GET" not in (rule.methods or ()):
            continue
        answer = client.get(_path(rule))
        assert answer.status_code < 500, f"GET {rule.rule} as {role} answered {answer.status_code}"
        assert answer.headers["Cache-Control"] == "no-store", f"only static files may be cached: {rule.rule}"
        if mark in PERMISSIONS[role]:
            assert answer.status_code != 403, f"{role} may {mark}, yet {rule.rule} is refused"
        elif mark not in {PUBLIC, SIGNED_IN}:
            assert answer.status_code == 403, (
                f"{role} may not {mark}, yet {rule.rule} answered {answer.status_code}"
            )


@pytest.mark.usefixtures("short_refusals")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_may_send_only_what_the_table_says(app: Portal, role: str) -> None:
    client = app.test_client()
    sign_in(client, role)
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        for rule in _rules(app):
            mark = _mark(app, rule)
            if mark in {PUBLIC, SIGNED_IN} or "POST" not in (rule.methods or ()) or mark in PERMISSIONS[role]:
                continue
            assert client.post(_path(rule)).status_code == 403, (
                f"{role} may not {mark}, yet POST {rule.rule} went through"
            )
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


@pytest.mark.usefixtures("short_refusals")
def test_every_post_wants_the_forgery_token(app: Portal) -> None:
    client = app.test_client()
    sign_in(client, "clerk")
    for rule in _rules(app):
        if "POST" in (rule.methods or ()):
            assert client.post(_path(rule)).status_code == 400, (
                f"POST {rule.rule} went through without csrf_token"
            )


def sign_in(client, username: str) -> None:  # type: ignore[no-untyped-def]
    """Sign in through the real form."""
    client.post("/sign-out", data={"csrf_token": "none"})
    client.delete_cookie("portal")
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token, "the sign-in form has no csrf_token"
    data = {"csrf_token": token[1], "username": username, "password": PASSWORD}
    assert client.post("/sign-in", data=data).status_code == 303, f"{username} could not sign in"
