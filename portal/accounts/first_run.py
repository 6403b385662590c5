"""The first run of an empty instance: the one-time setup code, and the office and administrator that it makes.

The code is kept in the instance folder, readable by its owner only, so that a stranger on the network cannot take an
empty portal over. Nothing here works once there is an account.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hmac
import os
import secrets
from pathlib import Path

from sqlalchemy import select

from portal import audit, clock, db
from portal.accounts.administration import give_post, make_account
from portal.accounts.models import StaffAccount
from portal.accounts.passwords import check_new_password, initial_password
from portal.accounts.queries import is_empty
from portal.audit.models import AuditHead
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.settings.models import SettingValue
from portal.units import office
from portal.units.models import Unit, UnitName, UnitParent
from portal.units.queries import list_units

CODE_FILE = "setup-code"
DISTRICT_CODE, STREET_CODE = "D1", "S1"


def setup_code(folder: Path) -> str:
    """The one-time code of this instance, made on first use in a file that only its owner reads."""
    path = folder / CODE_FILE
    if not path.exists():
        draft = folder / f".{CODE_FILE}.{secrets.token_hex(8)}"
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(initial_password() + "\n")
        with contextlib.suppress(
            FileExistsError
        ):  # another process was first: its code stands, and is read below
            os.link(draft, path)
        draft.unlink()
    return path.read_text("ascii").strip()


def announcement(folder: Path, address: str) -> str | None:
    """What the server's console says while the instance is empty: where to go, and the code; None once it is not."""
    if not is_empty():
        return None
    return (
        f"No account yet. Open {address.rstrip('/')}/first-run and enter the setup code {setup_code(folder)}"
    )


def open_office(
    *,
    folder: Path,
    code: str,
    office_name: str,
    district_name: str,
    street_name: str,
    short_name: str,
    name: str,
    username: str,
    password: str,
) -> StaffAccount:
    """Make the district, the street and the first administrator; raises RuleBroken, and NotFound once there is an account."""
    session.scalars(
        select(AuditHead).with_for_update()
    ).first()  # two first runs at once: the second waits, and finds it done
    if not is_empty():
        raise NotFound
    if not hmac.compare_digest(_plain(code), _plain(setup_code(folder))):
        raise RuleBroken("code", N_("安装码不对。安装码显示在服务器启动时的窗口里。"))
    check_new_password(password, username)
    account = make_account(username=username, name=name, password=password)
    street = _street(district_name, street_name, short_name)
    give_post(account, role="admin", unit_id=street.id, starts_on=clock.today())
    if office_name != office.DEFAULT:
        session.add(
            SettingValue(
                key=office.KEY,
                content={"value": office_name},
                valid_from=clock.today(),
                set_by=account.id,
                reason="first run",
            )
        )
    session.flush()
    audit.record(None, "accounts.first_run", account, username=account.username, name=office_name)
    db.after_commit(lambda: (folder / CODE_FILE).unlink(missing_ok=True))
    return account


def _street(district_name: str, street_name: str, short_name: str) -> Unit:
    """The street office; one that commands have already made is taken as it is."""
    existing = list_units(kind="street")
    if existing:
        return existing[0]
    since = dt.date(clock.today().year, 1, 1)
    district = Unit(kind="district", code=DISTRICT_CODE, valid_from=since)
    district.names.append(UnitName(name=district_name, short_name=district_name[:20], valid_from=since))
    street = Unit(kind="street", code=STREET_CODE, valid_from=since)
    street.names.append(UnitName(name=street_name, short_name=short_name, valid_from=since))
    session.add_all([district, street])
    session.flush()
    street.parents.append(UnitParent(parent_id=district.id, valid_from=since))
    session.flush()
    return street


def _plain(code: str) -> bytes:
    return code.strip().lower().replace("-", "").replace(" ", "").encode()
