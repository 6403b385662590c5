"""A long ledger as a job: asked for by POST, made whole with its proof, or not at all with a sentence that says why."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal import db
from portal.audit.queries import list_entries
from portal.db import session
from portal.documents import proofs
from portal.jobs import running
from portal.jobs.models import Job
from portal.ledgers import Ledger, definition, making, queries
from portal.ledgers.models import LedgerPrint
from portal.web.application import Portal
from tests.factories import staff
from tests.ledgers.sample import ledger_of_lines, values_of
from tests.page import Browser

Declare = Callable[[int], Ledger]


@pytest.fixture
def browser(app: Portal) -> Browser:
    """The clerk, signed in."""
    return Browser(app.test_client()).sign_in("clerk", staff.PASSWORD)


def declare(monkeypatch: pytest.MonkeyPatch, count: int, values: Callable[[int], dict[str, Any]]) -> None:
    """The sample ledger with lines of one's own."""
    monkeypatch.setitem(definition._ledgers, "sample", ledger_of_lines(count, values=values))


def run(app: Portal) -> tuple[str, str]:
    """Run what waits; the state of the only job and why it is so."""
    with app.app_context():
        running.run_pending()
        with db.transaction("read"):
            job = session.scalars(select(Job)).one()
            return job.state, job.reason % (job.outcome or {}).get("params", {}) if job.reason else ""


def kept(app: Portal) -> list[LedgerPrint]:
    """The prints that were kept."""
    with app.app_context(), db.transaction("read"):
        found = list(session.scalars(select(LedgerPrint)))
        session.expunge_all()
        return found


def noted(app: Portal) -> int:
    """How often the trail says that somebody took a ledger along."""
    with app.app_context(), db.transaction("read"):
        return sum(len(list_entries(verb=f"ledgers.{verb}_ledger")) for verb in ("print", "export"))


def ask_to_cancel() -> None:
    """As the button on the page of the only job does while it runs."""
    session.scalars(select(Job)).one().is_cancel_asked = True


