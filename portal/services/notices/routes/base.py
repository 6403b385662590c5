"""The blueprint of the notices, the answer that every view gives, and what several views show."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.actor import Actor
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import list_rounds, may_read_objections, state_of_notice
from portal.services.notices.states import OBJECTION_CHANNELS, OUTCOMES, SLIP_RESULTS, STATES, TONES

blueprint = Blueprint("notices", __name__)
Answer = Response | tuple[str, int] | str


def shown(actor: Actor, notice: PublicNotice) -> dict[str, Any]:
    """What the pages of one notice say about it."""
    return {
        "notice": notice,
        "where": state_of_notice(notice),
        "rounds": [one for one in list_rounds(notice) if one.id != notice.id],
        "reads_objections": may_read_objections(actor),
        "states": STATES,
        "tones": TONES,
        "channels": OBJECTION_CHANNELS,
        "outcomes": OUTCOMES,
        "slip_results": SLIP_RESULTS,
    }
