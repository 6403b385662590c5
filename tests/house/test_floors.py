"""The floors of the house: the import contracts of setup.cfg hold."""

from __future__ import annotations

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.house.source import ROOT


def test_import_contracts_hold(capsys) -> None:  # type: ignore[no-untyped-def]
    status = lint_imports(config_filename=str(ROOT / "setup.cfg"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
