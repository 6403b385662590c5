"""What an application waits for next and who can do it: one answer for its own page and for everybody's workbench.

The shared life names the verb of each state; an item's own steps come before it, in their order, and an item may know better
(`ItemHooks.next_steps`). Nothing here changes anything.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from portal import clock
from portal.actor import Actor
from portal.errors import N_
from portal.services.items.registry import Need, hooks_of
from portal.services.life import TRANSITIONS
from portal.services.models import Application
from portal.services.refusals import Refusal, untold_refusals
from portal.services.states import RUNNING
from portal.services.supplements.models import SupplementRequest
from portal.services.supplements.queries import open_requests

# Which verb a state waits for.
LEADS_ON: dict[str, str] = {
    "draft": "accept_application",
    "supplementing": "supplement_application",
    "accepted": "review_application",
    "reviewed": "decide_application",
    "decided": "issue_result",
    "issued": "collect_result",
    "collected": "close_application",
    "suspended": "resume_application",
}
NOT_WRITTEN = N_("不予办理的决定须书面告知理由和救济途径，再送达本人。")
NOT_DELIVERED = N_("%(title)s %(number)s还没有送达，送达以后再办结。")
FOUR_EYES = frozenset({"review_application", "decide_application"})


def next_of(application: Application, on: dt.date | None = None) -> Need | None:
    """What one application waits for; None where it has ended."""
    return next_of_all([application], on).get(application.id)


def next_of_all(applications: Iterable[Application], on: dt.date | None = None) -> dict[int, Need]:
    """The same for many, by key; each item reads in bulk what it must know."""
    day, rows_asked = on or clock.today(), list(applications)
    found: dict[int, Need] = {}
    by_item: dict[str, list[Application]] = defaultdict(list)
    waiting = open_requests([a.id for a in rows_asked if a.state in RUNNING | {"suspended"}])
    for application in rows_asked:
        if application.id in waiting:
            found[application.id] = _of_request(waiting[application.id], day)
        elif application.state in RUNNING:
            by_item[application.definition.hooks].append(application)
        else:
            _add(found, application, _of_state(application))
    for key, refusal in untold_refusals(rows_asked).items():
        found[key] = _of_refusal(key, refusal)
    for rows in by_item.values():
        known = hooks_of(rows[0].definition).next_steps(rows, day)
        for application in rows:
            if application.id in known:
                _add(found, application, known[application.id] or _of_state(application))
            else:
                _add(found, application, _of_steps(application))
    return found


def is_for(actor: Actor, application: Application, need: Need) -> bool:
    """Whether this very person can take the step: holds its right, and did not accept what wants another pair of eyes."""
    if not need.permission or not actor.can(need.permission):
        return False
    parted = need.verb in FOUR_EYES and application.definition.four_eyes
    return not parted or application.accepted_by != actor.account_id


def for_actor(actor: Actor, applications: Sequence[Application], on: dt.date) -> list[int]:
    """The keys of those whose next step this person can take."""
    needs = next_of_all(applications, on)
    return [a.id for a in applications if a.id in needs and is_for(actor, a, needs[a.id])]


def _of_steps(application: Application) -> Need | None:
    """The first step of the item that is still to be done in this state, else the verb that leads on."""
    done, hooks = {step.code for step in application.steps}, hooks_of(application.definition)
    for step in application.definition.steps:
        if step.during == application.state and step.code not in done and hooks.requires(application, step):
            return Need(step.name, step.permission, step=step.code)
    return _of_state(application)


def _of_state(application: Application) -> Need | None:
    verb = LEADS_ON.get(application.state, "")
    if application.state == "decided" and (
        application.result == "denied" or not application.definition.hands_out
    ):
        verb = "close_application"
    return need_of(verb) if verb else None


def _of_refusal(key: int, refusal: Refusal) -> Need:
    """Whoever was refused is told so in writing, and the writing is delivered, before the file is closed."""
    if refusal.paper is None:
        way = (N_("出具办结通知书"), f"/services/applications/{key}/tell-result")
        return Need(N_("书面告知"), "services.tell_result", sentence=NOT_WRITTEN, way_out=way)
    if refusal.delivery_id is not None:
        way = (N_("登记送达"), f"/deliveries/{refusal.delivery_id}")
    else:
        way = (N_("为这份文书开送达回证"), f"/deliveries/papers/{refusal.paper.id}")
    params = {"title": refusal.paper.title, "number": refusal.paper.number or ""}
    return Need(N_("送达"), "services.record_delivery", sentence=NOT_DELIVERED, params=params, way_out=way)


def _of_request(request: SupplementRequest, day: dt.date) -> Need:
    """Whoever was asked to complete answers first; after the last day it is written down that nothing came."""
    is_late = day > request.due_on
    verb = TRANSITIONS["miss_supplement" if is_late else "answer_supplement"]
    sentence = N_("补正期限 %(day)s。")
    return Need(
        verb.label, verb.permission, sentence=sentence, params={"day": request.due_on}, is_late=is_late
    )


def need_of(verb: str) -> Need:
    """A verb of the shared life as what is waited for."""
    return Need(TRANSITIONS[verb].label, TRANSITIONS[verb].permission, verb=verb)


def _add(found: dict[int, Need], application: Application, need: Need | None) -> None:
    if need is not None:
        found[application.id] = need
