"""The pages of agreements and what follows, one file a subject; each hangs on the one blueprint."""

from portal.mediation.agreements.routes import (
    agreements,
    breach,
    confirmations,
    following,
    opinions,
    owed,
    settling,
    verbs,
    visits,
)
from portal.mediation.agreements.routes.desk import blueprint

__all__ = [
    "agreements",
    "blueprint",
    "breach",
    "confirmations",
    "following",
    "opinions",
    "owed",
    "settling",
    "verbs",
    "visits",
]
