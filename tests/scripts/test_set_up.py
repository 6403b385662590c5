"""The set-up and the doors: what is skipped, what is refused, and whether a failure names its mend. It installs nothing."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def set_up(monkeypatch, tmp_path):
    """The set-up's module, working on an empty folder."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    module = importlib.import_module("_prepare")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "BUILD", tmp_path / "build")
    monkeypatch.setattr(module, "FONTS", tmp_path / "build" / "fonts")
    return module


@pytest.fixture
def path(monkeypatch, tmp_path):
    """An empty folder as the whole command path, and a way to put commands there that end as told."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def add(name: str, status: int = 0) -> None:
        (folder / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (folder / name).chmod(0o755)

    return add


class TestPrepareEnvironment:
    def test_another_folder_s_environment_is_not_emptied_through_a_link(self, set_up, tmp_path, monkeypatch):
        theirs = tmp_path / "theirs"
        (theirs / "lib").mkdir(parents=True)
        (tmp_path / ".venv").symlink_to(theirs)
        monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
        monkeypatch.setattr(set_up, "PYTHON", tmp_path / ".venv" / "bin" / "python")
        with pytest.raises(set_up.Failed, match="Remove the link"):
            set_up.prepare_environment()
        assert (theirs / "lib").is_dir()


class TestStamp:
    def test_stands_until_the_cause_or_the_result_changes(self, set_up, tmp_path):
        result = tmp_path / "result"
        stamp = set_up.Stamp(tmp_path / "made" / "stamp", "cause")
        assert not stamp.stands()
        stamp.set()
        assert not stamp.stands(result)
        result.write_text("made")
        assert stamp.stands(result)
        assert not set_up.Stamp(stamp.path, "another cause").stands(result)


class TestRun:
    def test_a_failure_shows_its_last_words_and_the_mend(self, set_up):
        command = [sys.executable, "-c", "print('no route to host'); raise SystemExit(1)"]
        with pytest.raises(
            set_up.Failed, match=r"(?s)no route to host.*Plug in the cable\..*build/logs/fetch\.log"
        ):
            set_up.run("fetch", command, "Plug in the cable.")

    def test_tries_once_more(self, set_up, monkeypatch, tmp_path, capsys):
        monkeypatch.setattr(set_up.time, "sleep", lambda seconds: None)
        program = "import pathlib, sys; mark = pathlib.Path('mark'); sys.exit(0 if mark.exists() else mark.touch() or 1)"
        set_up.run("fetch", [sys.executable, "-c", program], "Mend it.", tries=2, folder=tmp_path)
        assert "once more" in capsys.readouterr().err


class TestMissing:
    def test_tests_need_a_browser_and_serving_does_not(self, set_up, path, tmp_path):
        serving = set_up._debian.missing("run", venv_stands=True, fonts=tmp_path)
        testing = set_up._debian.missing("test", venv_stands=True, fonts=tmp_path)
        assert "fontconfig" in serving
        assert set(testing) - set(serving) == {"chromium", "poppler-utils"}


class TestInstall:
    def test_without_rights_gives_the_administrator_the_exact_command(self, set_up, path, monkeypatch):
        path("apt-get")
        path("sudo", status=1)
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        with pytest.raises(
            set_up.Failed, match=r"apt-get update && apt-get install .* chromium libpango-1\.0-0$"
        ):
            set_up._debian.install(["chromium", "libpango-1.0-0"], set_up.say, set_up.run)

    def test_another_system_is_told_the_names(self, set_up, path):
        with pytest.raises(set_up.Failed, match=r"no apt-get.*: chromium\.$"):
            set_up._debian.install(["chromium"], set_up.say, set_up.run)


class TestPrepareFonts:
    def test_the_font_list_knows_its_own_folder_only(self, set_up, monkeypatch):
        monkeypatch.setattr(set_up._debian, "FONTS", {})
        set_up.BUILD.mkdir()
        set_up.prepare_fonts()
        text = (set_up.BUILD / "fonts.conf").read_text(encoding="utf-8")
        assert text.count("<dir>") == 1
        assert f"<dir>{set_up.FONTS}</dir>" in text
        assert "<include" not in text


class TestDoor:
    @pytest.mark.parametrize(
        ("command", "named"),
        [
            (["serve", "--port", "http"], "--port takes a whole number"),
            (["serve", "--host"], "--host needs a value"),
            (["serve", "--workers="], "--workers needs a value"),
            (["serve", "--colour"], "'--colour' is not an option"),
            (["check", "quickly"], "Usage: scripts/check"),
            (["format", "here"], "Usage: scripts/format"),
        ],
    )
    def test_wrong_use_is_refused_before_anything_is_set_up(self, command, named):
        ended = subprocess.run(
            [ROOT / "scripts" / command[0], *command[1:]], capture_output=True, text=True, timeout=20
        )
        assert ended.returncode == 2
        assert named in ended.stderr
        assert ended.stdout == ""

    def test_without_a_new_enough_python_names_the_package(self, path, tmp_path):
        for name in ("bash", "dirname"):
            (tmp_path / "bin" / name).symlink_to(f"/usr/bin/{name}")
        path("python3", status=1)
        ended = subprocess.run(
            ["/bin/bash", ROOT / "scripts" / "portal"], capture_output=True, text=True, timeout=20
        )
        assert ended.returncode == 1
        assert "apt-get install python3 python3-venv" in ended.stderr
