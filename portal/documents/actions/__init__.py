"""The verbs of paper, one file per stage: numbering, issuing, making the bytes, what becomes of a paper, changing the key.

Rooms call these inside their own actions, which have checked the permission; only what a person does on a page of this room
asks for a permission of its own.
"""

from portal.documents.actions.checking import record_check
from portal.documents.actions.issuing import issue_document
from portal.documents.actions.keys import distrust_key, rotate_key
from portal.documents.actions.making import make_document, render_pending, retry_document, wake
from portal.documents.actions.numbering import allocate_number, declare_number, void_number
from portal.documents.actions.standing import record_print, replace_document, void_document

__all__ = [
    "allocate_number",
    "declare_number",
    "distrust_key",
    "issue_document",
    "make_document",
    "record_check",
    "record_print",
    "render_pending",
    "replace_document",
    "retry_document",
    "rotate_key",
    "void_document",
    "void_number",
    "wake",
]
