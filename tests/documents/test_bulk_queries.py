"""Which papers can be printed together: conditions, scope and counter order, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal import clock
from portal.actor import Actor
from portal.db import session, transaction
from portal.documents import actions as documents
from portal.documents.actions import making
from portal.documents.bulk import actions, asking, queries
from portal.documents.bulk.queries import Wanted
from portal.documents.models import Document, RenderTask
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.factories import staff

pytestmark = [pytest.mark.usefixtures("database", "unrendered"), pytest.mark.both]


@pytest.fixture
def unrendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are not made here: only their records matter."""
    monkeypatch.setattr("portal.documents.actions.issuing.wake", lambda: None)


def today(**more: object) -> Wanted:
    return replace(Wanted(first=clock.today(), last=clock.today()), **more)  # type: ignore[arg-type]


def keys(actor: Actor, wanted: Wanted) -> list[int]:
    with transaction("read"):
        found = queries.list_document_ids(actor, wanted)
        assert queries.count_documents(actor, wanted) == len(found)
        assert [one.id for one in queries.list_documents(actor, wanted, limit=100)] == found
        assert queries.find_newest_id(actor, wanted) == max(found, default=0)
        return found


class TestListDocuments:
    def test_counter_order_is_that_of_the_books(self, issue: Issuer) -> None:
        card = issue.now(kind="senior_card", facts=sample.card())
        with transaction():
            second_book = issue.inside(
                kind="service_receipt", facts=sample.all_samples()["service_receipt"]
            ).id
            later = documents.allocate_number(
                staff.actor("clerk"), unit_id=staff.unit("S").id, kind="acceptance", on=clock.today()
            )
            first = issue.inside()
            held = issue.inside(number=later).id
            first_id = first.id
        with transaction("read"):
            clerk = staff.actor("clerk")
        assert keys(clerk, today()) == [held, first_id, second_book, card]

    def test_conditions(self, issue: Issuer) -> None:
        mine, theirs = issue.now(), issue.now("clerk2")
        earlier = issue.now(on=clock.today() - dt.timedelta(days=1))
        card = issue.now(kind="senior_card", facts=sample.card())
        with transaction():
            clerk, reviewer = staff.actor("clerk"), staff.actor("reviewer")
            documents.record_print(clerk, session.get_one(Document, mine))
            void = issue.inside().id
        with transaction():
            documents.void_document(reviewer, session.get_one(Document, void), reason="误")
            street = staff.unit("S").id
            community = staff.unit("C1").id
        receipts = ("acceptance_receipt",)
        assert keys(clerk, today()) == [mine, theirs, card]
        assert keys(clerk, today(kinds=receipts)) == [mine, theirs]
        assert keys(clerk, today(kinds=(*receipts, "senior_card"), issued_by=clerk.account_id)) == [
            mine,
            card,
        ]
        assert keys(clerk, today(unprinted=True)) == [theirs, card]
        assert keys(clerk, today(first=clock.today() - dt.timedelta(days=1), kinds=receipts))[-1] == earlier
        assert keys(clerk, today(up_to=theirs)) == [mine, theirs]
        assert keys(clerk, today(status="void")) == [void]
        assert keys(clerk, today(unit_id=street)) == [mine, theirs, card]
        assert keys(clerk, today(unit_id=community)) == []
        with transaction("read"):
            assert asking.left_out(clerk, today(kinds=receipts)) == 1

    def test_another_street_sees_its_own(self, issue: Issuer) -> None:
        here, there = issue.now(), issue.now("clerk_s2", "S2")
        with transaction("read"):
            near, far, above = (staff.actor(name) for name in ("clerk", "clerk_s2", "district"))
            assert [unit.code for unit in queries.list_issuing_units(near)] == ["S"]
            assert [unit.code for unit in queries.list_issuing_units(above)] == ["S", "S2"]
            assert queries.count_within_scope(near, [here, there]) == 1
            assert [entry.document_id for entry in queries.list_entries(near, [there, here])] == [here]
        assert (keys(near, today()), keys(far, today())) == ([here], [there])


class TestAskForBulk:
    def test_what_waits_is_reserved_and_what_failed_left_to_the_job(
        self, issue: Issuer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(making, "FEW", 0)
        waits, failed, fresh = issue.now(), issue.now(), issue.now("clerk2")
        with transaction():
            session.get_one(Document, failed).render_task.state = "failed"
        with transaction():
            title = asking.title_of(today(kinds=("acceptance_receipt",)), 3)
            job = actions.ask_for_bulk(staff.actor("clerk"), title=title, document_ids=[failed, waits, fresh])
            assert (job.title, job.total) == ("批量打印 受理通知书 2026-11-22 共3份", 3)
        with transaction("read"):
            tasks = session.query(RenderTask).order_by(RenderTask.id).all()
            assert [(task.state, task.leased_until is not None) for task in tasks] == [
                ("pending", True),
                ("failed", False),
                ("pending", False),
            ]
        with transaction():
            claims = making.claim_documents([waits, failed, fresh], 5)
            assert [claim.document_id for claim in claims] == [waits, fresh], "the job may have both"


class TestRead:
    @pytest.mark.parametrize(
        ("words", "at"),
        [
            ({"from": "2026-13-01"}, "from"),
            ({"from": "昨天"}, "from"),
            ({"from": "2026-11-23"}, "to"),
            ({"kind": "none"}, "kind"),
            ({"unit": "999"}, "unit"),
            ({"issuer": "you"}, "issuer"),
            ({"printed": "twice"}, "printed"),
        ],
    )
    def test_what_cannot_be_meant_is_refused_at_its_field(self, words: dict[str, str], at: str) -> None:
        with transaction("read"):
            found = asking.read(staff.actor("clerk"), words)
        assert list(found.wrong) == [at]
        assert found.wanted is None

    def test_no_words_mean_today_s_receipts_of_one_s_own(self) -> None:
        with transaction("read"):
            clerk = staff.actor("clerk")
            found = asking.read(clerk, {})
        assert found.wanted == today(kinds=("acceptance_receipt",), issued_by=clerk.account_id)
