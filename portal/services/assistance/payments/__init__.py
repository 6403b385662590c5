"""Payment months (发放): the frozen list of a month, its differences and anomalies, approval, the bank and what it returned.

What a household is due is decided in the files; here is what is paid because of it, and what became of the money.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, the job, the papers and ledgers of payments, and the words of the trail."""
    from portal.audit import words as trail
    from portal.errors import N_
    from portal.services.assistance.payments import job, ledger, papers, routes, words  # noqa: F401  (they declare themselves)
    from portal.services.assistance.routes import file_parts
    from portal.web import navigation

    app.register_blueprint(routes.blueprint)
    navigation.add("payments.overview", label=N_("救助金发放"), group=N_("社会救助"), order=320, daily=True)
    navigation.add("payments.list_returns", label=N_("退票处理"), group=N_("社会救助"), order=325)
    file_parts.add_part("payments", template=routes.parts.TEMPLATE, load=routes.payments_of_file)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
