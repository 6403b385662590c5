"""The pages of screened disputes."""

from portal.screening.ledger.routes import (  # noqa: F401  (their views join the blueprint)
    care,
    disputes,
    grave,
    passing,
    register,
)
from portal.screening.ledger.routes.base import blueprint

__all__ = ["blueprint"]
