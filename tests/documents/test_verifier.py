"""The commands that prove papers, the keys' commands, and what the page that checks without a network is made of."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from portal.db import session, transaction
from portal.documents import actions, proofs, verifier
from portal.documents.models import Document, SigningKey
from portal.documents.progress import _tellers, tell_progress
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.documents.test_signing import forged, proof_of, scanned
from tests.factories import staff


@pytest.fixture
def paper(app: Portal, issue: Issuer) -> int:
    """An issued receipt with the number 示街办受〔2026〕1号."""
    with app.app_context():
        return issue.now()


def run(app: Portal, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["documents", *words])


class TestVerify:
    def test_a_scan_is_genuine_with_its_progress(self, app: Portal, paper: int) -> None:
        tell_progress("Unit", lambda _key: "正在审核")
        try:
            for subject in (scanned(app, paper), proof_of(app, paper), scanned(app, paper).split("#")[0]):
                done = run(app, "verify", subject)
                assert (done.exit_code, done.output.startswith("genuine: ")) == (0, True), done.output
                assert "示街办受〔2026〕1号" in done.output
                assert "正在审核" in done.output
        finally:
            _tellers.pop("Unit")

    def test_forged_and_torn_scans(self, app: Portal, paper: int) -> None:
        fake = forged(proof_of(app, paper), sample.KEY)
        done = run(app, "verify", scanned(app, paper, fake))
        assert (done.exit_code, "forged" in done.output) == (1, True)
        assert run(app, "verify", "#" + proof_of(app, paper)[:50]).exit_code == 2
        assert run(app, "verify", "http://x/check?mark=nobody").exit_code == 1

    @pytest.mark.parametrize("subject", ["-Ab3-_x", "--Ab3-_x", "-"])
    def test_a_text_that_begins_with_a_dash_is_no_option(self, app: Portal, subject: str) -> None:
        done = run(app, "verify", subject)
        assert "No such option" not in done.output
        assert (done.exit_code, f"{subject} is no file" in done.output) == (2, True), done.output

    def test_a_replaced_and_a_void_paper_are_ours_and_named_so(self, app: Portal, paper: int) -> None:
        with app.app_context(), transaction():
            actions.replace_document(
                staff.actor("clerk"),
                session.get_one(Document, paper),
                facts=sample.receipt(applicant="张三"),
                subject=staff.unit("S"),
                reason="姓名写错",
            )
        done = run(app, "verify", proof_of(app, paper))
        assert done.exit_code == 0
        assert done.output.startswith("replaced by 受理通知书 示街办受〔2026〕2号: ")
        with app.app_context(), transaction():
            session.get_one(Document, paper).status = "void"
        assert run(app, "verify", proof_of(app, paper)).output.startswith("void: ")

    def test_a_changed_file_is_known_by_the_code_inside(
        self, app: Portal, paper: int, tmp_path: Path
    ) -> None:
        with app.app_context(), transaction("read"):
            content = session.get_one(Document, paper).master.content
        file = tmp_path / "paper.pdf"
        file.write_bytes(content)
        assert run(app, "verify", str(file)).output.startswith("genuine: ")
        file.write_bytes(content.replace(b"/MediaBox", b"/MediaBix", 1) + b"\n")
        done = run(app, "verify", str(file))
        assert done.exit_code == 1
        assert "changed: " in done.output
        assert "受理通知书 示街办受〔2026〕1号" in done.output

    def test_what_other_rooms_printed_is_asked_of_them(self, app: Portal, tmp_path: Path) -> None:
        file = tmp_path / "ledger.pdf"
        file.write_bytes(b"a ledger")
        digest = hashlib.sha256(b"a ledger").hexdigest()
        proofs.add_prover(
            "sample",
            by_sha256=lambda given: "a ledger of ours" if given == digest else None,
            by_code=lambda code: "a ledger of ours" if code == "AAAABBBB" else None,
        )
        try:
            assert run(app, "verify", str(file)).output == "a ledger of ours\n"
            assert run(app, "verify", "aaaa-bbbb").output == "a ledger of ours\n"
            assert run(app, "verify", "AAAA-AAAA").exit_code == 1
        finally:
            proofs._provers.pop("sample")


class TestKeys:
    def test_keys_are_listed_changed_and_declared_stolen(self, app: Portal, paper: int) -> None:
        listed = run(app, "keys").output
        assert re.match(
            r"[0-9a-f]{8}  signs since 20\d\d-\d\d-\d\d\n {10}([0-9A-F]{4} ){15}[0-9A-F]{4}\n", listed
        )
        assert run(app, "rotate-key", "--reason", "每年更换").exit_code == 0
        assert "retired" in run(app, "keys").output
        first = listed[:8]
        assert run(app, "rotate-key", "--key", first, "--reason", "失窃").exit_code == 2
        stolen = run(app, "rotate-key", "--key", first, "--stolen-since", "2026-11-01", "--reason", "失窃")
        assert (stolen.exit_code, "stolen since 2026-11-01" in stolen.output) == (0, True)
        assert run(app, "rotate-key", "--stolen-since", "2099-01-01", "--reason", "失窃").exit_code == 2
        assert run(app, "verify", proof_of(app, paper)).exit_code == 0

    def test_an_empty_installation_has_none(self, app: Portal) -> None:
        assert "no key yet" in run(app, "keys").output


class TestPage:
    @pytest.fixture
    def page(self, app: Portal, tmp_path: Path) -> str:
        """The page as the command writes it."""
        target = tmp_path / "verifier.html"
        done = run(app, "verifier", "--out", str(target))
        assert done.exit_code == 0, done.output
        return target.read_text("utf-8")

    def test_it_carries_everything_and_may_reach_nothing(self, page: str) -> None:
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
        policy = policy.replace("&#39;", "'")
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        for tag in ("script", "style"):
            allowed = re.search(rf"{tag}-src ([^;]*);", policy)[1].split()
            inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inside]
            assert allowed == [f"'sha256-{digest}'" for digest in digests]
        outside = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
        assert not re.search(r"\b(src|href|action)=|url\(|@import", outside)

    def test_it_knows_public_keys_only(self, app: Portal, page: str) -> None:
        data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1])
        with app.app_context(), transaction("read"):
            key = session.scalars(select(SigningKey)).one()
            assert data["keys"][key.key_id]["public"] == base64.b64encode(key.public_key).decode()
            assert base64.b64encode(key.private_key).decode() not in page
        assert "受理通知书" in data["kinds"].values()
        assert data["name"] in page

    def test_without_the_readers_it_says_what_to_do(
        self, app: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(verifier, "SCRIPTS", (tmp_path / "jsQR.js",))
        done = run(app, "verifier", "--out", str(tmp_path / "verifier.html"))
        assert done.exit_code == 1
        assert "scripts/serve" in done.output
        assert not (tmp_path / "verifier.html").exists()
