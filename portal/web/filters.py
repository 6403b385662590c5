"""What templates may call: translation of marked texts, dates as the office writes them, and addresses of static files."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, session, url_for
from flask_babel import format_date, get_locale, gettext
from jinja2 import StrictUndefined

from portal import clock
from portal.web import access

LANGUAGES = {"zh": "中文", "en": "English"}


def choose_locale() -> str:
    """Chinese unless this browser's session has chosen English (the switch stands on every page)."""
    return "en" if session.get("language") == "en" else "zh_Hans_CN"


def translate(text: Any) -> str:
    """Translate a text that was marked with `N_` where it was written."""
    return gettext(str(text)) if text else ""


def long_date(day: dt.date | None) -> str:
    """2026年11月22日 in Chinese pages, 22 November 2026 in English ones; empty for None."""
    if day is None:
        return ""
    if is_chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    return str(format_date(day, "d MMMM y"))


def sentence(message: str, params: Mapping[str, Any]) -> str:
    """A marked message with its parameters put in, days written out in the page's language."""
    words = {
        name: long_date(value) if isinstance(value, dt.date) else value for name, value in params.items()
    }
    return translate(message) % words if words else translate(message)


def iso_date(day: dt.date | None) -> str:
    """2026-11-22, for dense tables; empty for None."""
    return day.isoformat() if day else ""


def wall_time(instant: dt.datetime | None) -> str:
    """2026-11-22 14:05 on the office's clock; empty for None."""
    return clock.office_time(instant).strftime("%Y-%m-%d %H:%M") if instant else ""


def is_chinese() -> bool:
    """Whether this page is in Chinese."""
    return str(get_locale() or "zh").startswith("zh")


@lru_cache(maxsize=256)
def _digest(path: str, _changed: float) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file with the digest of its content; raises FileNotFoundError for a missing one."""
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=_digest(str(path), path.stat().st_mtime))


def register(app: Flask) -> None:
    """Give templates their filters and globals; an unknown name in a template is an error."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.filters.update(
        t=translate, long_date=long_date, iso_date=iso_date, wall_time=wall_time, sentence=sentence
    )
    env.globals.update(asset=asset, is_chinese=is_chinese, LANGUAGES=LANGUAGES)

    @app.context_processor
    def _page() -> dict[str, Any]:
        return {
            "actor": access.actor_or_none(),
            "today": clock.today(),
            "path": request.path,
            "portal": app.config["PORTAL"],
        }
