"""A screened dispute is given to a committee in one step: which committee, and why. What is known of it is taken over."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.disputes.kinds import SIDES
from portal.errors import NotFound
from portal.mediation import handing_over
from portal.mediation.actions import opening
from portal.mediation.forms.intake import HandOverForm
from portal.mediation.routes.blueprint import Answer, blueprint
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.carrying_out import carry_out
from portal.web.htmx import render


@blueprint.route("/mediation/cases/for/<int:dispute_id>", methods=["GET", "POST"])
@requires("mediation.hand_over")
def hand_over(dispute_id: int) -> Answer:
    """Open a case of a committee for a dispute that is followed elsewhere."""
    actor = current_actor()
    dispute, place = handing_over.get_carried(actor, dispute_id)
    committees = handing_over.committees_for(dispute)
    form = HandOverForm(version=str(dispute.version))
    form.offer([(one.id, one.unit.name) for one in committees])

    def act() -> None:
        dispute.expect_version(form.seen_version)
        chosen = next((one for one in committees if one.id == key_of(form.committee_id.data)), None)
        if chosen is None:
            raise NotFound
        opening.hand_over(
            actor,
            committee=chosen,
            dispute=dispute,
            respondent_wish=form.respondent_wish.data or "",
            note=form.note.data or "",
        )

    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/cases/hand_over.html", form=form, dispute=dispute, place=place, sides=SIDES
        ),
        to=place.href,
        done=_("已转人民调解，调委会在“待审查”里可以看到。"),
    )
