"""The names that outside programs rely on: commands, addresses, demo accounts. They change by a decision, never by accident."""

from __future__ import annotations

import os
import re

import pytest

from portal.demo.office import ACCOUNTS
from portal.web.application import Portal
from tests.house.source import ROOT

SCRIPTS = ("serve", "test", "check", "bench", "portal", "format")
COMMANDS = (
    "migrate",
    "demo",
    "generate",
    "users create",
    "residents import",
    "documents make",
    "documents verify",
    "documents verifier",
    "ledgers make",
    "explain identity",
    "explain amount",
    "explain due",
    "explain period",
    "explain age",
    "audit verify",
    "numbers verify",
    "backup",
    "restore",
    "due",
)
ADDRESSES = (
    "/healthz",
    "/metrics",
    "/sign-in",
    "/sign-out",
    "/",
    "/residents",
    "/residents/new",
    "/residents/<int:resident_id>",
    "/residents/search",
    "/services",
    "/services/<item>/guide",
    "/services/<item>/apply",
    "/services/applications",
    "/services/applications/<int:application_id>",
    "/ledgers/<name>",
    "/ledgers/<name>.xlsx",
    "/ledgers/<name>.pdf",
    "/jobs/<int:job_id>",
    "/jobs/<int:job_id>.json",
    "/documents/<int:document_id>.pdf",
    "/check",
)
DEMO = {
    "admin", "clerk", "reviewer", "leader", "district", "mediator", "chair", "community", "secretary", "street",
    "supervisor", "auditor",
}  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_script_stands_and_can_be_run(name: str) -> None:
    assert os.access(ROOT / "scripts" / name, os.X_OK)


@pytest.mark.parametrize("words", COMMANDS)
def test_the_command_stands(app: Portal, words: str) -> None:
    command: object = app.cli
    for word in words.split():
        command = getattr(command, "commands", {}).get(word)
    assert command is not None, f"scripts/portal {words} is gone"


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_address_stands(app: Portal, address: str) -> None:
    assert address in {
        re.sub(r"<(string[^:]*:)?(\w+)>", r"<\2>", rule.rule) for rule in app.url_map.iter_rules()
    }


def test_every_demo_account_stands() -> None:
    assert {name for name, _what in ACCOUNTS} >= DEMO


def test_sign_in_takes_the_agreed_fields(app: Portal) -> None:
    page = app.test_client().get("/sign-in").text
    for field in ("username", "password", "csrf_token"):
        assert f'name="{field}"' in page
