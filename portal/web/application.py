"""The Flask class of the house: the life of a request, read top to bottom. What each step does lives in its own module."""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue

from portal import db
from portal.web import access, once

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def keep_although_refused() -> None:
    """Store this request's changes although its answer is an error: a failed attempt to sign in must be counted."""
    g.portal_keep = True


class Portal(Flask):
    """Flask with one transaction around each request, committed after the view and before the first byte leaves."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Guard, view, verdict, commit. Errors raised here, by the commit as well, reach the typed handlers."""
        if request.endpoint == "static":
            return super().dispatch_request()
        with db.transaction(self._intent()) as verdict:
            response: Response = self.make_response(
                access.guard() or once.first_answer() or super().dispatch_request()
            )
            succeeded = response.status_code < 400
            verdict.keep = succeeded or g.get("portal_keep", False)
            once.remember(response) if succeeded else once.release()
        return response

    def _intent(self) -> db.Intent:
        view = self.view_functions.get(request.endpoint or "")
        reads = request.method in SAFE_METHODS or getattr(view, "portal_reads", False)
        g.reads_only = reads
        return "read" if reads else "write"
