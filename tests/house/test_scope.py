"""Whose rows: every address with a key of the hall's, asked for by the same posts of another street, is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from portal.accounts.roles import PERMISSIONS
from portal.db import transaction
from tests.accounts.cookies import token_on
from tests.factories import staff
from tests.house import disputed_streets, screened_streets, streets
from tests.house.test_routes import short_refusals
from tests.services.conftest import unrendered
from tests.services.counter import Counter, counter

__all__ = ["counter", "short_refusals", "unrendered"]
# The register of residents is one for the whole office, as are drafts of items; accounts, units, the calendar and settings
# are the administrator's.
OFFICE_WIDE = ("residents.", "accounts.", "units.", "almanac.", "settings.", "audit.", "designer.", "jobs.")
# Each post of another street by the unit where it is held there.
AWAY = {
    "clerk": "S2",
    "reviewer": "S2",
    "leader": "S2",
    "street": "S2",
    "supervisor": "S2",
    "mediator": "M2",
    "chair": "M2",
    "justice": "J2",
    "community": "C9",
    "secretary": "C9",
    "partner": "B9",
}
# Whoever works with these records at home, the one with the most rights first.
OWN = ("clerk", "mediator", "chair", "justice", "leader", "secretary", "street")
# A right of disputes opens a room's page only together with the room's own right to read; without it nothing is told.
SHARED = {"disputes.report_danger", "disputes.give_task"}
READS = {
    "mediation": "mediation.read_case",
    "links": "mediation.read_case",
    "screened": "screening.read_dispute",
}
# What stands in an address beside a key.
WORDS = {
    "code": "identity",
    "kind": "stop",
    "which": "posted",
    "step": "send",
    "move": "out",
    "item": "holiday_relief",
    "paper_format": "a4",
    "key": "shared0",
}
# A part of a record stands behind the key of its record: any number will do.
PARTS = {"answer_id": "1", "file_id": "1", "member_id": "1", "objection_id": "1"}


@pytest.fixture
def keys(counter: Counter) -> dict[str, str]:
    """One record of each kind at the street S, by the name of its key in addresses; the posts of the street S2."""
    with counter.app.app_context(), transaction():
        other = staff.unit("S2")
        for code, kind in (("M2", "committee"), ("J2", "organ"), ("C9", "community"), ("B9", "department")):
            staff.make_unit(code, kind, f"邻近街道{code}", code, other)
        for role, unit in AWAY.items():
            if role != "clerk":  # the cast has this one
                staff.make_account(f"{role}_s2", "测试邻街", (role, staff.unit(unit)))
    made = {name: str(key) for name, key in streets.fill(counter.app, counter.zhang).items()}
    with counter.app.app_context(), transaction():
        made |= {name: str(key) for name, key in disputed_streets.fill().items()}
        made |= {name: str(key) for name, key in screened_streets.fill().items()}
    return WORDS | PARTS | made


def known(rule: Rule, name: str, keys: dict[str, str]) -> str | None:
    """What stands for a name in an address: the room's own record of this name comes first."""
    room = rule.endpoint.split(".")[0]
    return keys.get(f"{room}.{name}", keys.get(name))


def addresses(counter: Counter, keys: dict[str, str], role: str) -> Iterator[tuple[Rule, str]]:
    """Every address with a key that a role may ask for, filled in."""
    for rule in counter.app.url_map.iter_rules():
        permission = getattr(counter.app.view_functions[rule.endpoint], "portal_permission", "")
        ids = {name for name in rule.arguments if name.endswith("_id")}
        if rule.endpoint.startswith(OFFICE_WIDE) or not ids or permission not in PERMISSIONS[role]:
            continue
        if (
            permission in SHARED
            and READS.get(rule.endpoint.split(".")[0], permission) not in PERMISSIONS[role]
        ):
            continue
        given = {name: known(rule, name, keys) for name in rule.arguments}
        lacking = [name for name, value in given.items() if value is None]
        assert not lacking, (
            f"nobody says which record {lacking} of {rule.rule} is: add it to tests/house/streets.py"
        )
        yield rule, filled(rule.rule, {name: value or "" for name, value in given.items()})


def filled(pattern: str, given: dict[str, str]) -> str:
    """An address with its places filled in."""
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda m: given[m[1]], pattern)


@pytest.mark.usefixtures("short_refusals")
def test_nothing_of_another_street_is_there(counter: Counter, keys: dict[str, str]) -> None:
    seen, asked = [], dict.fromkeys(AWAY, 0)
    for role in AWAY:
        client = counter.browser(f"{role}_s2").client
        token = token_on(client, "/password")
        for rule, path in addresses(counter, keys, role):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                data = {"csrf_token": token} if method == "POST" else None
                answer = client.open(path, method=method, data=data)
                asked[role] += 1
                if answer.status_code != 404:
                    seen.append(f"{method} {path} answered {answer.status_code} to {role}_s2")
    assert seen == []
    assert min(asked[role] for role in ("clerk", "reviewer", "leader", "mediator", "chair", "justice")) > 50
    assert min(asked.values()) > 3


def test_all_of_it_is_there_for_its_own_street(counter: Counter, keys: dict[str, str]) -> None:
    """So that the answers above say something: each key is found by somebody at home; an address that adds none is left out."""
    there: set[str] = set()
    for role in OWN:
        client = counter.browser(role).client
        for rule, path in addresses(counter, keys, role):
            room = rule.endpoint.split(".")[0]
            named = {one for name in rule.arguments for one in (f"{room}.{name}", name) if one in keys}
            if (
                not named <= there
                and "GET" in (rule.methods or set())
                and client.get(path).status_code != 404
            ):
                there |= named
    used = {
        f"{rule.endpoint.split('.')[0]}.{name}"
        for rule in counter.app.url_map.iter_rules()
        for name in rule.arguments
    }
    wanted = {name for name in keys if name.endswith("_id") and ("." not in name or name in used)}
    only_sent = {
        "disputes.danger_id",
        "mediation.danger_id",
        "screened.danger_id",
        "screened.report_id",
    }  # by pressing a button
    assert wanted - set(PARTS) - {"standard_id"} - only_sent <= there
