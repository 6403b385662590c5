"""What a presented code proves at the public check, and the keys that signed it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, text

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.documents import actions, payload, proving, signing
from portal.documents.models import CheckAttempt, Document, SigningKey
from portal.documents.payload import Claim
from portal.documents.progress import _tellers, tell_progress
from portal.errors import RuleBroken
from portal.web.application import Portal
from tests.documents import sample
from tests.documents.conftest import Issuer
from tests.factories import staff
from tests.page import Browser


@pytest.fixture
def paper(app: Portal, issue: Issuer) -> int:
    """An issued receipt."""
    with app.app_context():
        return issue.now()


@pytest.fixture
def visitor(app: Portal) -> Browser:
    """A browser nobody has signed in with."""
    return Browser(app.test_client())


def proof_of(app: Portal, key: int) -> str:
    """The payload on a paper."""
    with app.app_context(), transaction("read"):
        return str(session.get_one(Document, key).frozen["imprint"]["proof"])


def scanned(app: Portal, key: int, proof: str = "") -> str:
    """What a scanner reads from a paper's code, with its own proof or another."""
    with app.app_context(), transaction("read"):
        imprint = session.get_one(Document, key).frozen["imprint"]
        return f"示范街道便民服务中心 受理通知书\n编号：{imprint['number']}\n{imprint['check_url']}#{proof or imprint['proof']}"


def present(visitor: Browser, scan: str, last4: str = "") -> str:
    """Paste a scan into the public check; gives the page's text."""
    return (
        visitor.open("/check").fill("查询码", scan).fill("证件号码或手机号后四位", last4).press("查询").text
    )


def forged(proof: str, key: Ed25519PrivateKey, change: Callable[[Claim], Claim] = lambda claim: claim) -> str:
    """The payload changed and signed anew with a key."""
    claim = change(payload.read(proof).claim)
    return payload.write(claim, key.sign(payload.message_of(claim)))


def own_key(app: Portal) -> Ed25519PrivateKey:
    """The office's private key, as a thief would have it."""
    with app.app_context(), transaction("read"):
        return Ed25519PrivateKey.from_private_bytes(session.scalars(select(SigningKey)).one().private_key)


