"""The verbs of the newborn follow-up: what the counter does with a notice, and what the community does with a visit."""

from portal.services.items.birth_registration.newborns.actions.notices import (
    choose_mother,
    dispatch_visit,
    import_newborns,
    match_again,
    record_newborn,
    refer_newborn,
)
from portal.services.items.birth_registration.newborns.actions.stopping import (
    restore_visit,
    stop_notice,
    stop_visit,
)
from portal.services.items.birth_registration.newborns.actions.visits import (
    close_visit,
    print_visit,
    record_visit,
    reveal_contact,
    settle_need,
)

__all__ = [
    "choose_mother",
    "close_visit",
    "dispatch_visit",
    "import_newborns",
    "match_again",
    "print_visit",
    "record_newborn",
    "record_visit",
    "refer_newborn",
    "restore_visit",
    "reveal_contact",
    "settle_need",
    "stop_notice",
    "stop_visit",
]
