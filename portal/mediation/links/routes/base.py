"""The blueprint of the links, and what all of its modules need: the page of one verb, uploads, units to write to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, url_for

from portal import audit
from portal.actor import Actor
from portal.db import Model
from portal.errors import N_, NotFound
from portal.files.actions import open_file
from portal.files.models import StoredFile
from portal.mediation.links.joining import name_of
from portal.mediation.models import MediationCase
from portal.units.models import Unit
from portal.units.queries import list_units
from portal.web.carrying_out import Answer, carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render

blueprint = Blueprint("links", __name__)
# Where the lists of the links lead, one beside the other.
LISTS = {
    "links.list_referrals": N_("移送衔接"),
    "links.list_joint": N_("联合调解"),
    "links.list_guidance": N_("联街"),
    "links.list_court_days": N_("进居"),
    "links.list_transfers": N_("驻所"),
    "links.list_proxies": N_("信访代理"),
}
WRITTEN_TO = frozenset({"organ", "department", "district", "street", "community", "committee"})


def verb_page(
    form: PortalForm,
    act: Callable[[], Any],
    *,
    title: str,
    label: str,
    cancel: str,
    to: str | Callable[[Any], str],
    done: str,
    advice: str = "",
    about: str = "",
) -> Answer:
    """The page of one verb: its form, one button, and a sentence that says what pressing it does."""
    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/links/verb.html",
            form=form,
            heading=title,
            label=label,
            cancel=cancel,
            advice=advice,
            about=about,
        ),
        to=to,
        done=done,
    )


def case_href(case: MediationCase) -> str:
    """The page of a case."""
    return url_for("mediation.read_case", case_id=case.id)


def about_case(case: MediationCase) -> str:
    """A case in one line: its number and its title."""
    return f"{name_of(case)} {case.dispute.title}"


def upload_of(field: Any) -> Any:
    """An upload as actions take it: stream and name; None where nothing was chosen."""
    return (field.data.stream, field.data.filename or "") if field.data else None


def bodies() -> list[Unit]:
    """The units that a referral comes from or goes to."""
    return [unit for unit in list_units() if unit.kind in WRITTEN_TO]


def show_file(actor: Actor, verb: str, subject: Model, stored: StoredFile | None) -> Response:
    """A scan or photograph; that somebody looked at it is noted. Raises NotFound where there is none."""
    if stored is None:
        raise NotFound
    audit.record_afterwards(actor, verb, subject)
    return Response(open_file(stored), mimetype=stored.media_type)
