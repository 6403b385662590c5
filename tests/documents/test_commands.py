"""The commands of paper: their exit codes and the sentence that names the mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text

from portal.db import session, transaction
from portal.documents.codes import shown_code
from portal.documents.models import Document
from portal.web.application import Portal
from tests.documents.conftest import Issuer


@pytest.fixture
def code(app: Portal, issue: Issuer) -> str:
    """The check code of an issued receipt with the number 示街办受〔2026〕1号."""
    with app.app_context():
        key = issue.now()
        with transaction("read"):
            return session.get_one(Document, key).check_code


def run(app: Portal, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


class TestMake:
    def test_a_paper_is_written_by_its_number(self, app: Portal, code: str, tmp_path: Path) -> None:
        target = tmp_path / "paper.pdf"
        done = run(
            app, "documents", "make", "acceptance_receipt", "示街办受〔2026〕1号", "--out", str(target)
        )
        assert done.exit_code == 0, done.output
        assert target.read_bytes().startswith(b"%PDF-")
        assert run(app, "documents", "verify", str(target)).exit_code == 0

    def test_an_unknown_number_and_an_unknown_kind(self, app: Portal, code: str, tmp_path: Path) -> None:
        target = str(tmp_path / "paper.pdf")
        assert run(app, "documents", "make", "acceptance_receipt", "没有", "--out", target).exit_code == 1
        wrong = run(app, "documents", "make", "no_such_paper", "没有", "--out", target)
        assert wrong.exit_code == 2
        assert "acceptance_receipt" in wrong.output


class TestVerify:
    def test_a_code_in_any_spelling(self, app: Portal, code: str) -> None:
        for spelling in (code, code.lower(), shown_code(code)):
            done = run(app, "documents", "verify", spelling)
            assert done.exit_code == 0
            assert "示街办受〔2026〕1号" in done.output
            assert "unchanged" in done.output

    def test_a_changed_file_and_an_unknown_code(self, app: Portal, code: str, tmp_path: Path) -> None:
        target = tmp_path / "paper.pdf"
        run(app, "documents", "make", "acceptance_receipt", "示街办受〔2026〕1号", "--out", str(target))
        target.write_bytes(target.read_bytes() + b"\n")
        changed = run(app, "documents", "verify", str(target))
        assert changed.exit_code == 1
        assert "示街办受〔2026〕1号" in changed.output
        target.write_bytes(b"nothing like a paper")
        assert run(app, "documents", "verify", str(target)).exit_code == 1
        assert run(app, "documents", "verify", "AAAA-AAAA").exit_code == 1
        assert run(app, "documents", "verify", "neither").exit_code == 2

    def test_a_record_that_was_changed(self, app: Portal, code: str) -> None:
        with app.app_context(), transaction():
            session.execute(text("UPDATE document SET facts_digest = :d"), {"d": "0" * 64})
        changed = run(app, "documents", "verify", code)
        assert changed.exit_code == 1
        assert "changed after it was issued" in changed.output


class TestVerifyNumbers:
    def test_whole_books_and_a_gap(self, app: Portal, code: str) -> None:
        whole = run(app, "numbers", "verify")
        assert whole.exit_code == 0
        assert "1 numbers used" in whole.output
        with app.app_context(), transaction():
            session.execute(text("UPDATE number_series SET last = 3"))
        broken = run(app, "numbers", "verify")
        assert broken.exit_code == 1
        assert "missing 2, 3" in broken.output
