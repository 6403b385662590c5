"""Reading the files of those who are supported: who is in them, by which decisions, and what waits to be done."""

from portal.services.assistance.queries.changes import (
    changes_of,
    find_change,
    find_open_change,
    find_partner,
    get_change,
    list_open_changes,
)
from portal.services.assistance.queries.decisions import (
    decision_before,
    decision_in_force,
    decisions_in_force,
    get_decision,
    sheets_behind,
)
from portal.services.assistance.queries.files import (
    FilePage,
    find_file,
    get_file,
    list_files,
    open_dues,
    search_numbers,
)
from portal.services.assistance.queries.memberships import (
    files_of_resident,
    find_standing_membership,
    members_in,
    standing_memberships,
)
from portal.services.assistance.queries.paid import paid_months
from portal.services.assistance.queries.reviews import (
    DueCounts,
    count_due_reviews,
    last_review,
    list_due_reviews,
    reviews_of,
)

__all__ = [
    "DueCounts",
    "FilePage",
    "changes_of",
    "count_due_reviews",
    "decision_before",
    "decision_in_force",
    "decisions_in_force",
    "files_of_resident",
    "find_change",
    "find_file",
    "find_open_change",
    "find_partner",
    "find_standing_membership",
    "get_change",
    "get_decision",
    "get_file",
    "last_review",
    "list_due_reviews",
    "list_files",
    "list_open_changes",
    "members_in",
    "open_dues",
    "paid_months",
    "reviews_of",
    "search_numbers",
    "sheets_behind",
    "standing_memberships",
]
