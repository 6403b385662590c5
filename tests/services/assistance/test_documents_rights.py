"""Who reads the papers of supported households: posts of the unit with the right of the room, and nobody else of the unit."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal.db import session, transaction
from portal.documents.bulk import queries as bulk
from portal.documents.models import Document
from portal.documents.queries import get_document
from portal.errors import NotFound
from portal.services.assistance.actions.planning import Plan
from portal.services.assistance.papers import HEARING
from portal.web.application import Portal
from tests.factories import assistance, staff
from tests.page import Browser
from tests.services.assistance import life
from tests.services.conftest import unrendered

__all__ = ["unrendered"]


@pytest.fixture
def hearing(app: Portal, unrendered: None) -> int:
    """The paper of a hearing at the street S."""
    with app.app_context(), transaction():
        assistance.make_standard()
        life.hear(life.propose(assistance.make_file(2), "reduce", plan=Plan(income_fen=1000)))
        return session.scalars(select(Document.id).where(Document.kind == HEARING)).one()


class TestRead:
    @pytest.mark.parametrize("who", ["street", "mediator"])
    def test_another_post_of_the_unit_finds_no_paper(self, app: Portal, hearing: int, who: str) -> None:
        client = Browser(app.test_client()).sign_in(who, staff.PASSWORD).client
        for rest in ("", ".pdf", "/shifted.pdf", "/two-up.pdf", "/duplex.pdf", "/to-print.pdf"):
            assert client.get(f"/documents/{hearing}{rest}").status_code == 404

    def test_the_clerk_reads_it(self, app: Portal, hearing: int) -> None:
        client = Browser(app.test_client()).sign_in("clerk", staff.PASSWORD).client
        assert client.get(f"/documents/{hearing}").status_code == 200

    def test_no_list_holds_it_either(self, app: Portal, hearing: int) -> None:
        wanted = bulk.Wanted(first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31), kinds=(HEARING,))
        with app.app_context():
            for who, seen in (("clerk", 1), ("street", 0)):
                actor = staff.actor(who)
                assert bulk.count_documents(actor, wanted) == seen
                assert bulk.count_within_scope(actor, [hearing]) == seen
                assert len(bulk.list_entries(actor, [hearing])) == seen
            with pytest.raises(NotFound):
                get_document(staff.actor("street"), hearing)
