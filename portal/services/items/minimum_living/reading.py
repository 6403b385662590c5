"""Who reads whole identity numbers on papers and letters that bear them (核对授权书、核对函): who handles the case."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.actor import Actor
from portal.documents.kinds import all_kinds
from portal.documents.models import Document
from portal.services.items.minimum_living.models import DataCheck, HouseholdDeclaration
from portal.services.models import Application
from portal.services.states import OPEN


def papers_kept(actor: Actor) -> ColumnElement[bool]:
    """What a paper must meet for this reader (个人信息保护法 art. 6, 28, 51; 社会救助法 art. 11).

    A paper with whole numbers is for the case's own handler, and, while the case is open, for the posts that have it signed
    or review it and may see whole numbers. After its end, and for everybody else, the signed sheet lies in the paper file.
    """
    whole = [kind.code for kind in all_kinds() if kind.has_whole_numbers]
    cases = select(Application.id).where(_handled(actor))
    of_these = and_(Document.subject_kind == Application.__name__, Document.subject_id.in_(cases))
    return or_(Document.kind.not_in(whole), of_these)


def checks_handled(actor: Actor) -> Select[tuple[int]]:
    """The keys of the checks whose letter this reader sees with whole numbers: those of the cases that they handle."""
    declared = select(HouseholdDeclaration.id).join(
        Application, Application.id == HouseholdDeclaration.application_id
    )
    return select(DataCheck.id).where(DataCheck.declaration_id.in_(declared.where(_handled(actor))))


def _handled(actor: Actor) -> ColumnElement[bool]:
    handled = Application.handler_id == actor.account_id
    if actor.can("residents.reveal_number") and (
        actor.can("services.authorise_check") or actor.can("services.review_application")
    ):
        return or_(handled, Application.state.in_(OPEN))
    return handled
