"""The locks: every file has its digest, nothing names a registry or a machine, and no version is known to be unsafe."""

import ast
import importlib
import json
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements", "requirements-dev", "requirements-node", "requirements-bench"]


@pytest.fixture
def min_safe(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("_min_safe")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def imported(path: Path) -> set[str]:
    """The top-level names of all modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("lock", LOCKS)
class TestLock:
    def test_every_pin_has_a_digest(self, lock):
        entries = re.split(r"\n(?=[a-z0-9])", read(f"{lock}.txt"))
        bare = [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
        assert not bare, f"{bare} can be replaced on the way here; write the locks with scripts/lock"

    def test_names_no_registry_and_no_machine(self, lock):
        assert not re.findall(
            r"://|--(?:extra-)?index-url|--find-links|/(?:home|root|tmp|opt)/", read(f"{lock}.txt")
        )

    def test_holds_what_is_asked_for(self, lock, min_safe):
        asked = min_safe.pins(re.sub(r"\[\w+\]", "", read(f"{lock}.in")))
        locked = min_safe.pins(read(f"{lock}.txt"))
        assert asked
        assert {name: locked.get(name) for name in asked} == asked, "run scripts/lock after a change"


class TestLocksTogether:
    def test_tests_run_on_the_versions_that_serve(self, min_safe):
        serving = min_safe.pins(read("requirements.txt"))
        testing = min_safe.pins(read("requirements-dev.txt"))
        both = serving.keys() & testing.keys()
        assert both
        assert {name: serving[name] for name in both} == {name: testing[name] for name in both}

    def test_the_browser_lock_names_no_registry(self):
        packages = json.loads(read("package-lock.json"))["packages"]
        assert all(
            "integrity" in package and "resolved" not in package for name, package in packages.items() if name
        )
        wanted = json.loads(read("package.json"))
        for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
            assert packages[f"node_modules/{name}"]["version"] == version


class TestImports:
    @pytest.mark.parametrize(("folder", "locks"), [("portal", LOCKS[:1]), ("tests", LOCKS[:2])])
    def test_nothing_is_imported_that_no_lock_installs(self, folder, locks, min_safe):
        installed = packages_distributions()
        pinned = {name for lock in locks for name in min_safe.pins(read(f"{lock}.txt"))}
        ours = {"portal", "scripts", "tests", *sys.stdlib_module_names} | {
            path.stem for path in (ROOT / "scripts").glob("*.py")
        }
        strays = {
            f"{path.relative_to(ROOT)} imports {module}"
            for path in sorted((ROOT / folder).rglob("*.py"))
            for module in imported(path) - ours
            if not pinned & {min_safe.canonical(name) for name in installed.get(module, [])}
        }
        assert not strays, f"{sorted(strays)}: name it in a requirements file and run scripts/lock"


class TestFaults:
    TABLE = "# package, version, reason\nwaitress 3.0.1 request smuggling\nPillow 13.0.0 opens what strangers send\n"

    def test_names_a_pin_below_its_floor(self, min_safe):
        lock = "waitress==3.0.0 \\\n    --hash=sha256:00\npillow==13.0.0 \\\n"
        assert min_safe.faults({"a.txt": lock}, self.TABLE) == [
            "a.txt pins waitress 3.0.0, below 3.0.1: request smuggling."
        ]

    def test_compares_versions_and_not_text(self, min_safe):
        assert min_safe.faults({"a.txt": "waitress==3.0.10\npillow==100.0\n"}, self.TABLE) == []

    def test_names_a_floor_that_guards_nothing(self, min_safe):
        (sentence,) = min_safe.faults({"a.txt": "pillow==13.0.0\n"}, self.TABLE)
        assert sentence.startswith("min_safe.txt names waitress")

    def test_the_locks_of_today_are_safe(self, min_safe):
        assert (
            min_safe.faults(
                {f"{lock}.txt": read(f"{lock}.txt") for lock in LOCKS}, read("scripts/min_safe.txt")
            )
            == []
        )
