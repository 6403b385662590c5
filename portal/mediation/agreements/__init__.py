"""What parties agree on and what follows: written and oral agreements, what is owed by them, judicial confirmation, visits, the
closing of a case; and the case that is settled at the door in two minutes."""

from __future__ import annotations

from flask import Flask

from portal.errors import N_


def register(app: Flask) -> None:
    """Join in with the life of a case and its signing, and add the pages."""
    from portal.audit import words as trail
    from portal.mediation import life
    from portal.mediation.agreements import (  # noqa: F401  (its tables and kinds of paper)
        models,
        papers,
        parts,
        routes,
        words,
    )
    from portal.mediation.agreements.actions import breaching, closing, concluding, performing
    from portal.mediation.records.signing import define_signed
    from portal.web import navigation

    define_signed("Agreement", concluding.SIGNED)
    life.guard("conclude", concluding.must_be_ready)
    life.guard("finish_performance", performing.must_be_done)
    life.guard("record_breach", breaching.must_be_overdue)
    life.guard("close_case", closing.must_be_visited)
    life.guard("close_case", closing.must_be_answered)
    life.guard("tell_to_sue", breaching.must_have_been_urged)
    life.EVENTS.update(words.EVENTS)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)
    parts.join()
    group = N_("人民调解")
    navigation.add("mediation_agreements.settle_case", label=N_("当场调解登记"), group=group, order=305)
    navigation.add("mediation_agreements.list_following", label=N_("履行与回访"), group=group, order=310)
    app.register_blueprint(routes.blueprint)
