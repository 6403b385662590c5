"""Reading the files of those who are supported: who is in them, by which decisions, and what waits to be done."""

from portal.services.assistance.queries.decisions import decision_in_force, decisions_in_force, get_decision
from portal.services.assistance.queries.memberships import (
    files_of_resident,
    find_standing_membership,
    members_in,
    standing_memberships,
)

__all__ = [
    "decision_in_force",
    "decisions_in_force",
    "files_of_resident",
    "find_standing_membership",
    "get_decision",
    "members_in",
    "standing_memberships",
]
