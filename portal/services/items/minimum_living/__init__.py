"""Low-income support (最低生活保障) from the application to the grant. Its life afterwards is in `services.assistance`."""

from portal.services.items.minimum_living import papers  # noqa: F401  (they declare themselves)
from portal.services.items.minimum_living.definition import DEFINITION
from portal.services.items.minimum_living.hooks import MinimumLivingHooks, join
from portal.services.items.registry import register_item

register_item(DEFINITION, MinimumLivingHooks())

__all__ = ["DEFINITION", "join"]
