"""The security headers of every answer, and the cookie session that a clock step cannot void."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeSerializer

from portal.web import htmx

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
}


class _Untimed(URLSafeSerializer):
    """A signed cookie without a time stamp: how long a sign-in lasts is decided by the server's own record of it."""

    def loads(self, s: str | bytes, salt: str | bytes | None = None, **_limits: Any) -> Any:
        """Check the signature only; the age limit that Flask passes is not used."""
        return super().loads(s, salt)


class CookieSession(SecureCookieSessionInterface):
    """Flask's signed cookie, kept valid when the machine's clock is set back."""

    def get_signing_serializer(self, app: Flask) -> Any:
        """The serializer, signed with the installation's secret key."""
        return _Untimed(app.secret_key or "", salt=self.salt, signer_kwargs={"key_derivation": "hmac"})


def apply(response: Response) -> Response:
    """Put the headers on a response; everything but static files is never stored by a cache."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.vary.update([htmx.VARIES_WITH, "Cookie"])
    if current_app.config["PORTAL"].secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def register(app: Flask) -> None:
    """Use the cookie session and put the headers on every answer, error pages and files included."""
    app.session_interface = CookieSession()
    app.after_request(apply)
