"""Password hashes (argon2id, OWASP's 19 MiB set) and which passwords are refused."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from portal import settings
from portal.errors import N_, RuleBroken

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked when the name is unknown, so that both take the same time.
_NOBODY = _hasher.hash(secrets.token_hex(16))
_COMMON = (
    "password",
    "123456",
    "qwerty",
    "admin",
    "jiedao",
    "shequ",
    "portal",
    "abc123",
    "111111",
    "888888",
    "woaini",
)

settings.define(
    "accounts.password_length", "integer", 12, N_("密码最短长度"), N_("账号与登录"), minimum=8, maximum=64
)


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return _hasher.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is the one hashed; an unknown account (None) costs the same time and is always false."""
    try:
        _hasher.verify(stored or _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def check_new_password(password: str, username: str) -> None:
    """Raise RuleBroken at `password` for one that is too short, too long, common, or the user name again."""
    least = settings.value("accounts.password_length")
    if len(password) < least:
        raise RuleBroken(
            "password", N_("密码至少 %(least)s 位。可以用几个词连成一句，便于记忆。"), least=least
        )
    if len(password) > 128:
        raise RuleBroken("password", N_("密码不能超过 128 位。"))
    lowered = password.lower()
    if username.lower() in lowered or len(set(password)) < 5 or _is_common(lowered):
        raise RuleBroken("password", N_("这个密码太容易被猜到，请换一个。"))


def initial_password() -> str:
    """A random first password, to be changed by its owner at the first sign-in: four groups that can be read aloud."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def _is_common(lowered: str) -> bool:
    rest = lowered
    for word in _COMMON:
        rest = rest.replace(word, "")
    return len(rest) < 5
