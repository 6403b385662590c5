"""A ledger as a paper: its heading and column heads on every page, no character lost, and one moment however long it takes."""

from __future__ import annotations

import hashlib
import io
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from portal import clock, db
from portal.db import session, transaction
from portal.documents.codes import shown_code
from portal.errors import RuleBroken
from portal.ledgers import Column, Ledger, asking, printing, queries
from portal.ledgers.models import LedgerPrint
from portal.ledgers.printing import Drawn
from portal.ledgers.writer.digests import shown_digest
from tests.factories import staff
from tests.ledgers.sample import grouped_ledger, ledger_of_lines, values_of

pytestmark = pytest.mark.usefixtures("database")
CODE = "ABCD2345"


def draw(ledger: Ledger, advance: printing.Advance | None = None, **given: str) -> tuple[Drawn, bytes]:
    """The ledger as the clerk prints it."""
    file = io.BytesIO()
    with transaction("read"):
        actor = staff.actor("clerk")
        asked = asking.question(ledger, actor, given)
        drawn = printing.draw_ledger(file, actor, asked, asking.read(asked), check_code=CODE, advance=advance)
    return drawn, file.getvalue()


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """What is printed, page by page, without the room between words."""

    def read(content: bytes) -> list[str]:
        path = tmp_path / "ledger.pdf"
        path.write_bytes(content)
        told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
        return [page.replace(" ", "").replace("　", "") for page in told.stdout.split("\f")[:-1]]

    return read


