"""The disputes that screening follows (矛盾纠纷排查台账): who answers for each, by when, its progress, grave reports, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask import Flask

    from portal.actor import Actor
    from portal.disputes.models import Dispute
    from portal.disputes.reach import Places


def register(app: Flask) -> None:
    """Add the pages, the paper, the printed ledger, the words of the trail, and the ears for what happens to disputes."""
    from portal.audit import words as trail
    from portal.disputes import reach, risks, steps
    from portal.errors import N_
    from portal.screening.ledger import danger_paper, following, papers, sheet, words  # noqa: F401  (they declare themselves)
    from portal.screening.ledger.routes import blueprint
    from portal.web import navigation

    app.register_blueprint(blueprint)
    group = N_("矛盾纠纷排查")
    navigation.add("screened.list_disputes", label=N_("矛盾纠纷"), group=group, order=420)
    navigation.add("screened.list_grave", label=N_("重大专报"), group=group, order=425)
    reach.offer_page("screening", _find_pages)
    reach.offer_print("screening", danger_paper.address_of)
    steps.on_steps("screening-ledger", following.follow_steps)
    risks.on_risk("screening", following.follow_risk)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)


def _find_pages(actor: Actor, disputes: Collection[Dispute]) -> Places:
    """The page of each dispute that a reader finds here."""
    from portal.disputes.reach import Place
    from portal.screening.ledger.queries import list_seen

    return {
        dispute.id: Place(dispute.number, f"/screening/disputes/{dispute.id}", may_keep)
        for dispute, may_keep in list_seen(actor, [one.id for one in disputes])
    }
