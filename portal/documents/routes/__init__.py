"""The views of paper, one file per thing that is done with it; each hangs on the one blueprint."""

from portal.documents.routes import bulk, checking, papers, printers, printing
from portal.documents.routes.desk import blueprint

__all__ = ["blueprint", "bulk", "checking", "papers", "printers", "printing"]
