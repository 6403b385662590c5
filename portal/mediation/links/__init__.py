"""Links of a committee with other bodies: cases sent by courts, police and others, letters back, the three links of the source
(联街、进居、驻所), petition proxies. The tasks of several bodies about one dispute stand a floor below, in `portal.disputes`.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join in with letters and the case page, and add the pages and the ledgers."""
    from portal.mediation.links import joining, ledger, models, parts  # noqa: F401  (tables; the ledgers declare themselves)
    from portal.mediation.links.routes import blueprint

    app.register_blueprint(blueprint)
    joining.join()
    parts.join()
