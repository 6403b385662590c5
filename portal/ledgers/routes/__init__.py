"""The pages of the ledgers, by what is done: looking at one, taking it along as a file, proving a print."""

from portal.ledgers.routes import files, pages, prints
from portal.ledgers.routes.base import blueprint

__all__ = ["blueprint", "files", "pages", "prints"]
