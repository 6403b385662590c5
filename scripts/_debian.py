"""What Debian itself must bring: libraries, fonts, and for the tests a browser. It knows nothing of Python packages."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from _failure import Failed

# Shared library → Debian package. Without the subset library each paper takes ten times as long, silently.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "fontconfig",
}

# Font in build/fonts → the file that its package brings.
FONTS = {
    "HanaMinB.ttf": Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"),
    "LXGWWenKai-Regular.ttf": Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"),
    "DejaVuSans.ttf": Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
}
FONT_PACKAGES = {
    "HanaMinB.ttf": "fonts-hanazono",
    "LXGWWenKai-Regular.ttf": "fonts-lxgw-wenkai",
    "DejaVuSans.ttf": "fonts-dejavu-core",
}

# Command → Debian package, by purpose.
COMMANDS = {
    "run": {"fc-list": "fontconfig"},
    "test": {"fc-list": "fontconfig", "chromium": "chromium", "pdftotext": "poppler-utils"},
}


def missing(purpose: str, *, venv_stands: bool, fonts: Path) -> list[str]:
    """The Debian packages that this machine lacks for the purpose, by what is really there and not by their names."""
    packages = [package for command, package in COMMANDS[purpose].items() if not shutil.which(command)]
    packages += [package for library, package in LIBRARIES.items() if not _loads(library)]
    for name, system in FONTS.items():
        if not (fonts / name).exists() and not system.exists():
            packages.append(FONT_PACKAGES[name])
    if not venv_stands and importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    return sorted(set(packages))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(packages: Sequence[str], say: Callable[[str], None], run: Callable[..., None]) -> None:
    """Install packages where this user may; otherwise say what an administrator has to type."""
    wanted = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise Failed(
            "This machine has no apt-get. The portal needs what these Debian packages bring; install their"
            f" counterparts, then run the command again: {' '.join(packages)}."
        )
    root = _as_root()
    if root is None:
        raise Failed(
            "Some of the system's own packages are missing and this user may not install them. An administrator runs"
            f" this once; then run the command again: apt-get update && {wanted}"
        )
    say(f"Installing the Debian packages {' '.join(packages)} …")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]
    mend = "Check that this machine reaches a Debian mirror and that its disk has room, or have an administrator run: "
    # An index that cannot be refreshed is no failure by itself: what is known of the packages may still do.
    try:
        run("apt-update", [*apt, "update"], "The lists of Debian packages could not be fetched.", tries=2)
    except Failed as failure:
        say(f"{failure} Going on with the lists that are here.")
    command = [*apt, *wanted.split()[1:]]
    run("apt-install", command, f"The Debian packages could not be installed. {mend}{wanted}.", tries=2)


def _as_root() -> list[str] | None:
    """The words before a command that make it run as root: none are needed, sudo, or it cannot be had."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None
