"""The pages of low-income support: the declaration, the authorisations, the steps after acceptance, and the part of the case."""

from portal.services.items.minimum_living.routes import (
    authorising,
    checking,
    deciding,
    declaration,
    investigating,
)
from portal.services.items.minimum_living.routes.base import blueprint
from portal.services.items.minimum_living.routes.part import work_part

__all__ = ["authorising", "blueprint", "checking", "deciding", "declaration", "investigating", "work_part"]
