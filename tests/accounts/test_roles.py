"""The one table: every role is named and may do something, and what must be apart is apart."""

from __future__ import annotations

import re

import pytest

from portal.accounts.roles import PERMISSIONS, ROLES, all_permissions, permissions_of


def test_every_role_has_a_name_and_a_row() -> None:
    assert set(ROLES) == set(PERMISSIONS)
    assert all(ROLES.values())
    assert len(set(ROLES.values())) == len(ROLES)


def test_permissions_are_written_room_dot_verb() -> None:
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", p) for p in all_permissions())


def test_an_unknown_role_may_do_nothing() -> None:
    assert permissions_of("owner") == permissions_of("") == frozenset()


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_who_runs_or_audits_the_portal_reads_no_resident(role: str) -> None:
    assert not [p for p in PERMISSIONS[role] if p.startswith("residents.")]


def test_only_the_auditor_reads_the_trail_and_only_the_administrator_manages() -> None:
    for role, permissions in PERMISSIONS.items():
        assert ("audit.read_trail" in permissions) == (role == "auditor")
        for permission in ("accounts.manage_accounts", "settings.change_setting", "units.manage_units"):
            assert (permission in permissions) == (role == "admin")
