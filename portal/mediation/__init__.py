"""People's mediation (人民调解): cases of a committee from the application at the door to the bound volume.

It is the committee's act under the committee's own seal (人民调解法 art. 7–8), and never the street office's.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with the floors below, and add the room's pages."""
    from portal.mediation import joining, links, models, numbers  # noqa: F401  (its tables and books of numbers)

    joining.join(app)

    links.register(app)
    from portal.mediation import records

    records.register(app)

    from portal.mediation import agreements

    agreements.register(app)

    from portal.mediation import registers

    registers.register(app)

    from portal.mediation import volumes

    volumes.register(app)
    from portal.mediation import handing_over

    handing_over.join()
