"""The pages of mediation cases: one blueprint; each module beside this one adds its views to it."""

from portal.mediation.routes import cases, committees, dangers, handing_over, intake, people, verbs
from portal.mediation.routes.blueprint import blueprint

__all__ = ["blueprint", "cases", "committees", "dangers", "handing_over", "intake", "people", "verbs"]
