"""The pages of the register: one blueprint; each module beside this one adds its views to it."""

from portal.mediation.registers.routes import imports, reports, statistics  # noqa: F401  (they add their views)
from portal.mediation.registers.routes.base import blueprint

__all__ = ["blueprint"]
