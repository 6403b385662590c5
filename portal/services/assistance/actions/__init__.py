"""The verbs of a file's life, one file per stage."""

from portal.services.assistance.actions.deciding import owe, write_decision, write_decisions
from portal.services.assistance.actions.members import NewMember
from portal.services.assistance.actions.opening import BankAccount, open_file

__all__ = [
    "BankAccount",
    "NewMember",
    "open_file",
    "owe",
    "write_decision",
    "write_decisions",
]
