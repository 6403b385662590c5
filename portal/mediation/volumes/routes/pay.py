"""Payment by the case as pages: the lists, one list, what could stand in the next."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import gettext as _

from portal import clock
from portal.mediation.states import DIFFICULTIES
from portal.mediation.volumes.forms import PeriodForm
from portal.mediation.volumes.kinds import PAY_FORMS, PAY_STATES, PAY_TONES
from portal.mediation.volumes.pay import actions, queries
from portal.mediation.volumes.pay.chain import CHAIN
from portal.mediation.volumes.pay.papers import mediators_of, signed
from portal.mediation.volumes.routes.desk import Answer, blueprint
from portal.signoffs import chain_view
from portal.units.queries import street_above
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.htmx import render


@blueprint.get("/mediation/pay-lists")
@requires("mediation.read_pay")
def list_pay() -> str:
    """The lists of payment by the case in sight."""
    actor = current_actor()
    return render(
        "mediation/volumes/list_pay.html",
        lists=queries.list_lists(actor),
        waiting={one.id for one in queries.waiting_lists(actor)},
        states=PAY_STATES,
        tones=PAY_TONES,
        signed=signed,
        may_make=actor.can("mediation.make_pay_list"),
    )


@blueprint.route("/mediation/pay-lists/new", methods=["GET", "POST"])
@requires("mediation.make_pay_list")
def make_pay_list() -> Answer:
    """Draw up a list; what may be paid, and what may not and why, stands below."""
    actor = current_actor()
    today = clock.today()
    form = PeriodForm(first=today.replace(day=1), last=today)

    def show() -> str:
        street = street_above(actor.unit_id) if actor.unit_id is not None else None
        found = queries.candidates(street.id, form.last.data or today) if street else []
        return render(
            "mediation/volumes/make_pay_list.html",
            form=form,
            payable=[one for one in found if not one.why_not],
            others=[one for one in found if one.why_not],
            grades=DIFFICULTIES,
            forms=PAY_FORMS,
            signed=signed,
        )

    return carry_out(
        form,
        lambda: actions.make_pay_list(actor, first=form.first.data or today, last=form.last.data or today),
        show=show,
        to=lambda made: url_for(".read_pay", list_id=made.id),
        done=lambda made: _("名单已编制，共 %(count)s 件。", count=len(made.lines)),
    )


@blueprint.get("/mediation/pay-lists/<int:list_id>")
@requires("mediation.read_pay")
def read_pay(list_id: int) -> str:
    """One list with its lines and signatures."""
    actor = current_actor()
    pay_list = queries.get_list(actor, list_id)
    chain = chain_view(actor, pay_list, CHAIN)
    may_sign = {step.step.code for step in chain.steps if step.may_sign}
    return render(
        "mediation/volumes/read_pay.html",
        pay_list=pay_list,
        chain=chain,
        may_sign=may_sign,
        mediators=[
            (one, [line for line in pay_list.standing if line.mediator_id == one.id])
            for one in mediators_of(pay_list)
        ],
        left_out=[line for line in pay_list.lines if line.left_out_because],
        grades=DIFFICULTIES,
        forms=PAY_FORMS,
        states=PAY_STATES,
        tones=PAY_TONES,
        signed=signed,
        may_make=actor.can("mediation.make_pay_list"),
        may_read_case=actor.can("mediation.read_case"),
    )


@blueprint.get("/mediation/pay-lists/lines/<int:line_id>")
@requires("mediation.read_pay")
def read_pay_line(line_id: int) -> Answer:
    """Where a line of the ledger leads: its list."""
    line = queries.get_line(current_actor(), line_id)
    return redirect(url_for(".read_pay", list_id=line.pay_list_id, _anchor=f"line-{line.id}"), 303)
