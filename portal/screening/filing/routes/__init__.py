"""The pages of filing: one blueprint; each module beside this one adds its views to it."""

from portal.screening.filing.routes import acts, duties, objections, verbs  # noqa: F401  (they add their views)
from portal.screening.filing.routes.base import blueprint

__all__ = ["blueprint"]