class TestCheckProof:
    def test_a_scan_proves_the_paper_and_tells_nothing_of_persons(
        self, app: Portal, visitor: Browser, paper: int
    ) -> None:
        tell_progress("Unit", lambda _key: "正在审核")
        try:
            for scan in (scanned(app, paper), scanned(app, paper).replace("\n", ""), proof_of(app, paper)):
                said = present(visitor, scan)
                assert "签名属实" in said
                assert "示街办受〔2026〕1号" in said
                assert "正在审核" not in said
                assert "张䶮" not in re.sub(r"编号：.*", "", said)
            assert "正在审核" in present(visitor, scanned(app, paper), "0018")
        finally:
            _tellers.pop("Unit")

    def test_wrong_last_four_beside_a_scan_are_a_guess(
        self, app: Portal, visitor: Browser, paper: int
    ) -> None:
        assert "没有查到" in present(visitor, scanned(app, paper), "9999")
        with app.app_context(), transaction("read"):
            assert [attempt.found for attempt in session.scalars(select(CheckAttempt))] == [False]

    def test_a_card_s_own_number_is_told_to_whoever_holds_its_code(
        self, app: Portal, visitor: Browser, issue: Issuer
    ) -> None:
        with app.app_context():
            card = issue.now(kind="senior_card", facts=sample.card())
        said = present(visitor, scanned(app, card))
        assert "A13000128" in said
        assert "119901196611220018" not in said
        address = scanned(app, card).split("#")[0].split("8000")[-1]
        assert "A13000128" not in visitor.open(address[address.index("/check") :]).text

    def test_a_typed_code_still_wants_the_last_four(self, app: Portal, visitor: Browser, paper: int) -> None:
        code = payload.read(proof_of(app, paper)).claim.check_code
        assert "请填写后四位" in present(visitor, code)
        assert "现行有效" in present(visitor, code, "0018")

    def test_a_replaced_paper_names_the_newer_and_a_void_one_says_so(
        self, app: Portal, visitor: Browser, paper: int
    ) -> None:
        with app.app_context(), transaction():
            actions.replace_document(
                staff.actor("clerk"),
                session.get_one(Document, paper),
                facts=sample.receipt(applicant="张三"),
                subject=staff.unit("S"),
                reason="姓名写错",
            )
        said = present(visitor, scanned(app, paper))
        assert "已更正" in said
        assert "更正后的编号：示街办受〔2026〕2号" in said
        with app.app_context(), transaction():
            session.get_one(Document, paper).status = "void"
        assert "已作废" in present(visitor, scanned(app, paper))

    def test_a_forged_signature_a_stranger_s_key_and_a_torn_code_are_told_apart(
        self, app: Portal, visitor: Browser, paper: int
    ) -> None:
        proof = proof_of(app, paper)
        torn = proof[:-40]
        flipped = proof[:60] + ("0" if proof[60] != "0" else "1") + proof[61:]
        strange = forged(
            proof, sample.KEY, lambda c: dataclasses.replace(c, key_id=sample.key_id(sample.KEY))
        )
        for changed, sentence in (
            (flipped, "签名对不上"),
            (forged(proof, sample.KEY), "签名对不上"),
            (strange, "不是本单位的密钥"),
            (torn, "不完整|签名对不上"),
            ("不是二维码" * 30, "不完整"),
        ):
            said = present(visitor, scanned(app, paper, changed))
            assert re.search(sentence, said), changed
            assert "现行有效" not in said
            with app.app_context(), transaction():
                session.execute(text("DELETE FROM check_attempt"))

    def test_forgeries_count_as_guesses(self, app: Portal, visitor: Browser, paper: int) -> None:
        fake = scanned(app, paper, forged(proof_of(app, paper), sample.KEY))
        for _ in range(5):
            present(visitor, fake)
        assert visitor.status == 422
        visitor.open("/check")
        assert visitor.status == 429

    def test_a_record_that_was_changed_no_longer_agrees(
        self, app: Portal, visitor: Browser, paper: int
    ) -> None:
        from portal.documents.facts import digest

        with app.app_context(), transaction():
            document = session.get_one(Document, paper)
            frozen = document.frozen
            frozen["facts"]["due_on"] = "2027-01-31"
            document.frozen, document.facts_digest = frozen, digest(frozen)
        assert "与本单位的记录不一致" in present(visitor, scanned(app, paper))
        code = payload.read(proof_of(app, paper)).claim.check_code
        assert "与本单位的记录不一致" in present(visitor, code, "0018")

    def test_a_paper_from_before_signing_is_checked_as_ever(
        self, app: Portal, visitor: Browser, paper: int
    ) -> None:
        from portal.documents.facts import digest

        with app.app_context(), transaction():
            document = session.get_one(Document, paper)
            imprint = {k: v for k, v in document.frozen["imprint"].items() if k != "proof"}
            document.frozen = {"facts": document.frozen["facts"], "imprint": imprint}
            document.facts_digest = digest(document.frozen)
            code, address = document.check_code, imprint["check_url"]
        assert "现行有效" in present(visitor, code, "0018")
        assert "现行有效" in present(visitor, f"受理通知书\n{address}")
        assert "现行有效" in visitor.open(address.split("8000")[-1] if "8000" in address else address).text


