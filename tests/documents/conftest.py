"""What the tests of paper share: somebody's record that papers belong to, and issuing one in a line."""

from __future__ import annotations

from typing import Any

import pytest

from portal.db import transaction
from portal.documents import actions
from portal.documents.models import Document
from tests.documents import sample
from tests.factories import staff


class Issuer:
    """Issues papers about a record of the cast (a unit stands in for an application, which this floor does not know)."""

    def now(self, username: str = "clerk", unit: str = "S", **more: Any) -> int:
        """Issue an acceptance receipt, or what `more` says, in a transaction of its own; gives the paper's key."""
        with transaction():
            return self.inside(username, unit, **more).id

    def inside(self, username: str = "clerk", unit: str = "S", **more: Any) -> Document:
        """The same inside the caller's transaction."""
        office = staff.unit(unit)
        return actions.issue_document(
            staff.actor(username),
            **{
                "kind": "acceptance_receipt",
                "facts": sample.receipt(),
                "unit_id": office.id,
                "subject": office,
                "last_fours": ("0018", "0000"),
                **more,
            },
        )


@pytest.fixture
def issue() -> Issuer:
    """Issue papers; needs `database` or an open application context."""
    return Issuer()
