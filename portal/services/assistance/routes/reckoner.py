"""The page for a question at the counter: what would this household be paid. Nothing that is typed there is kept."""

from __future__ import annotations

from flask import request

from portal import clock
from portal.errors import N_
from portal.services.assistance.forms.reckoner import TryReckoningForm
from portal.services.assistance.months import next_month
from portal.services.assistance.routes.base import Answer, blueprint
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.trying import try_reckoning as reckon
from portal.units.queries import street_above
from portal.web import navigation
from portal.web.access import current_actor, reads, requires
from portal.web.htmx import render

navigation.add("assistance.try_reckoning", label=N_("试算保障金"), group=N_("社会救助"), order=346)


@blueprint.route("/assistance/reckoner", methods=["GET", "POST"])
@requires("assistance.read_standard")
@reads
def try_reckoning() -> Answer:
    """What a household as told would be paid; sent by POST, for what people earn must not stand in an address."""
    form = TryReckoningForm(month=next_month(clock.today()))
    found: Reckoning | None = None
    if request.method == "POST" and request.form.get("act") == "add":
        form.add_person()
    elif form.accepts():
        with form.refusals():
            found = reckon(
                form.told,
                scheme=form.scheme.data,
                area=form.area.data,
                month=form.asked_month,
                street_id=_street_id(),
                on=clock.today(),
            )
    page = render("services/assistance/try_reckoning.html", form=form, found=found, yuan=yuan)
    return page, form.status


def _street_id() -> int | None:
    """The street whose standards apply to whoever asks at this post."""
    actor = current_actor()
    street = street_above(actor.unit_id) if actor.unit_id is not None else None
    return street.id if street else None
