"""Support of destitute persons (特困人员救助供养), by person, from the application to the grant; its life afterwards is in
`services.assistance`.
"""

from portal.services.items.destitute_support import papers  # noqa: F401  (they declare themselves)
from portal.services.items.destitute_support.definition import DEFINITION
from portal.services.items.destitute_support.hooks import DestituteSupportHooks, join
from portal.services.items.registry import register_item

register_item(DEFINITION, DestituteSupportHooks())

__all__ = ["DEFINITION", "join"]
