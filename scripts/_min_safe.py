"""Compares the locked Python packages with min_safe.txt; it asks no network, since a vulnerability feed is not reached."""

import re
import sys
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)")


def canonical(name: str) -> str:
    """A package's name as the index writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, Version]:
    """Each pinned package of a lock file's text."""
    found = (PIN.match(line) for line in lock.splitlines())
    return {canonical(pin[1]): Version(pin[2]) for pin in found if pin}


def floors(table: str) -> dict[str, tuple[Version, str]]:
    """Each line of min_safe.txt: the package, its least safe version, and why."""
    lines = (
        line.split(maxsplit=2) for line in table.splitlines() if line.strip() and not line.startswith("#")
    )
    return {canonical(name): (Version(version), reason) for name, version, reason in lines}


def faults(locks: dict[str, str], table: str) -> list[str]:
    """A sentence for each pin below its floor, and for each floor that no lock pins; `locks` is name → text."""
    wanted = floors(table)
    held = {lock: pins(text) for lock, text in locks.items()}
    sentences = [
        f"{lock} pins {name} {version}, below {wanted[name][0]}: {wanted[name][1]}."
        for lock, packages in held.items()
        for name, version in packages.items()
        if name in wanted and version < wanted[name][0]
    ]
    pinned = {name for packages in held.values() for name in packages}
    sentences += [
        f"min_safe.txt names {name}, which no lock pins; take its line out."
        for name in wanted.keys() - pinned
    ]
    return sorted(sentences)


def main() -> int:
    """0 when every pin is at or above its floor, else 1 with a sentence for each fault."""
    locks = {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("requirements*.txt"))}
    found = faults(locks, (ROOT / "scripts" / "min_safe.txt").read_text(encoding="utf-8"))
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
