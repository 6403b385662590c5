"""The pages of the links: one blueprint; each module beside this one adds its views to it."""

from portal.mediation.links.routes import (  # noqa: F401  (they add their views)
    court_days,
    guidance,
    joint,
    proxies,
    referrals,
    transfers,
)
from portal.mediation.links.routes.base import blueprint

__all__ = ["blueprint"]
