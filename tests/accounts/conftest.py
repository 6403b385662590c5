"""What tests of accounts may ask for beside `app`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from portal.accounts import passwords
from portal.accounts.models import StaffAccount
from portal.db import session, transaction
from portal.web.application import Portal
from tests import databases
from tests.factories import staff


@pytest.fixture
def house_hashes(app: Portal) -> Iterator[None]:
    """Passwords as an office keeps them, `clerk`'s too; everywhere else in the tests a hash takes no time."""
    databases.hash_with(databases.HOUSE)
    with app.app_context(), transaction():
        clerk = session.scalars(select(StaffAccount).where(StaffAccount.username == "clerk")).one()
        clerk.password_hash = passwords.hash_password(staff.PASSWORD)
    yield
    databases.hash_with(databases.QUICK)
