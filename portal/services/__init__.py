"""The one-stop hall: a catalogue of public services (事项) and the life of an application from the counter to the archive."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with the floors below, and add the hall's pages."""
    from portal.services import day_list, doors, joins, ledgers, notices  # noqa: F401  (the ledgers declare themselves)
    from portal.services.assistance import models  # noqa: F401  (its tables)
    from portal.services.assistance.adjustments import models as adjustments  # noqa: F401  (its tables)
    from portal.services.assistance.carrying_in import models as carrying_in  # noqa: F401  (its tables)
    from portal.services.bundles import models as bundle_models  # noqa: F401
    from portal.services.custody import models as custody_models  # noqa: F401
    from portal.services.deliveries import models as delivery_models  # noqa: F401
    from portal.services.designer import models as designer_models  # noqa: F401
    from portal.services.errands import models as errand_models  # noqa: F401
    from portal.services.rosters import models as roster_models  # noqa: F401
    from portal.services.shifts import models as shift_models  # noqa: F401

    joins.join()
    notices.register(app)
    doors.open_doors(app)
