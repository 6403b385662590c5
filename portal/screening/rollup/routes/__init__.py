"""The pages of a street's reports, statistics and bulletins."""

from portal.screening.rollup.routes import bulletins, reports, statistics  # noqa: F401  (their views join the blueprint)
from portal.screening.rollup.routes.base import blueprint

__all__ = ["blueprint"]
