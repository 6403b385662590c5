"""The `users` commands: making an account from the server's console, where there may be no administrator yet."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from portal import audit, clock, db
from portal.errors import RuleBroken

users_group = AppGroup("users", help="Staff accounts.")


@users_group.command("create")
@click.argument("username", metavar="NAME")
@click.option("--role", required=True, help="A role's code, such as clerk.")
@click.option("--unit", "unit_code", required=True, help="The unit's code or its full name.")
@click.option(
    "--name", "shown_name", default=None, help="The person's name as pages show it; NAME when not given."
)
def create_user(username: str, role: str, unit_code: str, shown_name: str | None) -> None:
    """Make an account NAME with one post; the password is asked for, or read as one line from standard input."""
    from portal.accounts import administration, passwords
    from portal.accounts.roles import ROLES
    from portal.units.queries import find_unit_by_code, list_units

    if role not in ROLES:
        raise click.UsageError(f"there is no role {role!r}; choose one of: {', '.join(ROLES)}.")
    password = _asked_password()
    try:
        with db.transaction():
            unit = find_unit_by_code(unit_code) or next(
                (u for u in list_units() if u.name == unit_code), None
            )
            if unit is None:
                raise click.UsageError(f"there is no unit {unit_code!r}; give its code: {_codes()}.")
            passwords.check_new_password(password, username)
            account = administration.make_account(
                username=username, name=shown_name or username, password=password
            )
            administration.give_post(account, role=role, unit_id=unit.id, starts_on=clock.today())
            audit.record(
                None,
                "accounts.create_account",
                account,
                username=account.username,
                role=role,
                unit_id=unit.id,
            )
            done = f"{account.username}: {role} at {unit.code}"
    except RuleBroken as error:
        raise click.UsageError(str(error)) from error
    click.echo(done)


def _asked_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise click.UsageError("no password came in; write it as one line to standard input.")
    return line


def _codes() -> str:
    from portal.units.queries import list_units

    codes = [unit.code for unit in list_units()]
    return (
        ", ".join(codes[:20]) + (" …" if len(codes) > 20 else "")
        if codes
        else "no unit exists yet; open /first-run first"
    )
