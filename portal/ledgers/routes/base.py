"""The blueprint of the ledgers, and what every page of one begins with: the ledger, the right to read it, what is asked."""

from __future__ import annotations

from flask import Blueprint, request

from portal.actor import Actor
from portal.errors import N_, NotFound
from portal.ledgers import asking
from portal.ledgers.definition import ledger_of
from portal.web import navigation
from portal.web.access import current_actor

blueprint = Blueprint("ledgers", __name__)
navigation.add(
    "ledgers.list_ledgers", label=N_("台账"), group=N_("查询与统计"), order=600, key="l", daily=True
)


def open_ledger(name: str) -> tuple[Actor, asking.Question, asking.Asked]:
    """Who reads, the question, and the checked answer; raises NotFound, Forbidden and NotAsked."""
    actor, ledger = current_actor(), ledger_of(name)
    if ledger is None:
        raise NotFound
    actor.must(ledger.permission)
    question = asking.question(ledger, actor, _given())
    return actor, question, asking.read(question)


def _given() -> dict[str, str]:
    """The words of the address; ticked boxes come as the same word several times."""
    return request.args.to_dict() | {"columns": ",".join(request.args.getlist("columns"))}
