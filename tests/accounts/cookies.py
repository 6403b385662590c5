"""What a test of sign-in does below the page: the cookie itself, raw requests, and the server's records."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts.models import SignIn, StaffAccount
from portal.db import session, transaction
from portal.web.application import Portal


def cookie_of(client: FlaskClient) -> str:
    """The session cookie as the browser holds it."""
    cookie = client.get_cookie("portal")
    return cookie.value if cookie else ""


def with_cookie(app: Portal, value: str) -> FlaskClient:
    """Another browser that holds a copy of a cookie."""
    client = app.test_client()
    client.set_cookie("portal", value)
    return client


def token_on(client: FlaskClient, address: str) -> str:
    """The forgery token of the first form on a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).get_data(as_text=True))
    assert found, f"{address} shows no form"
    return found[1]


def try_sign_in(client: FlaskClient, username: str, password: str, **more: str) -> TestResponse:
    """Send the sign-in form and give the bare answer."""
    data = {"csrf_token": token_on(client, "/sign-in"), "username": username, "password": password}
    return client.post("/sign-in", data={**data, **more})


def sign_ins(app: Portal, username: str) -> list[tuple[bool, str]]:
    """Each sign-in of a person on the server: whether it lives, and why it ended."""
    with app.app_context(), transaction("read"):
        statement = (
            select(SignIn).join(StaffAccount).where(StaffAccount.username == username).order_by(SignIn.id)
        )
        return [(s.ended_at is None, s.ended_why) for s in session.scalars(statement)]
