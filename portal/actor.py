"""The person who acts, at the post that is active in the sign-in: plain values, so that actions need no request."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.errors import N_, Forbidden


@dataclass(frozen=True)
class Actor:
    """Who acts. Rights come from the post; four-eyes rules compare `account_id`, for one person may hold several posts."""

    account_id: int
    post_id: int | None
    unit_id: int | None
    role: str
    name: str
    permissions: frozenset[str] = field(default_factory=frozenset, repr=False)

    def can(self, permission: str) -> bool:
        """Whether the active post carries this permission (`room.verb`)."""
        return permission in self.permissions

    def must(self, permission: str) -> None:
        """Raise Forbidden unless the active post carries this permission."""
        if permission not in self.permissions:
            raise Forbidden(permission)

    def must_differ_from(self, verb: str, *account_ids: int | None) -> None:
        """Raise Forbidden when this person already acted in a step that four eyes must separate."""
        if self.account_id in account_ids:
            raise Forbidden(verb, N_("这一步须由另一人办理，您已办理过前一步。"))
