"""The pages of payment months, by subject: the month at a glance, one batch, its verbs, returned money."""

from portal.services.assistance.payments.routes import batches, overview, parts, returns, verbs
from portal.services.assistance.payments.routes.base import blueprint
from portal.services.assistance.payments.routes.parts import payments_of_file

__all__ = ["batches", "blueprint", "overview", "parts", "payments_of_file", "returns", "verbs"]
