"""The page that checks receipts without a network: one file with the office's public keys, its own styles and its scripts.

It is made by `documents verifier`, handed out by the office, and no part of the portal's site: it carries a policy of its
own that forbids every connection. Neither this module nor the page knows anything about issued papers.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from flask_babel import force_locale, gettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal import clock, config
from portal.documents import payload, signing
from portal.documents.kinds import all_kinds
from portal.documents.models import SigningKey
from portal.errors import N_
from portal.web.filters import LANGUAGES

TEMPLATES = config.ROOT / "templates" / "verifier"
READERS = config.ROOT / "build" / "verifier"  # the QR reader and the signature check, put there by the set-up
SCRIPTS = (READERS / "jsQR.js", READERS / "nacl-fast.min.js", TEMPLATES / "verifier.js")
TITLE = N_("文书真伪核验（不用联网）")


class ReadersMissing(RuntimeError):
    """The page cannot be made on this machine yet; the sentence names the mend."""


def verifier_page(*, office: str, check_address: str) -> str:
    """The whole page as HTML; needs an application context and a transaction. Raises ReadersMissing."""
    scripts, style = [_script(path) for path in SCRIPTS], (TEMPLATES / "verifier.css").read_text("utf-8")
    keys = signing.list_keys()
    page = (
        _environment()
        .get_template("page.html")
        .render(
            title=TITLE,
            office=office,
            check_address=check_address,
            made_on=clock.today(),
            keys=[(key, signing.fingerprint(key)) for key in keys],
            languages=LANGUAGES,
            data={"name": office, **_data(keys)},
            policy=_policy(scripts, style),
            day_of=_day_of,
        )
    )
    for name, content in (("style", style), *((f"script {i}", text) for i, text in enumerate(scripts))):
        tag = name.split()[0]
        page = page.replace(f"<!-- {name} -->", f"<{tag}>{content}</{tag}>")
    return page


def _data(keys: list[SigningKey]) -> dict[str, Any]:
    """What the page's script knows: keys with the days that matter, the alphabets, and the names of the kinds of paper."""
    return {
        "alphabet": payload.ALPHABET,
        "codes": payload.codes.ALPHABET,
        "context": base64.b64encode(payload.CONTEXT).decode("ascii"),
        "keys": {
            key.key_id: {
                "public": base64.b64encode(key.public_key).decode("ascii"),
                "retired": _day_of(key.retired_at),
                "stolen": key.distrusted_since.isoformat() if key.distrusted_since else "",
            }
            for key in keys
        },
        "kinds": {payload.kind_code_of(kind.code).hex(): kind.title for kind in all_kinds()},
        "titles": {"zh": TITLE, "en": _english(TITLE)},
    }


def _day_of(instant: dt.datetime | None) -> str:
    """The office's day of an instant, or nothing."""
    return clock.office_time(instant).date().isoformat() if instant else ""


def _policy(scripts: list[str], style: str) -> str:
    """A page that may run these scripts and look at pictures it was given, and reach nothing and nobody."""
    allowed = " ".join(_source(text) for text in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_source(style)}; img-src blob: data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _script(path: Path) -> str:
    if not path.is_file():
        raise ReadersMissing(
            f"{path.name} not found in build/verifier. Run scripts/serve once, which fetches it."
        )
    text = path.read_text("utf-8")
    if "</script" in text.lower() or "\r" in text:
        raise ReadersMissing(
            f"{path.name} cannot stand inside a page; take the version that package.json names."
        )
    return text


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(english=_english)
    return env


def _english(text: str) -> str:
    with force_locale("en"):
        return gettext(text)
