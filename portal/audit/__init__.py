"""Who did what, when: append only, hash-chained. Reads of sensitive fields are recorded as well as writes."""

from portal.audit.actions import record, record_afterwards
from portal.audit.models import AuditEntry

__all__ = ["AuditEntry", "record", "record_afterwards"]
