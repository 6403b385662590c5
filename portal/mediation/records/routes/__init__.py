"""The pages of records, one file a subject; each hangs on the one blueprint."""

from portal.mediation.records.routes import (
    agents,
    asking,
    clauses,
    evidence,
    sessions,
    signatures,
    table,
    together,
)
from portal.mediation.records.routes.desk import blueprint

__all__ = [
    "agents",
    "asking",
    "blueprint",
    "clauses",
    "evidence",
    "sessions",
    "signatures",
    "table",
    "together",
]
