"""Log lines: one JSON object each, with the request's id, and without a person's number."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from portal.web import logs
from portal.web.application import Portal


def line(message: str, *arguments: object, **more: object) -> dict[str, object]:
    """What the log says of a record."""
    record = logging.LogRecord("portal", logging.INFO, "x.py", 1, message, arguments, None)
    vars(record).update(more)
    text = logs.JsonFormatter().format(record)
    assert "\n" not in text
    made: dict[str, object] = json.loads(text)
    return made


class TestJsonFormatter:
    @pytest.mark.parametrize(
        "number",
        ["119901199001010011", "11990119900101001X", "119901900101001", "6222000000000000000", "13900000001"],
    )
    def test_takes_out_what_looks_like_a_person_s_number(self, number: str) -> None:
        assert number not in str(line("resident %s not found", number))
        assert number not in str(line(f"（{number}）"))

    def test_keeps_dates_and_keys(self) -> None:
        assert (
            line("2026-11-22 application 123456 at 20261122")["message"]
            == "2026-11-22 application 123456 at 20261122"
        )

    def test_keeps_one_line_whatever_is_in_it(self) -> None:
        assert line("a\r\nb\x1b[31m")["message"] == "a\r\nb\x1b[31m"

    def test_tells_an_exception_without_numbers(self) -> None:
        try:
            raise ValueError("no 119901199001010011")
        except ValueError:
            record = logging.LogRecord("portal", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())
        made = json.loads(logs.JsonFormatter().format(record))
        assert "ValueError: no ***" in made["exception"]

    def test_names_each_answer_by_path_status_and_request(
        self, app: Portal, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO, logger="portal.access"):
            app.test_client().get("/healthz?q=119901199001010011")
        (record,) = [r for r in caplog.records if r.name == "portal.access"]
        made = json.loads(logs.JsonFormatter().format(record))
        assert (made["method"], made["path"], made["status"]) == ("GET", "/healthz", 200)
        assert "119901199001010011" not in str(made)