class TestDrawLedger:
    def test_heads_every_page_and_proves_it_on_its_foot(self, text_of: Callable[[bytes], list[str]]) -> None:
        drawn, content = draw(ledger_of_lines(60))
        pages = text_of(content)
        assert len(pages) == drawn.written.pages > 1
        assert (drawn.written.rows, drawn.written.struck) == (60, 6)
        digits = [shown_digest(drawn.written.page_digests[n * 8 : n * 8 + 8]) for n in range(len(pages))]
        for number, (page, digest) in enumerate(zip(pages, digits, strict=True), start=1):
            assert "样例台账" in page
            assert "单位：示范街道办事处" in page
            assert "制表人：测试01" in page
            assert "打印日期：2026-11-22" in page
            assert "序号受理号受理时间日期申请人状态期限金额备注" in page
            assert f"第{number}页共{len(pages)}页" in page
            assert shown_code(CODE) in page
            assert digest.replace(" ", "") in page
        assert hashlib.sha256(content).hexdigest() == drawn.sha256

    def test_says_how_much_there_is_and_as_of_when(self, text_of: Callable[[bytes], list[str]]) -> None:
        drawn, content = draw(ledger_of_lines(60))
        last = text_of(content)[-1]
        assert "合计：60件，其中作废6件（划线，不计入合计）" in last
        assert f"数据截至{clock.office_time(drawn.at):%Y-%m-%d%H:%M:%S}" in last
        assert "测试01" in last

    def test_loses_no_rare_character(self, text_of: Callable[[bytes], list[str]]) -> None:
        text = "".join(text_of(draw(ledger_of_lines(10))[1]))
        assert "䶮𬭚𬎆" in text
        assert "阿卜杜拉·买买提" in text
        assert '=1+1"' in text

    def test_prints_an_empty_ledger(self, text_of: Callable[[bytes], list[str]]) -> None:
        drawn, content = draw(ledger_of_lines(0))
        page = text_of(content)[0]
        assert drawn.written.pages == 1
        assert "本期没有记录" in page
        assert "第1页共1页" in page
        assert "合计：0件" in page

    def test_says_the_conditions(self, text_of: Callable[[bytes], list[str]]) -> None:
        assert "条件：类别：普通" in text_of(draw(ledger_of_lines(1), kind="all")[1])[0]

    def test_prints_groups_under_their_heads_and_masks(self, text_of: Callable[[bytes], list[str]]) -> None:
        text = "".join(text_of(draw(grouped_ledger(8), group="sort")[1]))
        heads = [text.index(f"种类：{name}") for name in ("甲类", "乙类", "丙类", "（未填写）")]
        assert heads == sorted(heads)
        assert "139****0007" in text
        assert "13900000007" not in text

    def test_prints_only_the_columns_asked_for(self, text_of: Callable[[bytes], list[str]]) -> None:
        text = "".join(text_of(draw(grouped_ledger(3), columns="fee,name")[1]))
        assert "序号受理号金额申请人" in text
        assert "状态" not in text

    def test_prints_a_cell_of_five_thousand_characters(self, text_of: Callable[[bytes], list[str]]) -> None:
        long = "甲乙丙丁戊己庚辛壬癸" * 500
        drawn, content = draw(ledger_of_lines(2, values=lambda n: values_of(n) | {"name": long}))
        text = "".join(text_of(content))
        assert text.count("癸") == 2 * 500
        assert drawn.written.rows == 2
        assert drawn.written.pages > 2

    def test_names_the_line_with_a_character_that_no_font_has(self) -> None:
        with pytest.raises(RuleBroken) as refused:
            draw(ledger_of_lines(2, values=lambda n: values_of(n) | {"name": "王\ue863" if n else "王"}))
        assert "第 2 行“申请人”中的 U+E863" in str(refused.value)

    def test_lets_a_full_disk_through(self) -> None:
        actor, ledger = staff.actor("clerk"), ledger_of_lines(200)
        asked = asking.question(ledger, actor, {})
        found = asking.read(asked)
        with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
            printing.draw_ledger(full, actor, asked, found, check_code=CODE)

    @pytest.mark.both
    def test_shows_one_moment_whatever_changes_meanwhile(
        self, text_of: Callable[[bytes], list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "AT_ONCE", 5)
        with transaction():
            session.add_all(_stored(f"第{n}条", n) for n in range(120))
        changed: list[int] = []

        def change(_rows: int, _pages: int) -> None:
            if not changed:
                changed.append(_change_elsewhere())

        drawn, content = draw(_ledger_of_prints(), advance=change)
        text = "".join(text_of(content))
        assert changed == [120]
        assert (drawn.written.rows, drawn.written.sums) == (120, {2: sum(range(120))})
        assert all(f"第{n}条" in text for n in range(120))
        assert "合计：120件" in text
        assert "改过" not in text


def _stored(title: str, rows: int) -> LedgerPrint:
    return LedgerPrint(
        check_code=f"T{rows:07}",
        ledger="sample",
        title=title,
        first=clock.today(),
        last=clock.today(),
        rows=rows,
        pages=1,
        page_digests=b"",
        sha256="",
    )


def _ledger_of_prints() -> Ledger:
    """A ledger of a real table, whose rows can change."""
    return Ledger(
        name="changing",
        title="会变的台账",
        permission="ledgers.read_ledger",
        columns=(
            Column("position", "序号", 10, "number"),
            Column("title", "标题", 100),
            Column("rows", "行数", 50, "number", total=True, expression=LedgerPrint.rows),
        ),
        statement=select(LedgerPrint),
        conditions=lambda actor, asked: [],
        key=LedgerPrint.id,
        values=lambda: lambda found: {"title": found[0].title, "rows": found[0].rows},
    )


def _change_elsewhere() -> int:
    """Another process changes, deletes and adds lines, and is done before the next page."""
    app, before = current_app._get_current_object(), []  # type: ignore[attr-defined]

    def change() -> None:
        with app.app_context():
            with db.transaction():
                found = list(session.scalars(select(LedgerPrint).order_by(LedgerPrint.id)))
                before.append(len(found))
                for one in found[60:]:
                    one.title, one.rows = "改过", 0
                session.delete(found[0])
                session.add(_stored("改过", 999))
            session.remove()

    other = threading.Thread(target=change)
    other.start()
    other.join()
    return before[0]
