"""Filling an empty instance with the synthetic street.

Everything goes through the actions that staff use. All people are made up (division prefix 119901, which is no county).
"""

from __future__ import annotations

import secrets
from pathlib import Path

from portal import clock, config, db
from portal.accounts.queries import count_accounts
from portal.demo import office, people
from portal.demo.applications import tell_applications
from portal.demo.births import tell_births
from portal.demo.cases import tell_cases
from portal.demo.changes import tell_changes
from portal.demo.counter import tell_counter
from portal.demo.destitute import tell_destitute
from portal.demo.diary import Diary
from portal.demo.mediation import tell_mediation
from portal.demo.office import ACCOUNTS
from portal.demo.payments import tell_payments, tell_pending_adjustment
from portal.demo.relief import tell_relief
from portal.demo.rosters import tell_rosters
from portal.demo.screening import tell_screening
from portal.demo.support import tell_support

PASSWORD_FILE = "demo-password"  # noqa: S105  (the name of a file)


class DemoRefused(RuntimeError):
    """The instance is not empty, or serves real people; the sentence says what to do."""


def fill(settings: config.Config, password: str | None = None) -> str:
    """Fill an empty instance; gives the password of the demo accounts. Raises DemoRefused.

    The office's day is moved back while past weeks are written, and put right again in every case.
    """
    if settings.is_production:
        raise DemoRefused("the demo is refused where PORTAL_ENV is production.")
    with db.transaction("read"):
        if count_accounts():
            raise DemoRefused("this instance is not empty; name an empty folder in PORTAL_INSTANCE.")
    word = password or _made_password(settings.instance)
    today = clock.today()
    try:
        with db.transaction():
            office.open_street(word)
        with db.transaction():
            people.register_people()
        diary = Diary(today)
        tell_cases(diary)
        tell_support(diary)
        tell_changes(diary)
        tell_payments(diary)
        tell_applications(diary)
        tell_births(diary)
        tell_relief(diary)
        tell_destitute(diary)
        tell_rosters(diary)
        tell_counter(diary)
        tell_mediation(diary)
        tell_screening(diary)
        tell_pending_adjustment(diary)
        diary.replay()
    finally:
        clock.fix_today(settings.today)
    return word


def known_password(settings: config.Config) -> str | None:
    """The password of this instance's demo accounts when the portal made it, or None."""
    path = settings.instance / PASSWORD_FILE
    return path.read_text("utf-8").strip() if path.exists() else None


def account_lines(password: str | None) -> list[str]:
    """What the server prints about the demo accounts."""
    lines = [f"  {name:<11} {role}" for name, role in ACCOUNTS]
    return [*lines, f"  password of all: {password or 'as set in PORTAL_DEMO_PASSWORD'}"]


def _made_password(instance: Path) -> str:
    word = "-".join(secrets.token_hex(2) for _ in range(3))
    path = instance / PASSWORD_FILE
    path.touch(mode=0o600)
    path.write_text(word + "\n", "utf-8")
    return word