class TestRun:
    def test_makes_a_long_paper_and_its_proof(self, app: Portal, browser: Browser, sample: Declare) -> None:
        sample(700)
        browser.open("/ledgers/sample?from=2026-11-01&to=2026-11-22").press("后台生成 PDF")
        assert browser.page.url.startswith("/jobs/")
        assert browser.h1 == "样例台账 2026年11月1日至2026年11月22日 PDF"
        assert run(app) == ("done", "")
        answer = browser.client.get(f"{browser.page.url}/result")
        assert answer.data.startswith(b"%PDF")
        sha256 = hashlib.sha256(answer.data).hexdigest()
        answer.close()
        found = kept(app)
        assert [(one.rows, one.sha256) for one in found] == [(700, sha256)]
        with app.app_context(), db.transaction("read"):
            said = proofs.find_by_sha256(sha256)
            assert said is not None
            assert "700 lines" in said
            assert said.endswith("unchanged")
            assert proofs.find_by_code(found[0].check_code) is not None
            assert proofs.find_by_sha256("0" * 64) is None

    def test_what_was_chosen_stands_on_the_task_and_on_the_record(
        self, app: Portal, browser: Browser, sample: Declare
    ) -> None:
        sample(501)
        browser.open("/ledgers/sample?sort=number&desc=1&columns=number,fee").press("后台生成 PDF")
        assert run(app) == ("done", "")
        (row,) = browser.open("/jobs").rows("我的任务")
        assert "（倒序）" in row["任务"]
        assert row["任务"].endswith(" PDF")
        assert row["操作"] == "下载"
        (line,) = browser.open("/ledgers/prints").rows("台账打印记录")
        browser.fill("页脚的校验码", line["校验码"].lower().replace("-", " ")).press("筛选")
        assert "所列各栏" in browser.text
        browser.open("/ledgers/prints").fill("页脚的校验码", "AAAA-AAAA").press("筛选")
        assert "没有找到校验码为“AAAA-AAAA”的打印件" in browser.text

    def test_makes_a_long_workbook_in_the_order_asked_for(
        self, app: Portal, browser: Browser, sample: Declare
    ) -> None:
        sample(5001)
        browser.open("/ledgers/sample?sort=number&desc=1&columns=fee").press("后台生成 CSV（UTF-8）")
        assert run(app) == ("done", "")
        answer = browser.client.get(f"{browser.page.url}/result")
        text = answer.data.decode("utf-8-sig")
        answer.close()
        assert text.index("〔2026〕5001号") < text.index("〔2026〕5000号")
        assert kept(app) == []

    @pytest.mark.parametrize(
        ("button", "count", "proofs_kept", "kind"),
        [
            ("后台生成 PDF", 501, 1, "application/pdf"),
            ("后台生成 CSV（GB18030）", 5001, 0, "text/csv; charset=gb18030"),
        ],
    )
    def test_leaves_no_proof_and_no_note_when_it_is_cancelled_at_the_last_moment(
        self,
        app: Portal,
        browser: Browser,
        sample: Declare,
        monkeypatch: pytest.MonkeyPatch,
        button: str,
        count: int,
        proofs_kept: int,
        kind: str,
    ) -> None:
        sample(count)
        browser.open("/ledgers/sample").press(button)
        real = making.make_file

        def make_and_cancel(*given: Any, **more: Any) -> making.Made:
            made = real(*given, **more)
            db.afterwards(ask_to_cancel)
            return made

        monkeypatch.setattr(making, "make_file", make_and_cancel)
        assert run(app)[0] == "cancelled"
        assert (kept(app), noted(app)) == ([], 0)
        monkeypatch.setattr(making, "make_file", real)
        browser.open("/ledgers/sample").press(button)
        with app.app_context():
            running.run_pending()
        assert (len(kept(app)), noted(app)) == (proofs_kept, 1)
        with browser.client.get(f"{browser.page.url}/result") as answer:
            assert answer.headers["Content-Type"] == kind

    def test_is_asked_for_once_by_one_person(self, app: Portal, browser: Browser, sample: Declare) -> None:
        sample(700)
        pages = [browser.open("/ledgers/sample").press("后台生成 PDF").page.url for _ in range(2)]
        assert pages[0] == pages[1]

    def test_refuses_another_form_of_file(
        self, browser: Browser, sample: Declare, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sample(3)
        browser.open("/ledgers/sample")
        monkeypatch.delattr(queries, "measure")  # a refusal counts no lines
        token = next(
            n.get("value") for n in browser.tree.root.find_all("input") if n.get("name") == "csrf_token"
        )
        answer = browser.client.post("/ledgers/sample/make", data={"csrf_token": token, "form": "doc"})
        assert answer.status_code == 422
        assert "请从所列选项中选择。" in answer.text

    def test_names_the_character_that_no_font_has(
        self, app: Portal, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        declare(monkeypatch, 700, lambda n: values_of(n) | {"name": "王\ue863" if n == 650 else "王"})
        browser.open("/ledgers/sample").press("后台生成 PDF")
        assert run(app)[0] == "failed"
        assert "第 651 行“申请人”中的 U+E863" in browser.reload().text
        assert kept(app) == []

    def test_says_that_the_disk_is_full_and_offers_nothing(
        self, app: Portal, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def values(number: int) -> dict[str, Any]:
            if number == 600:
                raise OSError(errno.ENOSPC, "No space left on device")
            return values_of(number)

        declare(monkeypatch, 700, values)
        browser.open("/ledgers/sample").press("后台生成 PDF")
        assert run(app)[0] == "failed"
        assert "磁盘已满" in browser.reload().text
        assert browser.client.get(f"{browser.page.url}/result").status_code >= 400
        assert kept(app) == []

    def test_leaves_one_proof_when_a_second_attempt_prints(
        self, app: Portal, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        broken: list[int] = []

        def values(number: int) -> dict[str, Any]:
            if number == 600 and not broken:
                broken.append(1)
                raise RuntimeError("the worker stumbles once")
            return values_of(number)

        declare(monkeypatch, 700, values)
        browser.open("/ledgers/sample").press("后台生成 PDF")
        assert run(app) == ("done", "")
        assert broken
        assert len(kept(app)) == 1

    def test_refuses_a_reader_whose_right_is_gone(
        self, app: Portal, browser: Browser, sample: Declare, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ledger = sample(700)
        browser.open("/ledgers/sample").press("后台生成 PDF")
        closed = Ledger(**{**vars(ledger), "permission": "audit.read_trail"})
        monkeypatch.setitem(definition._ledgers, "sample", closed)
        assert run(app)[0] == "failed"
        assert kept(app) == []
