"""Where the cases join in with the rest: their pages, the guards of their life, the words of the trail."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask

from portal.accounts import open_work
from portal.actor import Actor
from portal.audit import words as trail
from portal.disputes import reach
from portal.documents import bars, bearers
from portal.errors import N_
from portal.mediation import aside, danger_paper, following, life, queries, words
from portal.mediation.actions import accepting, ending, handing, running
from portal.residents import hooks as residents
from portal.web import navigation

GROUP = N_("人民调解")


def join(app: Flask) -> None:
    """Register everything; may be called again."""
    from portal.mediation.routes import blueprint

    app.register_blueprint(blueprint)
    navigation.add("mediation.list_cases", label=N_("调解案件"), group=GROUP, order=300, key="m")
    navigation.add("mediation.list_committees", label=N_("调委会和调解员"), group=GROUP, order=340)
    bars.bar("mediation", aside.papers_kept)
    bearers.add("MediationCase", queries.key_of_number)
    reach.offer_print("mediation", danger_paper.address_of)
    residents.on_merge("mediation", following.move, following.move_back)
    open_work.add("mediation", N_("调解案件"), handing.desk_of, _hand_on)
    residents.add_search_source("mediation", following.find)
    life.guard("accept_case", accepting.must_be_acceptable)
    life.guard("begin_mediation", running.must_be_ready)
    life.guard("suspend_case", ending.must_be_allowed)
    life.guard("close_case", ending.must_have_told_remedies)
    trail.name_verbs(words.VERBS)
    trail.name_subjects(words.SUBJECTS)
    trail.name_facts(words.FACTS)


def _hand_on(actor: Actor, from_id: int, to_id: int, ids: Collection[int], reason: str) -> None:
    handing.hand_on(actor, from_id=from_id, to_id=to_id, ids=ids, reason=reason)
