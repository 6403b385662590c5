"""Who reads the papers on which whole identity numbers stand (核对授权书): whoever handles the case, while it is handled."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from portal.actor import Actor
from portal.documents.kinds import all_kinds
from portal.documents.models import Document
from portal.services.models import Application
from portal.services.states import OPEN


def papers_kept(actor: Actor) -> ColumnElement[bool]:
    """What a paper must meet for this reader (个人信息保护法 art. 6, 28, 51; 社会救助法 art. 11).

    A paper with whole numbers is for the case's own handler, and, while the case is open, for the posts that have it signed
    or review it and may see whole numbers. After its end, and for everybody else, the signed sheet lies in the paper file.
    """
    whole = [kind.code for kind in all_kinds() if kind.has_whole_numbers]
    handled = Application.handler_id == actor.account_id
    if actor.can("residents.reveal_number") and (
        actor.can("services.authorise_check") or actor.can("services.review_application")
    ):
        handled = or_(handled, Application.state.in_(OPEN))
    cases = select(Application.id).where(handled)
    of_these = and_(Document.subject_kind == Application.__name__, Document.subject_id.in_(cases))
    return or_(Document.kind.not_in(whole), of_these)