class TestStolenKey:
    def test_a_thief_s_paper_proves_nothing_and_our_own_still_does(
        self, app: Portal, visitor: Browser, paper: int
    ) -> None:
        thief, proof = own_key(app), proof_of(app, paper)
        fake = forged(proof, thief, lambda c: dataclasses.replace(c, number="示街办受〔2026〕9号"))
        early = forged(
            proof, thief, lambda c: dataclasses.replace(c, check_code="AAAAAAAA", day=dt.date(2026, 1, 5))
        )
        assert "与本单位的记录不一致" in present(visitor, proof_of(app, paper) and fake)
        with app.app_context(), transaction():
            actions.rotate_key(None, reason="钥匙被抄走", stolen_since=dt.date(2026, 11, 1))
        assert "已经报失" in present(visitor, fake)
        assert "没有这份文书的记录" in present(visitor, early)
        assert "签名属实" in present(visitor, scanned(app, paper))


@pytest.mark.usefixtures("database")
class TestRotateKey:
    @pytest.mark.both
    def test_the_new_key_signs_and_the_old_one_still_proves(self, issue: Issuer) -> None:
        before = issue.now()
        with transaction():
            made = actions.rotate_key(None, reason="每年更换")
            assert made.is_active
        after = issue.now()
        with transaction("read"):
            old, new = signing.list_keys()
            assert (old.is_active, new.is_active, new.key_id) == (False, True, made.key_id)
            assert old.private_key == b"", "a retired key's private half is gone"
            assert old.retired_at is not None
            for number, key in ((before, old), (after, new)):
                document = session.get_one(Document, number)
                judged = proving.judge(proving.read_presented(document.frozen["imprint"]["proof"]))
                assert (judged.verdict, judged.claim.key_id) == ("genuine", key.key_id)
                assert proving.is_record_whole(document)
            entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "documents.rotate_key")).one()
            assert "每年更换" in str(entry.facts)

    def test_what_is_refused(self) -> None:
        with pytest.raises(RuleBroken) as refused, transaction():
            actions.rotate_key(None, reason=" ")
        assert refused.value.field == "reason"
        tomorrow = clock.today() + dt.timedelta(days=1)
        with pytest.raises(RuleBroken) as refused, transaction():
            actions.rotate_key(None, reason="失窃", stolen_since=tomorrow)
        assert refused.value.field == "stolen_since"

    def test_an_old_key_can_be_declared_stolen_later_and_the_earliest_day_counts(self) -> None:
        with transaction():
            first = signing.current_key()
            with pytest.raises(RuleBroken, match="还在使用"):
                actions.distrust_key(None, first, stolen_since=clock.today(), reason="失窃")
            actions.rotate_key(None, reason="每年更换")
            for day in (dt.date(2026, 5, 1), dt.date(2026, 8, 1)):
                actions.distrust_key(None, first, stolen_since=day, reason="备份失窃")
            assert first.distrusted_since == dt.date(2026, 5, 1)
            assert signing.is_distrusted(first, dt.date(2026, 5, 1))
            assert not signing.is_distrusted(first, dt.date(2026, 4, 30))


def at_once(app: Portal, *works: Callable[[], object]) -> None:
    """Do everything at the same time, each on a connection of its own; raises what any of them raised."""

    def inside(work: Callable[[], object]) -> None:
        with app.app_context():
            work()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(inside, works))


def change_key() -> None:
    """Rotate in a transaction."""
    with transaction():
        actions.rotate_key(None, reason="更换")


@pytest.mark.both
def test_two_first_papers_at_once_make_one_key(app: Portal, issue: Issuer) -> None:
    at_once(app, issue.now, issue.now, issue.now)
    with app.app_context(), transaction("read"):
        assert len(signing.list_keys()) == 1
        assert all(proving.is_record_whole(document) for document in session.scalars(select(Document)))


@pytest.mark.both
def test_a_key_is_changed_while_papers_are_issued(app: Portal, issue: Issuer) -> None:
    at_once(app, issue.now, change_key, issue.now)
    with app.app_context(), transaction("read"):
        assert [key.is_active for key in signing.list_keys()] == [False, True]
        assert all(proving.is_record_whole(document) for document in session.scalars(select(Document)))
