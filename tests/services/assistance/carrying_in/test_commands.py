"""`carry-in` on the command line: a template, a dry run that stores nothing, and the real run by two persons."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from portal.db import session, transaction
from portal.services.assistance.models import SupportFile
from portal.web.application import Portal
from tests.services.assistance.carrying_in.test_actions import HEAD, workbook

GOOD = HEAD | {"月保障金": "340"}


def _files(app: Portal) -> int:
    with app.app_context(), transaction("read"):
        return session.scalar(select(func.count(SupportFile.id))) or 0


def test_a_dry_run_names_the_cell_and_stores_nothing(app: Portal, tmp_path: Path) -> None:
    file = tmp_path / "旧册.xlsx"
    file.write_bytes(workbook("households", [GOOD | {"月保障金": "350"}]))
    run = app.test_cli_runner().invoke
    said = run(args=["carry-in", "run", "households", str(file), "--by", "clerk", "--dry-run"])
    assert said.exit_code == 1
    assert "N2" in said.output
    assert _files(app) == 0


def test_two_persons_carry_in(app: Portal, tmp_path: Path) -> None:
    file = tmp_path / "旧册.xlsx"
    file.write_bytes(workbook("households", [GOOD]))
    run = app.test_cli_runner().invoke
    words = ["carry-in", "run", "households", str(file), "--by", "clerk"]
    assert run(args=words).exit_code == 2
    assert run(args=[*words, "--approved-by", "reviewer"]).exit_code == 0
    assert _files(app) == 1


def test_a_template_is_written(app: Portal, tmp_path: Path) -> None:
    target = tmp_path / "模板.xlsx"
    run = app.test_cli_runner().invoke
    assert run(args=["carry-in", "template", "numbers", "--out", str(target)]).exit_code == 0
    assert target.read_bytes()[:2] == b"PK"
    assert run(args=["carry-in", "template", "nothing", "--out", str(target)]).exit_code == 2
