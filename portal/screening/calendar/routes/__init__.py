"""The pages of the calendar."""

from portal.screening.calendar.routes import chasing, grid, special  # noqa: F401  (their views join the blueprint)
from portal.screening.calendar.routes.base import blueprint

__all__ = ["blueprint"]
