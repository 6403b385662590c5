"""The pages of volumes, of scrutiny and of payment by the case, one file a subject; each hangs on the one blueprint."""

from portal.mediation.volumes.routes import (
    binding,
    filing,
    guiding,
    originals,
    pay,
    pay_verbs,
    scrutiny,
    volumes,
)
from portal.mediation.volumes.routes.desk import blueprint

__all__ = [
    "binding",
    "blueprint",
    "filing",
    "guiding",
    "originals",
    "pay",
    "pay_verbs",
    "scrutiny",
    "volumes",
]
