"""The pages of disputes that belong to no room above: what waits for a body that takes part in one."""

from portal.disputes.routes import categories, dangers, tasks  # noqa: F401  (they add their views)
from portal.disputes.routes.base import blueprint

__all__ = ["blueprint"]
