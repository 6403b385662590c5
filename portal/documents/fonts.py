"""The faces of the office's paper, and where their files are. Fonts are never in the repository: the set-up fills `build/fonts`,
and an office that has a licensed fangsong puts it into the `fonts` folder of its instance."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

from portal import config

FONT_FOLDER = config.ROOT / "build" / "fonts"
FONT_CONFIG = config.ROOT / "build" / "fonts.conf"
FONT_FILES = {
    "NotoSerifSC-400.ttf": "Noto Serif SC",
    "NotoSerifSC-700.ttf": "Noto Serif SC",
    "NotoSansSC-400.ttf": "Noto Sans SC",
    "NotoSansSC-700.ttf": "Noto Sans SC",
    "LXGWWenKai-Regular.ttf": "LXGW WenKai",
    "HanaMinB.ttf": "HanaMinB",
    "DejaVuSans.ttf": "DejaVu Sans",
}
# Every chain ends in these three, so a character that one of them has prints in every role.
FALLBACK = ("NotoSerifSC-400.ttf", "HanaMinB.ttf", "DejaVuSans.ttf")
_FALLBACK_FAMILIES = ("Noto Serif SC", "HanaMinB", "DejaVu Sans")


class FontsMissing(RuntimeError):
    """Paper cannot be made on this machine yet; the sentence names the mend."""


def check_fonts() -> None:
    """Raise FontsMissing, naming the files and the mend, unless every font that paper needs is there."""
    missing = [name for name in FONT_FILES if not (FONT_FOLDER / name).is_file()]
    if missing:
        raise FontsMissing(
            f"Paper cannot be printed: {', '.join(missing)} not found in build/fonts. Run scripts/serve once, which fetches them."
        )


def find_fangsong(instance: Path) -> Path | None:
    """The office's own licensed fangsong (`fonts/FangSong*.ttf` in the instance folder), or None: song stands in for it."""
    return next(iter(sorted((instance / "fonts").glob("FangSong*.ttf"))), None)


def family_css(instance: Path) -> str:
    """The four roles as CSS custom families: song 宋, hei 黑, kai 楷, fangsong 仿宋, each with the whole fallback chain."""
    fangsong = _family_name(find_fangsong(instance))
    roles = {
        "song": "Noto Serif SC",
        "hei": "Noto Sans SC",
        "kai": "LXGW WenKai",
        "fangsong": fangsong or "Noto Serif SC",
    }
    lines = []
    for role, family in roles.items():
        chain = ", ".join(f'"{name}"' for name in dict.fromkeys((family, *_FALLBACK_FAMILIES)))
        lines.append(f"--{role}: {chain};")
    return "html { " + " ".join(lines) + " }"


def use_fonts(instance: Path) -> None:
    """Point fontconfig at the paper's fonts alone, so that every machine sets a paper alike. Call before importing WeasyPrint."""
    check_fonts()
    wanted = FONT_CONFIG
    if find_fangsong(instance) or not FONT_CONFIG.is_file():
        wanted = instance / "fonts.conf"
        text = _config_text(FONT_FOLDER, instance / "fonts", instance / "fontcache")
        if not wanted.is_file() or wanted.read_text("utf-8") != text:
            wanted.write_text(text, "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(wanted)


def _config_text(*paths: Path) -> str:
    *folders, cache = (escape(str(path)) for path in paths)
    body = "".join(f"<dir>{folder}</dir>" for folder in folders)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig>{body}<cachedir>{cache}</cachedir></fontconfig>\n"
    )


def _family_name(path: Path | None) -> str | None:
    if path is None:
        return None
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return str(font["name"].getBestFamilyName())
