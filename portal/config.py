"""Typed settings of one installation, from the environment or `instance/portal.toml`.

What an administrator changes while it runs is in `settings`.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class UnsafeConfiguration(RuntimeError):
    """The installation must not start like this; the sentence names the setting and the mend."""


@dataclass(frozen=True)
class Config:
    """Everything that `create_app` needs to know about this installation."""

    environment: str
    instance: Path
    database_url: str
    secret_key: str
    data_key: bytes
    base_url: str
    today: dt.date | None
    nodes: int = 1
    testing: bool = False
    trusted_proxy: str = ""  # the address of the gateway whose X-Forwarded headers count; empty: nobody's
    metrics_token: str = ""  # what a monitor sends to read /metrics; empty: this machine only

    @property
    def is_production(self) -> bool:
        """Whether real people's data is served: no demo accounts, no pattern page, secure cookies."""
        return self.environment == "production"

    def flask_settings(self) -> dict[str, Any]:
        """The same facts under the names that Flask and its extensions read."""
        return {
            "TESTING": self.testing,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_NAME": "__Host-portal" if self.secure_cookies else "portal",
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Strict",
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
            "PORTAL": self,
        }

    @property
    def secure_cookies(self) -> bool:
        """Cookies are bound to TLS where the public address says https."""
        return self.base_url.startswith("https:")


def load(overrides: Mapping[str, Any] | None = None) -> Config:
    """Read the settings; raises UnsafeConfiguration when production would start unsafe or a value cannot be read."""
    given = dict(overrides or {})
    instance = Path(
        given.get("PORTAL_INSTANCE") or os.environ.get("PORTAL_INSTANCE") or ROOT / "instance"
    ).resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    values = _file_values(instance) | {k: v for k, v in os.environ.items() if k.startswith("PORTAL_")} | given
    environment = str(values.get("PORTAL_ENV", "demo"))
    if environment not in {"demo", "production"}:
        raise UnsafeConfiguration(f"PORTAL_ENV is {environment!r}; write demo or production.")
    config = Config(
        environment=environment,
        instance=instance,
        database_url=_database_url(values, instance),
        secret_key=str(values.get("PORTAL_SECRET_KEY") or _key_file(instance, "secret.key")),
        data_key=_data_key(str(values.get("PORTAL_DATA_KEY") or _key_file(instance, "data.key"))),
        base_url=str(values.get("PORTAL_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        today=_today(str(values.get("PORTAL_TODAY") or "")),
        nodes=int(values.get("PORTAL_NODES", 1)),
        testing=bool(values.get("TESTING", False)),
        trusted_proxy=str(values.get("PORTAL_TRUSTED_PROXY") or ""),
        metrics_token=str(values.get("PORTAL_METRICS_TOKEN") or ""),
    )
    _refuse_unsafe(config)
    return config


def _file_values(instance: Path) -> dict[str, Any]:
    path = instance / "portal.toml"
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UnsafeConfiguration(f"portal.toml in the instance folder cannot be read: {error}") from error


def _database_url(values: Mapping[str, Any], instance: Path) -> str:
    url = str(values.get("PORTAL_DATABASE_URL") or f"sqlite:///{instance / 'portal.db'}")
    for old in ("postgres://", "postgresql://"):
        if url.startswith(old):
            return "postgresql+psycopg://" + url.removeprefix(old)
    return url


def _key_file(instance: Path, name: str) -> str:
    """A random key kept in the instance folder, made on first use, readable by its owner only."""
    path = instance / name
    if not path.exists():
        draft = instance / f".{name}.{secrets.token_hex(8)}"
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # fails when another process was first, so that both read one whole key
        except FileExistsError:
            pass  # the other process's key stands, and is read below
        finally:
            draft.unlink()
    return path.read_text("ascii").strip()


def _data_key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise UnsafeConfiguration("PORTAL_DATA_KEY must be 64 hexadecimal digits.") from error
    if len(key) != 32:
        raise UnsafeConfiguration("PORTAL_DATA_KEY must be 64 hexadecimal digits.")
    return key


def _today(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UnsafeConfiguration(f"PORTAL_TODAY is {text!r}; write a date such as 2026-11-22.") from error


def _refuse_unsafe(config: Config) -> None:
    if config.database_url.startswith("sqlite") and config.nodes > 1:
        raise UnsafeConfiguration("PORTAL_NODES is above 1, which needs PostgreSQL; set PORTAL_DATABASE_URL.")
    if not config.is_production:
        return
    if config.today:
        raise UnsafeConfiguration("PORTAL_TODAY is refused in production; remove it.")
    if len(config.secret_key) < 32:
        raise UnsafeConfiguration("PORTAL_SECRET_KEY is shorter than 32 characters; use a longer random one.")
    if _is_loopback(config.base_url):
        raise UnsafeConfiguration(
            "PORTAL_BASE_URL must be the address that residents' phones can reach, not this machine's own."
        )
    if not config.secure_cookies:
        raise UnsafeConfiguration(
            "PORTAL_BASE_URL must begin with https:// in production: without TLS passwords and residents' data "
            "can be read on the way. Put a TLS gateway in front."
        )


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host in {"", "localhost"} or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False
