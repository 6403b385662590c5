"""The one verb of application forms: printing what was told, for signature. A form that says something else takes its place."""

from __future__ import annotations

from portal.actor import Actor
from portal.documents.actions import issue_document, replace_document
from portal.documents.facts import to_plain
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.services.application_forms import papers
from portal.services.application_forms.documents import printed_form
from portal.services.documents import last_fours
from portal.services.items.registry import hooks_of
from portal.services.models import Application
from portal.services.queries.applications import papers_of
from portal.services.states import BEFORE_ACCEPTANCE, RUNNING

RIGHT = "services.print_form"
PAPER_CHANGED = "申请内容已更改"
PRINTABLE = BEFORE_ACCEPTANCE | RUNNING


def print_form(actor: Actor, application: Application) -> Document:
    """The application's form for signature (申请表, 申请书): the one that was printed before where nothing has changed.

    An item may have a form of its own (`ItemHooks.application_form`). Raises RuleBroken after the decision.
    """
    actor.must(RIGHT)
    if application.state not in PRINTABLE:
        raise RuleBroken(None, N_("这一办件已有结果，申请表不再打印。"))
    kind, facts = hooks_of(application.definition).application_form(application) or (
        papers.KIND,
        printed_form(application),
    )
    former = [one for one in papers_of(application) if one.kind == kind and one.status == "valid"]
    if former and former[-1].frozen["facts"] == to_plain(facts):
        return former[-1]
    fours = last_fours(application)
    if former:
        return replace_document(
            actor, former[-1], facts=facts, subject=application, reason=PAPER_CHANGED, last_fours=fours
        )
    return issue_document(
        actor, kind=kind, facts=facts, unit_id=application.unit_id, subject=application, last_fours=fours
    )
