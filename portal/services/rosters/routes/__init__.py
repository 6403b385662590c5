"""The pages of rosters: reading and listing, signing, handing out. Importing this adds every view to the blueprint."""

from portal.services.rosters.routes import handing, listing, reading, signing  # noqa: F401  (they add their views)
from portal.services.rosters.routes.base import blueprint

__all__ = ["blueprint"]
