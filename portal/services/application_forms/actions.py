"""The one verb of application forms: printing what was told, for signature. A form that says something else takes its place."""

from __future__ import annotations

from portal.actor import Actor
from portal.documents.actions import issue_document, replace_document
from portal.documents.facts import PaperFacts, to_plain
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
OWN_KINDS = frozenset({"support_application"})
OF_THE_OFFICE = frozenset(
    {
        "office",
        "office_phone",
        "complaint_phone",
        "office_address",
        "application_number",
        "materials",
        "applied_on",
        "promise",
    }
)
PRINTABLE = BEFORE_ACCEPTANCE | RUNNING


def printed_before(application: Application) -> Document | None:
    """The valid form that was printed last, of whatever kind the item's form is; None where none was."""
    kinds = {papers.KIND, *OWN_KINDS}
    former = [one for one in papers_of(application) if one.kind in kinds and one.status == "valid"]
    return former[-1] if former else None


def is_outdated(application: Application) -> bool:
    """Whether what was told has changed since the form was printed, so that it must be printed and signed anew.

    What the office adds by itself (number, its own telephone, the list of materials) makes no form outdated.
    """
    former = printed_before(application)
    if former is None:
        return False
    try:
        _kind, facts = _form_of(application)
    except RuleBroken:
        return False
    then, now = former.frozen["facts"], to_plain(facts)
    return any(then[key] != now[key] for key in then.keys() & now.keys() - OF_THE_OFFICE)


def _form_of(application: Application) -> tuple[str, PaperFacts]:
    own = hooks_of(application.definition).application_form(application)
    return own or (papers.KIND, printed_form(application))


def print_form(actor: Actor, application: Application) -> Document:
    """The application's form for signature (申请表, 申请书): the one that was printed before where nothing has changed.

    An item may have a form of its own (`ItemHooks.application_form`). Raises RuleBroken after the decision.
    """
    actor.must(RIGHT)
    if application.state not in PRINTABLE:
        raise RuleBroken(None, N_("这一办件已有结果，申请表不再打印。"))
    kind, facts = _form_of(application)
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
