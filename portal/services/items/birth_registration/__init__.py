"""Birth registration (生育登记): one parent or two, no approval, promise instead of proof; and the follow-up of newborns."""

from portal.services.items.birth_registration import ledger  # noqa: F401  (it declares itself)
from portal.services.items.birth_registration.definition import DEFINITION
from portal.services.items.birth_registration.hooks import BirthRegistrationHooks, join
from portal.services.items.registry import register_item

register_item(DEFINITION, BirthRegistrationHooks())

__all__ = ["DEFINITION", "join"]
