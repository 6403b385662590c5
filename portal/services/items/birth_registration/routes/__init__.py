"""The pages of birth registration, by noun: registrations, a hospital's notices of births, the community's visits."""

from portal.services.items.birth_registration.routes import notices, registrations, visits
from portal.services.items.birth_registration.routes.base import blueprint
from portal.services.items.birth_registration.routes.registrations import made_part, registrations_panel

__all__ = ["blueprint", "made_part", "notices", "registrations", "registrations_panel", "visits"]
