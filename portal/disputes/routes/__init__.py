"""The pages of disputes that belong to no room above: what waits for a body that takes part in one."""

from portal.disputes.routes import tasks  # noqa: F401  (it adds its views)
from portal.disputes.routes.base import blueprint

__all__ = ["blueprint"]
