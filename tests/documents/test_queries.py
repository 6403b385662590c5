"""Reading paper: scope, order, finding by number, code and bytes; soundness and whole books, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from portal.db import session, transaction
from portal.documents import actions, books, queries
from portal.documents.actions import allocate_number
from portal.documents.models import Document, IssuedNumber
from portal.documents.progress import progress_of, tell_progress
from portal.errors import NotFound
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")


class TestGetDocument:
    def test_a_post_sees_the_papers_of_its_units_only(self, issue: Issuer) -> None:
        key = issue.now()
        with transaction("read"):
            for username in ("clerk", "reviewer", "district", "auditor"):
                assert queries.get_document(staff.actor(username), key).id == key
            for username in ("clerk_s2", "community"):
                with pytest.raises(NotFound):
                    queries.get_document(staff.actor(username), key)
            with pytest.raises(NotFound):
                queries.get_document(staff.actor("clerk"), key + 1)


class TestFind:
    def test_by_number_or_by_the_number_of_the_same_record(self, issue: Issuer) -> None:
        with transaction():
            receipt = issue.inside()
            card = issue.inside(kind="senior_card", facts=sample.card())
            number, keys = receipt.number, (receipt.id, card.id)
        with transaction("read"):
            assert queries.find_by_number("acceptance_receipt", number).id == keys[0]  # type: ignore[union-attr]
            assert queries.find_by_number("senior_card", number).id == keys[1]  # type: ignore[union-attr]
            assert queries.find_by_number("closing_slip", number) is None
            assert queries.find_by_number("senior_card", "示街办受〔2026〕99号") is None
            papers = queries.list_documents_of("Unit", staff.unit("S").id)
            assert [paper.id for paper in papers] == sorted(keys)

    def test_by_code_and_by_bytes(self, issue: Issuer) -> None:
        key = issue.now()
        with transaction("read"):
            document = session.get_one(Document, key)
            assert document.master is not None
            assert queries.find_by_code(document.check_code) is document
            assert queries.find_by_sha256(document.master.sha256) is document
            assert queries.find_by_code("AAAAAAAA") is None
            assert queries.find_by_sha256("0" * 64) is None

    def test_holders_are_known_by_their_last_four(self, issue: Issuer) -> None:
        key, other = issue.now(), issue.now()
        with transaction("read"):
            document, second = session.get_one(Document, key), session.get_one(Document, other)
            assert queries.is_holder(document, "0018")
            assert queries.is_holder(document, "0000")
            assert not queries.is_holder(document, "0019")
            assert not set(document.holder_indexes) & set(second.holder_indexes)
            assert "0018" not in str(document.holder_indexes)

    def test_editions_are_found_from_any_of_them(self, issue: Issuer) -> None:
        keys = [issue.now()]
        for _ in range(2):
            with transaction():
                made = actions.replace_document(
                    staff.actor("clerk"),
                    session.get_one(Document, keys[-1]),
                    facts=sample.receipt(),
                    subject=staff.unit("S"),
                    reason="更正",
                )
                keys.append(made.id)
        with transaction("read"):
            for key in keys:
                assert [d.id for d in queries.list_editions(session.get_one(Document, key))] == keys


class TestSoundness:
    def test_a_changed_record_is_noticed(self, issue: Issuer) -> None:
        key = issue.now()
        with transaction("read"):
            assert queries.check_soundness(session.get_one(Document, key)).is_sound
        with transaction():
            session.execute(text("UPDATE document SET facts_digest = :d"), {"d": "0" * 64})
        with transaction("read"):
            assert queries.check_soundness(session.get_one(Document, key)).facts is False
        with transaction():
            session.execute(text("UPDATE document_master SET sha256 = :d"), {"d": "0" * 64})
        with transaction("read"):
            assert queries.check_soundness(session.get_one(Document, key)).content is False

    def test_bytes_of_another_paper_do_not_open(self, issue: Issuer) -> None:
        from portal.vault import KeyProblem

        first, second = issue.now(), issue.now()
        with transaction():
            content = session.execute(
                text("SELECT content_sealed FROM document_master WHERE document_id = :k"), {"k": second}
            ).scalar()
            session.execute(
                text("UPDATE document_master SET content_sealed = :c WHERE document_id = :k"),
                {"c": content, "k": first},
            )
        with transaction("read"), pytest.raises(KeyProblem):
            queries.check_soundness(session.get_one(Document, first))


class TestVerifyNumbers:
    def test_gaps_and_numbers_beyond_the_last_are_found(self) -> None:
        with transaction():
            for _ in range(4):
                allocate_number(staff.actor("clerk"), unit_id=staff.unit("S").id, kind="acceptance")
        with transaction("read"):
            assert [r.is_whole for r in books.verify_numbers()] == [True]
        with transaction():
            session.execute(text("DELETE FROM issued_number WHERE sequence = 2"))
        with transaction("read"):
            report = books.verify_numbers()[0]
            assert (report.gaps, report.is_whole) == ((2,), False)
        with transaction():
            session.execute(text("UPDATE number_series SET last = 3"))
        with transaction("read"):
            assert books.verify_numbers()[0].beyond == (4,)

    def test_the_database_refuses_a_repeat(self) -> None:
        from sqlalchemy.exc import IntegrityError

        with transaction():
            number = allocate_number(staff.actor("clerk"), unit_id=staff.unit("S").id, kind="acceptance")
            again = IssuedNumber(
                series_id=number.series_id, sequence=9, text=number.text, used_on=number.used_on
            )
        with pytest.raises(IntegrityError), transaction():
            session.add(again)


def test_progress_is_told_by_the_room_of_the_record(issue: Issuer) -> None:
    from portal.documents import progress

    key = issue.now()
    with transaction("read"):
        document = session.get_one(Document, key)
        assert progress_of(document) == ""
        tell_progress("Unit", lambda subject_id: f"正在审核 {subject_id}")
        try:
            assert progress_of(document) == f"正在审核 {document.subject_id}"
        finally:
            progress._tellers.pop("Unit")
