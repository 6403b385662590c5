"""A ledger taken along: at once when it is short, as a job when it is long, and a sentence where it cannot be."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal import audit, db
from portal.audit.queries import list_entries
from portal.db import session
from portal.ledgers import Ledger, definition, making, prints
from portal.ledgers.models import LedgerPrint
from portal.web.application import Portal
from tests.factories import staff
from tests.ledgers.sample import ledger_of_lines
from tests.page import Browser

Declare = Callable[[int], Ledger]


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The clerk, signed in."""
    return Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger with a character that no font has."""
    ledger = ledger_of_lines(3, values=lambda n: {"name": "王\ue863"})
    monkeypatch.setitem(definition._ledgers, "sample", ledger)


def stored(app: Portal) -> list[LedgerPrint]:
    """The prints that were kept."""
    with app.app_context(), db.transaction("read"):
        found = list(session.scalars(select(LedgerPrint)))
        session.expunge_all()
        return found


class TestExportLedger:
    @pytest.mark.parametrize(
        ("address", "begins", "kind"),
        [
            ("/ledgers/sample.xlsx", b"PK", "xlsx"),
            ("/ledgers/sample.csv", "\ufeff".encode(), "csv"),
            ("/ledgers/sample.csv?encoding=gb18030", "样".encode("gb18030")[:1], "csv"),
        ],
    )
    def test_sends_a_file_and_keeps_a_record(
        self, app: Portal, browser: Browser, sample: Declare, address: str, begins: bytes, kind: str
    ) -> None:
        sample(3)
        answer = browser.client.get(address)
        assert answer.status_code == 200
        assert answer.data.startswith(begins) or kind == "csv"
        name = f"%E6%A0%B7%E4%BE%8B%E5%8F%B0%E8%B4%A620261101-20261122.{kind}"
        assert name in answer.headers["Content-Disposition"]
        if "gb18030" in address:
            assert "示街办受〔2026〕3号" in answer.data.decode("gb18030")
        answer.close()
        with app.app_context(), db.transaction("read"):
            entry = list_entries(verb="ledgers.export_ledger")[0]
            assert entry.actor_name == "测试01"
            assert (entry.facts["rows"], entry.facts["kind"]) == (3, kind)
            assert isinstance(entry, audit.AuditEntry)

    @pytest.mark.parametrize(("encoding", "charset"), [("utf-8-sig", "utf-8"), ("gb18030", "gb18030")])
    def test_says_in_which_encoding_a_text_is(
        self, browser: Browser, sample: Declare, encoding: str, charset: str
    ) -> None:
        sample(1)
        with browser.client.get(f"/ledgers/sample.csv?encoding={encoding}") as answer:
            assert answer.headers["Content-Type"] == f"text/csv; charset={charset}"

    def test_says_in_the_trail_which_unit_and_columns_were_taken(
        self, app: Portal, browser: Browser, sample: Declare
    ) -> None:
        sample(1)
        with app.app_context():
            unit_id = staff.unit("S").id
        for words in ("", f"?unit={unit_id}&columns=name,fee"):
            browser.client.get(f"/ledgers/sample.xlsx{words}").close()
        with app.app_context(), db.transaction("read"):
            entries = list_entries(verb="ledgers.export_ledger")[:2]
            taken = [(entry.facts["unit"], entry.facts["columns"]) for entry in entries]
        assert sorted(taken, key=str) == sorted([(unit_id, ["name", "fee"]), (None, [])], key=str)


class TestPrintLedger:
    def test_shows_a_paper_and_keeps_its_proof(self, app: Portal, browser: Browser, sample: Declare) -> None:
        sample(3)
        answer = browser.client.get("/ledgers/sample.pdf")
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("inline; ")
        answer.close()
        kept = stored(app)
        assert [(one.rows, one.pages, one.ledger) for one in kept] == [(3, 1, "sample")]
        with app.app_context(), db.transaction("read"):
            entry = list_entries(verb="ledgers.print_ledger")[0]
            assert (entry.subject_kind, entry.subject_id) == ("LedgerPrint", kept[0].id)

    def test_refuses_more_lines_than_one_can_wait_for(
        self, app: Portal, browser: Browser, sample: Declare
    ) -> None:
        sample(501)
        browser.open("/ledgers/sample.pdf")
        assert browser.status == 422
        assert browser.notices == [
            "共 501 行，超过直接生成的 500 行。请由系统在后台生成，完成后到“我的任务”下载。"
        ]
        assert "下载 Excel" in browser.links
        assert "打印 PDF" not in browser.links
        assert stored(app) == []

    @pytest.mark.usefixtures("broken")
    def test_names_a_character_that_no_font_has(self, app: Portal, browser: Browser) -> None:
        browser.open("/ledgers/sample.pdf")
        assert browser.status == 422
        assert "第 1 行“申请人”中的 U+E863" in browser.notices[0]
        assert stored(app) == []

    def test_sends_nothing_whose_proof_cannot_be_stored(
        self, app: Portal, browser: Browser, sample: Declare, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sample(3)
        browser.client.get("/ledgers/sample.pdf").close()
        taken = stored(app)[0].check_code
        monkeypatch.setattr(prints, "free_check_code", lambda: taken)
        monkeypatch.setattr(prints, "find_print", lambda code: None)
        answer = browser.client.get("/ledgers/sample.pdf")
        assert answer.status_code >= 400
        assert not answer.data.startswith(b"%PDF")
        assert len(stored(app)) == 1

    def test_says_who_finds_no_turn_how_to_get_it_all_the_same(
        self, browser: Browser, sample: Declare, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sample(3)
        gate = making.Gate(1, 0, 0.1)
        monkeypatch.setattr(making, "gate", gate)
        with gate.turn():
            browser.open("/ledgers/sample.pdf")
        assert browser.status == 503
        assert browser.notices == ["同时生成台账的人较多，没有轮到。请稍等几秒再试，或由系统在后台生成。"]
        browser.press("后台生成 PDF")
        assert browser.page.url.startswith("/jobs/")
        assert browser.status == 200

    def test_gives_fifty_who_ask_at_once_the_paper_or_that_sentence(
        self, app: Portal, browser: Browser, sample: Declare
    ) -> None:
        sample(300)
        cookie = browser.client.get_cookie("portal")
        assert cookie is not None
        ready = threading.Barrier(50)
        answers: list[tuple[int, bool]] = []

        def ask() -> None:
            client = app.test_client()
            client.set_cookie("portal", cookie.value)
            ready.wait()
            answer = client.get("/ledgers/sample.pdf")
            whole = answer.data.startswith(b"%PDF") and answer.data.rstrip().endswith(b"%%EOF")
            sentence = "同时生成台账的人较多" in answer.text if answer.status_code == 503 else False
            answers.append((answer.status_code, whole or sentence))
            answer.close()

        threads = [threading.Thread(target=ask) for _ in range(50)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        counts = Counter(answers)
        assert set(counts) <= {(200, True), (503, True)}
        assert sum(counts.values()) == 50
        assert counts[200, True] >= making.AT_ONCE
        assert len(stored(app)) == counts[200, True]


class TestGate:
    def test_lets_nobody_wait_beyond_the_line(self) -> None:
        gate = making.Gate(1, 1, 0.05)
        with gate.turn(), pytest.raises(making.Busy), gate.turn():
            raise AssertionError("the line was full")
        with gate.turn():
            pass
