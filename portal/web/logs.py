"""The log: one JSON object a line on standard error, each with its request's id, and none with a number of a person."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from portal import clock

access_log = logging.getLogger("portal.access")

# An identity number of 18 or 15 places, a bank account, a mobile telephone: nothing that a log line needs.
_PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|[0-9]{15,19}|1[3-9][0-9]{9})(?![0-9A-Za-z])")
_HIDDEN = "***"
_FIELDS = ("method", "path", "status", "milliseconds", "account", "endpoint")


def without_numbers(text: str) -> str:
    """The text with everything that looks like a person's number taken out."""
    return _PERSONAL.sub(_HIDDEN, text)


class JsonFormatter(logging.Formatter):
    """One line of JSON: when, how grave, who says it, what, in which request; line breaks in data stay inside their text."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "message": without_numbers(record.getMessage()),
            "process": record.process,
        }
        if has_request_context():
            line["request"] = g.get("portal_request", "")
        line.update({name: getattr(record, name) for name in _FIELDS if hasattr(record, name)})
        if record.exc_info:
            line["exception"] = without_numbers(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def to_standard_error() -> None:
    """Send every log line of this process to standard error; called once by the server's processes."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.INFO)
    for chatty in ("fontTools", "pikepdf"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _begin() -> None:
    g.portal_request = secrets.token_hex(6)
    g.portal_log_began = time.perf_counter()


def _end(response: Response) -> Response:
    """Note the answer: the path without its query, the person by number only. Static files are not worth a line."""
    if request.endpoint != "static" and access_log.isEnabledFor(logging.INFO):
        # Only somebody who is known already: the database is not asked again once the answer stands.
        actor = getattr(g.get("_login_user"), "actor", None)
        facts = {
            "method": request.method,
            "path": without_numbers(request.path),
            "status": response.status_code,
            "milliseconds": round(
                (time.perf_counter() - g.get("portal_log_began", time.perf_counter())) * 1000
            ),
            "account": actor.account_id if actor else None,
            "endpoint": request.endpoint,
        }
        access_log.info("answered", extra=facts)
    return response


def register(app: Flask) -> None:
    """Give each request an id, and note each answer."""
    app.before_request(_begin)
    app.after_request(_end)
