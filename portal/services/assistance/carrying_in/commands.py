"""`carry-in`: coming in from paper by command, with a dry run; the same checks and the same two persons as on the pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal import clock, db
from portal.accounts.models import StaffAccount
from portal.accounts.queries import actor_for
from portal.actor import Actor
from portal.db import session
from portal.errors import PortalError, RuleBroken
from portal.jobs import running
from portal.services.assistance.carrying_in import actions, queries
from portal.services.assistance.carrying_in.kinds import all_kinds, find_kind
from portal.services.assistance.carrying_in.models import CarryIn
from portal.services.assistance.carrying_in.workbooks import template_of

MOST_FAULTS = 500
group = AppGroup("carry-in", help="Coming in from paper.")


@group.command("template")
@click.argument("kind")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
def write_template(kind: str, target: Path) -> None:
    """Write the empty workbook of KIND to a file."""
    wanted = find_kind(kind)
    if wanted is None:
        raise click.UsageError(_kinds())
    target.write_bytes(template_of(wanted))
    click.echo(f"{target}: {len(wanted.columns)} columns")


@group.command("run")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", "username", required=True, help="Whose account hands the workbook in.")
@click.option("--approved-by", "approver", help="Whose account lets it come in; another person.")
@click.option("--dry-run", is_flag=True, help="Check every row and say what is wrong, but store nothing.")
def carry_in(kind: str, file: Path, username: str, approver: str | None, dry_run: bool) -> None:
    """Carry the workbook FILE (.xlsx) of KIND in: first a trial of every row, then the rows that are right."""
    if find_kind(kind) is None:
        raise click.UsageError(_kinds())
    if not dry_run and not approver:
        raise click.UsageError("name the second person with --approved-by, or check only with --dry-run.")
    try:
        key = _hand_in(kind, file, username)
        wrong = _tell(key)
        if dry_run:
            with db.transaction():
                actions.cancel_carry_in(_actor(username), session.get_one(CarryIn, key), version=None)
        elif approver:
            _run(key, approver)
            wrong = _tell(key)
    except RuleBroken as error:
        raise click.ClickException(str(error)) from error
    except PortalError as error:
        raise click.ClickException(f"{error}: the account may not do this, or is the same person.") from error
    sys.exit(1 if wrong else 0)


def _hand_in(kind: str, file: Path, username: str) -> int:
    with db.transaction():
        made = actions.hand_in_paper(
            _actor(username), kind=kind, file_name=file.name, content=file.read_bytes()
        )
        key = made.id
    running.run_pending()
    return key


def _run(key: int, approver: str) -> None:
    with db.transaction():
        actions.carry_in_paper(_actor(approver), session.get_one(CarryIn, key), version=None)
    running.run_pending()


def _tell(key: int) -> int:
    """Say what was found on standard output, one line a fault; gives how many rows are wrong."""
    with db.transaction("read"):
        found = session.get_one(CarryIn, key)
        faults, total = queries.list_faults(key, size=MOST_FAULTS)
        for fault in faults:
            place = fault.cell or f"row {fault.row}"
            click.echo(f"{place}\t{fault.column}\t{fault.why % fault.params if fault.params else fault.why}")
        click.echo(f"{found.state}: {found.good} good, {found.wrong} wrong, {found.taken} carried in")
    return total


def _actor(username: str) -> Actor:
    account = session.scalars(select(StaffAccount).where(StaffAccount.username == username)).first()
    if account is None or not account.is_active:
        raise click.UsageError(f"there is no active account {username}.")
    posts = [post for post in account.posts if post.is_held_on(clock.today())]
    return actor_for(account, posts[0] if posts else None)


def _kinds() -> str:
    return f"choose a kind: {', '.join(kind.code for kind in all_kinds())}"
